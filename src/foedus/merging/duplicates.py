"""Duplicates: documents that are one source with many carriers, from copies to agency reports.

Texts are compared by their shingles: runs of five words, hashed. A sample of the hashes finds pairs
worth comparing; the whole sets decide. What counts is how much of the shorter text stands in the
longer, so that a report that was cut or put into a longer one is still found.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from foedus.merging.words import words_of
from foedus.records.documents import Document
from foedus.world import World, load_world

SHINGLE_WORDS = 5
CONTAINED_SHARE = 0.75
"""This much of the shorter text's shingles in the longer one makes a copy."""
NEAR_SHARE = 0.6
"""Two texts that are alike as wholes share this much of all their shingles."""
FEWEST_SHINGLES = 20
"""Shorter texts are compared as wholes only: too little stands in them to tell a copy."""
SAMPLE_OF = 8
"""One hash of so many is kept to find pairs."""
MOST_SHARED = 200
"""A sampled shingle of more documents is a formula ("the content of this page is …")."""
LEAST_COMMON_SAMPLED = 2
CREDIT_CHARACTERS = 400
"""An agency is credited near the beginning or the end."""

_CREDIT = re.compile(r"[(\[—–-]\s*([A-Z][\w. &-]{1,40}?)\s*(?:[)\]—–]|-\s)")

Hashes = NDArray[np.uint32]


class How(StrEnum):
    """How the carriers repeat their source."""

    EXACT = "exact"
    """Letter by letter, but for blanks, case and the shape of quotation marks."""
    NEAR = "near"
    """With small changes."""
    AGENCY = "agency"
    """The same report of an agency, under other headlines, cut or within longer texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Documents that are one source: the source, who carries it, and how.

    `source_id` is the agency's own document if it is among them, else the one published first,
    else the longest. `how` is the loosest of what holds between them.
    """

    source_id: str
    carrier_ids: tuple[str, ...]
    how: How
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """What of a document is compared."""

    id: str
    order: tuple[bool, str, int, str]
    folded: str
    hashes: Hashes
    agency: str | None


def copies_of(documents: Iterable[Document]) -> list[Copies]:
    """Return the groups of documents that are one source, in the order of their sources' ids.

    Documents that repeat no other are in no group. The order of the documents makes no difference.
    """
    world = load_world()
    prints = sorted((_print(document, world) for document in documents), key=lambda one: one.id)
    owner = list(range(len(prints)))
    loosest: dict[int, How] = {}

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for one, other, how in _pairs(prints):
        first, second = root(one), root(other)
        known = [loosest.get(first, How.EXACT), loosest.get(second, How.EXACT), how]
        low, high = min(first, second), max(first, second)
        owner[high] = low
        loosest[low] = max(known, key=list(How).index)
    groups: defaultdict[int, list[_Print]] = defaultdict(list)
    for index, member in enumerate(prints):
        groups[root(index)].append(member)
    found = [_copies(group, loosest[index]) for index, group in groups.items() if len(group) > 1]
    return sorted(found, key=lambda copies: copies.source_id)


def _copies(group: Sequence[_Print], how: How) -> Copies:
    source = min(group, key=lambda one: one.order)
    named = Counter(one.agency for one in group if one.agency)
    agency = min(named, key=lambda name: (-named[name], name)) if named else None
    carriers = tuple(sorted(one.id for one in group if one.id != source.id))
    if agency is not None and how is How.NEAR:
        how = How.AGENCY
    return Copies(source_id=source.id, carrier_ids=carriers, how=how, agency=agency)


def _print(document: Document, world: World) -> _Print:
    words = words_of(document.text)
    agency = find_agency(document, world)
    own = agency is not None and document.outlet == agency
    return _Print(
        id=document.id,
        order=(not own, document.published.earliest or "9999", -len(words), document.id),
        folded=hashlib.sha256(" ".join(words).encode()).hexdigest(),
        hashes=_shingles(words),
        agency=agency,
    )


def find_agency(document: Document, world: World) -> str | None:
    """Return the agency that a document is by or credits: "(Reuters)", "BERLIN (dpa) –"."""
    text, outlet = document.text, world.is_outlet(document.outlet or "")
    if outlet is not None and outlet.kind == "agency":
        return document.outlet
    for part in (text[:CREDIT_CHARACTERS], text[-CREDIT_CHARACTERS:]):
        for credit in _CREDIT.finditer(part):
            named = world.is_outlet(credit[1].strip())
            if named is not None and named.kind in ("agency", "state media"):
                return named.name
    return None


def _shingles(words: Sequence[str]) -> Hashes:
    made = {
        int.from_bytes(hashlib.blake2b(" ".join(words[i : i + SHINGLE_WORDS]).encode(),
                                       digest_size=4).digest(), "little")
        for i in range(max(len(words) - SHINGLE_WORDS + 1, 0))
    }  # fmt: skip
    return np.sort(np.fromiter(made, np.uint32, len(made)))


def _pairs(prints: Sequence[_Print]) -> Iterator[tuple[int, int, How]]:
    """Yield the pairs that are copies, each with how."""
    by_text: dict[str, int] = {}
    alone = []
    for index, one in enumerate(prints):
        first = by_text.setdefault(one.folded, index)
        if first != index:
            yield first, index, How.EXACT
        elif len(one.hashes) >= FEWEST_SHINGLES:
            alone.append(index)
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for index in alone:
        common: Counter[int] = Counter()
        for value in _sample(prints[index].hashes):
            earlier = holders[value]
            if len(earlier) <= MOST_SHARED:
                common.update(earlier)
                earlier.append(index)
        for other, count in common.items():
            if count >= LEAST_COMMON_SAMPLED:
                how = _how(prints[other], prints[index])
                if how is not None:
                    yield other, index, how


def _sample(hashes: Hashes) -> list[int]:
    """Return one of SAMPLE_OF hashes, or the lowest few of a short text."""
    chosen = hashes[hashes % SAMPLE_OF == 0]
    sample: list[int] = (chosen if len(chosen) >= FEWEST_SHINGLES // 2 else hashes[::2]).tolist()
    return sample


def _how(one: _Print, other: _Print) -> How | None:
    shared = len(np.intersect1d(one.hashes, other.hashes, assume_unique=True))
    shorter = min(len(one.hashes), len(other.hashes))
    whole = len(one.hashes) + len(other.hashes) - shared
    if shared >= NEAR_SHARE * whole:
        return How.NEAR
    return How.AGENCY if shared >= CONTAINED_SHARE * shorter else None
