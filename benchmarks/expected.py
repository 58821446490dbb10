"""Expected: what a careful reader finds in examples/threads, from threads.toml beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from foedus.records.threads import ChangeKind, Drift

PATH = Path(__file__).with_name("threads.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One telling of a thread: words of its action, which stand once in the document."""

    thread: str
    document: str
    words: str

    def __str__(self) -> str:
        return f"{self.thread}: “{self.words}” in {self.document}"

    def find_in(self, text: str) -> int:
        """Return where the words stand in the text of the document.

        Raises:
            ValueError: They stand there never, or more than once.
        """
        if text.count(self.words) != 1:
            raise ValueError(f"{self}: stands there {text.count(self.words)} times, not once")
        return text.index(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two threads that look alike and are not one."""

    threads: tuple[str, str]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDrift:
    """A change between two tellings, each a thread and a document."""

    drift: Drift
    earlier: tuple[str, str]
    later: tuple[str, str]
    kinds: tuple[ChangeKind, ...]
    why: str

    def __str__(self) -> str:
        ends = " -> ".join(" in ".join(end) for end in (self.earlier, self.later))
        return f"{self.drift} {'+'.join(self.kinds)}, {ends}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedConflict:
    """Two threads that cannot both hold: the "only", or the earlier one, first."""

    kind: str
    threads: tuple[str, str]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCopies:
    """A source and those who carry it, in the order of their ids."""

    source: str
    carriers: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Documents on one event of a crisis."""

    crisis: str
    documents: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """All that threads.toml says."""

    tellings: tuple[Quoted, ...]
    apart: tuple[Apart, ...]
    drifts: tuple[ExpectedDrift, ...]
    conflicts: tuple[ExpectedConflict, ...]
    copies: tuple[ExpectedCopies, ...]
    stories: tuple[Story, ...]

    @property
    def documents(self) -> frozenset[str]:
        """Return the documents in which something is told."""
        return frozenset(one.document for one in self.tellings)

    def source_of(self, document: str) -> str:
        """Return the document of which this one is a copy; itself where it is none."""
        return next((one.source for one in self.copies if document in one.carriers), document)

    def is_one_source(self, left: str, right: str) -> bool:
        """Say whether two documents carry one report."""
        return self.source_of(left) == self.source_of(right)


def read_expected(path: Path = PATH) -> Expectation:
    """Return what the file says.

    Raises:
        ValueError: A drift, a conflict or a look-alike names a thread that the file does not have.
    """
    rows = tomllib.loads(path.read_text("utf-8"))
    expected = Expectation(
        tellings=tuple(
            Quoted(thread=row["name"], document=document, words=words)
            for row in rows["thread"]
            for document, words in row["tellings"]
        ),
        apart=tuple(Apart(threads=_pair(row["threads"]), why=row["why"]) for row in rows["apart"]),
        drifts=tuple(
            ExpectedDrift(
                drift=Drift(row["drift"]),
                earlier=_pair(row["earlier"]),
                later=_pair(row["later"]),
                kinds=tuple(map(ChangeKind, row["kinds"])),
                why=row["why"],
            )
            for row in rows["drift"]
        ),
        conflicts=tuple(
            ExpectedConflict(kind=row["kind"], threads=_pair(row["threads"]), why=row["why"])
            for row in rows["conflict"]
        ),
        copies=tuple(
            ExpectedCopies(source=row["source"], carriers=tuple(row["carriers"]), why=row["why"])
            for row in rows["copies"]
        ),
        stories=tuple(
            Story(crisis=row["crisis"], documents=tuple(row["documents"]), why=row["why"])
            for row in rows["story"]
        ),
    )
    _check_names(expected)
    return expected


def _pair(row: list[str]) -> tuple[str, str]:
    left, right = row
    return left, right


def _check_names(expected: Expectation) -> None:
    told = {(one.thread, one.document) for one in expected.tellings}
    names = {thread for thread, _ in told}
    pairs = [one.threads for one in expected.apart]
    pairs += [one.threads for one in expected.conflicts]
    unknown = sorted({name for pair in pairs for name in pair} - names)
    ends = {end for one in expected.drifts for end in (one.earlier, one.later)}
    unknown += [" in ".join(end) for end in sorted(ends - told)]
    if unknown:
        raise ValueError(f"no telling of {', '.join(unknown)} in the file")
