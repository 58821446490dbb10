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


def best_tree(scores: Scores) -> list[int]:
    """Return for each word of a sentence its head, 0 for the root, words counted from 1.

    Args:
        scores: [words, 1 + words]; column 0 scores the word as root.
    """
    size = scores.shape[0]
    if size == 1:
        return [0]
    scores = scores.astype(np.float64)
    scores[np.arange(size), np.arange(size) + 1] = -np.inf
    greedy = scores.argmax(1).tolist()
    if greedy.count(0) == 1 and not find_cycle([-1, *greedy]):
        return [int(head) for head in greedy]
    best, best_total = greedy, -np.inf
    for root in np.argsort(-scores[:, 0])[:MAX_ROOTS_TRIED]:
        single = scores.copy()
        single[:, 0] = -np.inf
        single[root, :] = -np.inf
        single[root, 0] = scores[root, 0]
        heads = _spanning_tree(single)
        total = float(scores[np.arange(size), heads].sum())
        if total > best_total:
            best, best_total = heads, total
    return [int(head) for head in best]


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


def _spanning_tree(scores: NDArray[np.float64]) -> list[int]:
    """Return the heads of the best tree below node 0, by contracting cycles."""
    size = scores.shape[0]
    full = np.full((size + 1, size + 1), -np.inf)
    full[1:, :] = scores
    heads = _contract(full)
    return heads[1:]


def _contract(scores: NDArray[np.float64]) -> list[int]:
    """Return heads for a square matrix [dependent, head] whose node 0 is the root."""
    heads = [-1, *(int(row.argmax()) for row in scores[1:])]
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    rest = [node for node in range(len(heads)) if node not in inside]
    place = {node: index for index, node in enumerate(rest)}
    new = len(rest)
    cycle_total = sum(scores[node, heads[node]] for node in cycle)
    small = np.full((new + 1, new + 1), -np.inf)
    enter: dict[int, int] = {}
    leave: dict[int, int] = {}
    for node in rest:
        for other in rest:
            small[place[node], place[other]] = scores[node, other]
        gains = [scores[c, node] - scores[c, heads[c]] for c in cycle]
        best = int(np.argmax(gains))
        enter[node] = cycle[best]
        small[new, place[node]] = cycle_total + gains[best]
        if node:
            best = int(np.argmax([scores[node, c] for c in cycle]))
            leave[node] = cycle[best]
            small[place[node], new] = scores[node, cycle[best]]
    solved = _contract(small)
    for node in rest[1:]:
        head = solved[place[node]]
        heads[node] = leave[node] if head == new else rest[head]
    outside = rest[solved[new]]
    heads[enter[outside]] = outside
    return heads
