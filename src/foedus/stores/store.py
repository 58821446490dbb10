"""The contract of a store: what every place that keeps analyses can do.

A document is known by its id. The same id with the same text and the same metadata is the same
document and is stored once. The same text read by another model or with metadata set anew becomes
a new *version*: lists show the newest version of every document, older ones stay in the store. The
same id with another text is refused. Reviews and judgements belong to record ids, not to versions;
a record that a person reviewed stays listed when a newer version no longer holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Protocol

from foedus.errors import ChangedText
from foedus.records.analyses import Analysis
from foedus.records.commitments import Strength, Voice
from foedus.records.documents import Document
from foedus.records.entries import Entry, Listed
from foedus.records.reports import Failed
from foedus.records.reviews import Review, Standing
from foedus.records.statements import Style
from foedus.records.threads import Digest, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How an analysis came about: what is needed to read the document anew without the model.

    `model` names weights and rules; `parse` is what the language model said, as the analysis room
    packs it; `source` holds the bytes as they were published and `marks` the reader's own ranges
    (headline, boilerplate) as JSON; `known` says for every field of the metadata how it is known
    (given, text, markup, input); `place` is where in which input the document stood.
    """

    model: str = ""
    parse: bytes | None = None
    source: bytes | None = None
    marks: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    place: str | None = None


class Put(StrEnum):
    """What became of an analysis handed to a store."""

    STORED = "stored"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"


class Status(StrEnum):
    """Which records a list shows, by what people decided."""

    KEPT = "kept"
    """All but the rejected."""
    UNREVIEWED = "unreviewed"
    """Those that nobody has accepted or rejected."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ALL = "all"


class Order(StrEnum):
    """In which order records are listed."""

    STORED = "stored"
    """As their documents were stored, and as they stand in them."""
    NEWEST = "newest"
    """The other way round."""
    REVIEWED = "reviewed"
    """Only those with a review, the latest reviewed first."""
    DOUBTFUL = "doubtful"
    """Those with the lowest score first; a record without one is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None asks for everything.

    Names match without regard to case: the whole name, a word of it, the id ("org:NATO") or the
    country code. `committer` stands for the actor of an event, `target` for its recipient and for a
    statement's addressee or accused. `kind` is a commitment's kind, a statement's act or style,
    an event's type or status, a figure's status or unit. `since` and `until` are ISO dates, both
    included; a record whose date is unknown matches neither. Of what matches, `limit` so many are
    listed after the first `skip`, or after the record `after`, whether or not that one matches: the
    id of a document and of a record in it (copies of a text share the ids of their records), the
    latter "" for a list of documents. After what is unknown there is nothing. `order` is for
    records; what goes on after a record comes in the order STORED.
    """

    committer: str | None = None
    speaker: str | None = None
    target: str | None = None
    kind: str | None = None
    event_class: str | None = None
    document_id: str | None = None
    since: str | None = None
    until: str | None = None
    status: Status = Status.KEPT
    limit: int | None = None
    skip: int = 0
    after: tuple[str, str] | None = None
    order: Order = Order.STORED


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a document: what it was read to say, and how that came about.

    `number` rises from 1. `carried` are the records (noun, position from 0) of an older version
    that stay listed because a person reviewed them. Only the first version holds the bytes.
    """

    analysis: Analysis
    reading: Reading
    number: int
    newest: bool
    carried: tuple[tuple[str, int], ...] = ()


