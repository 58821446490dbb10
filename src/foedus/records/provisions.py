"""Provision: an article, paragraph or lettered item of a treaty, with the words leading to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A part of a treaty that is read by itself: characters [start, end) without its number.

    `article`, `paragraph` and `item` are as the text numbers them ("5", "2", "a"), None where it
    does not. `chapeau` are the character ranges of the words that an item completes, the outermost
    first: "Each Party undertakes not to:" before "(a) … (b) …". `leads` marks such words, whose
    last sentence says something only together with an item.
    """

    start: int
    end: int
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None
    chapeau: tuple[tuple[int, int], ...] = ()
    leads: bool = False
