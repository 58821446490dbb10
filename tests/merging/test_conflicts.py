"""What cannot both hold as worded, and what would reconcile it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from foedus.merging import find_conflicts
from tests.merging.tellings import telling

CASES = tomllib.loads((Path(__file__).parent / "cases/conflicts.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["why"])
def test_find_conflicts_finds_those_of_the_case(row: dict[str, Any]) -> None:
    entries = [telling(told, str(index)) for index, told in enumerate(row["told"])]
    found = find_conflicts(entries)
    shown = [
        {
            "kind": one.kind,
            "left": entries.index(one.left),
            "right": entries.index(one.right),
            "unless": one.unless,
        }
        for one in found
    ]
    for got, wanted in zip(shown, row["found"], strict=True):
        assert wanted["unless"] in str(got.pop("unless"))
        assert got == {key: wanted[key] for key in got}
    assert all(one.note and not one.unless.endswith(".") for one in found)


def test_find_conflicts_does_not_depend_on_the_order() -> None:
    for row in CASES:
        entries = [telling(told, str(index)) for index, told in enumerate(row["told"])]
        there = {
            (one.kind, frozenset((one.left.id, one.right.id))) for one in find_conflicts(entries)
        }
        back = {
            (one.kind, frozenset((one.left.id, one.right.id)))
            for one in find_conflicts(entries[::-1])
        }
        assert there == back
