"""Bags: what documents tell, as numbered terms in three channels.

The channels are names (words that a text always writes with a capital), other words, and pairs of
neighbouring words. A term is the hash of its stem or stems, so that no word is kept.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedus.merging.words import stem

CHANNELS = ("words", "names", "pairs")
MOST_WORDS = 800
"""What stands further down in a long text is background more often than news."""
MOST_COUNTED = 255

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")

Terms = NDArray[np.uint32]
Counts = NDArray[np.uint8]
Places = NDArray[np.int64]


class Bag:
    """One channel of all documents: for each its terms, sorted, with how often they stand there."""

    def __init__(self) -> None:
        self._terms, self._counts, self._sizes = array("I"), array("B"), array("I")

    def add(self, terms: Iterable[str]) -> None:
        """Add the next document."""
        counts = Counter(map(number, terms))
        ordered = sorted(counts)
        self._terms.extend(ordered)
        self._counts.extend(min(counts[term], MOST_COUNTED) for term in ordered)
        self._sizes.append(len(ordered))

    @property
    def terms(self) -> Terms:
        """Return the terms of the first document, then of the second, and so on."""
        return np.frombuffer(self._terms, np.uint32) if self._terms else np.empty(0, np.uint32)

    @property
    def counts(self) -> Counts:
        """Return how often each of the terms stands in its document, up to MOST_COUNTED."""
        return np.frombuffer(self._counts, np.uint8) if self._counts else np.empty(0, np.uint8)

    @property
    def starts(self) -> Places:
        """Return where the terms of each document begin, and after the last where they end."""
        return np.fromiter(accumulate(self._sizes, initial=0), np.int64, len(self._sizes) + 1)


def add_text(bags: dict[str, Bag], text: str) -> None:
    """Add the terms of a text as the next document of every channel."""
    tokens = _WORD.findall(text)[:MOST_WORDS]
    lowered = [token.lower() for token in tokens]
    small = {token for token in tokens if token[0].islower()}
    common = _load_common()
    stems = [None if word in common else stem(word) for word in lowered]
    named = [
        token[0].isupper() and low not in small for token, low in zip(tokens, lowered, strict=True)
    ]
    found = [(one, name) for one, name in zip(stems, named, strict=True) if one is not None]
    bags["words"].add(one for one, name in found if not name)
    bags["names"].add(one for one, name in found if name)
    bags["pairs"].add(f"{a} {b}" for a, b in pairwise(stems) if a is not None and b is not None)


def number(term: str) -> int:
    """Return the number of a stem or of two stems with a blank between."""
    return zlib.crc32(term.encode("utf-8", "surrogatepass"))


@cache
def _load_common() -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
    return frozenset(table["common"].split())
