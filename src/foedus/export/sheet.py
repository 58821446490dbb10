"""Sheet: what stands in a report for print, whatever it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Look(StrEnum):
    """How a run of words is set."""

    PLAIN = "plain"
    STRONG = "strong"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in one look; `target` names the anchor or web address they lead to."""

    text: str
    look: Look = Look.PLAIN
    target: str | None = None


Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of level 1 to 4; `anchor` is where references to it lead."""

    text: str
    level: int
    anchor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Words that stand for themselves."""

    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Labels, each with what it says."""

    lines: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Items one below the other, numbered or not; `anchors` names each where it is referred to."""

    items: tuple[Words, ...]
    numbered: bool = False
    anchors: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Characters exactly as a text has them, and under them where they stand."""

    exact: str
    source: Words
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Lines for a program, kept as they are."""

    text: str


Part = Heading | Paragraph | Facts | Listing | Quotation | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A title and the parts below it, in the order of reading."""

    title: str
    parts: tuple[Part, ...]


def plain(text: str) -> Words:
    """Return words in the plain look; none for an empty text."""
    return (Run(text=text),) if text else ()
