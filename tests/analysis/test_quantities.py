"""Numbers in words and digits: cases of value, bounds and unit, and ranges that stay in order."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.quantities import Quantity, bounded_after, find_quantities
from foedus.languages.figures import FigureWords

WORDS = FigureWords.load()
NUMBERS = sorted([*WORDS.numbers, *WORDS.scales, *WORDS.plurals])
JOINS = ["$", "€", "%", "-", "–", "to", "or", "and", "of", "a", "between", "from"]
BOUNDS = ["about", "at", "least", "most", "up", "over", "12", "1,500", "2.5", "0", "tanks"]


class Case(TypedDict):
    words: str
    minimum: NotRequired[float]
    maximum: NotRequired[float]
    unit: NotRequired[str]
    why: str


CASES: list[Case] = tomllib.loads(
    (Path(__file__).parent / "cases/quantities.toml").read_text("utf-8")
)["case"]


def only(text: str) -> Quantity:
    found = find_quantities(text.split(), WORDS)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"])
def test_find_quantities_reads_values_and_bounds(case: Case) -> None:
    found = only(case["words"])
    assert (found.minimum, found.maximum) == (case.get("minimum"), case.get("maximum")), case["why"]
    assert found.unit == case.get("unit"), case["why"]


@pytest.mark.parametrize(
    ("behind", "minimum", "maximum", "last"),
    [
        ("or more", 5, None, 4),
        ("or fewer", None, 5, 4),
        ("at the most", None, 5, 5),
        ("at least", 5, None, 4),
        ("were lost", 5, 5, 2),
        ("", 5, 5, 2),
    ],
)
def test_bounded_after_reads_the_words_behind_a_noun(
    behind: str, minimum: int | None, maximum: int | None, last: int
) -> None:
    words = ["5", "ships", *behind.split()]
    quantity, end = bounded_after(words, 2, Quantity(0, 1, 5, 5), WORDS)
    assert (quantity.minimum, quantity.maximum, end) == (minimum, maximum, last)


@pytest.mark.parametrize(
    "text", ["a", "between them", "of the", "the tanks", "1234567890123456", "-"]
)
def test_find_quantities_leaves_other_words(text: str) -> None:
    assert find_quantities(text.split(), WORDS) == []


def test_find_quantities_keeps_a_list_apart() -> None:
    found = find_quantities(["killed", "5", "and", "10", "wounded"], WORDS)
    assert [(q.minimum, q.maximum) for q in found] == [(5, 5), (10, 10)]


@given(words=st.lists(st.sampled_from(NUMBERS + JOINS + BOUNDS), max_size=16))
def test_find_quantities_gives_ordered_ranges(words: list[str]) -> None:
    for quantity in find_quantities(words, WORDS):
        assert 0 <= quantity.first < quantity.last <= len(words)
        if quantity.minimum is not None and quantity.maximum is not None:
            assert quantity.minimum <= quantity.maximum
