"""PLOVER rows as POLECAT has them: 40 columns, and a file of evidence beside them.

A pledge is two rows that point at one commitment: AGREE toward the ally, THREATEN toward the
adversary. The contexts say what no other coder fills: that the act is in the future, hypothetical
or denied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foedus.export.cited import Cited, day_of, find_causes, people_of
from foedus.export.countries import codes_of
from foedus.records.actions import Event
from foedus.records.actors import Actor
from foedus.records.codec import SCHEMA
from foedus.records.commitments import Commitment, Kind, Polarity
from foedus.spelling.blocks import spell_characters, spell_words
from foedus.spelling.cells import to_cell
from foedus.world import load_world

EVIDENCE = "evidence.tsv"

ALLY, ADVERSARY, DONE = "ally", "adversary", "recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """One row: an event of a type from an actor to a recipient, and what the recipient is to it."""

    type: str
    mode: str
    contexts: tuple[str, ...]
    actor: Actor | None
    recipient: Actor | None
    role: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The tables of plover.toml."""

    columns: tuple[str, ...]
    evidence: tuple[str, ...]
    intensity: Mapping[str, float]
    quad: Mapping[str, str]
    kinds: Mapping[str, Mapping[str, str]]
    modes: Mapping[str, str]
    contexts: Mapping[str, Sequence[str]]
    status: Mapping[str, str]
    nobody: Sequence[str]


@cache
def load_codebook() -> Codebook:
    """Return the columns and codes of PLOVER."""
    table = tomllib.loads(Path(__file__).with_name("plover.toml").read_text("utf-8"))
    quad = {kind: name for name, kinds in table.pop("quad").items() for kind in kinds}
    columns, evidence = tuple(table.pop("columns")), tuple(table.pop("evidence"))
    return Codebook(columns=columns, evidence=evidence, quad=quad, **table)