Holding = Version | Failed | Digest | Judgement | Review
"""Whatever a store holds that cannot be computed from the rest."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where a search found its words: characters [start, end) of a document's text."""

    document: Document
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What of a commitment decides which thread it belongs to, and whether it leads it.

    `place` orders it among the records of the store, `style` is its statement's (None without one).
    `reviewed` says that a person touched it, so that an edit may hold instead of what stands here.
    """

    id: str
    document_id: str
    place: tuple[int, int]
    voice: Voice
    strength: Strength
    score: float
    style: Style | None
    reviewed: bool = False


class Store(Protocol):
    """A place that keeps analyses; a context manager that closes itself."""

    def put(self, analysis: Analysis, reading: Reading = ...) -> Put:
        """Keep an analysis in one transaction and forget an earlier failure of its document.

        Raises:
            InvalidEvidence: A span's characters are not the text's; nothing is stored.
            ChangedText: The store holds another text under this document's id.
        """

    def put_all(self, batch: Sequence[tuple[Analysis, Reading]]) -> list[Put | ChangedText]:
        """Keep analyses as `put` does one by one, in one transaction and much faster.

        Returns:
            For each what became of it, in order; an error where the store holds another text under
            the document's id, which is left as it was.

        Raises:
            InvalidEvidence: A span's characters are not the text's; nothing is stored.
        """

    def get_reading(self, document_id: str) -> Reading:
        """Return how the newest analysis of a document came about; raises UnknownRecord."""

    def record_failure(self, failed: Failed) -> None:
        """Keep the failure of an input; a newer one of the same input takes its place."""

    def forget_failure(self, document_id: str) -> None:
        """Drop the failure of an input that is no document of its own, such as a feed's address."""

    def has(self, document_id: str) -> bool:
        """Say whether the store holds a document of this id, in whatever version."""

    def recall(self, name: str) -> str | None:
        """Return what was last kept under a name for the next run; None if nothing was."""

    def remember(self, name: str, value: str) -> None:
        """Keep a text under a name for the next run, in place of an earlier one; no dump has it."""

    def holds(self, document: Document, *, model: str | None = None) -> bool:
        """Say whether the newest version has this text, this metadata and, if given, this model."""

    def find_records(self, noun: Listed, filters: Filters = ...) -> Iterator[Entry]:
        """Yield the records of a noun: documents as they were stored, records as they stand."""

    def find_documents(self, filters: Filters = ...) -> Iterator[Document]:
        """Yield the documents in the order in which they were stored."""

    def find_failures(self) -> Iterator[Failed]:
        """Yield the inputs whose last reading failed, in order of their ids."""

    def get(self, record_id: str) -> Entry:
        """Return one record; raises UnknownRecord."""

    def find_by_ids(self, ids: Sequence[str]) -> list[Entry]:
        """Return those of these records that are current, as their texts were first stored.

        A record that a newer reading no longer holds is current only if a person reviewed it.
        """

    def get_analysis(self, document_id: str) -> Analysis:
        """Return the newest analysis of a document; raises UnknownRecord."""

    def find_carried(self, document_id: str) -> list[Entry]:
        """Return the records of a document's older versions that stay listed.

        They are those that a person reviewed and that the newest analysis no longer holds.
        """

    def search(self, query: str, filters: Filters = ...) -> Iterator[Hit]:
        """Yield the documents whose text holds the words of a query, best first.

        A word matches without regard to case, accents, no-break spaces and the shape of quotation
        marks; `word*` is a prefix, `"two words"` a phrase, a word after `-` must not occur.

        Raises:
            InvalidPattern: The query has no word to look for, or a quotation mark too many.
        """

    def find_candidates(self, ids: Sequence[str] | None = None) -> Iterator[Candidate]:
        """Yield the commitments (of these ids; all if None) that stand and are not rejected.

        All of them come in the order of the store. A copy of a text has one of its own.
        """

    def find_ties(self, ids: Sequence[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements on these records (all if None) that join or part them.

        A machine's reasons come only where it may part. The order is not set.
        """

    def find_changed(self, since: Sequence[str]) -> list[str] | None:
        """Return the ids of the records that were stored, reviewed or judged since a `state`.

        None where they are too many to tell.
        """

    def find_undigested(self, noun: str, version: str) -> Iterator[Entry]:
        """Yield the newest records of a noun that have no digest of this version of the rules."""

    def count_undigested(self, nouns: Sequence[str], version: str) -> int:
        """Return how many newest records of these nouns have no digest of this version."""

    def add_digests(self, digests: Iterable[Digest]) -> None:
        """Keep digests; one of an older version of the rules is replaced."""

    def find_digests(self, ids: Sequence[str]) -> Iterator[Digest]:
        """Yield the digests of these records, in no set order."""

    def find_rivals(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the pairs (one of these records, another that shares a key with it), each once.

        A key that very many records share is passed over, so that the pairs grow with the records
        and not with their square.
        """

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        """Add judgements; a machine's replaces an older machine's on the same pair and relation."""

    def find_judgements(self, ids: Sequence[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements on these records (all if None), in the order they were made."""

    def review(self, review: Review) -> Review:
        """Add one step to a record's history, read and written in one transaction.

        Raises:
            UnknownRecord: No such record, or nothing to undo.
            StaleReview: An edit whose `before` is no longer the value that holds.
        """

    def get_standing(self, record_id: str) -> Standing:
        """Return where a record stands after its reviews."""

    def find_standings(self, ids: Sequence[str]) -> Mapping[str, Standing]:
        """Return the standing of those of these records that have a review."""

    def tally(self, noun: Listed, filters: Filters, field: str) -> Mapping[str, int]:
        """Return how many records that match have each value of a field of their JSON.

        `field` is a path ("kind", "committer.name"); the counts come the largest first, and every
        record without a value is counted under "". `limit` and `skip` make no difference.
        """

    def dump(self, filters: Filters = ...) -> Iterator[Holding]:
        """Yield everything the store holds, in the order in which `restore` takes it.

        Dates and id narrow it to some documents with what points at their records.
        """

    def restore(self, holdings: Iterable[Holding]) -> None:
        """Keep what another store's `dump` yielded, in one transaction: all of it or nothing.

        Raises:
            StoreFault: This store holds documents already, or versions are missing.
            InvalidEvidence: A span's characters are not the text's.
        """

    def count(self) -> Totals:
        """Return how much the store holds."""

    def state(self) -> tuple[str, ...]:
        """Return what differs whenever documents, judgements or reviews were added meanwhile."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Answer what this thread asks within from the store as it is at its first question.

        Answers agree with each other whatever is written meanwhile, and several cost less. Lists
        are read to their end within.
        """

    def close(self) -> None:
        """Release the file; the store raises StoreClosed from then on."""

    def __enter__(self) -> Store: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
