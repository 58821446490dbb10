"""Scores of records: a scale keeps the order of the model's probabilities and stays in 0 to 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.languages.confidence import Confidence, log_odds
from foedus.languages.language import load_language

PROBABILITIES = st.floats(min_value=0, max_value=1)
SCALE = load_language("en").confidence


@given(PROBABILITIES, PROBABILITIES)
def test_of_keeps_the_order_of_probabilities(a: float, b: float) -> None:
    low, high = sorted((a, b))
    for kind in ("statement", "commitment"):
        assert 0 <= SCALE.of(kind, low) <= SCALE.of(kind, high) <= 1


def test_of_leaves_a_probability_where_slope_is_one() -> None:
    scale = Confidence({"statement": (1.0, 0.0)})
    assert scale.of("statement", 0.8) == pytest.approx(0.8, abs=0.001)


def test_of_lowers_what_is_too_sure() -> None:
    scale = Confidence({"statement": (0.5, 0.0)})
    assert 0.5 < scale.of("statement", 0.99) < 0.99


@given(st.floats(min_value=0.02, max_value=0.98), st.floats(min_value=-2, max_value=2))
def test_evidence_is_the_way_back_of_of(probability: float, sign: float) -> None:
    scale = Confidence({"statement": (0.5, 0.3)}, {"statement": {"length": 0.4}})
    score = scale.of("statement", probability, {"length": sign})
    assert scale.evidence("statement", score, {"length": sign}) == pytest.approx(
        log_odds(probability), abs=0.1
    )


def test_of_adds_the_signs_that_its_table_names_and_no_others() -> None:
    scale = Confidence({"statement": (1.0, 0.0)}, {"statement": {"quoted": 1.0}})
    plain = scale.of("statement", 0.5)
    assert scale.of("statement", 0.5, {"quoted": 1.0}) > plain
    assert scale.of("statement", 0.5, {"other": 1.0}) == plain
