"""FollowTheMoney: promises and events as Event entities, with those they involve, as JSON Lines.

Each commitment and event is an `Event`, proved by the `Article` it stands in; a promise toward
somebody is an `UnknownLink` besides, so that it shows in a network. An entity may come more than
once: whoever reads these lines joins those of one id, as the programs of that family do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from foedus.export.cited import Cited, address_of, day_of, hash_of, people_of
from foedus.export.countries import codes_of
from foedus.export.graphs import Edge, find_edges, kind_of
from foedus.records.actions import Event
from foedus.records.actors import Actor
from foedus.records.codec import to_line
from foedus.records.commitments import Commitment
from foedus.records.documents import Document
from foedus.records.statements import Statement
from foedus.spelling.blocks import spell_characters, spell_words, to_block

SCHEMATA = {"organisation": "Organization", "person": "Person", "state": "PublicBody"}

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

Entity = dict[str, object]
Property = str | None | Iterable[str | None]


def write_entities(records: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    """Yield entities, one a line: documents and actors before what points at them.

    Memory grows with the number of actors, not with that of records.
    """
    seen: set[str] = set()
    before = None
    for cited in records:
        if cited.document.id != before:
            before = cited.document.id
            yield "", to_line(_article(cited.document)) + "\n"
        for actor in (*_doers(cited), *_others(cited)):
            entity = _actor(actor)
            if str(entity["id"]) not in seen:
                seen.add(str(entity["id"]))
                yield "", to_line(entity) + "\n"
        yield "", to_line(_event(cited)) + "\n"
        for edge in find_edges([cited]):
            if edge.source.id != edge.target.id and "unnamed" not in (
                edge.source.id,
                edge.target.id,
            ):
                yield "", to_line(_link(edge, cited)) + "\n"


def _entity(identity: str, schema: str, **properties: Property) -> Entity:
    """Return an entity; what is empty is left out, and no value stands twice."""
    kept = {}
    for name, value in properties.items():
        several = (value,) if value is None or isinstance(value, str) else value
        values = list(dict.fromkeys(_storable(one) for one in several if one))
        if values:
            kept[name] = values
    return {"id": identity, "schema": schema, "properties": kept}


def _storable(text: str) -> str:
    """Return a text as that program keeps it: a control character is a blank, so offsets hold."""
    return _CONTROL.sub(" ", text.encode("utf-8", "backslashreplace").decode())


def _article(document: Document) -> Entity:
    published = document.published
    return _entity(
        _document_id(document),
        "Article",
        title=document.title or document.id,
        fileName=document.id,
        author=document.author,
        publisher=document.outlet,
        publishedAt=[day_of(published.earliest), day_of(published.latest)],
        sourceUrl=address_of(document),
        bodyText=document.text.rstrip(),
        notes=f"SHA-256 of the text: {document.sha256}",
    )


def _document_id(document: Document) -> str:
    return f"foedus-d-{hash_of(document.id)}"


def _actor(actor: Actor) -> Entity:
    country = codes_of(actor.code).ftm
    return _entity(
        _actor_id(actor),
        SCHEMATA.get(kind_of(actor), "LegalEntity"),
        name=actor.name,
        country=country,
        sector=actor.sector,
        notes=f"foedus: {actor.id}" if actor.id else None,
    )


def _actor_id(actor: Actor) -> str:
    return f"foedus-a-{hash_of(actor.id or actor.name)}"


def _doers(cited: Cited) -> tuple[Actor, ...]:
    record = cited.entry.record
    if isinstance(record, Commitment):
        return people_of(record.committer)
    if isinstance(record, Statement):
        return people_of(record.speaker)
    return _all(*record.actors) if isinstance(record, Event) else ()


def _others(cited: Cited) -> tuple[Actor, ...]:
    record = cited.entry.record
    if isinstance(record, Commitment):
        return _all(record.speaker, record.beneficiary, record.target)
    if isinstance(record, Statement):
        return _all(record.addressee, *record.accused)
    return _all(*record.recipients) if isinstance(record, Event) else ()


def _all(*actors: Actor | None) -> tuple[Actor, ...]:
    return tuple(one for actor in actors for one in people_of(actor))


def _event(cited: Cited) -> Entity:
    record, document, block = cited.entry.record, cited.document, to_block(cited.entry)
    earliest, latest = (day_of(date) for date in cited.dates)
    said = [f"{label}: {text}" for label, text in block.lines if label != "in"]
    place = record.place if isinstance(record, Event) else None
    return _entity(
        f"foedus-{cited.key}",
        "Event",
        name=block.title,
        summary=_quotation(cited),
        description="\n".join(said),
        date=earliest if earliest == latest else None,
        startDate=earliest,
        endDate=latest,
        organizer=map(_actor_id, _doers(cited)),
        involved=map(_actor_id, _others(cited)),
        location=place,
        keywords=[str(cited.entry.noun), *_kinds(cited)],
        recordId=cited.entry.id,
        proof=_document_id(document),
        publisher=document.outlet,
        sourceUrl=address_of(document),
        notes=_notes(cited),
    )


def _link(edge: Edge, cited: Cited) -> Entity:
    earliest, latest = (day_of(date) for date in cited.dates)
    return _entity(
        f"foedus-{edge.id}",
        "UnknownLink",
        subject=f"foedus-{edge.source.id}",
        object=f"foedus-{edge.target.id}",
        role=f"{edge.kind} {edge.role}",
        description=edge.label,
        summary=_quotation(cited),
        startDate=earliest,
        endDate=latest,
        recordId=cited.entry.id,
        status=cited.review,
        proof=_document_id(cited.document),
        publisher=cited.document.outlet,
        sourceUrl=address_of(cited.document),
    )


def _kinds(cited: Cited) -> tuple[str, ...]:
    record = cited.entry.record
    if isinstance(record, Statement):
        return tuple(record.acts)
    if isinstance(record, Event):
        return (record.type, record.event_class, record.status)
    return (record.kind, record.action.action_class) if isinstance(record, Commitment) else ()


def _quotation(cited: Cited) -> str:
    return " […] ".join(
        spell_words(mark.span) for mark in cited.quotations if mark.label not in ("who", "cue")
    )


def _notes(cited: Cited) -> list[str]:
    spans = spell_characters(*(mark.span for mark in cited.quotations))
    notes = [f"characters {spans} of {cited.document.id}", f"review: {cited.review}"]
    if cited.score is not None:
        notes.append(f"score: {cited.score}")
    return notes
