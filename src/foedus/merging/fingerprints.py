"""Fingerprints: which runs of words a text holds, small enough to keep for every document.

A text is cut into overlapping runs of words, each run becomes a number, and of these the smallest
in every window is a fingerprint (winnowing: Schleimer, Wilkerson and Aiken 2003). Two texts that
share a passage of SURE_WORDS words share a fingerprint, wherever the passage stands in them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

RUN_WORDS = 5
"""Long enough that two writers seldom choose the same run, short enough to outlive an edit."""
WINDOW_RUNS = 8
SURE_WORDS = RUN_WORDS + WINDOW_RUNS - 1
REMEMBERED_WORDS = 100_000

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u00ad": None})
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """What a text is known by; `digest` is the same for texts with the same words.

    `words` counts them; `runs` and `prints` (some of the runs) are sorted and repeat nothing.
    """

    digest: bytes
    words: int
    runs: Numbers
    prints: Numbers


def fold(text: str) -> list[str]:
    """Return the words and numbers of a text without case, marks and the shape of apostrophes."""
    return _WORD.findall(text.translate(_QUOTES).casefold())


def take_fingerprints(text: str, *, apart: Sequence[tuple[int, int]] = ()) -> Fingerprints:
    """Return the fingerprints of a text.

    Args:
        text: A text as it was published.
        apart: (start, end) ranges that are no part of the report (headline, byline, caption): they
            count for `digest` only. Ignored when next to nothing would be left.
    """
    whole = fold(text)
    words = fold(_cut_out(text, apart)) if apart else whole
    if len(words) < SURE_WORDS:
        words = whole
    runs = _number_runs(words)
    return Fingerprints(
        digest=blake2b(" ".join(whole).encode("utf-8", "surrogatepass"), digest_size=16).digest(),
        words=len(words),
        runs=np.unique(runs),
        prints=_winnow(runs),
    )


def count_shared(left: Numbers, right: Numbers) -> int:
    """Return how many numbers two sorted arrays without repetition have in common."""
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 0:
        return 0
    places = np.minimum(np.searchsorted(right, left), len(right) - 1)
    return int(np.count_nonzero(right[places] == left))


def keep_shared(prints: Sequence[Numbers]) -> Iterator[Numbers]:
    """Yield of each array, which repeats nothing, the numbers that another array holds too."""
    every = np.concatenate([np.empty(0, np.uint32), *prints])
    every.sort()
    shared = np.unique(every[1:][every[1:] == every[:-1]])
    del every
    for one in prints:
        places = np.searchsorted(shared, one)
        yield one[shared[np.minimum(places, len(shared) - 1)] == one] if len(shared) else one[:0]


def _cut_out(text: str, apart: Sequence[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in sorted(apart):
        kept.append(text[position:start])
        position = max(position, end)
    return "\n".join([*kept, text[position:]])


def _number_runs(words: Sequence[str]) -> Numbers:
    """Return a number for every run of words, in the order of the text."""
    numbers = np.fromiter(map(_number, words), dtype=np.uint64, count=len(words))
    if len(numbers) < RUN_WORDS:
        return np.empty(0, np.uint32)
    count = len(numbers) - RUN_WORDS + 1
    runs = np.zeros(count, np.uint64)
    for offset in range(RUN_WORDS):
        runs = (runs ^ numbers[offset : offset + count]) * _FACTOR
        runs ^= runs >> _SHIFT
    return (runs >> _SHIFT).astype(np.uint32)


def _winnow(runs: Numbers) -> Numbers:
    if len(runs) <= WINDOW_RUNS:
        return np.unique(runs)[:1]
    windows = np.lib.stride_tricks.sliding_window_view(runs, WINDOW_RUNS)
    return np.unique(windows.min(axis=1))


@lru_cache(maxsize=REMEMBERED_WORDS)
def _number(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))
