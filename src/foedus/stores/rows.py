"""An analysis as rows: what each record can be found by, and its date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from foedus.records.actions import Event, Figure
from foedus.records.actors import Actor
from foedus.records.analyses import Analysis
from foedus.records.codec import NOUNS, Record, document_to_dict, record_to_dict, to_line
from foedus.records.commitments import Commitment
from foedus.records.documents import Document, HowKnown, Published
from foedus.records.statements import Statement
from foedus.records.times import When


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A row of `records` without its keys, and its rows of `slots`."""

    columns: Mapping[str, str | int | None]
    slots: tuple[tuple[str, str], ...]


def fingerprint_of(document: Document) -> str:
    """Return the SHA-256 of a document's text and metadata; computed bounds are no date."""
    if document.published.how is HowKnown.BOUNDS:
        document = replace(document, published=Published())
    return hashlib.sha256(to_line(document_to_dict(document)).encode()).hexdigest()


def content_of(analysis: Analysis) -> str:
    """Return the SHA-256 of everything that an analysis writes."""
    return hashlib.sha256(to_line(analysis).encode()).hexdigest()


def to_rows(analysis: Analysis) -> Iterator[RecordRow]:
    """Yield a row for every record, noun by noun in the order of the text."""
    said = {statement.id: statement for statement in analysis.statements}
    for noun in NOUNS:
        for position, record in enumerate(getattr(analysis, noun)):
            record_id, statement_id = _ids_of(record)
            earliest, latest = _date_of(record, said.get(statement_id), analysis.document)
            yield RecordRow(
                columns={
                    "noun": noun,
                    "position": position,
                    "record_id": record_id or None,
                    "statement_id": statement_id or None,
                    "earliest": earliest,
                    "latest": latest,
                    "body": to_line(record_to_dict(record)),
                },
                slots=tuple(sorted(set(_slots_of(record)))),
            )


def fold(name: str) -> str:
    """Return a name as it is compared: case folded, blanks as one space, storable."""
    return storable(" ".join(name.casefold().split()))


def storable(text: str) -> str:
    """Return a text as a column can hold it: lone surrogates (of odd names) and NUL as escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def _ids_of(record: Record) -> tuple[str, str]:
    """Return the id of a record and of the statement it stands in; empty where it has none."""
    if isinstance(record, When):
        return "", ""
    within = "" if isinstance(record, Statement) else record.statement_id or ""
    return storable(record.id), storable(within)


def _date_of(
    record: Record, statement: Statement | None, document: Document
) -> tuple[str | None, str | None]:
    """Return when an event happened or words were said, else when they were published."""
    when = record.when if isinstance(record, Event) else None
    said = record if isinstance(record, Statement) else statement
    if when is None and not isinstance(record, Event) and said is not None:
        when = said.said
    if when is not None:
        return when.earliest, when.latest
    return document.published.earliest, document.published.latest


def _slots_of(record: Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Statement):
        yield from _names("speaker", record.speaker)
        yield from _names("target", record.addressee, *record.accused)
        yield from (("kind", value) for value in (*record.acts, record.style))
    elif isinstance(record, Commitment):
        yield from _names("committer", record.committer)
        yield from _names("speaker", record.speaker)
        yield from _names("target", record.target, record.beneficiary)
        yield "kind", record.kind
        yield "class", fold(record.action.action_class)
        if record.condition is not None:
            yield "class", fold(record.condition.event_class)
    elif isinstance(record, Event):
        yield from _names("committer", *record.actors)
        yield from _names("target", *record.recipients)
        yield from (("kind", fold(value)) for value in (record.type, record.status))
        yield "class", fold(record.event_class)
    elif isinstance(record, Figure):
        yield from (("kind", fold(value)) for value in (record.status, record.unit) if value)


def _names(slot: str, *actors: Actor | None) -> Iterator[tuple[str, str]]:
    """Yield what an actor can be asked for by: name, each word of it, id, code; members too."""
    for actor in actors:
        if actor is None:
            continue
        name = fold(actor.name)
        said = [name, *name.split(), fold(actor.id or ""), fold(actor.code or "")]
        yield from ((slot, value) for value in said if value)
        yield from _names(slot, *actor.members)
