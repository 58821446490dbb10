"""Analysis: everything that one document was read to say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from foedus.records.actions import Event, Figure
from foedus.records.commitments import HEADINGS, Commitment, summary_of
from foedus.records.documents import Document
from foedus.records.markup import to_markup, to_table
from foedus.records.statements import Statement
from foedus.records.times import When

MOST_SHOWN = 50
"""A notebook shows so many commitments of an analysis and says how many more there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One document and its records, each list in the order of the text."""

    document: Document
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[When, ...] = ()

    def _repr_html_(self) -> str:
        """Return the analysis as a notebook shows it."""
        document = self.document
        nouns = ("statements", "commitments", "events", "figures")
        counts = ", ".join(f"{len(getattr(self, noun))} {noun}" for noun in nouns)
        where = ", ".join(part for part in (document.title, document.outlet) if part)
        head = f"<b>{to_markup(document.id)}</b> {to_markup(where)}<br>{counts}"
        shown = self.commitments[:MOST_SHOWN]
        table = to_table(HEADINGS, map(summary_of, shown)) if shown else ""
        more = len(self.commitments) - len(shown)
        return f"<p>{head}</p>{table}" + (f"<p>and {more} more</p>" if more else "")


def record_id(noun: str, sha256: str, *parts: object) -> str:
    """Return the id of a record: a letter for its noun and a hash of what it says and where.

    `sha256` is the document's; `parts` are the offsets and values that tell the record from others.
    """
    said = "\x1f".join([noun, sha256, *(str(part) for part in parts)])
    return f"{noun[0]}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
