"""A text cut into pieces, each with all the marks that cover it; invisible characters shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from foedus.records.documents import Evidence

UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
"""Characters that are not seen but may change what is: controls, bidirectional, zero width.

They stand as in a class of a pattern.
"""
_UNSEEN = re.compile(f"[{UNSEEN}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Characters of a text and what they are: "if", "then", "headline".

    `record_ids` are the records they belong to (none for what the reader of pages recognised),
    `kind` names the line drawn under them, `note` says more to whoever points at the label.
    """

    span: Evidence
    label: str
    kind: str
    record_ids: tuple[str, ...] = ()
    note: str = ""


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

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of the marks, each once."""
        return tuple(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def record_ids(self) -> tuple[str, ...]:
        """Return the records that these characters belong to, each once."""
        return tuple(dict.fromkeys(one for mark in self.marks for one in mark.record_ids))


def joined(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks with those that say the same of the same characters made one."""
    found: dict[tuple[int, int, str], Mark] = {}
    for mark in marks:
        key = (mark.span.start, mark.span.end, mark.label)
        held = found.get(key)
        ids = mark.record_ids if held is None else (*held.record_ids, *mark.record_ids)
        found[key] = Mark(
            span=mark.span,
            label=mark.label,
            kind=mark.kind,
            record_ids=tuple(dict.fromkeys(ids)),
            note=mark.note,
        )
    return list(found.values())


def cut(text: str, marks: Sequence[Mark], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Return the pieces of text[start:end]; joined in order they are that text, exactly."""
    end = len(text) if end is None else end
    inside = [mark for mark in marks if mark.span.start < end and start < mark.span.end]
    edges = {start, end}
    for mark in inside:
        edges |= {max(mark.span.start, start), min(mark.span.end, end)}
    ordered = sorted(inside, key=lambda mark: (mark.span.start, -mark.span.end, mark.label))
    pieces: list[Piece] = []
    over: list[Mark] = []
    waiting = iter([*ordered, None])
    ahead = next(waiting)
    for first, last in pairwise(sorted(edges)):
        over = [mark for mark in over if mark.span.end > first]
        opens: list[Mark] = []
        while ahead is not None and ahead.span.start <= first:
            opens += [ahead] if ahead.span.start == first else []
            over.append(ahead)
            ahead = next(waiting)
        pieces.append(
            Piece(
                start=first,
                end=last,
                parts=show_unseen(text[first:last]),
                marks=tuple(over),
                opens=tuple(opens),
            )
        )
    return pieces


def has_unseen(text: str) -> bool:
    """Say whether a text has characters that are not seen but may change what is."""
    return _UNSEEN.search(text) is not None


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
