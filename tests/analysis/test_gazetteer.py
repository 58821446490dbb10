"""The gazetteer: what it knows, the longest name first."""

from __future__ import annotations

import pytest

from foedus.analysis.gazetteer import Gazetteer, load_gazetteer
from foedus.world.rows import read_rows


@pytest.mark.parametrize(
    ("words", "name", "labels"),
    [
        (["new", "york", "times"], ("new", "york", "times"), {"ORG"}),
        (["new", "york", "city"], ("new", "york", "city"), {"LOC"}),
        (["u.s.", "troops"], ("u.s.",), {"LOC"}),
        (["al", "-", "qaeda", "in"], ("al", "-", "qaeda"), {"ORG"}),
    ],
)
def test_longest_finds_the_longest_name(
    words: list[str], name: tuple[str, ...], labels: set[str]
) -> None:
    assert load_gazetteer().longest(words, 0, len(words)) == (name, labels)


def test_longest_stops_at_the_end_it_is_given() -> None:
    known = Gazetteer()
    known.add("Red River Delta", "LOC")
    words = ["red", "river", "delta"]
    assert known.longest(words, 0, 2) is None
    assert known.longest(words, 0, 3) == (("red", "river", "delta"), {"LOC"})


def test_add_keeps_every_label_and_takes_facts_for_more_than_cities() -> None:
    known = Gazetteer()
    known.add("Jordan", "LOC", city=True)
    assert ("jordan",) in known.cities
    known.add("Jordan", "PER")
    assert known.names[("jordan",)] == {"LOC", "PER"}
    assert ("jordan",) not in known.cities


def test_load_gazetteer_knows_personal_names_and_peoples() -> None:
    known = load_gazetteer()
    assert {"mary", "sergei"} <= known.given
    assert "smith" in known.surnames
    assert {"french", "iraqis"} <= known.demonyms


def test_tables_hold_closed_values() -> None:
    assert {row["label"] for row in read_rows("well_known.tsv")} <= {"PER", "ORG", "LOC"}
    assert {row["kind"] for row in read_rows("person_names.tsv")} == {"given", "surname", "both"}
