"""From scores to a tree: the best single-rooted tree of a sentence.

The greedy choice is right for most sentences; where it has a cycle or several roots, the algorithm
of Chu and Liu (1965) and Edmonds (1967) finds the maximum spanning tree, once for each likely root.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32] | NDArray[np.float64]
MAX_ROOTS_TRIED = 4
ROUNDING = 1e-6
"""A root is passed over only if its tree falls short by more than sums may be rounded."""


def best_tree(scores: Scores) -> list[int]:
    """Return for each word of a sentence its head, 0 for the root, words counted from 1.

    Args:
        scores: [words, 1 + words]; column 0 scores the word as root.
    """
    size = scores.shape[0]
    if size == 1:
        return [0]
    scores = scores.copy(order="C")
    scores.reshape(-1)[1 :: size + 2] = -np.inf  # no word governs itself
    greedy: list[int] = scores.argmax(1).tolist()
    if greedy.count(0) == 1 and not find_cycle([-1, *greedy]):
        return greedy
    scores = scores.astype(np.float64)
    best, best_total = greedy, -np.inf
    words = scores.copy()
    words[:, 0] = -np.inf
    tops = words.max(1)
    for root in np.argsort(-scores[:, 0])[:MAX_ROOTS_TRIED].tolist():
        # No tree of this root is better than each word below its best head.
        bound = float(scores[root, 0] + tops.sum() - tops[root])
        if bound < best_total - ROUNDING:
            continue
        single = words.tolist()
        single[root] = [float(scores[root, 0])] + [-np.inf] * size
        heads = _contract([[-np.inf] * (size + 1), *single])[1:]
        total = float(scores[np.arange(size), heads].sum())
        if total > best_total:
            best, best_total = heads, total
    return best


def find_cycle(heads: Sequence[int]) -> list[int]:
    """Return the nodes of one cycle, empty without one; `heads[0]` is -1."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = [], start
        while node > 0 and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node > 0 and state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _contract(scores: list[list[float]]) -> list[int]:
    """Return heads for a square table [dependent][head] whose node 0 is the root."""
    heads = [-1, *(row.index(max(row)) for row in scores[1:])]
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    rest = [node for node in range(len(heads)) if node not in inside]
    new = len(rest)
    small = [[scores[node][other] for other in rest] + [-np.inf] for node in rest]
    cycle_total = sum(scores[node][heads[node]] for node in cycle)
    entering = [-np.inf] * (new + 1)
    enter: dict[int, int] = {}
    leave: dict[int, int] = {}
    for index, node in enumerate(rest):
        gains = [scores[c][node] - scores[c][heads[c]] for c in cycle]
        gain = max(gains)
        enter[node] = cycle[gains.index(gain)]
        entering[index] = cycle_total + gain
        if node:
            odds = [scores[node][c] for c in cycle]
            small[index][new] = max(odds)
            leave[node] = cycle[odds.index(small[index][new])]
    solved = _contract([*small, entering])
    for index, node in enumerate(rest[1:], 1):
        head = solved[index]
        heads[node] = leave[node] if head == new else rest[head]
    outside = rest[solved[new]]
    heads[enter[outside]] = outside
    return heads
