"""Where sentences may begin, and which of them are read together.

The model decides where sentences end; these rules give it its windows (whole sentences, whole
paragraphs where they fit) and the breaks that hold whatever the model says: paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

_TERMINAL = frozenset({".", "?", "!", "…", "..", "...", "?!", "!!", "??"})
_CLOSING = frozenset({'"', "”", "’", "'", "''", ")", "]", "»"})
_BLANK_LINE = re.compile(r"\n[ \t\u00a0\r]*\n")
HEADLINE_TOKENS, LONG_LETTERS = (4, 24), 4
WRAPPED_COLUMNS = (50, 95)
"""Lines of this many characters, most of a text, are taken for hard-wrapped lines."""


def find_paragraphs(text: str, tokens: Sequence[tuple[int, int]]) -> list[int]:
    """Return the index of the first token of every paragraph; empty for an empty text.

    A blank line always divides; a single line break divides unless the text is hard-wrapped, or it
    stands between a word and a small letter.
    """
    wrapped = _is_wrapped(text)
    starts, end = [0] if tokens else [], 0
    for index, token in enumerate(tokens):
        gap = text[end : token[0]]
        if index and "\n" in gap:
            line = text[text.rfind("\n", 0, end) + 1 : end]
            goes_on = wrapped or _goes_on(line, text[token[0]])
            if not goes_on or _BLANK_LINE.search(gap):
                starts.append(index)
        end = token[1]
    return starts


def _goes_on(line: str, after: str) -> bool:
    """Say whether a line, longer than a heading, goes on: "… its president / said on Thursday"."""
    open_ = line[-1:].isalnum() or line[-1:] == ","
    return open_ and after.islower() and len(line) >= WRAPPED_COLUMNS[0]


def _is_wrapped(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    low, high = WRAPPED_COLUMNS
    return len(lines) > 5 and sum(low <= len(line) <= high for line in lines) > 0.6 * len(lines)


def find_headlines(
    text: str, tokens: Sequence[tuple[int, int]], paragraphs: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the token ranges of paragraphs that are one headline: Long Words in Capitals, no stop.

    Sizes in tokens are `HEADLINE_TOKENS`; every word of four letters and more is capitalised.
    """
    found = []
    for first, last in pairwise([*paragraphs, len(tokens)]):
        words = [text[start:end] for start, end in tokens[first:last]]
        long = [word for word in words if len(word) >= LONG_LETTERS and word.isalpha()]
        fits = HEADLINE_TOKENS[0] <= len(words) <= HEADLINE_TOKENS[1]
        if fits and all(word[0].isupper() for word in long) and not _TERMINAL & {*words}:
            found.append((first, last))
    return found


def find_boundaries(text: str, tokens: Sequence[tuple[int, int]]) -> list[int]:
    """Return the index of the first token of every sentence, by rule; paragraphs included.

    A sentence ends at a terminal mark, with the quotation marks and brackets that close after it,
    when the next token does not begin in lower case.
    """
    starts = set(find_paragraphs(text, tokens))
    ended = False
    for index, (start, end) in enumerate(tokens):
        word = text[start:end]
        if ended and word in _CLOSING and tokens[index - 1][1] == start:
            continue
        if ended and not word[0].islower():
            starts.add(index)
        ended = word in _TERMINAL
    return sorted(starts)


def pack_windows(
    sizes: Sequence[int], boundaries: Sequence[int], paragraphs: Sequence[int], *, limit: int
) -> list[tuple[int, int]]:
    """Return token ranges (first, last) that cover the text, each at most `limit` pieces if it can.

    Args:
        sizes: How many pieces each token has.
        boundaries: First tokens of sentences, in order.
        paragraphs: First tokens of paragraphs, a subset of the boundaries.
        limit: Pieces in a window. A longer sentence is cut into windows of this size.

    Windows grow by whole sentences and prefer to end where a paragraph does.
    """
    total = [0]
    for size in sizes:
        total.append(total[-1] + size)
    breaks, ends = set(paragraphs), [*boundaries[1:], len(sizes)]
    windows: list[tuple[int, int]] = []
    first = 0
    while first < len(sizes):
        place = bisect_right(ends, first)
        reach = bisect_right(total, total[first] + limit) - 1
        fitting = ends[place : bisect_right(ends, reach)]
        if not fitting:
            last = first + 1
            while last < len(sizes) and total[last + 1] - total[first] <= limit:
                last += 1
        else:
            whole = [e for e in fitting if e in breaks or e == len(sizes)]
            half = total[first] + limit // 2
            last = whole[-1] if whole and total[whole[-1]] >= half else fitting[-1]
        windows.append((first, last))
        first = last
    return windows
