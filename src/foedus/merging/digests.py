"""Digests: what of a record is compared with others, and the keys that bring pairs together."""

from __future__ import annotations

from foedus.merging.acts import load_acts
from foedus.merging.features import Features, Telling, to_body
from foedus.merging.keys import keys_of, short
from foedus.merging.occasions import occasion_of
from foedus.merging.pacts import pact_of
from foedus.merging.parties import is_party, matter_of, parties_named, parties_of
from foedus.merging.triggers import events_of
from foedus.merging.wordings import is_introduced, sentence_around
from foedus.merging.words import (
    conditions_in,
    content_stems,
    load_words,
    thresholds_of,
    words_of,
)
from foedus.records.actions import Event, Figure
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment, Polarity, Voice
from foedus.records.documents import Document, Evidence
from foedus.records.entries import Entry, Listed
from foedus.records.statements import Statement, Style
from foedus.records.threads import Digest

VERSION = "4"
"""Version of the rules of digests, comparison and weights; another one compares everything anew."""

DIGESTED = (Listed.COMMITMENTS, Listed.STATEMENTS, Listed.EVENTS, Listed.FIGURES)
"""The nouns that are compared."""

PERSON = "person:"


def digest_of(entry: Entry) -> Digest:
    """Return the digest of a commitment, statement, event or figure.

    The keys are chosen so that two tellings of one thing share at least one: an actor with the
    family of his act and the month, with a trigger and the half-year, with another party, with a
    telling word; a document with its actor; and all the words. They are hashed to stay small.
    """
    features = features_of(entry)
    keys = (f"{entry.noun[0]}:{short(key)}" for key in keys_of(features))
    return Digest(
        id=features.id,
        noun=entry.noun.value,
        version=VERSION,
        keys=tuple(dict.fromkeys(keys)),
        body=to_body(features),
    )


def features_of(entry: Entry) -> Features:
    """Return what is compared of an entry; TypeError for a time."""
    record = entry.record
    if isinstance(record, Commitment):
        return _of_commitment(entry, record)
    if isinstance(record, Statement):
        return _of_statement(entry, record)
    if isinstance(record, Event):
        return _of_event(entry, record)
    if isinstance(record, Figure):
        return _of_figure(entry, record)
    raise TypeError(f"times are not compared; known: {', '.join(DIGESTED)}")


def _of_commitment(entry: Entry, record: Commitment) -> Features:
    condition, statement = record.condition, entry.statement
    sentence = sentence_around(entry)
    act_stems, act_named = _split(record.action.span.exact)
    act, polarity = load_acts().sense(record.action.action_class, record.polarity, stems=act_stems)
    leaves = events_of(condition)
    committer = parties_of(record.committer)
    beneficiary, target = parties_of(record.beneficiary), parties_of(record.target)
    named = parties_named(condition.span.exact) if condition else frozenset()
    triggering = {
        party for leaf in leaves for party in (leaf.actor, leaf.target, leaf.land) if party
    }
    speaker = record.speaker or (statement.speaker if statement else None)
    return Features(
        id=record.id,
        noun=entry.noun.value,
        document=entry.document.id,
        start=record.action.span.start,
        telling=telling_of(entry),
        committer=committer,
        speaker=parties_of(speaker),
        person=_person(speaker),
        spoken_for=record.spoken_for,
        beneficiary=beneficiary,
        target=target,
        kind=record.kind.value,
        act=act,
        willing=polarity is Polarity.WILL,
        worded_act=record.action.action_class,
        worded_will=record.polarity is Polarity.WILL,
        strength=record.strength.value,
        act_stems=act_stems,
        act_named=act_named - committer,
        objects=_split(" ".join(record.action.objects))[0],
        conditional=condition is not None,
        if_start=condition.span.start if condition else None,
        leaves=leaves,
        thresholds=thresholds_of(
            (condition.span.exact, *(leaf.manner for leaf in leaves)) if condition else ()
        ),
        named=named | triggering,
        if_stems=frozenset(matter_of(condition.span.exact)) if condition else frozenset(),
        sentence=frozenset(matter_of(sentence)),
        sentence_hash=short(" ".join(words_of(sentence))),
        said=occasion_of(statement.said if statement else None, entry.document.published),
        outlet=entry.document.outlet,
        exclusive=record.exclusive,
        others=(beneficiary | target | named | triggering) - committer,
    )


