"""Head lines: the parts of one line above a text: who signs, for which outlet, where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.reading.datelines import read_date_line
from foedus.reading.layout import is_personal_name, load_layout

MAX_PARTS = 5
MAX_COMMA_PIECES = 8
MAX_OCCASION_WORDS = 5
_SEPARATOR = re.compile(r"\s[|•·–—/-]{1,2}\s|\s?[|•·]\s?|\t| {3,}")
_BRACKETED = re.compile(r"(.{2,120}?),?\s[(\[]([^()\[\]]{6,60})[)\]]")
_SIGNED_BEHIND = re.compile(r"(?i)(.{6,60}?\d)\s(by\s.{2,60})")


def split_head_line(text: str) -> list[str]:
    """Return the parts of a line, a date among them as one; empty where it has only one part."""
    for pattern in (_BRACKETED, _SIGNED_BEHIND):
        match = pattern.fullmatch(text)
        if match is not None and any(read_date_line(part) for part in match.groups()):
            return [*(_comma_parts(match[1]) or [match[1]]), match[2]]
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    parts = _with_clock(parts)
    if len(parts) == 1 and read_date_line(text) is None:
        parts = _comma_parts(text)
    return parts if 2 <= len(parts) <= MAX_PARTS else []


def _with_clock(parts: Sequence[str]) -> list[str]:
    """Return the parts, a clock reading behind a day joined to it: "4 May 2021 | 10:30 am"."""
    found: list[str] = []
    for part in parts:
        whole = f"{found[-1]} {part}" if found and part[:1].isdigit() else ""
        if whole and read_date_line(whole) is not None:
            found[-1] = whole
        else:
            found.append(part)
    return found


def _comma_parts(text: str) -> list[str]:
    """Return the parts of a line with a date between commas: name, outlet, date; else empty."""
    pieces = [piece.strip() for piece in text.split(",")]
    if len(pieces) > MAX_COMMA_PIECES:
        return []
    for first in range(len(pieces)):
        for last in range(len(pieces), first, -1):
            date = ", ".join(pieces[first:last])
            if (first or last < len(pieces)) and read_date_line(date) is not None:
                return [p for p in (*pieces[:first], date, *pieces[last:]) if p]
    return []


def is_name(part: str) -> bool:
    """Say whether a part beside a date is made like a name: a person's, or a place's with its land.

    The name of a treaty is none: its day is that of the treaty.
    """
    words = part.lower().split()
    if not words or words[-1] in load_layout().treaty_words:
        return False
    pieces = re.split(r",\s|\sin\s", part)  # "Jane Doe in Oslo", "OSLO, Norway"
    return all(is_personal_name(piece.removeprefix("The ")) for piece in pieces)


def is_occasion(part: str) -> bool:
    """Say whether a part beside a date says what the text is: "Press release", "Speech in Oslo"."""
    words = part.lower().split()
    kinds = load_layout().occasion_words
    return 0 < len(words) <= MAX_OCCASION_WORDS and bool({words[0], words[-1]} & set(kinds))
