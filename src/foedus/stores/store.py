"""The contract of a store: what every place that keeps analyses can do.

A document is known by its id. The same id with the same text and the same metadata is the same
document and is stored once. The same id with another text, or with metadata set anew, becomes a new
*version*: lists show the newest version of every document, older ones stay in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol

from foedus.records.analyses import Analysis
from foedus.records.codec import Record
from foedus.records.documents import Document
from foedus.records.reports import Failed
from foedus.records.statements import Statement


class Listed(StrEnum):
    """The nouns that a store lists record by record."""

    STATEMENTS = "statements"
    COMMITMENTS = "commitments"
    EVENTS = "events"
    FIGURES = "figures"


class Put(StrEnum):
    """What became of an analysis handed to a store."""

    STORED = "stored"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None asks for everything.

    Names match without regard to case: the whole name, a word of it, the id ("org:NATO") or the
    country code. `committer` stands for the actor of an event, `target` for its recipient and for a
    statement's addressee or accused. `kind` is a commitment's kind, a statement's act or style,
    an event's type or status, a figure's status or unit. `since` and `until` are ISO dates, both
    included; a record whose date is unknown matches neither.
    """

    committer: str | None = None
    speaker: str | None = None
    target: str | None = None
    kind: str | None = None
    event_class: str | None = None
    document_id: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stored record with its document and, where there is one, the statement it stands in."""

    noun: Listed
    record: Record
    document: Document
    statement: Statement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much a store holds: newest versions only, except `versions`."""

    schema: int
    documents: int
    versions: int
    statements: int
    commitments: int
    events: int
    figures: int
    failures: int


class Store(Protocol):
    """A place that keeps analyses; a context manager that closes itself."""

    def put(self, analysis: Analysis) -> Put:
        """Keep an analysis in one transaction and forget an earlier failure of its document.

        Raises:
            InvalidEvidence: A span's characters are not the text's; nothing is stored.
        """

    def record_failure(self, failed: Failed) -> None:
        """Keep the failure of an input; a newer one of the same input takes its place."""

    def holds(self, document: Document) -> bool:
        """Say whether the newest version of this document has this text and this metadata."""

    def find_records(self, noun: Listed, filters: Filters = ...) -> Iterator[Entry]:
        """Yield the records of a noun: documents as they were stored, records as they stand."""

    def find_documents(self, filters: Filters = ...) -> Iterator[Document]:
        """Yield the documents in the order in which they were stored."""

    def find_failures(self) -> Iterator[Failed]:
        """Yield the inputs whose last reading failed, in order of their ids."""

    def get(self, record_id: str) -> Entry:
        """Return one record; raises UnknownRecord."""

    def get_analysis(self, document_id: str) -> Analysis:
        """Return the newest analysis of a document; raises UnknownRecord."""

    def count(self) -> Totals:
        """Return how much the store holds."""

    def close(self) -> None:
        """Release the file; the store raises StoreClosed from then on."""

    def __enter__(self) -> Store: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
