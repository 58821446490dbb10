"""A text cut into pieces, each with all the marks that cover it; invisible characters shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from foedus.records.documents import Evidence

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
)
"""Characters that are not seen but may change what is: controls, bidirectional, zero width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Characters of a text that belong to a record, and what they are in it: "if", "then"."""

    span: Evidence
    record_id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters [start, end) under the same marks; `opens` are the marks that begin here.

    `parts` are the characters in turn: (text, None), or (name, code point) for an unseen one.
    """

    start: int
    end: int
    parts: tuple[tuple[str, str | None], ...]
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]


def cut(text: str, marks: Sequence[Mark], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Return the pieces of text[start:end]; joined in order they are that text, exactly."""
    end = len(text) if end is None else end
    inside = [mark for mark in marks if mark.span.start < end and start < mark.span.end]
    edges = {start, end}
    for mark in inside:
        edges |= {max(mark.span.start, start), min(mark.span.end, end)}
    places = sorted(edges)
    ordered = sorted(inside, key=lambda mark: (mark.span.start, -mark.span.end, mark.record_id))
    return [_piece(text, first, last, ordered) for first, last in pairwise(places)]


def show_unseen(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return a text with its unseen characters apart, each by its name and code point."""
    parts: list[tuple[str, str | None]] = []
    done = 0
    for found in _UNSEEN.finditer(text):
        if found.start() > done:
            parts.append((text[done : found.start()], None))
        character = found[0]
        parts.append((unicodedata.name(character, "CONTROL"), f"U+{ord(character):04X}"))
        done = found.end()
    if done < len(text):
        parts.append((text[done:], None))
    return tuple(parts)


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Piece:
    over = tuple(mark for mark in marks if mark.span.start <= start and end <= mark.span.end)
    opens = tuple(mark for mark in over if mark.span.start == start)
    return Piece(start=start, end=end, parts=show_unseen(text[start:end]), marks=over, opens=opens)
