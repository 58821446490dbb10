"""Spans from scores: the run of words with the highest sum."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.frames import (
    MAX_CONTENT_RUNS,
    attribution_roles,
    best_run,
    commitment_roles,
    runs,
    runs_from,
)

ROWS = st.lists(st.integers(-9, 9).map(float), max_size=12)


def _highest(row: list[float]) -> float:
    """Return the highest sum of any run of words, found by trying every one; 0 for none."""
    ends = range(len(row) + 1)
    return max((sum(row[a:b]) for a in ends for b in ends if a < b), default=0.0)


@given(row=ROWS)
def test_best_run_equals_the_best_of_all_runs(row: list[float]) -> None:
    found, total = best_run(row)
    assert total == max(_highest(row), 0.0)
    assert (found is None) == (total == 0.0)
    if found is not None:
        assert sum(row[slice(*found)]) == total


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([], None),
        ([-1.0, -2.0], None),
        ([0.0, 0.0], None),
        ([-1.0, 3.0, -1.0, 3.0, -9.0, 4.0], (1, 4)),
        ([2.0, -5.0, 2.0], (0, 1)),
        ([0.0, 2.0], (1, 2)),
    ],
)
def test_best_run_bridges_one_doubtful_word(
    row: list[float], expected: tuple[int, int] | None
) -> None:
    assert best_run(row)[0] == expected


@given(row=ROWS, limit=st.integers(0, 4))
def test_runs_are_apart_and_in_order(row: list[float], limit: int) -> None:
    found = runs(row, limit=limit)
    assert len(found) <= limit
    assert all(first < last for first, last in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert all(sum(row[slice(*part)]) >= 1.5 for part in found)


def test_runs_leave_weak_runs_and_their_row_alone() -> None:
    row = [1.0, -9.0, 4.0, -9.0, 2.0]
    before = row.copy()
    assert runs(row, limit=5) == ((2, 3), (4, 5))
    assert runs(row, limit=1) == ((2, 3),)
    assert runs(row, limit=5, least=0.5) == ((0, 1), (2, 3), (4, 5))
    assert row == before


@given(row=ROWS.filter(bool), data=st.data())
def test_runs_from_begin_at_their_anchors_and_end_at_the_highest_sum(
    row: list[float], data: st.DataObject
) -> None:
    anchors = data.draw(st.lists(st.integers(0, len(row) - 1), min_size=1, max_size=4))
    scores = np.array([row] * len(anchors), dtype=np.float32)
    for anchor, (first, last) in zip(anchors, runs_from(scores, anchors), strict=True):
        assert first == anchor < last <= len(row)
        sums = [sum(row[anchor:end]) for end in range(anchor + 1, len(row) + 1)]
        assert max(sum(row[first:last]), 0.0) >= max(sums[1:], default=0.0)


def test_attribution_roles_give_cue_source_and_content() -> None:
    scores = np.full((3, 8), -5.0, dtype=np.float32)
    scores[0, 2:4] = scores[1, 0:2] = scores[2, 4:8] = 3.0
    scores[2, 5] = -1.0
    [roles] = attribution_roles(scores[:, None], [2])
    assert roles == {"cue": ((2, 4),), "source": ((0, 2),), "content": ((4, 8),)}


def test_attribution_roles_keep_two_parts_of_a_cue_and_three_of_a_content() -> None:
    scores = np.full((3, 12), -20.0, dtype=np.float32)
    scores[0, [4, 8]] = 4.0
    scores[2, [0, 2, 6, 10]] = [9.0, 8.0, 7.0, 6.0]
    [roles] = attribution_roles(scores[:, None], [4])
    assert roles["cue"] == ((4, 5), (8, 9))
    assert roles["content"] == ((0, 1), (2, 3), (6, 7))
    assert len(roles["content"]) == MAX_CONTENT_RUNS


def test_commitment_roles_always_hold_the_action_of_their_anchor() -> None:
    scores = np.full((5, 6), -5.0, dtype=np.float32)
    scores[1, 4:6] = 3.0
    [roles] = commitment_roles(scores[:, None], [1])
    assert roles["action"] == ((1, 2),)
    assert roles["condition"] == ((4, 6),)
    assert roles["committer"] == roles["target"] == roles["beneficiary"] == ()
