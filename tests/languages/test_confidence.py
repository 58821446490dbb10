"""Scores of records: a scale keeps the order of the model's probabilities and stays in 0 to 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.languages.confidence import Confidence
from foedus.languages.language import load_language

PROBABILITIES = st.floats(min_value=0, max_value=1)


@given(PROBABILITIES, PROBABILITIES)
def test_of_keeps_the_order_of_probabilities(a: float, b: float) -> None:
    scale = load_language("en").confidence
    low, high = sorted((a, b))
    for kind in ("statement", "commitment"):
        assert 0 <= scale.of(kind, low) <= scale.of(kind, high) <= 1


def test_of_leaves_a_probability_where_slope_is_one() -> None:
    scale = Confidence({"statement": (1.0, 0.0)})
    assert scale.of("statement", 0.8) == pytest.approx(0.8, abs=0.001)


def test_of_lowers_what_is_too_sure() -> None:
    scale = Confidence({"statement": (0.5, 0.0)})
    assert 0.5 < scale.of("statement", 0.99) < 0.99
