"""Rows: documents as weighed terms; the product of two rows is the similarity of their documents.

A term weighs by how often it stands in the document and by how rare it is, in the set and in
general English (`rarity.tsv`): the set says what all its documents speak of, general English what a
small set cannot know.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedus.merging.bags import Bag, Places, Terms, number

SHARES = {"words": 0.25, "names": 0.25, "pairs": 0.5}
"""How much each channel counts; they add up to one."""
BACKGROUND_SHARE = 0.1
"""How much a stretch of general English counts beside a document of the set."""
RARITY_POWER = 1.5
ALONE_SHARE = 0.1
"""How much the terms that no other document has count in a document's length."""
PART_DOCUMENTS = 1_024

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Documents as sparse rows: row i has `terms` and `values` from `starts[i]` to `starts[i + 1]`.

    Terms are numbered from 0 to `width` - 1 and sorted within a row. The product of a row with
    itself is at most 1.
    """

    starts: Places
    terms: NDArray[np.int32]
    values: Values
    width: int

    def row(self, index: int) -> tuple[NDArray[np.int32], Values]:
        """Return the terms and values of one document."""
        part = slice(int(self.starts[index]), int(self.starts[index + 1]))
        return self.terms[part], self.values[part]

    def places_of(self, chosen: Places) -> Places:
        """Return the places of the terms of these rows, row after row."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        return spread(self.starts[chosen], lengths)

    def take(self, order: Sequence[int]) -> Rows:
        """Return the rows in this order."""
        chosen = np.array(order, np.int64)
        places = self.places_of(chosen)
        lengths = np.diff(self.starts)[chosen]
        return Rows(
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            terms=self.terms[places],
            values=self.values[places],
            width=self.width,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """A channel ready to be weighed: `held` are the terms of several documents, sorted."""

    bag: Bag
    share: float
    whole: float
    held: Terms
    rarity: NDArray[np.float64]
    offset: int


def weigh(bags: Mapping[str, Bag]) -> Rows:
    """Return the rows of the documents in bags, which are given by channel.

    Terms of one document alone are left out; they add a little to its length.
    """
    channels, width = [], 0
    for name, share in SHARES.items():
        channels.append(_prepare(bags[name], share, width))
        width += len(channels[-1].held)
    starts = [channel.bag.starts for channel in channels]
    count = len(starts[0]) - 1
    sizes, terms, values = (
        [np.zeros(1, np.int64)],
        [np.empty(0, np.int32)],
        [np.empty(0, np.float32)],
    )
    for begin in range(0, count, PART_DOCUMENTS):
        end = min(begin + PART_DOCUMENTS, count)
        parts = [
            _weigh_part(channel, own[begin : end + 1])
            for channel, own in zip(channels, starts, strict=True)
        ]
        rows, own_terms, own_values = (np.concatenate(one) for one in zip(*parts, strict=True))
        order = np.argsort(rows, kind="stable")
        sizes.append(np.bincount(rows, minlength=end - begin))
        terms.append(own_terms[order])
        values.append(own_values[order])
    return Rows(
        starts=np.cumsum(np.concatenate(sizes)),
        terms=np.concatenate(terms),
        values=np.concatenate(values),
        width=width,
    )


def spread(begins: Places, lengths: Places) -> Places:
    """Return begins[0], begins[0] + 1 … up to lengths[0] of them, then the same for the others."""
    offsets = np.cumsum(lengths) - lengths
    places: Places = np.arange(int(lengths.sum())) + np.repeat(begins - offsets, lengths)
    return places


def _prepare(bag: Bag, share: float, offset: int) -> _Channel:
    every = np.sort(bag.terms)
    first = np.flatnonzero(np.append(True, every[1:] != every[:-1])[: len(every)])
    holders = np.diff(np.append(first, len(every)))
    held = every[first[holders > 1]]
    whole = BACKGROUND_SHARE * _load_background().stretches + len(bag.starts)
    return _Channel(
        bag=bag,
        share=share,
        whole=whole,
        held=held,
        rarity=_rarity(held, holders[holders > 1], whole),
        offset=offset,
    )


def _weigh_part(channel: _Channel, starts: Places) -> tuple[Places, NDArray[np.int32], Values]:
    """Return the row, term and value of all that some documents share with others."""
    part = slice(int(starts[0]), int(starts[-1]))
    terms, counts = channel.bag.terms[part], channel.bag.counts[part]
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    places, shared = find_places(channel.held, terms)
    rarity = np.empty(len(terms))
    rarity[shared] = channel.rarity[places[shared]]
    rarity[~shared] = _rarity(terms[~shared], 1, channel.whole)
    weights = np.log2(1.0 + counts) * rarity
    counted = weights**2 * np.where(shared, 1.0, ALONE_SHARE)
    squares = np.bincount(rows, counted, minlength=len(starts) - 1)
    length = np.sqrt(np.where(squares > 0, squares, 1.0))
    values = math.sqrt(channel.share) * weights[shared] / length[rows[shared]]
    return (
        rows[shared],
        (places[shared] + channel.offset).astype(np.int32),
        values.astype(np.float32),
    )


def _rarity(terms: Terms, holders: NDArray[np.int64] | int, whole: float) -> NDArray[np.float64]:
    """Return how rare terms are that so many documents of the set hold."""
    known = _load_background()
    places, listed = find_places(known.terms, terms)
    general = np.where(listed, known.counts[places], 0)
    found: NDArray[np.float64] = (
        np.log(whole / (BACKGROUND_SHARE * (general + 0.5) + holders)) ** RARITY_POWER
    )
    return found


def find_places(held: Terms, terms: Terms) -> tuple[Places, NDArray[np.bool_]]:
    """Return where terms stand in a sorted array, and which of them do stand there."""
    if len(held) == 0:
        return np.zeros(len(terms), np.int64), np.zeros(len(terms), np.bool_)
    places = np.minimum(np.searchsorted(held, terms), len(held) - 1)
    return places, held[places] == terms


@dataclass(frozen=True, slots=True, kw_only=True)
class _Background:
    """In how many of `stretches` stretches of general English a term stands; terms sorted."""

    stretches: int
    terms: Terms
    counts: NDArray[np.int64]


@cache
def _load_background() -> _Background:
    lines = Path(__file__).with_name("rarity.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    total, *held = rows
    counts = {number(term): int(count) for term, count in held}
    return _Background(
        stretches=int(total[1]),
        terms=np.array(sorted(counts), np.uint32),
        counts=np.array([counts[term] for term in sorted(counts)], np.int64),
    )
