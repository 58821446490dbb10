from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.quantities import Quantity, find_quantities
from foedus.languages.figures import FigureWords

WORDS = FigureWords.load()
NUMBERS = sorted([*WORDS.numbers, *WORDS.scales, *WORDS.plurals])
JOINS = ["$", "€", "%", "-", "–", "to", "or", "and", "of", "a", "between", "from"]
BOUNDS = ["about", "at", "least", "most", "up", "over", "12", "1,500", "2.5", "0", "tanks"]


def only(text: str) -> Quantity:
    found = find_quantities(text.split(), WORDS)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "unit"),
    [
        ("12", 12, 12, None),
        ("1,500", 1500, 1500, None),
        ("2.5 million", 2_500_000, 2_500_000, None),
        ("1.1 million", 1_100_000, 1_100_000, None),
        ("ninety - nine", 99, 99, None),
        ("ninety nine thousand", 99_000, 99_000, None),
        ("three hundred and five", 305, 305, None),
        ("one million two hundred thousand", 1_200_000, 1_200_000, None),
        ("three dozen", 36, 36, None),
        ("$ 2 to $ 3 billion", 2_000_000_000, 3_000_000_000, "$"),
        ("300,000 to 1 million", 300_000, 1_000_000, None),
        ("at least twenty", 20, None, None),
        ("no more than 3 million", None, 3_000_000, None),
        ("no fewer than 8", 8, None, None),
        ("up to 5 or 6", None, 6, None),
        ("about 40 per cent", 40, 40, "%"),
        ("three - quarters", 75, 75, "%"),
        ("tens of thousands", 20_000, None, None),
        ("dozens", 24, None, None),
        ("a couple of", 2, 2, None),
    ],
)
def test_find_quantities_reads_values_and_bounds(
    text: str, minimum: float | None, maximum: float | None, unit: str | None
) -> None:
    quantity = only(text)
    assert (quantity.minimum, quantity.maximum, quantity.unit) == (minimum, maximum, unit)


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
