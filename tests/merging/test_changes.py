"""How the wording of a promise moves from one telling to the next."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from foedus.merging import compare_tellings
from foedus.records.threads import Drift, Edit, Part
from tests.merging.tellings import telling

CASES = tomllib.loads((Path(__file__).parent / "cases/drifts.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["why"])
def test_compare_tellings_classes_the_changes_of_the_case(row: dict[str, Any]) -> None:
    earlier, later = telling(row["left"], "1"), telling(row["right"], "2")
    drift = Drift(row.get("drift", "reporting"))
    changes = compare_tellings(earlier, later, drift=drift)
    found = {change.part.value: sorted(change.kinds) for change in changes}
    wanted = {part.value: sorted(row[part.value]) for part in Part if part.value in row}
    assert found == wanted
    assert all(change.drift is drift for change in changes)
    assert all((change.earlier, change.later) == (earlier, later) for change in changes)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["why"])
def test_compare_tellings_shows_both_wordings_whole(row: dict[str, Any]) -> None:
    for change in compare_tellings(telling(row["left"], "1"), telling(row["right"], "2")):
        for words, left_out in (
            (change.earlier_words, Edit.ADDED),
            (change.later_words, Edit.REMOVED),
        ):
            shown = "".join(run for edit, run in change.words if edit is not left_out)
            assert shown.replace(" ", "").lower() == (words or "").replace(" ", "").lower()


def test_changes_that_count_have_a_note() -> None:
    for row in CASES:
        for change in compare_tellings(telling(row["left"], "1"), telling(row["right"], "2")):
            assert (change.note is None) == (change.kinds == ("restated",))


def test_compare_tellings_names_a_threshold_as_it_is_worded() -> None:
    plain = {"by": "Iran", "do": "close the strait", "act": "close_route"}
    calm = telling(plain | {"if": "if Iran is attacked", "tree": "armed_attack >Iran"}, "1")
    strict = telling(
        plain | {"if": "if Iran is completely cut off", "tree": "blockade >Iran !completely"}, "2"
    )
    (lost,) = compare_tellings(strict, calm)
    (added,) = compare_tellings(calm, strict)
    assert (lost.note or "").endswith("without “completely”")
    assert (added.note or "").endswith("with “completely”")
