"""Original: a document together with how it was published and how its metadata is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from foedus.reading.given import Given, with_metadata
from foedus.reading.mastheads import find_masthead
from foedus.records import Document, HowKnown, Published

FIELDS = ("title", "author", "outlet", "url", "published")
"""The metadata of a document."""


class Origin(StrEnum):
    """Who says a field of the metadata."""

    GIVEN = "given"
    """Whoever ran foedus, by an option or in a table of metadata."""
    INPUT = "input"
    """The row of a table beside the text, or the address that a page was fetched from."""
    MARKUP = "markup"
    """The head of a page."""
    FEED = "feed"
    """The feed that led to the page."""
    TEXT = "text"
    """The text itself: its headline, byline, dateline or foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A document with the bytes that it was published as.

    `source` is the whole file, page or row. `place` is where it stood: the path, "path:line" or the
    address. `known` names the Origin of every field of the metadata that is known; where one origin
    overrules another, the overruled value stays under "field.origin" ("outlet.text").
    """

    document: Document
    source: bytes = b""
    place: str = ""
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the id of the document."""
        return self.document.id

    @classmethod
    def of(cls, document: Document, *, title: Origin = Origin.TEXT) -> Original:
        """Return the original of a document whose text says all of its metadata but its title."""
        stated = (name for name in FIELDS if _value(document, name) is not None)
        known = {name: (title if name == "title" else Origin.TEXT).value for name in stated}
        return cls(document=document, known=known)

    def with_document(self, document: Document, origin: Origin) -> Original:
        """Return this original with metadata of another origin where the document differs."""
        known = dict(self.known)
        for name in FIELDS:
            before, after = _value(self.document, name), _value(document, name)
            if after is None or after == before:
                continue
            if before is not None and known.get(name, origin) != origin:
                known[f"{name}.{known[name]}"] = before
            known[name] = origin.value
        return replace(self, document=document, known=known)

    def with_given(self, given: Given) -> Original:
        """Return this original with what is given by hand, which overrules every other origin.

        Raises:
            ValueError: `published` is no ISO 8601 date.
        """
        return self.with_document(with_metadata(self.document, given), Origin.GIVEN)

    def with_earlier(self, earlier: Document, known: Mapping[str, str]) -> Original:
        """Return this original with what was given by hand for an earlier reading of it."""
        kept = {
            name: getattr(earlier, name)
            for name in FIELDS
            if known.get(name) == Origin.GIVEN and self.known.get(name) != Origin.GIVEN
        }
        return self.with_document(replace(self.document, **kept), Origin.GIVEN)


def _value(document: Document, name: str) -> str | None:
    """Return a field as text, None where nobody says it; bounds are computed, not said."""
    value: str | Published | None = getattr(document, name)
    if not isinstance(value, Published):
        return value
    if value.how in (HowKnown.UNKNOWN, HowKnown.BOUNDS):
        return None
    ends = dict.fromkeys(end for end in (value.earliest, value.latest) if end)
    return "/".join(ends)


def to_marks(document: Document) -> str:
    """Return the ranges that the reader recognised in a text (headline, boilerplate) as JSON."""
    return json.dumps({"headline": document.headline, "boilerplate": document.boilerplate})


def with_marks(document: Document, marks: str | None) -> Document:
    """Return a document with its reader's ranges; where none were kept, they are found anew."""
    if marks is None:
        found = find_masthead(document.text, title=document.title)
        return replace(document, headline=found.headline, boilerplate=found.boilerplate)
    ranges = json.loads(marks)
    headline = ranges["headline"]
    return replace(
        document,
        headline=(headline[0], headline[1]) if headline else None,
        boilerplate=tuple((start, end) for start, end in ranges["boilerplate"]),
    )
