"""Exact intervals of shares."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.reasoning.frequencies import Count, exact_interval


def tail(share: float, count: int, draws: int) -> float:
    """Return the chance of so many or more, summed in exact fractions."""
    p = Fraction(share)
    terms = (comb(draws, k) * p**k * (1 - p) ** (draws - k) for k in range(count, draws + 1))
    return float(sum(terms, Fraction(0)))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.data())
def test_exact_interval_leaves_the_tail_at_each_end(draws: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, draws))
    low, high = exact_interval(count, draws)
    assert 0.0 <= low <= count / draws <= high <= 1.0
    if count > 0:
        assert tail(low, count, draws) == pytest.approx(0.025, rel=1e-6)
    if count < draws:
        assert 1 - tail(high, count + 1, draws) == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize(
    ("count", "draws", "low", "high"),
    [
        # The ends that have a closed form: 1 - 0.025 ** (1 / n).
        (0, 100, 0.0, 0.036217),
        (100, 100, 0.963783, 1.0),
        # Far more draws than a sum of fractions could do; the normal approximation is as near.
        (50_000, 100_000, 0.496896, 0.503104),
    ],
)
def test_exact_interval_reaches_known_values(
    count: int, draws: int, low: float, high: float
) -> None:
    assert exact_interval(count, draws) == pytest.approx((low, high), abs=5e-6)


@pytest.mark.parametrize(("count", "draws"), [(1, 0), (-1, 5), (6, 5)])
def test_exact_interval_refuses_what_is_no_share(count: int, draws: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        exact_interval(count, draws)


def test_count_says_both_bounds_only_where_they_differ() -> None:
    assert str(Count(certain=8, possible=8, draws=10)) == "80.0 % (44.4 to 97.5)"
    assert str(Count(certain=0, possible=8, draws=10)).endswith("surely in none")