def write_plover(records: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a tab-separated table, and of the one with the evidence of each row."""
    book = load_codebook()
    yield "", _line(book.columns)
    yield EVIDENCE, _line(book.evidence)
    for cited in records:
        for number, dyad in enumerate(find_dyads(cited), 1):
            event_id = f"{cited.key}_{dyad.type}_{number}"
            row = _row(dyad, cited, book) | {"Event ID": event_id}
            proof = _evidence(dyad, cited) | {"Event ID": event_id}
            yield "", _line([row.get(column, "") for column in book.columns])
            yield EVIDENCE, _line([proof[column] for column in book.evidence])


def find_dyads(cited: Cited) -> Iterator[Dyad]:
    """Yield what a record is as events between two: one for every pair of those it names."""
    record = cited.entry.record
    if isinstance(record, Commitment):
        yield from _promised(record, cited)
    elif isinstance(record, Event):
        yield from _done(record)


def _promised(record: Commitment, cited: Cited) -> Iterator[Dyad]:
    book = load_codebook()
    action = record.action.action_class
    contexts = [name for name, classes in book.contexts.items() if action in classes]
    contexts += ["future", *(["hypothetical"] if record.condition is not None else [])]
    contexts += ["negation"] if record.polarity is Polarity.WILL_NOT else []
    for role, kind in book.kinds[record.kind].items():
        toward = _ally(record) if role == ALLY else _adversary(record, cited)
        if not toward and role == ADVERSARY and ALLY in book.kinds[record.kind]:
            continue  # help that is promised against nobody threatens nobody
        for actor in people_of(record.committer):
            for recipient in toward or (None,):
                yield Dyad(
                    type=kind,
                    mode=book.modes.get(action, "") if kind == "THREATEN" else "",
                    contexts=tuple(contexts),
                    actor=actor,
                    recipient=recipient,
                    role=role,
                )


def _ally(record: Commitment) -> tuple[Actor, ...]:
    """Return whom a promise is for; an offer or assurance without one is for its target."""
    if record.beneficiary is None and record.kind in (Kind.OFFER, Kind.ASSURANCE):
        return people_of(record.target)
    return people_of(record.beneficiary)


def _adversary(record: Commitment, cited: Cited) -> tuple[Actor, ...]:
    """Return whom a promise is against: its target, else those whose acts it waits for."""
    if record.target is not None:
        return people_of(record.target)
    if record.condition is None:
        return ()
    at = cited.document.published.earliest
    own = {one.name for one in (*people_of(record.committer), *people_of(record.beneficiary))}
    nobody = load_codebook().nobody
    causes = find_causes(record.condition.tree)
    names = dict.fromkeys(name for name in causes if name.casefold() not in nobody)
    world = load_world()
    found = (world.actor_of(name, at) or Actor(name=name) for name in names)
    return tuple(actor for actor in found if actor.name not in own)


def _done(record: Event) -> Iterator[Dyad]:
    book = load_codebook()
    contexts = [name for name, kinds in book.contexts.items() if record.event_class in kinds]
    contexts += [book.status[record.status]] if record.status in book.status else []
    for actor in _each(record.actors):
        for recipient in _each(record.recipients):
            yield Dyad(
                type=record.type,
                mode=record.mode or "",
                contexts=tuple(contexts),
                actor=actor,
                recipient=recipient,
                role=DONE,
                place=record.place or "",
            )


def _each(actors: tuple[Actor, ...]) -> tuple[Actor | None, ...]:
    return tuple(one for actor in actors for one in people_of(actor)) or (None,)


def _row(dyad: Dyad, cited: Cited, book: Codebook) -> dict[str, object]:
    document = cited.document
    return {
        "Event Date": day_of(cited.dates[0]),
        "Event Type": dyad.type,
        "Event Mode": dyad.mode,
        "Intensity": book.intensity.get(dyad.type),
        "Quad Code": book.quad.get(dyad.type),
        "Contexts": ";".join(dyad.contexts),
        **_party("Actor", dyad.actor),
        **_party("Recipient", dyad.recipient),
        "Placename": dyad.place,
        "Raw Placename": dyad.place,
        "Source": document.outlet or document.id,
        "Publication Date": day_of(document.published.earliest),
        "Language": document.language,
        "Version": SCHEMA,
    }


def _party(role: str, actor: Actor | None) -> dict[str, object]:
    if actor is None:
        return {}
    return {
        f"{role} Name": actor.name,
        f"{role} Country": actor.code,
        f"{role} COW": codes_of(actor.code).cow,
        f"Primary {role} Sector": actor.sector,
        f"{role} Sectors": actor.sector,
        f"{role} Name Raw": spell_words(actor.span) if actor.span else "",
    }


def _evidence(dyad: Dyad, cited: Cited) -> dict[str, object]:
    document, record = cited.document, cited.entry.record
    marks = [mark for mark in cited.quotations if mark.label != "who"]
    dated = isinstance(record, Event) and record.when is not None
    said = cited.entry.statement is not None and cited.entry.statement.said is not None
    earliest, latest = cited.dates
    origin = "event" if dated else "said" if said and not isinstance(record, Event) else "published"
    return {
        "Record": cited.entry.id,
        "Noun": cited.entry.noun,
        "Kind": record.kind if isinstance(record, Commitment) else dyad.type,
        "Role": dyad.role,
        "Date Earliest": earliest,
        "Date Latest": latest,
        "Date From": origin if earliest else "",
        "Document": document.id,
        "Title": document.title,
        "Outlet": document.outlet,
        "URL": document.url,
        "SHA-256": document.sha256,
        "Characters": spell_characters(*(mark.span for mark in marks)),
        "Quotation": " […] ".join(spell_words(mark.span) for mark in marks),
        "Review": cited.review,
        "Score": cited.score,
    }


def _line(values: Iterable[object]) -> str:
    """Return a line of cells: blanks on one line, nothing in them that a spreadsheet runs."""
    cells = (" ".join(to_cell(value).split()) for value in values)
    return "\t".join(cells) + "\n"
