"""A text with its marks: the characters of a record in brackets, with some words around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.records.documents import Evidence

CONTEXT_CHARACTERS = 90
"""About a line of text before the first mark and after the last one."""
MAX_GAP_CHARACTERS = 240
"""Marks that lie further apart stand in passages of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Characters with what they are for the record: "if", "then", "said"."""

    label: str
    span: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Characters [start, end) of a text, and their words with the marks as ⟦label: …⟧."""

    start: int
    end: int
    text: str


def find_passages(text: str, marks: Sequence[Mark]) -> list[Passage]:
    """Return the passages in which the marks stand, in order of the text.

    Marks may lie inside one another or cross: each opens before its first character and closes
    after its last one.
    """
    return [_passage(text, group) for group in _groups(marks)]


def _groups(marks: Sequence[Mark]) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    reach = 0
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end, mark.label)):
        if groups and mark.span.start - reach <= MAX_GAP_CHARACTERS:
            groups[-1].append(mark)
        else:
            groups.append([mark])
        reach = max(reach, mark.span.end)
    return groups


def _passage(text: str, marks: list[Mark]) -> Passage:
    start = _word_start(text, min(mark.span.start for mark in marks))
    end = _word_end(text, max(mark.span.end for mark in marks))
    # Of marks that open at one place the longest opens first, and of those that close there last.
    opened = {mark.span.start: "" for mark in marks}
    for mark in marks:
        opened[mark.span.start] += f"⟦{mark.label}: "
    closed = {mark.span.end: 0 for mark in marks}
    for mark in marks:
        closed[mark.span.end] += 1
    places = sorted({start, end, *opened, *closed})
    pieces = ["… " if start > 0 else ""]
    for place, following in zip(places, [*places[1:], end], strict=True):
        pieces += ["⟧" * closed.get(place, 0), opened.get(place, ""), text[place:following]]
    pieces.append(" …" if end < len(text) else "")
    return Passage(start=start, end=end, text="".join(pieces))


def _word_start(text: str, first: int) -> int:
    """Return where the context before the first mark begins: at the beginning of a word."""
    offset = max(first - CONTEXT_CHARACTERS, 0)
    while 0 < offset < first and not text[offset - 1].isspace():
        offset += 1
    return offset


def _word_end(text: str, last: int) -> int:
    """Return where the context after the last mark ends: at the end of a word."""
    offset = min(last + CONTEXT_CHARACTERS, len(text))
    while last < offset < len(text) and not text[offset].isspace():
        offset -= 1
    return offset
