"""Drift: how the wording of a thread moves, between tellings and between utterances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from foedus.merging.changes import is_opposite, steps_between
from foedus.merging.digests import telling_of
from foedus.merging.features import Telling
from foedus.merging.support import is_supported
from foedus.merging.threads import exactness, moment_of
from foedus.merging.wordings import (
    action_words,
    condition_words,
    diff_words,
    is_taken_back,
    sentence_around,
)
from foedus.merging.words import words_of
from foedus.records.commitments import Commitment
from foedus.records.entries import Entry
from foedus.records.threads import Change, ChangeKind, Drift, Part, Thread, Utterance


def drift_of(thread: Thread, related: Sequence[Thread | Entry] = ()) -> list[Change]:
    """Return how a promise's wording moves, in the order of time.

    Reporting drift sets every telling of an utterance against its best one (the words themselves
    where there are any); position drift sets each utterance against the one before it in its
    thread, and the first of a related thread against this one. A telling or utterance that changes
    nothing gives one Change that is RESTATED.

    Args:
        thread: A thread of commitments; other nouns give RESTATED alone.
        related: Threads of the same author on the same matter (see `related_threads`), whose
            utterances take their place in the order of time. Entries may stand in for threads;
            those of one document then count as one utterance.

    Returns:
        For each utterance: its change of position, then the changes of its tellings.
    """
    changes: list[Change] = []
    for before, utterance in _in_time(thread, related):
        best = utterance.entries[0]
        if before is not None:
            changes += _position(before.entries[0], best)
        for telling in utterance.entries[1:]:
            changes += _changes(best, telling, drift=Drift.REPORTING)
        changes += _unsupported(utterance)
    return changes


def _in_time(
    thread: Thread, related: Sequence[Thread | Entry]
) -> Iterator[tuple[Utterance | None, Utterance]]:
    """Yield each utterance after the one it is set against, in the order of time.

    That is the one before it in its own thread; for the first of a related thread the last of the
    thread in question, and for the first of this the last of any.
    """
    threads = [thread.utterances, *_utterances(related)]
    told = [(number, one) for number, utterances in enumerate(threads) for one in utterances]
    told.sort(key=lambda one: (moment_of(one[1].entries), one[1].entries[0].id))
    last: dict[int, Utterance] = {}
    latest: Utterance | None = None
    for number, utterance in told:
        before = last.get(number, last.get(0) if number else latest)
        yield before, utterance
        last[number] = latest = utterance


def _utterances(related: Sequence[Thread | Entry]) -> Iterator[tuple[Utterance, ...]]:
    pages: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in related:
        if isinstance(one, Thread):
            yield one.utterances
        else:
            pages[one.document.id].append(one)
    for entries in pages.values():
        yield (Utterance(entries=tuple(sorted(entries, key=exactness))),)


def compare_tellings(
    earlier: Entry, later: Entry, *, drift: Drift = Drift.REPORTING
) -> list[Change]:
    """Return how one telling differs from another; a single RESTATED change if it does not."""
    if drift is Drift.POSITION:
        return _position(earlier, later)
    return _changes(earlier, later, drift=drift)


def _position(earlier: Entry, later: Entry) -> list[Change]:
    """Return the changes of position; to refuse an act in words that take it back withdraws it."""
    a, b = earlier.record, later.record
    if isinstance(a, Commitment) and isinstance(b, Commitment) and is_opposite(a, b):
        withdrawn = is_taken_back(later)
        kind = ChangeKind.WITHDRAWN if withdrawn else ChangeKind.CONTRADICTED
        note = "the promise is taken back" if withdrawn else "the opposite is said now"
        return [_change((Drift.POSITION, earlier, later), Part.ACTION, kinds=(kind,), note=note)]
    return _changes(earlier, later, drift=Drift.POSITION)


def _changes(earlier: Entry, later: Entry, *, drift: Drift) -> list[Change]:
    a, b = earlier.record, later.record
    steps = []
    if isinstance(a, Commitment) and isinstance(b, Commitment) and not _is_reprint(earlier, later):
        steps = steps_between(a, b)
    between = (drift, earlier, later)
    if not steps:
        part = Part.CONDITION if condition_words(later) else Part.ACTION
        return [_change(between, part, kinds=(ChangeKind.RESTATED,))]
    found = []
    for part in Part:
        here = [step for step in steps if step.part is part]
        if here:
            kinds = tuple(dict.fromkeys(step.kind for step in here))
            found.append(
                _change(between, part, kinds=kinds, note="; ".join(step.note for step in here))
            )
    return found


def _is_reprint(earlier: Entry, later: Entry) -> bool:
    """Say whether one document prints the sentence of the other: then nothing has moved."""
    if earlier.document.id == later.document.id:
        return False
    return words_of(sentence_around(earlier)) == words_of(sentence_around(later))


def _change(
    between: tuple[Drift, Entry, Entry],
    part: Part,
    *,
    kinds: tuple[ChangeKind, ...],
    note: str | None = None,
) -> Change:
    drift, earlier, later = between
    before, after = _words(earlier, part), _words(later, part)
    return Change(
        drift=drift,
        earlier=earlier,
        later=later,
        part=part,
        kinds=kinds,
        earlier_words=before,
        later_words=after,
        words=diff_words(before, after),
        note=note,
    )


def _words(entry: Entry, part: Part) -> str | None:
    if part is Part.COMMITTER:
        return entry.record.committer.name if isinstance(entry.record, Commitment) else None
    return condition_words(entry) if part is Part.CONDITION else action_words(entry)


def _unsupported(utterance: Utterance) -> Iterator[Change]:
    """Yield a change for each headline that nothing in its own document's body bears out."""
    for entry in utterance.entries:
        if telling_of(entry) is not Telling.HEADLINE:
            continue
        body = [
            other
            for other in utterance.entries
            if other.document.id == entry.document.id and telling_of(other) is not Telling.HEADLINE
        ]
        if not body and not is_supported(entry):
            note = "no sentence of the text below bears the headline out"
            yield _change(
                (Drift.REPORTING, entry, entry),
                Part.ACTION,
                kinds=(ChangeKind.UNSUPPORTED,),
                note=note,
            )
