"""The tree of a sentence: the best one there is, with a single root."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
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
