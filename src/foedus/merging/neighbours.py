"""Neighbours: the pairs of documents that are worth comparing, found through their heaviest terms.

Every document is laid beside the documents before it that share one of its heaviest terms; of a
term that many share, beside the last of them only. So the work grows with the documents, not with
their square. Sets of up to SMALL_SET documents are compared through all their terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.merging.bags import Places
from foedus.merging.rows import Rows, Values, spread

SMALL_SET = 2_000
MOST_KEYS = 48
"""So many of a document's heaviest terms lead to others."""
MOST_HOLDERS = 96
"""A term leads to so many of the documents before."""
MOST_NEIGHBOURS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of rows with their similarity; `left` is lower than `right`."""

    left: Places
    right: Places
    similarity: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """The rows that hold each key, with its value: sorted by key, then by row.

    Row i has its keys at `own[starts[i] : starts[i + 1]]`; the first of the rows that hold the key
    at a place stands at its `begins`.
    """

    rows: NDArray[np.int32]
    values: Values
    begins: NDArray[np.int32]
    own: NDArray[np.int32]
    starts: Places


def find_neighbours(rows: Rows, *, weakest: float) -> Pairs:
    """Return the pairs of rows whose similarity is at least `weakest`, each once.

    In a set of more than SMALL_SET rows, a row is compared with at most MOST_NEIGHBOURS before it.
    Rows should stand in the order of the days of their documents.
    """
    found = list(_compare(rows, weakest))
    return Pairs(
        left=np.concatenate([np.empty(0, np.int64), *(left for left, _, _ in found)]),
        right=np.repeat(
            np.array([row for _, row, _ in found], np.int64),
            np.array([len(left) for left, _, _ in found], np.int64),
        ),
        similarity=np.concatenate([np.empty(0, np.float32), *(values for _, _, values in found)]),
    )


def _compare(rows: Rows, weakest: float) -> Iterator[tuple[Places, int, Values]]:
    """Yield each row with those before it that are near, and how near."""
    count = len(rows.starts) - 1
    small = count <= SMALL_SET
    index = _build_index(rows, rows.width if small else MOST_KEYS)
    sums, dense = np.zeros(count, np.float32), np.zeros(rows.width, np.float32)
    for row in range(count):
        places, values = _holders(index, row, count if small else MOST_HOLDERS)
        earlier = np.unique(index.rows[places]).astype(np.int64)
        if len(earlier) > MOST_NEIGHBOURS and not small:
            np.add.at(sums, index.rows[places], index.values[places] * values)
            best = np.argpartition(-sums[earlier], MOST_NEIGHBOURS)[:MOST_NEIGHBOURS]
            sums[earlier] = 0
            earlier = np.sort(earlier[best])
        if len(earlier):
            similarity = _similarities(rows, row, earlier, dense)
            near = similarity >= weakest
            yield earlier[near], row, similarity[near]


def _build_index(rows: Rows, most_keys: int) -> _Index:
    count = len(rows.starts) - 1
    chosen = []
    for row in range(count):
        begin, end = int(rows.starts[row]), int(rows.starts[row + 1])
        if end - begin > most_keys:
            heaviest = np.argpartition(-rows.values[begin:end], most_keys)[:most_keys]
            chosen.append(begin + np.sort(heaviest))
        else:
            chosen.append(np.arange(begin, end, dtype=np.int64))
    starts = np.cumsum([0, *(len(one) for one in chosen)])
    every = np.concatenate([np.empty(0, np.int64), *chosen])
    del chosen
    keys = rows.terms[every]
    order = np.argsort(keys, kind="stable").astype(np.int32)
    own = np.empty(len(order), np.int32)
    own[order] = np.arange(len(order), dtype=np.int32)
    keys.sort()
    return _Index(
        rows=np.repeat(np.arange(count, dtype=np.int32), np.diff(starts))[order],
        values=rows.values[every][order],
        begins=np.searchsorted(keys, keys, side="left").astype(np.int32),
        own=own,
        starts=starts,
    )


def _holders(index: _Index, row: int, most: int) -> tuple[Places, Values]:
    """Return the places of the rows before this one under its keys, and its own values there."""
    own = index.own[index.starts[row] : index.starts[row + 1]].astype(np.int64)
    begins = np.maximum(index.begins[own], own - most)
    lengths = own - begins
    places = spread(begins, lengths)
    return places, np.repeat(index.values[own], lengths)


def _similarities(rows: Rows, row: int, others: Places, dense: NDArray[np.float32]) -> Values:
    """Return the similarity of a row to each of the others; `dense` is all zeros, and left so."""
    terms, values = rows.row(row)
    dense[terms] = values
    places = rows.places_of(others)
    products = dense[rows.terms[places]] * rows.values[places]
    which = np.repeat(np.arange(len(others)), np.diff(rows.starts)[others])
    sums = np.bincount(which, products, minlength=len(others))
    dense[terms] = 0
    return sums.astype(np.float32)
