"""Graphs: actors as nodes, promises and events as edges between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foedus.export.cited import Cited, hash_of, people_of
from foedus.records.actions import Event
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment
from foedus.spelling.blocks import spell_characters, spell_trigger, spell_words

UNNAMED = "nobody named"
"""The node that stands for whoever a text leaves out, so that no promise is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor, or UNNAMED; `id` is the same for the same actor everywhere."""

    id: str
    label: str
    kind: str
    actor_id: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A promise or event from one actor toward another; `values` say the rest of it by name."""

    id: str
    source: Node
    target: Node
    kind: str
    role: str
    label: str
    values: dict[str, str | float | None]


def node_of(actor: Actor | None) -> Node:
    """Return the node of an actor; of UNNAMED for None."""
    if actor is None:
        return Node(id="unnamed", label=UNNAMED, kind="unnamed")
    key = actor.id or actor.name
    return Node(
        id=f"a-{hash_of(key)}",
        label=actor.name,
        kind=kind_of(actor),
        actor_id=actor.id,
        country=actor.code,
        sector=actor.sector,
    )


def kind_of(actor: Actor) -> str:
    """Return what an actor is: state, organisation, person, or group where no table knows it."""
    known = actor.id or ""
    if known.startswith("org:"):
        return "organisation"
    if known.startswith("person:"):
        return "person"
    return "state" if known and known == actor.code else "group"


def find_edges(records: Iterable[Cited]) -> Iterator[Edge]:
    """Yield an edge for everyone whom a promise is for or against, or whom an event reaches."""
    for cited in records:
        for number, (source, target, role) in enumerate(_pairs(cited), 1):
            yield Edge(
                id=f"{cited.key}-{number}",
                source=node_of(source),
                target=node_of(target),
                kind=_kind(cited),
                role=role,
                label=_label(cited),
                values=_values(cited),
            )


def _pairs(cited: Cited) -> Iterator[tuple[Actor | None, Actor | None, str]]:
    record = cited.entry.record
    if isinstance(record, Commitment):
        toward: list[tuple[Actor | None, str]] = [
            (one, "for") for one in people_of(record.beneficiary)
        ]
        toward += [(one, "against") for one in people_of(record.target)]
        for source in people_of(record.committer):
            for target, role in toward or [(None, "to nobody named")]:
                yield source, target, role
    elif isinstance(record, Event):
        actors = [one for actor in record.actors for one in people_of(actor)]
        recipients = [one for actor in record.recipients for one in people_of(actor)]
        for doer in actors or (None,):
            for reached in recipients or (None,):
                yield doer, reached, "toward"


def _kind(cited: Cited) -> str:
    record = cited.entry.record
    return record.kind if isinstance(record, Commitment) else getattr(record, "type", "")


def _label(cited: Cited) -> str:
    record = cited.entry.record
    if isinstance(record, Commitment):
        refused = "not " if record.polarity == "will_not" else ""
        condition = f" {spell_words(record.condition.span)}" if record.condition else ""
        return f"{refused}{spell_words(record.action.span)}{condition}"
    return spell_words(record.span) if isinstance(record, Event) else ""


def _values(cited: Cited) -> dict[str, str | float | None]:
    record, document = cited.entry.record, cited.document
    earliest, latest = cited.dates
    marks = [mark for mark in cited.quotations if mark.label != "who"]
    said: dict[str, str | float | None] = {}
    if isinstance(record, Commitment):
        condition = record.condition
        said = {
            "class": record.action.action_class,
            "polarity": record.polarity,
            "strength": record.strength,
            "condition": spell_trigger(condition.tree) if condition else None,
            "speaker": record.speaker.name if record.speaker else None,
            "spoken_for": "yes" if record.spoken_for else "no",
        }
    elif isinstance(record, Event):
        said = {"class": record.event_class, "status": record.status, "place": record.place}
    return {
        "record": cited.entry.id,
        "noun": cited.entry.noun,
        **said,
        "earliest": earliest,
        "latest": latest,
        "document": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "url": document.url,
        "sha256": document.sha256,
        "characters": spell_characters(*(mark.span for mark in marks)),
        "quotation": " […] ".join(spell_words(mark.span) for mark in marks),
        "review": cited.review,
        "score": cited.score,
    }
