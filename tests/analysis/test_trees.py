"""The tree of a sentence: the best one there is, with a single root."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from foedus.analysis.trees import best_tree, find_cycle


def _total(scores: NDArray[np.float64], heads: list[int]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


def _best_by_trial(scores: NDArray[np.float64]) -> float:
    """Return the total of the best tree, found by trying every choice of heads."""
    size = len(scores)
    totals = [
        _total(scores, list(heads))
        for heads in product(range(size + 1), repeat=size)
        if heads.count(0) == 1
        and all(head != word + 1 for word, head in enumerate(heads))
        and not find_cycle([-1, *heads])
    ]
    return max(totals)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_best_tree_equals_the_best_of_all_trees(size: int) -> None:
    """Cycles and several likely roots are common in random scores, so every branch is met."""
    source = np.random.default_rng(size)
    for _ in range(12):
        scores = source.normal(0.0, 4.0, (size, size + 1))
        heads = best_tree(scores)
        assert heads.count(0) == 1
        assert not find_cycle([-1, *heads])
        assert _total(scores, heads) == pytest.approx(_best_by_trial(scores))


def test_find_cycle_returns_its_nodes() -> None:
    """Two words that govern each other are the cycle; the word below them is not in it."""
    assert sorted(find_cycle([-1, 2, 1, 2])) == [1, 2]
    assert find_cycle([-1, 0, 1, 2]) == []


@st.composite
def tables(draw: st.DrawFn, most: int) -> NDArray[np.float64]:
    """Draw a table of scores; whole numbers, so that many are equal."""
    size = draw(st.integers(1, most))
    row = st.lists(st.integers(-9, 9), min_size=size + 1, max_size=size + 1)
    return np.array(draw(st.lists(row, min_size=size, max_size=size)), dtype=np.float64)


def _reaches_root(heads: list[int], word: int) -> bool:
    """Say whether the way up from a word ends at the root, without asking find_cycle."""
    for _ in heads:
        word = heads[word - 1]
        if word == 0:
            return True
    return False


@given(scores=tables(most=12))
def test_best_tree_is_a_tree_with_one_root(scores: NDArray[np.float64]) -> None:
    heads = best_tree(scores)
    assert len(heads) == len(scores)
    assert heads.count(0) == 1
    assert all(_reaches_root(heads, word) for word in range(1, len(heads) + 1))


@given(scores=tables(most=4))
def test_best_tree_has_the_best_total_where_scores_are_equal(scores: NDArray[np.float64]) -> None:
    assert _total(scores, best_tree(scores)) == _best_by_trial(scores)


@given(scores=tables(most=6))
def test_best_tree_leaves_its_scores_as_they_were(scores: NDArray[np.float64]) -> None:
    before = scores.copy()
    best_tree(scores)
    assert np.array_equal(scores, before)
