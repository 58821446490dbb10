"""Threads: are the two crises of examples/threads merged as a careful reader would merge them.

usage: python -m benchmarks.threads [--folder examples/threads] [--json]

The folder is read into a store in a temporary file and merged as `foedus read` does; the answers
are those of `foedus list threads`, `drift` and `list conflicts`. `threads.toml` beside this file
says what is right. Everything that is missing or wrong is named below the table.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.expected import Expectation, Quoted, read_expected
from benchmarks.merging import pairwise
from foedus.ingest import read_paths
from foedus.merging.digests import telling_of
from foedus.merging.duplicates import Copies, copies_of
from foedus.merging.features import Telling
from foedus.merging.stories import group_stories
from foedus.reading import Given
from foedus.records.commitments import Commitment
from foedus.records.documents import Document
from foedus.records.entries import Entry
from foedus.records.threads import Change, ChangeKind, Conflict, Drift, Thread, Utterance
from foedus.stores import Filters, open_store
from foedus.weaving import find_conflicts, find_drift, find_threads, merge

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "threads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What foedus says of a folder."""

    documents: tuple[Document, ...]
    threads: tuple[Thread, ...]
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    copies: tuple[Copies, ...]
    stories: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How many of the expected things of one sort were found, and a line for each that was not."""

    what: str
    expected: int
    faults: tuple[str, ...]

    @property
    def reached(self) -> float:
        """Return the share without a fault; 1 where nothing was expected."""
        return 1 - len(self.faults) / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Pairwise figures of the threads, and every check."""

    figures: dict[str, float]
    checks: tuple[Check, ...]

    def check(self, what: str) -> Check:
        """Return the check of this sort."""
        return next(one for one in self.checks if one.what == what)


def read_folder(folder: Path = FOLDER) -> Found:
    """Return what foedus says of a folder that is read into a new store.

    Raises:
        SystemExit: A document of the folder could not be read.
    """
    with (
        tempfile.TemporaryDirectory() as scratch,
        open_store(Path(scratch) / "threads.db", create=True) as store,
    ):
        report = read_paths([folder], store, given=Given())
        if report.failed:
            raise SystemExit(
                "\n".join(f"{one.document_id}: {one.message}" for one in report.failed)
            )
        merge(store)
        threads = tuple(find_threads(store, Filters()))
        documents = tuple(store.find_documents())
        movements = [find_drift(store, thread.id) for thread in threads]
        return Found(
            documents=documents,
            threads=threads,
            changes=tuple(change for movement in movements for change in movement.changes),
            conflicts=tuple(find_conflicts(store, Filters())),
            copies=tuple(copies_of(documents)),
            stories=group_stories(documents),
        )


def compare(found: Found, expected: Expectation) -> Outcome:
    """Return the figures and the checks of what was found against what is right."""
    told = _match(found, expected)
    names = sorted({telling.thread for telling in expected.tellings})
    numbers = {
        entry.id: names.index(telling.thread)
        for telling, entry in told.items()
        if entry is not None
    }
    # What was not read as a promise at all is missing from its thread too.
    unread = {
        str(telling): names.index(telling.thread) for telling, entry in told.items() if not entry
    }
    kept = [_only(thread, numbers) for thread in found.threads]
    return Outcome(
        figures=pairwise(kept, numbers | unread),
        checks=(
            Check(
                what="tellings",
                expected=len(told),
                faults=tuple(str(telling) for telling, entry in told.items() if entry is None),
            ),
            _check_apart(found, expected, told),
            _check_drift(found, expected, told),
            _check_changes(found, expected, told),
            _check_carriers(found, expected),
            _check_conflicts(found, expected, told),
            _check_copies(found, expected),
            _check_stories(found, expected),
        ),
    )


def _only(thread: Thread, wanted: Mapping[str, int]) -> Thread:
    """Return a thread without the records that nobody expected."""
    kept = tuple(entry for entry in thread.entries if entry.id in wanted)
    return Thread(id=thread.id, utterances=(Utterance(entries=kept),))


