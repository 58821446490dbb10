"""From what a store holds to threads, drift and conflicts.

Judgements are made once, by `merge`, and kept, and so are people's. Threads are never stored: they
are computed anew at every question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from foedus.errors import UnknownRecord
from foedus.merging import DIGESTED, VERSION, conflicts, drift, run, threads
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Decision, Standing
from foedus.records.threads import Change, Conflict, Judgement, Relation, Thread, Verdict
from foedus.reviewing import find_reviewed, get_reviewed, now, revised
from foedus.stores import Filters, Store

BATCH_RECORDS = 200
_UNTOUCHED = Standing()
LETTERS = "csef"
"""First letters of the records that make threads: commitments, statements, events, figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How a commitment is worded over its tellings, and each change between two of them."""

    threads: tuple[Thread, ...]
    changes: tuple[Change, ...]


def merge(
    store: Store, *, on_step: Callable[[int], None] | None = None, beside: int = 0
) -> run.Merged:
    """Compare every record that is new in the store with those it may repeat; keep judgements.

    A merge that was stopped goes on where it stopped; what is merged already costs nothing. Up to
    `beside` processes help when there is much to compare; see `foedus.merging.merge`.
    """
    return run.merge(store, at=now(), on_step=on_step, beside=beside)


def count_unmerged(store: Store) -> int:
    """Return how many records `merge` has still to compare."""
    return store.count_undigested([noun.value for noun in DIGESTED], VERSION)


def find_threads(
    store: Store, filters: Filters, *, noun: Listed = Listed.COMMITMENTS
) -> Iterator[Thread]:
    """Yield the threads in which a record matches, in the order of their first matching record."""
    return (thread for _, thread in find_told(store, filters, noun=noun))


def find_told(
    store: Store, filters: Filters, *, noun: Listed = Listed.COMMITMENTS
) -> Iterator[tuple[Entry, Thread]]:
    """Yield each thread in which a record matches, with the first of them.

    A list that goes on after a record leaves out the threads that it showed before.
    """
    seen: set[str] = set()
    reviewed = find_reviewed(store, noun, filters)
    while batch := [entry for entry, _ in islice(reviewed, BATCH_RECORDS)]:
        judged = {
            record_id
            for judgement in store.find_judgements([entry.id for entry in batch])
            for record_id in (judgement.left, judgement.right)
        }
        for entry in batch:
            if entry.id in seen:
                continue
            thread = _thread_of(store, entry, alone=entry.id not in judged)
            seen |= {member.id for member in thread.entries}
            if filters.after is None or not _is_told_before(store, entry, thread, filters):
                yield entry, thread


def _is_told_before(store: Store, entry: Entry, thread: Thread, filters: Filters) -> bool:
    """Say whether a record of this thread matches and stands before this one in the list."""
    documents = {member.document.id for member in thread.entries}
    if filters.document_id is not None:
        documents &= {filters.document_id}
    for document_id in documents:
        ids = {one.id for one in thread.entries if one.document.id == document_id}
        within = replace(filters, document_id=document_id, after=None, limit=None)
        behind = replace(within, after=(entry.document.id, entry.id))
        matching = {one.id for one in store.find_records(entry.noun, within)} & ids
        later = {one.id for one in store.find_records(entry.noun, behind)}
        itself = {entry.id} if document_id == entry.document.id else set()
        if matching - later - itself:
            return True
    return False


def thread_all(store: Store, entries: Sequence[Entry]) -> list[Thread]:
    """Return the threads of all these entries at once, in the order of their first members."""
    return threads.threads_of(entries, store.find_judgements())


def get_thread(store: Store, any_id: str) -> Thread:
    """Return the thread of a record's id or of any id that the thread or its members ever had.

    Raises:
        UnknownRecord: The store holds no such record.
    """
    return _thread_of(store, _entry_of(store, any_id), alone=False)


def find_drift(store: Store, any_id: str, other_id: str | None = None) -> Movement:
    """Return how a thread's wording moves: beside its author's other words on the matter.

    Args:
        store: Where the records are.
        any_id: A record or thread.
        other_id: Another one; then only these two are laid side by side.

    Raises:
        UnknownRecord: The store holds no such record.
    """
    first = get_thread(store, any_id)
    if other_id is not None:
        second = get_thread(store, other_id)
        others = [] if second.id == first.id else [second]
    else:
        others = _related(store, first)
    changes = drift.drift_of(first, others)
    return Movement(threads=(first, *others), changes=tuple(changes))


def find_conflicts(store: Store, filters: Filters) -> list[Conflict]:
    """Return the commitments that cannot both hold as worded, with what would reconcile them."""
    heads = (
        thread.entries[0] for thread in find_threads(store, filters) if len(thread.entries) > 0
    )
    return list(conflicts.find_conflicts(list(heads)))


def _thread_of(store: Store, entry: Entry, *, alone: bool) -> Thread:
    found, judgements = ([entry], []) if alone else _component(store, entry)
    if entry.id not in {one.id for one in found}:  # a person rejected it: it stands alone
        found, judgements = [entry], []
    made = threads.threads_of(found, judgements)
    return next(thread for thread in made if entry.id in {one.id for one in thread.entries})


def _component(store: Store, entry: Entry) -> tuple[list[Entry], list[Judgement]]:
    """Return every record that judgements may join to this one, with all those judgements."""
    judgements: dict[tuple[str, ...], Judgement] = {}
    reached, frontier = {entry.id}, [entry.id]
    while frontier:
        near: set[str] = set()
        for one in store.find_judgements(frontier):
            judgements[(one.left, one.right, one.relation, one.judge, one.at)] = one
            if one.relation is not Relation.POSITION and one.verdict is Verdict.SAME:
                near |= {one.left, one.right}
        frontier = sorted(near - reached)
        reached |= near
    return kept_entries(store, sorted(reached)), list(judgements.values())


def kept_entries(store: Store, ids: Sequence[str]) -> list[Entry]:
    """Return the records with their edits made, in the order of the store, without the rejected."""
    standings = store.find_standings(ids)
    return [
        revised(entry, standings.get(entry.id, _UNTOUCHED))
        for entry in store.find_by_ids(ids)
        if standings.get(entry.id, _UNTOUCHED).decision is not Decision.REJECT
    ]


def _related(store: Store, thread: Thread) -> list[Thread]:
    """Return the other threads of the same author on the same matter."""
    ids = [entry.id for entry in thread.entries]
    found: dict[str, Thread] = {}
    for judgement in store.find_judgements(ids):
        if judgement.relation is Relation.POSITION and judgement.verdict is Verdict.SAME:
            for record_id in {judgement.left, judgement.right} - set(ids):
                for entry in kept_entries(store, [record_id]):
                    other = _thread_of(store, entry, alone=False)
                    found.setdefault(other.id, other)
    found.pop(thread.id, None)
    return list(found.values())


def _entry_of(store: Store, any_id: str) -> Entry:
    if not any_id.startswith("t-"):
        return get_reviewed(store, any_id)[0]
    for letter in LETTERS:
        try:
            return get_reviewed(store, f"{letter}{any_id[1:]}")[0]
        except UnknownRecord:
            continue
    raise UnknownRecord(f"no thread {any_id!r}; `foedus list threads` shows the ids")