def _of_statement(entry: Entry, record: Statement) -> Features:
    said = record.content or record.cue
    text = " ".join(span.exact for span in said)
    start = _first(said or record.source)
    return Features(
        id=record.id,
        noun=entry.noun.value,
        document=entry.document.id,
        start=start,
        telling=telling_of(entry),
        end=max((span.end for span in said), default=0),
        introduced=is_introduced(entry.document.text, start, record.cue),
        committer=parties_of(record.speaker),
        speaker=parties_of(record.speaker),
        person=_person(record.speaker),
        target=frozenset().union(*map(parties_of, record.accused), parties_of(record.addressee)),
        act=" ".join(sorted(act.value for act in record.acts)),
        act_stems=_split(text)[0],
        named=parties_named(text),
        if_stems=frozenset().union(*(_split(part)[0] for part in conditions_in(text))),
        said=occasion_of(record.said, entry.document.published),
        outlet=entry.document.outlet,
    )


def _of_event(entry: Entry, record: Event) -> Features:
    statement = entry.statement
    actors = frozenset[str]().union(*map(parties_of, record.actors))
    return Features(
        id=record.id,
        noun=entry.noun.value,
        document=entry.document.id,
        start=record.span.start,
        telling=telling_of(entry),
        committer=actors,
        speaker=parties_of(statement.speaker) if statement else frozenset(),
        target=frozenset().union(*map(parties_of, record.recipients)),
        act=record.event_class,
        kind=record.status.value,
        act_stems=_split(record.span.exact)[0],
        named=parties_named(record.span.exact),
        said=occasion_of(record.when, entry.document.published),
        outlet=entry.document.outlet,
        pact=pact_of(record.event_class, actors, record.when),
        others=parties_named(record.place) if record.place else frozenset(),
    )


def _of_figure(entry: Entry, record: Figure) -> Features:
    said = entry.statement.said if entry.statement else None
    sentence = frozenset(matter_of(sentence_around(entry)))
    words = words_of(record.span.exact)
    return Features(
        id=record.id,
        noun=entry.noun.value,
        document=entry.document.id,
        start=record.span.start,
        telling=telling_of(entry),
        introduced=words[:1] != [] and words[0] in load_words().definite,
        act=" ".join(content_stems(record.unit or "")) or "things",
        kind=f"{_bound(record.minimum)} to {_bound(record.maximum)}",
        act_stems=_split(record.span.exact)[0],
        named=frozenset(filter(is_party, sentence)),
        sentence=frozenset(one for one in sentence if not is_party(one)),
        said=occasion_of(said, entry.document.published),
        outlet=entry.document.outlet,
    )


def _bound(number: float | None) -> str:
    return "any number" if number is None else f"{number:g}"


def telling_of(entry: Entry) -> Telling:
    """Return how exactly an entry gives the words: verbatim, paraphrase or headline."""
    record, statement = entry.record, entry.statement
    if isinstance(record, Statement):
        statement = record
    if statement is not None:
        if statement.style is Style.HEADLINE:
            return Telling.HEADLINE
        if isinstance(record, Event):
            return Telling.PARAPHRASE
        return Telling.VERBATIM if statement.style is Style.DIRECT else Telling.PARAPHRASE
    span = record.action.span if isinstance(record, Commitment) else getattr(record, "span", None)
    if isinstance(span, Evidence) and in_headline(span, entry.document):
        return Telling.HEADLINE
    if isinstance(record, Commitment) and record.voice is Voice.DIRECT_QUOTE:
        return Telling.VERBATIM
    return Telling.PARAPHRASE


def in_headline(span: Evidence, document: Document) -> bool:
    """Say whether a span lies in the headline that a document's text opens with."""
    if document.headline is not None:
        return document.headline[0] <= span.start and span.end <= document.headline[1]
    title = (document.title or "").strip()
    return bool(title) and document.text.startswith(title) and span.end <= len(title)


def _split(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of a text's own words, and the parties that it names."""
    matter = frozenset(matter_of(text))
    named = frozenset(filter(is_party, matter))
    return matter - named, named


def _person(actor: Actor | None) -> str | None:
    return actor.id if actor is not None and (actor.id or "").startswith(PERSON) else None


def _first(spans: tuple[Evidence, ...]) -> int:
    return min((span.start for span in spans), default=0)