def _match(found: Found, expected: Expectation) -> dict[Quoted, Entry | None]:
    """Return the record of each telling: the one whose act shares most of the quoted words."""
    texts = {document.id: document.text for document in found.documents}
    entries = [entry for thread in found.threads for entry in thread.entries]
    matched: dict[Quoted, Entry | None] = {}
    for telling in expected.tellings:
        start = telling.find_in(texts[telling.document])
        end = start + len(telling.words)
        shared = [
            (_overlap(entry, start, end), entry)
            for entry in entries
            if entry.document.id == telling.document
        ]
        best = max(shared, key=lambda pair: pair[0], default=(0, None))
        matched[telling] = best[1] if 2 * best[0] > len(telling.words) else None
    return matched


def _overlap(entry: Entry, start: int, end: int) -> int:
    """Return how many characters of a range the act of a commitment covers."""
    if not isinstance(entry.record, Commitment):
        return 0
    span = entry.record.action.span
    return max(0, min(end, span.end) - max(start, span.start))


def _check_apart(found: Found, expected: Expectation, told: Mapping[Quoted, Entry | None]) -> Check:
    """Return the look-alikes that came into one thread."""
    thread_of = {entry.id: thread.id for thread in found.threads for entry in thread.entries}
    faults = []
    for pair in expected.apart:
        sides = [
            {
                thread_of[entry.id]
                for telling, entry in told.items()
                if entry and telling.thread == name
            }
            for name in pair.threads
        ]
        if sides[0] & sides[1]:
            faults.append(f"{' = '.join(pair.threads)}: {pair.why}")
    return Check(what="apart", expected=len(expected.apart), faults=tuple(faults))


def _check_drift(found: Found, expected: Expectation, told: Mapping[Quoted, Entry | None]) -> Check:
    """Return the drifts that no change shows."""
    ends = _ends(found, expected, told)
    faults = []
    for one in expected.drifts:
        shown = [
            change
            for change in found.changes
            if change.drift is one.drift
            and one.earlier in ends[one.drift].get(change.earlier.id, ())
            and one.later in ends[one.drift].get(change.later.id, ())
        ]
        if not any(_has_kinds(change, one.kinds) for change in shown):
            kinds = {"+".join(change.kinds) for change in shown}
            faults.append(f"{one}: {one.why}; found {', '.join(sorted(kinds)) or 'nothing'}")
    return Check(what="drift", expected=len(expected.drifts), faults=tuple(faults))


def _check_changes(
    found: Found, expected: Expectation, told: Mapping[Quoted, Entry | None]
) -> Check:
    """Return the changes that are shown and that no careful reader sees, kind by kind.

    What is restated is no change, and carriers of one report have a check of their own.
    """
    ends = _ends(found, expected, told)
    shown = {
        (change.drift, change.earlier.id, change.later.id, kind): change
        for change in found.changes
        for kind in change.kinds
        if kind is not ChangeKind.RESTATED and not _is_between_carriers(change, expected)
    }
    faults = [
        f"{drift} {kind}: “{change.earlier_words}” -> “{change.later_words}”"
        f" in {_place(change)} ({change.note})"
        for (drift, earlier, later, kind), change in shown.items()
        if not any(
            one.drift is drift
            and kind in one.kinds
            and one.earlier in ends[drift].get(earlier, ())
            and one.later in ends[drift].get(later, ())
            for one in expected.drifts
        )
    ]
    return Check(what="changes", expected=len(shown), faults=tuple(faults))


def _ends(
    found: Found, expected: Expectation, told: Mapping[Quoted, Entry | None]
) -> dict[Drift, dict[str, set[tuple[str, str]]]]:
    """Return the (thread, document) that each record may stand for at the end of a change.

    Any carrier stands for its source; for a change of position any telling stands for its
    utterance, because it is the utterances that are compared.
    """
    names = {entry.id: telling.thread for telling, entry in told.items() if entry is not None}
    own: dict[str, set[tuple[str, str]]] = {}
    shared: dict[str, set[tuple[str, str]]] = {}
    for utterance in (one for thread in found.threads for one in thread.utterances):
        members = [entry for entry in utterance.entries if entry.id in names]
        for entry in members:
            source = expected.source_of(entry.document.id)
            documents = {
                document
                for document in expected.documents
                if expected.source_of(document) == source
            }
            own[entry.id] = {(names[entry.id], document) for document in documents}
        together = set[tuple[str, str]]().union(*(own[entry.id] for entry in members))
        shared |= {entry.id: together for entry in members}
    return {Drift.REPORTING: own, Drift.POSITION: shared}


