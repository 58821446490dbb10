"""Scenarios: events in words or patterns, put to the promises of a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from foedus.errors import InvalidPattern
from foedus.pipeline import Parser, analyze
from foedus.reading import read_text
from foedus.reasoning.answers import Answer
from foedus.reasoning.conditions import read_condition
from foedus.reasoning.events import event_of
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.language import Pattern, find_patterns
from foedus.reasoning.names import Directory
from foedus.reasoning.parsing import parse_events
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import rules_of
from foedus.reasoning.treaties import treaty_rules
from foedus.reasoning.warned import warnings_of
from foedus.records.entries import Listed
from foedus.records.threads import Thread
from foedus.reviewing import find_reviewed
from foedus.stores import Filters, Store
from foedus.weaving import thread_all
from foedus.world import load_world

FRAMES = ("{}.", "It is confirmed that {}.")
"""A scenario is read as news is; the second helps where a short headline is read amiss."""
CONDITION = "If {}, Norland will retaliate, its president said."
"""The frame for what no news would say ("anyone attacks Belarus"): it is read as a condition."""


_EVERYTHING = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """The promises of a store as rules, made once for many questions."""

    book: RuleBook
    threads: tuple[Thread, ...]


def load_promises(store: Store, filters: Filters = _EVERYTHING) -> Promises:
    """Return what a store's commitments and warnings bind to; promises of one thread count once.

    Records that a person rejected are left out, and edits are made.
    """
    world = load_world()
    entries = [entry for entry, _ in find_reviewed(store, Listed.COMMITMENTS, filters)]
    said = (entry for entry, _ in find_reviewed(store, Listed.EVENTS, filters))
    threads = thread_all(store, entries)
    of_record = {entry.id: thread.id for thread in threads for entry in thread.entries}
    rules = rules_of(entries, world, threads=of_record)
    book = RuleBook.of((*rules, *warnings_of(said, world)))
    return Promises(book=book, threads=tuple(threads))


def whatif(
    promises: Promises,
    events: Sequence[Pattern],
    *,
    at: str | None = None,
    assume: Mapping[str, bool] | None = None,
    treaties: bool = False,
) -> Answer:
    """Return which promises events trigger, which nearly, which not, and why.

    Args:
        promises: What actors are bound to.
        events: What happens, in order; see `read_events`.
        at: When, in ISO 8601; None: now.
        assume: Switches by name, on or off.
        treaties: Let the alliances and treaties of the day join; their answers are marked.

    Raises:
        InvalidPattern: A switch that does not exist.
    """
    world, book = load_world(), promises.book
    if treaties:
        book = RuleBook.of((*book.rules, *treaty_rules(world, at, events=events)))
    return follows(events, book, world, at, assume)


def read_events(
    texts: Iterable[str], *, at: str | None = None, parser: Parser | None = None
) -> tuple[Pattern, ...]:
    """Return events in the order in which they are told: patterns, or plain English.

    Args:
        texts: "armed_attack(UKR, RUS)" or "Ukraine attacks Russia"; ";" parts several.
        at: The date at which names are read.
        parser: The language model for English; the shipped one if None.

    Raises:
        InvalidPattern: A pattern that cannot be read, or a sentence that names no event.
    """
    found: list[Pattern] = []
    for text in texts:
        if "(" in text:
            found += parse_events(text, load_world(), at)
            continue
        for part in text.split(";"):
            if part.strip():
                found += _read_sentence(part.strip().rstrip("."), at=at, parser=parser)
    if not found:
        raise InvalidPattern("no event is given; right would be: armed_attack(UKR, RUS)")
    return tuple(found)


def _read_sentence(text: str, *, at: str | None, parser: Parser | None) -> list[Pattern]:
    directory = Directory(load_world())
    for frame in FRAMES:
        analysis = analyze(read_text(frame.format(text), document_id="scenario"), parser=parser)
        found = [event_of(event, directory, at) for event in analysis.events]
        if found:
            return [replace(one, date=None) for one in found]
    conditional = CONDITION.format(text[:1].lower() + text[1:] if _is_plain(text) else text)
    analysis = analyze(read_text(conditional, document_id="scenario"), parser=parser)
    for commitment in analysis.commitments:
        if commitment.condition is not None:
            reading = read_condition(commitment, directory, who="Norland", beneficiary=None, at=at)
            return list(find_patterns(reading.trigger))
    raise InvalidPattern(
        f"no event is read in {text!r}; say who does what to whom (“Ukraine attacks Russia”),"
        " or write it as a pattern: armed_attack(UKR, RUS, place=Donbas)"
    )


def _is_plain(text: str) -> bool:
    """Say whether a sentence begins with a word that is no name ("Anyone attacks …")."""
    return load_world().actor_of(text.split()[0]) is None
