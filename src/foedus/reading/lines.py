"""Line: one line of a text without the blanks around it."""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINES = 5_000
MAX_LAST_LINES = 50
MAX_TAIL_CHARACTERS = 20_000

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]»]*$|[\"”’]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not blank; `text` lacks the blanks around it; `after_blank`: a paragraph."""

    start: int
    end: int
    text: str
    after_blank: bool

    @property
    def closed(self) -> bool:
        """Say whether the line ends as a sentence ends."""
        return _SENTENCE_END.search(self.text[-6:]) is not None


def find_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, in order; offsets are code points of `text`.

    Of a text with very many lines these are the first 5,000 and the last 50: all that a masthead
    looks at, and a text of millions of lines stays cheap.
    """
    first = list(itertools.islice(_iterate_lines(text, 0), MAX_LINES))
    if len(first) < MAX_LINES:
        return first
    done = first[-1].end
    # A line cut at the beginning of the tail is left out: half a line is none.
    tail = text.find("\n", max(done, len(text) - MAX_TAIL_CHARACTERS))
    last = deque(_iterate_lines(text, tail), maxlen=MAX_LAST_LINES) if tail >= 0 else ()
    return [*first, *last]


def _iterate_lines(text: str, begin: int) -> Iterator[Line]:
    """Yield the lines that are not blank, from a beginning that is the text's or a line's."""
    previous = -1
    for match in _LINE.finditer(text, begin):
        words = match[0].strip()
        if not words:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        opens = previous < 0 or _count_line_ends(text, previous, start) > 1
        previous = start + len(words)
        yield Line(start=start, end=previous, text=words, after_blank=opens)


def _count_line_ends(text: str, start: int, end: int) -> int:
    """Return how many line ends lie between two lines, CR LF counted once."""
    return text.count("\n", start, end) or text.count("\r", start, end)
