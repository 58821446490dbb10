"""From role scores to spans: which words beside an anchor play which role.

Scores are log-odds, one for each word. A role is the run of words with the highest sum: its edges
fall where the odds turn, and one doubtful word inside does not break it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]
Range = tuple[int, int]
MAX_CONTENT_RUNS, MAX_CUE_RUNS = 3, 2
MIN_RUN_ODDS = 1.5
"""Sum of log-odds that a run needs to count; chosen on the development sets."""


def best_run(row: Sequence[float]) -> tuple[Range | None, float]:
    """Return the range of words with the highest sum, and the sum."""
    best: Range | None = None
    best_sum, total, start = 0.0, 0.0, 0
    if max(row, default=0.0) <= 0.0:
        return best, best_sum
    for index, value in enumerate(row):
        if total <= 0.0:
            total, start = value, index
        else:
            total += value
        if total > best_sum:
            best, best_sum = (start, index + 1), total
    return best, best_sum


def runs(scores: Row, *, limit: int, least: float = MIN_RUN_ODDS) -> tuple[Range, ...]:
    """Return up to `limit` runs, best first found, in order of the text."""
    row: list[float] = scores.tolist()
    found: list[Range] = []
    while len(found) < limit:
        best, total = best_run(row)
        if best is None or total < least:
            break
        found.append(best)
        row[best[0] : best[1]] = [-50.0] * (best[1] - best[0])
    return tuple(sorted(found))


def run_from(row: Row, anchor: int) -> Range:
    """Return the run that begins at the anchor and ends where the sum is highest."""
    sums = np.cumsum(row[anchor:])
    sums[0] = max(float(sums[0]), 0.0)
    return anchor, anchor + int(sums.argmax()) + 1


def attribution_roles(scores: NDArray[np.float32], anchor: int) -> dict[str, tuple[Range, ...]]:
    """Return cue, source and content for the scores [3, words] of one anchor."""
    cue, source, content = scores
    head = run_from(cue, anchor)
    others = [r for r in runs(cue, limit=MAX_CUE_RUNS) if r[0] >= head[1] or r[1] <= head[0]]
    return {
        "cue": tuple(sorted([head, *others[:1]])),
        "source": runs(source, limit=1, least=0.0),
        "content": runs(content, limit=MAX_CONTENT_RUNS),
    }


def commitment_roles(scores: NDArray[np.float32], anchor: int) -> dict[str, tuple[Range, ...]]:
    """Return action, condition, committer, target and beneficiary for scores [5, words]."""
    action, condition, committer, target, beneficiary = scores
    return {
        "action": (run_from(action, anchor),),
        "condition": runs(condition, limit=1),
        "committer": runs(committer, limit=1, least=0.0),
        "target": runs(target, limit=1, least=0.0),
        "beneficiary": runs(beneficiary, limit=1, least=0.0),
    }
