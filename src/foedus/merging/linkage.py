"""Linkage: rows that are alike on average are made one group, the most alike first.

The mean similarity of two groups is the product of the sums of their rows over both sizes, so no
table of all pairs is needed. A pair that waits with an outdated similarity waits with one that is
at least as high as today's (a mean is no higher than the higher of its parts): it is computed anew
when its turn comes.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedus.merging.neighbours import Pairs
from foedus.merging.partition import Partition
from foedus.merging.rows import Rows, Values

MOST_TERMS = 8_192
"""The sum of a very large group keeps its heaviest terms only."""
FREE_DAYS = 7
"""So many days between two reports say nothing against one event."""
LOSS_A_DOUBLING = 0.05
MOST_LOST = 0.4
"""Each doubling of FREE_DAYS takes this share of a similarity, up to MOST_LOST. Steeper losses cost
more than they save on the training part, where one page in four bears a day that is months off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """The sum of the rows of a group; `days` is the sum of its `dated` known days."""

    terms: NDArray[np.int32]
    values: Values
    size: int
    days: float
    dated: int


def link(
    rows: Rows,
    pairs: Pairs,
    *,
    threshold: float,
    days: Sequence[float | None],
) -> list[int]:
    """Return for every row the lowest row of its group.

    Args:
        rows: The documents.
        pairs: Those worth comparing; groups none of whose rows form a pair are not compared.
        threshold: The mean similarity down to which groups are joined.
        days: When each document was published, in days; None when unknown.
    """
    groups = {row: _first(rows, row, day) for row, day in enumerate(days)}
    joined = Partition(len(days))
    waiting = [(-value, left, right, 1, 1) for value, left, right in _read(pairs)]
    heapq.heapify(waiting)
    settled: set[tuple[int, int, int, int]] = set()
    while waiting:
        value, *seen = heapq.heappop(waiting)
        one, other = sorted((joined.root(seen[0]), joined.root(seen[1])))
        if one == other:
            continue
        first, second = groups[one], groups[other]
        state = (one, other, first.size, second.size)
        if state in settled:
            if tuple(seen) == state and -value >= threshold:
                groups[joined.join(one, other)] = _add(first, groups.pop(other))
            continue
        settled.add(state)
        today = _mean(first, second) * _nearness(first, second)
        if today >= threshold:
            heapq.heappush(waiting, (-today, *state))
    return [joined.root(row) for row in range(len(days))]


def _read(pairs: Pairs) -> Iterator[tuple[float, int, int]]:
    return zip(pairs.similarity.tolist(), pairs.left.tolist(), pairs.right.tolist(), strict=True)


def _first(rows: Rows, row: int, day: float | None) -> _Group:
    terms, values = rows.row(row)
    return _Group(terms=terms, values=values, size=1, days=day or 0.0, dated=int(day is not None))


def _mean(one: _Group, other: _Group) -> float:
    if len(one.terms) > len(other.terms):
        one, other = other, one
    if len(one.terms) == 0:
        return 0.0
    places = np.minimum(np.searchsorted(other.terms, one.terms), len(other.terms) - 1)
    shared = other.terms[places] == one.terms
    product = float(one.values[shared] @ other.values[places[shared]])
    return product / (one.size * other.size)


def _nearness(one: _Group, other: _Group) -> float:
    """Return what the days between two groups leave of their similarity."""
    if not one.dated or not other.dated:
        return 1.0
    gap = abs(one.days / one.dated - other.days / other.dated)
    if gap <= FREE_DAYS:
        return 1.0
    return 1.0 - min(LOSS_A_DOUBLING * math.log2(gap / FREE_DAYS), MOST_LOST)


def _add(one: _Group, other: _Group) -> _Group:
    terms, places = np.unique(np.concatenate([one.terms, other.terms]), return_inverse=True)
    values = np.bincount(places, np.concatenate([one.values, other.values])).astype(np.float32)
    if len(terms) > MOST_TERMS:
        heaviest = np.sort(np.argpartition(-values, MOST_TERMS)[:MOST_TERMS])
        terms, values = terms[heaviest], values[heaviest]
    return replace(
        one,
        terms=terms,
        values=values,
        size=one.size + other.size,
        days=one.days + other.days,
        dated=one.dated + other.dated,
    )
