"""Cited: a record as it leaves foedus, with everything it can be cited by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from foedus.export.citations import web_link
from foedus.records.actions import Event
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment, Trigger
from foedus.records.documents import Document
from foedus.records.entries import Entry
from foedus.records.reviews import Decision, Standing
from foedus.records.statements import Statement
from foedus.spelling.blocks import find_marks
from foedus.spelling.marks import Mark
from foedus.spelling.rows import Row, record_row

UNREVIEWED = "unreviewed"
KEY_CHARACTERS = 12
"""So much of a hash tells the documents of one record id apart: copies share their records' ids."""
ISO_DAY_CHARACTERS = 10

_NO_ADDRESS = re.compile(r"[{}|\\^`]")
_STATUS = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A record with its edits made, and where it stands after its reviews."""

    entry: Entry
    standing: Standing = field(default_factory=Standing)

    @property
    def key(self) -> str:
        """Return the record's id and a hash of its document's: unique where copies share ids."""
        return f"{self.entry.id}-{hash_of(self.entry.document.id)}"

    @property
    def document(self) -> Document:
        """Return the document in which it stands."""
        return self.entry.document

    @property
    def row(self) -> Row:
        """Return it as a row for programs."""
        return record_row(self.entry, self.standing)

    @property
    def review(self) -> str:
        """Return what people decided: unreviewed, accepted or rejected."""
        decision = self.standing.decision
        return UNREVIEWED if decision is None else _STATUS[decision]

    @property
    def score(self) -> float | None:
        """Return the score of a statement or commitment, 0 to 1; None for what has none."""
        record = self.entry.record
        return record.score if isinstance(record, Commitment | Statement) else None

    @property
    def quotations(self) -> tuple[Mark, ...]:
        """Return the characters it rests on, each with what it is for the record."""
        return tuple(find_marks(self.entry.record))

    @property
    def dates(self) -> tuple[str | None, str | None]:
        """Return when it was done or said, else published: two ISO 8601 dates or datetimes."""
        record = self.entry.record
        said = record if isinstance(record, Statement) else self.entry.statement
        when = record.when if isinstance(record, Event) else said.said if said else None
        if when is not None and (when.earliest or when.latest):
            return when.earliest or when.latest, when.latest or when.earliest
        published = self.document.published
        return published.earliest or published.latest, published.latest or published.earliest


def address_of(document: Document) -> str | None:
    """Return the address of a page of the web with nothing in it that no address may have."""
    link = web_link(document.url)
    return None if link is None else _NO_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", link)


def hash_of(text: str) -> str:
    """Return a short hash of an id or a name, for keys of other programs."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:KEY_CHARACTERS]


def day_of(date: str | None) -> str:
    """Return the day of an ISO 8601 date or datetime; empty where there is none."""
    return (date or "")[:ISO_DAY_CHARACTERS]


def people_of(actor: Actor | None) -> tuple[Actor, ...]:
    """Return each of several actors in one place; nobody for None."""
    if actor is None:
        return ()
    return actor.members or (actor,)


def find_causes(trigger: Trigger) -> Iterator[str]:
    """Yield the names of those whose acts would meet a condition, in its order."""
    for part in (*trigger.all_of, *trigger.any_of):
        yield from find_causes(part)
    if trigger.actor:
        yield trigger.actor
