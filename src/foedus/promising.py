"""From a store to the promises that scenarios are put to, kept up to date as the store changes.

Of many tellings of a promise only the one with the best evidence is read whole. After a review or a
new document only the threads that it touches are read anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from foedus.merging.digests import telling_of
from foedus.merging.features import Telling
from foedus.merging.threads import Member, groups_of, thread_id
from foedus.merging.verdicts import rules_out
from foedus.reasoning.names import Directory
from foedus.reasoning.pausing import paused_collection
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import Rule, evidence_rank, rules_of_entry
from foedus.reasoning.warned import warnings_of
from foedus.records.actions import EventStatus
from foedus.records.commitments import Commitment
from foedus.records.entries import Entry, Listed
from foedus.records.statements import Style
from foedus.records.threads import MACHINE, Judgement, Relation, Verdict
from foedus.reviewing import find_reviewed
from foedus.stores import Candidate, Filters, Order, Store
from foedus.weaving import kept_entries
from foedus.world import load_world

READ_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thread: its tellings in the order of the store, and the rules of the one that leads."""

    candidates: tuple[Candidate, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """The promises of a store as rules, made once for many questions.

    `state` is the store's when they were read; `threads` are in the order of their first tellings.
    """

    book: RuleBook
    threads: tuple[Told, ...] = ()
    state: tuple[str, ...] = ()


def load_promises(store: Store) -> Promises:
    """Return what a store's commitments and warnings bind to; promises of one thread count once.

    Records that a person rejected are left out, and edits are made.
    """
    state = store.state()
    with paused_collection():
        threads = _read_threads(store, list(store.find_candidates()), store.find_ties())
        return _bind(store, threads, state)


def renew_promises(store: Store, known: Promises) -> Promises:
    """Return the promises of a store that changed since some were read; `known` if none did."""
    state = store.state()
    if state == known.state:
        return known
    changed = store.find_changed(known.state)
    if changed is None:
        return load_promises(store)
    touched, candidates, ties = _reach(store, known, changed)
    made = _read_threads(store, candidates, ties)
    old = [one for one in known.threads if touched & {each.id for each in one.candidates}]
    events = any(record_id.startswith("e-") for record_id in changed)
    gone = set(map(id, old))
    threads = [*(one for one in known.threads if id(one) not in gone), *made]
    threads.sort(key=lambda one: one.candidates[0].place)
    if [one.rules for one in made] == [one.rules for one in old] and not events:
        return replace(known, threads=tuple(threads), state=state)
    return _bind(store, threads, state)


def _bind(store: Store, threads: Sequence[Told], state: tuple[str, ...]) -> Promises:
    rules = (rule for thread in threads for rule in thread.rules)
    warnings = warnings_of(_warned(store), load_world())
    return Promises(book=RuleBook.of((*rules, *warnings)), threads=tuple(threads), state=state)


def _warned(store: Store) -> Iterator[Entry]:
    """Yield the events that may be warnings: as they were read, or as a person edited them."""
    found: dict[tuple[str, str], Entry] = {}
    warned = Filters(kind=EventStatus.WARNED_AGAINST.value)
    for filters in (warned, Filters(order=Order.REVIEWED)):
        for entry, _ in find_reviewed(store, Listed.EVENTS, filters):
            found.setdefault((entry.document.id, entry.id), entry)
    return iter(found.values())


def _reach(
    store: Store, known: Promises, changed: Iterable[str]
) -> tuple[set[str], list[Candidate], list[Judgement]]:
    """Return every record that changes may join to or part from others, with what joins them."""
    thread_of = {each.id: one for one in known.threads for each in one.candidates}
    reached: set[str] = set()
    ties: dict[tuple[str, ...], Judgement] = {}
    waiting = set(changed)
    while waiting:
        reached |= waiting
        near = {each.id for one in waiting & thread_of.keys() for each in thread_of[one].candidates}
        for tie in store.find_ties(sorted(waiting)):
            ties[tie.left, tie.right, tie.relation, tie.judge, tie.at] = tie
            if tie.relation is not Relation.POSITION and tie.verdict is Verdict.SAME:
                near |= {tie.left, tie.right}
        waiting = near - reached
    candidates = sorted(store.find_candidates(sorted(reached)), key=lambda one: one.place)
    return reached, candidates, list(ties.values())


def _read_threads(
    store: Store, candidates: Sequence[Candidate], ties: Iterable[Judgement]
) -> list[Told]:
    """Return the threads of candidates, in the order of their first tellings."""
    groups = _find_groups(store, candidates, ties)
    directory = Directory(load_world())
    found: list[Told] = []
    waiting = iter(groups)
    while part := list(islice(waiting, READ_AT_ONCE)):
        read = kept_entries(store, [leader.id for _, leader in part])
        entries = {(entry.document.id, entry.id): entry for entry in read}
        for told, leader in part:
            entry = entries.get((leader.document_id, leader.id))
            rules = _rules(told, entry, directory) if entry is not None else ()
            found.append(Told(candidates=told, rules=rules))
    return found


def _find_groups(
    store: Store, candidates: Sequence[Candidate], ties: Iterable[Judgement]
) -> list[tuple[tuple[Candidate, ...], Candidate]]:
    """Return the candidates of each thread, and the one of them that leads.

    What decides over that, a hundred megabytes in a large store, is let go before rules are made.
    """
    binding = list(_binding(ties))
    members = [
        Member(id=one.id, document_id=one.document_id, headline=one.style is Style.HEADLINE)
        for one in candidates
    ]
    members = _with_headlines(store, candidates, members, binding)
    edited = _edited(store, candidates)
    place_of: dict[tuple[str, str], Candidate] = {(c.document_id, c.id): c for c in candidates}
    groups = []
    for group in groups_of(members, binding):
        told = tuple(place_of[one.document_id, one.id] for one in group)
        groups.append((told, min(told, key=lambda one: _rank(one, edited))))
    return groups


def _rules(told: Sequence[Candidate], entry: Entry, directory: Directory) -> tuple[Rule, ...]:
    also = tuple(one.id for one in told if one.id != entry.id)
    thread = thread_id(told[0].id)
    return tuple(
        replace(rule, thread=thread, also=also) for rule in rules_of_entry(entry, directory)
    )


def _rank(one: Candidate, edited: dict[tuple[str, str], Entry]) -> tuple[bool, int, int, float]:
    entry = edited.get((one.document_id, one.id))
    record = entry.record if entry is not None else None
    if isinstance(record, Commitment):
        headline = one.style is Style.HEADLINE
        return evidence_rank(headline, record.voice, record.strength, record.score)
    return evidence_rank(one.style is Style.HEADLINE, one.voice, one.strength, one.score)


def _edited(store: Store, candidates: Sequence[Candidate]) -> dict[tuple[str, str], Entry]:
    """Return those that a person touched, as they stand."""
    ids = [one.id for one in candidates if one.reviewed]
    return {(entry.document.id, entry.id): entry for entry in kept_entries(store, ids)}


def _with_headlines(
    store: Store,
    candidates: Sequence[Candidate],
    members: Sequence[Member],
    ties: Iterable[Judgement],
) -> list[Member]:
    """Return the members with those looked at that no statement tells to be headlines or not.

    It matters only to those that are tied to another of their own document.
    """
    documents = {one.id: one.document_id for one in candidates}
    within = {
        each
        for tie in ties
        if documents.get(tie.left, "") == documents.get(tie.right)
        for each in (tie.left, tie.right)
    }
    ids = [one.id for one in candidates if one.style is None and one.id in within]
    read = {(entry.document.id, entry.id): entry for entry in kept_entries(store, ids)}
    heads = {key for key, entry in read.items() if telling_of(entry) is Telling.HEADLINE}
    return [
        replace(one, headline=True) if (one.document_id, one.id) in heads else one
        for one in members
    ]


def _binding(ties: Iterable[Judgement]) -> Iterator[Judgement]:
    """Yield the judgements that decide over threads: a machine's only where it joins or parts."""
    for tie in ties:
        joins = tie.verdict is Verdict.SAME and tie.relation is not Relation.POSITION
        if tie.judge != MACHINE or joins or rules_out(tie):
            yield tie