def _has_kinds(change: Change, kinds: Sequence[ChangeKind]) -> bool:
    """Say whether a change is of all these kinds; what is restated is of no other."""
    if tuple(kinds) == (ChangeKind.RESTATED,):
        return change.kinds == tuple(kinds)
    return set(kinds) <= set(change.kinds)


def _check_carriers(found: Found, expected: Expectation) -> Check:
    """Return the changes that are seen between carriers of one report, whose words are the same."""
    compared = {
        (change.earlier.id, change.later.id): change
        for change in found.changes
        if _is_between_carriers(change, expected)
    }
    faults = [
        f"{change.later_words or change.note}: {'+'.join(change.kinds)} in {_place(change)}"
        for change in compared.values()
        if change.kinds != (ChangeKind.RESTATED,)
    ]
    return Check(what="carriers", expected=len(compared), faults=tuple(faults))


def _is_between_carriers(change: Change, expected: Expectation) -> bool:
    """Say whether a change lies between the bodies of two carriers of one report."""
    documents = (change.earlier.document.id, change.later.document.id)
    return (
        documents[0] != documents[1]
        and expected.is_one_source(*documents)
        and Telling.HEADLINE not in (telling_of(change.earlier), telling_of(change.later))
    )


def _place(change: Change) -> str:
    return f"{change.later.document.id}, against {change.earlier.document.id}"


def _check_conflicts(
    found: Found, expected: Expectation, told: Mapping[Quoted, Entry | None]
) -> Check:
    """Return the conflicts that were not found, and those found that are none."""
    names = {entry.id: telling.thread for telling, entry in told.items() if entry is not None}
    shown = [
        (one.kind, (names.get(one.left.id, one.left.id), names.get(one.right.id, one.right.id)))
        for one in found.conflicts
    ]
    wanted = {(one.kind, one.threads): one.why for one in expected.conflicts}
    faults = [
        f"missing {kind}: {' / '.join(both)}" for kind, both in wanted if (kind, both) not in shown
    ]
    faults += [
        f"wrong {kind}: {' / '.join(both)}" for kind, both in shown if (kind, both) not in wanted
    ]
    return Check(what="conflicts", expected=len(expected.conflicts), faults=tuple(faults))


def _check_copies(found: Found, expected: Expectation) -> Check:
    """Return the copies that were not found as expected, and those found that are none."""
    shown = {one.source_id: one.carrier_ids for one in found.copies}
    wanted = {one.source: one.carriers for one in expected.copies}
    faults = [
        f"{source}: carried by {', '.join(carriers)}; found {shown.get(source)}"
        for source, carriers in wanted.items()
        if shown.get(source) != carriers
    ]
    held = {document for one in expected.copies for document in (one.source, *one.carriers)}
    faults += [f"{source} is no copy" for source in shown if source not in held]
    return Check(what="copies", expected=len(wanted), faults=tuple(faults))


def _check_stories(found: Found, expected: Expectation) -> Check:
    """Return the stories that were torn, and the pairs of crises that were taken for one."""
    faults = [
        f"torn: {', '.join(one.documents)}"
        for one in expected.stories
        if len({found.stories[document] for document in one.documents}) != 1
    ]
    for left, right in combinations(expected.stories, 2):
        groups = [{found.stories[document] for document in one.documents} for one in (left, right)]
        if left.crisis != right.crisis and groups[0] & groups[1]:
            faults.append(f"taken for one: {left.documents[0]}, {right.documents[0]}")
    return Check(what="stories", expected=len(expected.stories), faults=tuple(faults))


def to_table(outcome: Outcome) -> Iterator[str]:
    """Yield the lines that the benchmark prints."""
    for name, value in outcome.figures.items():
        yield f"threads, pairwise {name:10} {value:.3f}"
    for check in outcome.checks:
        yield f"{check.what:28} {check.expected - len(check.faults)} of {check.expected}"
    for check in outcome.checks:
        for fault in check.faults:
            yield f"  {check.what}: {fault}"


def main() -> None:
    """Print the table, or the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    outcome = compare(read_folder(given.folder), read_expected())
    if given.json:
        shares = {check.what: check.reached for check in outcome.checks}
        print(json.dumps({**outcome.figures, **shares}))
    else:
        print("\n".join(to_table(outcome)))


if __name__ == "__main__":
    main()
