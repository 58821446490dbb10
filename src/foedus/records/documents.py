"""Document and Evidence: one published text, and the only way to point into it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from foedus.errors import InvalidEvidence


class HowKnown(StrEnum):
    """How the date of publication is known."""

    GIVEN = "given"
    FEED = "feed"
    TEXT = "text"
    BOUNDS = "bounds"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Characters of a document: `document.text[start:end] == exact`.

    Offsets count Unicode code points from 0, start included, end excluded.
    """

    start: int
    end: int
    exact: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.exact) != self.end - self.start:
            raise InvalidEvidence(
                f"span {self.start}-{self.end} does not fit its {len(self.exact)} characters"
            )

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Evidence:
        """Return the evidence for `text[start:end]`; raises InvalidEvidence outside the text."""
        if end > len(text):
            raise InvalidEvidence(
                f"span {start}-{end} ends after the text of {len(text)} characters"
            )
        return cls(start=start, end=end, exact=text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a document was published: an interval in ISO 8601, and how it is known.

    `earliest` and `latest` are dates or datetimes without zone; both are None when unknown.
    `precision` is one of minute, day, week, month, year, decade, vague.
    """

    earliest: str | None = None
    latest: str | None = None
    precision: str = "vague"
    how: HowKnown = HowKnown.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published text, never changed after reading.

    `headline`, `foot` and the like are (start, end) ranges of `text` that the reader recognised;
    `boilerplate` ranges (captions, credits, bylines, author lines) carry no claim.
    """

    id: str
    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str = "en"
    published: Published = field(default_factory=Published)
    extra: Mapping[str, object] = field(default_factory=dict)
    headline: tuple[int, int] | None = None
    boilerplate: tuple[tuple[int, int], ...] = ()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the text as UTF-8, in hexadecimal."""
        return _sha256(self.text)


@lru_cache(maxsize=1)  # the ids of all records of a document are made of it, one after the other
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
