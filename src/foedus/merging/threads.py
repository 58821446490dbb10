"""Threads: records that tell the same thing, utterance by utterance, from judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from foedus.merging.digests import telling_of
from foedus.merging.features import Telling
from foedus.merging.joining import Sets
from foedus.merging.occasions import Occasion, occasion_of
from foedus.merging.verdicts import Held, held
from foedus.records.actions import Event
from foedus.records.entries import Entry
from foedus.records.statements import Statement
from foedus.records.threads import Judgement, Relation, Thread, Utterance, Verdict

_RANK = {telling: rank for rank, telling in enumerate(Telling)}
_LETTER = "t-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What of a record decides over its thread: its document, and whether it is a headline."""

    id: str
    document_id: str
    headline: bool


def threads_of(entries: Sequence[Entry], judgements: Iterable[Judgement]) -> list[Thread]:
    """Return the threads of entries: every entry in exactly one, alone where nothing joins it.

    A person's judgements bind. What a person calls not the same never comes into one thread, not
    through others either; the machine's joins are made best first, and one that would bring
    together what is held apart is left out. Judgements on records that are not among the entries
    count too.

    Args:
        entries: Of one noun, in the order in which they were stored. Only the ids of threads and
            their order depend on it: a thread is called by its member that was stored first.
        judgements: All that were made on these records, in any order.

    Returns:
        Threads in the order of their first members; see `Thread` for the order inside.
    """
    holding = held(judgements)
    joined = _join([_member(entry) for entry in entries], holding)
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[joined.root(entry.id)].append(entry)
    occasions = _occasions(entries, holding, joined=joined)
    return [_thread(members, occasions) for members in groups.values()]


def groups_of(
    members: Sequence[Member], judgements: Iterable[Judgement]
) -> list[tuple[Member, ...]]:
    """Return the members of each thread that `threads_of` would make of their entries."""
    joined = _join(members, held(judgements))
    groups: defaultdict[str, list[Member]] = defaultdict(list)
    for member in members:
        groups[joined.root(member.id)].append(member)
    return [tuple(group) for group in groups.values()]


def index_threads(threads: Iterable[Thread]) -> Mapping[str, Thread]:
    """Return every thread by each id that answers for it: its members' and their "t-" ids."""
    found: dict[str, Thread] = {}
    for thread in threads:
        for entry in thread.entries:
            found[entry.id] = found[thread_id(entry.id)] = thread
    return found


def thread_of(threads: Iterable[Thread], any_id: str) -> Thread | None:
    """Return the thread of a record's id or of any "t-" id that was ever given out, or None."""
    return index_threads(threads).get(any_id)


def thread_id(record_id: str) -> str:
    """Return the id that a thread has when this record is its first: "t-" and its hash."""
    return _LETTER + record_id.partition("-")[2]


def related_threads(
    thread: Thread, threads: Iterable[Thread], *, judgements: Iterable[Judgement]
) -> list[Thread]:
    """Return the threads of the same author on the same matter, in their given order."""
    own = {entry.id for entry in thread.entries}
    ids = {
        other
        for one in held(judgements).matters
        for mine, other in ((one.left, one.right), (one.right, one.left))
        if mine in own
    }
    return [
        other
        for other in threads
        if other.id != thread.id and any(entry.id in ids for entry in other.entries)
    ]


def _member(entry: Entry) -> Member:
    headline = telling_of(entry) is Telling.HEADLINE
    return Member(id=entry.id, document_id=entry.document.id, headline=headline)


def _join(members: Sequence[Member], holding: Held) -> Sets:
    sets = Sets()
    for one in holding.persons:
        if one.verdict is Verdict.NOT_SAME:
            sets.part(one.left, one.right)
    for one in holding.persons:
        if one.verdict is Verdict.SAME:
            sets.join(one.left, one.right)
    for left, right in holding.apart:
        sets.part(left, right)
    for one in _without_bridges(members, holding.machine):
        sets.join(one.left, one.right)
    return sets


def _without_bridges(members: Sequence[Member], machine: Sequence[Judgement]) -> list[Judgement]:
    """Leave out all but the best of a headline's ties to its own body: it bears on one promise."""
    by_id = {member.id: member for member in members}
    bound: set[str] = set()
    kept = []
    for one in machine:
        left, right = by_id.get(one.left), by_id.get(one.right)
        if left and right and left.document_id == right.document_id:
            headlines = [one.id for one in (left, right) if one.headline]
            if len(headlines) == 1:
                if headlines[0] in bound:
                    continue
                bound.add(headlines[0])
        kept.append(one)
    return kept


def _occasions(entries: Sequence[Entry], holding: Held, *, joined: Sets) -> Mapping[str, str]:
    """Return for each entry the id that stands for its utterance."""
    sets = Sets()
    for one in holding.persons:
        if one.relation is Relation.RESTATEMENT or one.verdict is not Verdict.SAME:
            sets.part(one.left, one.right)
    ties = [one for one in holding.persons if one.verdict is Verdict.SAME]
    for one in (*ties, *holding.machine):
        together = joined.root(one.left) == joined.root(one.right)
        if one.relation is Relation.UTTERANCE and together:
            sets.join(one.left, one.right)
    return {entry.id: sets.root(entry.id) for entry in entries}


def _thread(members: Sequence[Entry], occasions: Mapping[str, str]) -> Thread:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in members:
        groups[occasions[entry.id]].append(entry)
    told = [sorted(group, key=exactness) for group in groups.values()]
    told.sort(key=_time)
    return Thread(
        id=thread_id(members[0].id),
        utterances=tuple(Utterance(entries=tuple(group)) for group in told),
    )


def exactness(entry: Entry) -> tuple[int, str, str, int, str]:
    """Order the tellings of one utterance: verbatim first, headline last, then by print."""
    published = entry.document.published.earliest or "~"
    return (
        _RANK[telling_of(entry)],
        published,
        entry.document.id,
        _start(entry),
        entry.id,
    )


def _time(group: Sequence[Entry]) -> tuple[float, tuple[int, str, str, int, str]]:
    return moment_of(group), exactness(group[0])


def moment_of(entries: Sequence[Entry]) -> float:
    """Return when an utterance was made, in days: the middle of its narrowest interval.

    An utterance of which nothing is known comes last.
    """
    known = [found for entry in entries if (found := when_of(entry)) is not None]
    if not known:
        return float("inf")
    return min(known, key=lambda one: (one.days, not one.told, one.first)).middle


def when_of(entry: Entry) -> Occasion | None:
    """Return when an entry was said (an event: when it happened), as far as it is known."""
    record = entry.record
    if isinstance(record, Event):
        return occasion_of(record.when, entry.document.published)
    statement = record if isinstance(record, Statement) else entry.statement
    return occasion_of(statement.said if statement else None, entry.document.published)


def _start(entry: Entry) -> int:
    record = entry.record
    if isinstance(record, Statement):
        return min((span.start for span in record.content or record.source), default=0)
    span = getattr(record, "span", None) or getattr(getattr(record, "action", None), "span", None)
    return span.start if span is not None else 0
