"""Average linkage against one written out, neighbours against all pairs, rows and their days."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.merging.linkage import FREE_DAYS, MOST_LOST, link
from foedus.merging.neighbours import SMALL_SET, Pairs, find_neighbours
from foedus.merging.partition import Partition
from foedus.merging.rows import Rows

MATRICES = st.integers(1, 9).flatmap(
    lambda count: st.lists(
        st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=count, max_size=count
    )
)


def to_rows(matrix: np.ndarray) -> Rows:
    matrix = np.asarray(matrix, np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix = matrix / np.where(lengths == 0, 1, lengths)
    places = [np.flatnonzero(row) for row in matrix]
    return Rows(
        starts=np.concatenate([[0], np.cumsum([len(one) for one in places])]).astype(np.int64),
        terms=np.concatenate(places).astype(np.int32),
        values=np.concatenate([r[p] for r, p in zip(matrix, places, strict=True)]),
        width=matrix.shape[1],
    )


def to_dense(rows: Rows) -> np.ndarray:
    matrix = np.zeros((len(rows.starts) - 1, rows.width))
    for index in range(len(matrix)):
        terms, values = rows.row(index)
        matrix[index, terms] = values
    return matrix


def link_plainly(similar: np.ndarray, threshold: float) -> list[float]:
    """Return the heights at which groups are joined, looking at all pairs every time."""
    groups, heights = [[index] for index in range(len(similar))], []
    while len(groups) > 1:
        mean, one, other = max(
            (float(similar[np.ix_(a, b)].mean()), i, j)
            for (i, a), (j, b) in itertools.combinations(enumerate(groups), 2)
        )
        if mean < threshold:
            break
        heights.append(mean)
        groups[one] += groups.pop(other)
    return heights


@settings(max_examples=60, deadline=None)
@given(MATRICES, st.sampled_from([0.15, 0.45, 0.75]))
def test_link_joins_as_often_as_plain_average_linkage(
    matrix: list[list[int]], threshold: float
) -> None:
    rng = np.random.default_rng(7)  # no two pairs are alike by chance
    rows = to_rows(np.array(matrix) + rng.uniform(0, 0.01, (len(matrix), 5)))
    dense = to_dense(rows)
    heights = link_plainly(dense @ dense.T, threshold)
    pairs = find_neighbours(rows, weakest=0.0)
    groups = link(rows, pairs, threshold=threshold, days=[None] * len(matrix))
    assert len(matrix) - len(set(groups)) == len(heights)
    assert all(groups[group] == group <= row for row, group in enumerate(groups))


@given(MATRICES, st.sampled_from([0.0, 0.3, 0.9]))
def test_find_neighbours_of_a_small_set_are_all_pairs(
    matrix: list[list[int]], weakest: float
) -> None:
    rows = to_rows(np.array(matrix))
    dense = to_dense(rows)
    found = find_neighbours(rows, weakest=weakest)
    expected = {
        (left, right): dense[left] @ dense[right]
        for left, right in itertools.combinations(range(len(matrix)), 2)
        if dense[left] @ dense[right] >= weakest + 1e-6
    }
    values = dict(zip(zip(found.left, found.right, strict=True), found.similarity, strict=True))
    assert len(values) == len(found.left)
    for pair, value in expected.items():
        if value:
            assert values.pop(pair) == pytest.approx(value, abs=1e-5)
    assert all(value <= weakest + 1e-5 for value in values.values())


def test_find_neighbours_of_a_large_set_finds_twins() -> None:
    rng = np.random.default_rng(3)
    count, width = SMALL_SET + 500, 600
    matrix = np.zeros((count, width), np.float32)
    matrix[:, 0] = 0.1  # everybody's word
    for row in range(count):
        matrix[row, rng.choice(width - 1, 12, replace=False) + 1] = rng.uniform(0.5, 1, 12)
    twins = rng.permutation(count)[:40].reshape(20, 2)
    matrix[twins[:, 1]] = matrix[twins[:, 0]]
    found = find_neighbours(to_rows(matrix), weakest=0.99)
    pairs = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert {tuple(sorted(pair)) for pair in twins.tolist()} <= pairs


@pytest.mark.parametrize(
    ("days", "together"),
    [
        ([0.0, None], True),
        ([None, None], True),
        ([0.0, FREE_DAYS], True),
        ([0.0, 10_000.0], False),
    ],
)
def test_link_asks_more_of_what_lies_far_apart(days: list[float | None], together: bool) -> None:
    rows = to_rows(np.array([[1, 1, 0], [0, 1, 1]]))
    pairs = find_neighbours(rows, weakest=0.1)
    groups = link(rows, pairs, threshold=0.4, days=days)
    assert (groups == [0, 0]) is together
    lowered = link(rows, pairs, threshold=0.5 * (1 - MOST_LOST) - 0.01, days=days)
    assert lowered == [0, 0]


def test_link_of_nothing_and_of_empty_rows() -> None:
    empty = Rows(
        starts=np.zeros(3, np.int64), terms=np.empty(0, np.int32),
        values=np.empty(0, np.float32), width=0,
    )  # fmt: skip
    none = np.empty(0, np.int64)
    pairs = find_neighbours(empty, weakest=0.0)
    assert len(pairs.left) == 0
    assert link(empty, pairs, threshold=0.1, days=[None, None]) == [0, 1]
    nothing = Pairs(left=none, right=none, similarity=np.empty(0, np.float32))
    assert link(empty, nothing, threshold=0.1, days=[]) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15))
def test_root_is_the_lowest_of_what_was_joined(joins: list[tuple[int, int]]) -> None:
    joined, groups = Partition(10), [{place} for place in range(10)]
    for one, other in joins:
        joined.join(one, other)
        merged = groups[one] | groups[other]
        for place in merged:
            groups[place] = merged
    assert [joined.root(place) for place in range(10)] == [min(group) for group in groups]
