"""A store in one SQLite file or in a PostgreSQL database, through SQLAlchemy Core.

Every document is one transaction (on SQLite BEGIN IMMEDIATE, write-ahead log, synchronous FULL), so
a reading that is killed leaves whole documents only, and two writers wait for each other. What each
method does says the contract, `Store`; how it is done, the file named for its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from types import TracebackType

from sqlalchemy import Connection, Engine, func, select

from foedus.errors import ChangedText, InvalidPattern, StoreClosed, StoreFault, UnknownRecord
from foedus.records.analyses import Analysis
from foedus.records.codec import check_evidence
from foedus.records.documents import Document
from foedus.records.entries import Entry, Listed
from foedus.records.reports import Failed
from foedus.records.reviews import Review, Standing
from foedus.records.threads import Digest, Judgement
from foedus.stores import candidates, copying, documents, histories, judging, loading, notes
from foedus.stores.engines import Place, named_faults, open_engine, place_of
from foedus.stores.entries import ROWS_AT_A_TIME, Entries, find_entries
from foedus.stores.facets import Facets
from foedus.stores.folding import find_places, parse_query
from foedus.stores.queries import (
    CARRIED,
    document_query,
    record_by_id,
    record_query,
    records_by_ids,
    undigested_count,
    undigested_query,
)
from foedus.stores.rows import fingerprint_of, storable
from foedus.stores.schema import check_schema
from foedus.stores.search import find_texts
from foedus.stores.snapshots import Snapshots
from foedus.stores.store import Candidate, Filters, Hit, Holding, Put, Reading, Totals
from foedus.stores.tables import (
    DOCUMENTS,
    FAILURES,
    JUDGEMENTS,
    RECORDS,
    REVIEWS,
    STORE_SCHEMA,
)

MOST_ROWS_AT_A_TIME = 10_000

_EVERYTHING = Filters()
_UNKNOWN = Reading()

# A machine's judgement may take the place and the key of an older one, but not its time.
_NEWEST = (
    select(func.max(DOCUMENTS.c.key)),
    select(func.max(REVIEWS.c.number)),
    select(JUDGEMENTS.c.key).order_by(JUDGEMENTS.c.key.desc()).limit(1),
    select(JUDGEMENTS.c.at).order_by(JUDGEMENTS.c.key.desc()).limit(1),
)
_STATE = select(*(query.scalar_subquery() for query in _NEWEST))
"""The question behind `state`: every page asks it, so it is put together once."""


def open_sql_store(store: str, create: bool, readonly: bool) -> SqlStore:
    """Return the store at this path or address; see `foedus.stores.open_store`."""
    place = place_of(store, readonly=readonly)
    path = place.path
    missing = path is not None and not path.exists()
    if missing and not create:
        raise StoreFault(f"no store at {store}; make one with: foedus read PATH --store {store}")
    if path is not None and missing and not path.absolute().parent.is_dir():
        raise StoreFault(f"cannot make a store at {store}: there is no such folder")
    fresh = path is not None and (missing or path.stat().st_size == 0)
    engine = open_engine(place, fresh=fresh and not readonly)
    try:
        with named_faults(place):
            check_schema(engine, place, create=create or fresh)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, place)


class SqlStore:
    """The store of `open_store`; see the contract `Store` for what each method does."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self._engine: Engine | None = engine
        self._writer = engine.execution_options(writing=True)
        # Questions of one transaction see one state of an SQLite file anyway.
        steady = {} if place.is_file else {"isolation_level": "REPEATABLE READ"}
        self._steady = engine.execution_options(**steady)
        self._place = place
        self._facets = Facets()
        self._entries = Entries()
        self._snapshots = Snapshots()

    # Documents.

    def put(self, analysis: Analysis, reading: Reading = _UNKNOWN) -> Put:
        """Keep an analysis in one transaction and forget an earlier failure of its document."""
        check_evidence(analysis)
        with self._writing() as connection:
            return documents.put(connection, analysis, reading)

    def put_all(self, batch: Sequence[tuple[Analysis, Reading]]) -> list[Put | ChangedText]:
        """Keep analyses in one transaction; the error of one that is refused is returned."""
        for analysis, _ in batch:
            check_evidence(analysis)
        with self._writing() as connection:
            return loading.put_all(connection, batch)

    def get_reading(self, document_id: str) -> Reading:
        """Return how the newest analysis of a document came about; raises UnknownRecord."""
        with self._reading() as connection:
            return documents.get_reading(connection, document_id)

    def record_failure(self, failed: Failed) -> None:
        """Keep the failure of an input; a newer one of the same input takes its place."""
        with self._writing() as connection:
            documents.record_failure(connection, failed)

    def forget_failure(self, document_id: str) -> None:
        """Drop the failure of an input that is no document of its own."""
        with self._writing() as connection:
            documents.forget_failure(connection, document_id)

    def has(self, document_id: str) -> bool:
        """Say whether the store holds a document of this id, in whatever version."""
        with self._reading() as connection:
            return documents.find_kept(connection, document_id) is not None

    def recall(self, name: str) -> str | None:
        """Return what was last kept under a name for the next run; None if nothing was."""
        with self._reading() as connection:
            return notes.recall(connection, name)

    def remember(self, name: str, value: str) -> None:
        """Keep a text under a name for the next run, in place of an earlier one."""
        with self._writing() as connection:
            notes.remember(connection, name, value)

    def holds(self, document: Document, *, model: str | None = None) -> bool:
        """Say whether the newest version has this text, this metadata and, if given, this model."""
        with self._reading() as connection:
            kept = documents.find_kept(connection, document.id)
        if kept is None or kept.fingerprint != fingerprint_of(document):
            return False
        return model is None or kept.model == model

    def find_documents(self, filters: Filters = _EVERYTHING) -> Iterator[Document]:
        """Yield the documents in the order in which they were stored."""
        with self._reading() as connection:
            for row in connection.execute(document_query(filters)).yield_per(ROWS_AT_A_TIME):
                yield documents.to_document(row.body, row.text)

    def find_failures(self) -> Iterator[Failed]:
        """Yield the inputs whose last reading failed, in order of their ids."""
        with self._reading() as connection:
            for row in connection.execute(select(FAILURES).order_by(FAILURES.c.document_id)):
                yield Failed(document_id=row.document_id, code=row.code, message=row.message)

    def get_analysis(self, document_id: str) -> Analysis:
        """Return everything the newest version of a document was read to say."""
        with self._reading() as connection:
            return documents.get_analysis(connection, document_id)

    def find_carried(self, document_id: str) -> list[Entry]:
        """Return the records of a document's older versions that stay listed."""
        with self._reading() as connection:
            asked = {"document_id": storable(document_id)}
            return [entry for _, entry in find_entries(connection, CARRIED, asked)]

    # Records.

    def find_records(self, noun: Listed, filters: Filters = _EVERYTHING) -> Iterator[Entry]:
        """Yield the records of a noun in the order in which they were stored and stand."""
        with self._reading() as connection:
            state = self._snapshots.state_of(connection)
            part = self._facets.find_part(connection, Listed(noun), filters, state=state)
            if part is not None:
                yield from self._entries.get(connection, part)
                return
            query = record_query(connection, Listed(noun), filters)
            for _, entry in find_entries(connection, query):
                yield entry

    def get(self, record_id: str) -> Entry:
        """Return one record; raises UnknownRecord."""
        with self._reading() as connection:
            return self._get(connection, record_id)

    def find_by_ids(self, ids: Sequence[str]) -> list[Entry]:
        """Return those of these records that are current, as their texts were first stored."""
        with self._reading() as connection:
            return [entry for _, entry in find_entries(connection, records_by_ids(ids))]

    def search(self, query: str, filters: Filters = _EVERYTHING) -> Iterator[Hit]:
        """Yield the places where the words of a query stand, the best documents first."""
        try:
            terms = parse_query(query)
        except ValueError as error:
            raise InvalidPattern(f"{query!r}: {error}") from error
        asked = document_query(filters).add_columns(DOCUMENTS.c.text_key)
        skip, limit = 0, ROWS_AT_A_TIME
        while True:
            with self._reading() as connection:
                keys = list(find_texts(connection, terms, skip=skip, limit=limit))
                rows = connection.execute(asked.where(DOCUMENTS.c.text_key.in_(keys))).all()
            found = {row.text_key: row for row in rows}
            for row in (found[key] for key in keys if key in found):
                document = documents.to_document(row.body, row.text)
                for start, end in find_places(document.text, terms):
                    yield Hit(document=document, start=start, end=end)
            if len(keys) < limit:
                return
            # Every part is ranked anew, so each is larger than the last.
            skip, limit = skip + limit, min(2 * limit, MOST_ROWS_AT_A_TIME)

    # What is compared, and what judges and reviewers say.

    def find_candidates(self, ids: Sequence[str] | None = None) -> Iterator[Candidate]:
        """Yield the commitments (of these ids; all if None) that stand and are not rejected."""
        with self._reading() as connection:
            yield from candidates.find_candidates(connection, ids)

    def find_ties(self, ids: Sequence[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements on these records (all if None) that join or part them."""
        with self._reading() as connection:
            yield from candidates.find_ties(connection, ids)

    def find_changed(self, since: Sequence[str]) -> list[str] | None:
        """Return the ids of the records that were touched since a state; None if too many."""
        with self._reading() as connection:
            return candidates.find_changed(connection, since)

    def find_undigested(self, noun: str, version: str) -> Iterator[Entry]:
        """Yield the current records of a noun that have no digest of this version of the rules."""
        after = 0
        while True:
            query = undigested_query(noun, version, after=after, limit=ROWS_AT_A_TIME)
            with self._reading() as connection:
                found = list(find_entries(connection, query))
            yield from (entry for _, entry in found)
            if not found:
                return
            after = found[-1][0]

    def count_undigested(self, nouns: Sequence[str], version: str) -> int:
        """Return how many of the current records of these nouns have no digest of this version."""
        with self._reading() as connection:
            return connection.scalar(undigested_count(nouns, version)) or 0

    def add_digests(self, digests: Iterable[Digest]) -> None:
        """Keep digests; one of an older version of the rules is replaced."""
        given = iter(digests)
        while batch := list(islice(given, ROWS_AT_A_TIME)):
            with self._writing() as connection:
                judging.add_digests(connection, batch)

    def find_digests(self, ids: Sequence[str]) -> Iterator[Digest]:
        """Yield the digests of these records, in no set order; their keys are left out."""
        with self._reading() as connection:
            found = list(judging.find_digests(connection, ids))
        yield from found

    def find_rivals(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the pairs (one of these records, another that shares a key with it), each once."""
        with self._reading() as connection:
            yield from judging.find_rivals(connection, ids)

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        """Add judgements; a machine's replaces an older machine's on the same pair and relation."""
        with self._writing() as connection:
            judging.add_judgements(connection, judgements)

    def find_judgements(self, ids: Sequence[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements on these records (all if None), in the order they were made."""
        with self._reading() as connection:
            yield from judging.find_judgements(connection, ids)

    def review(self, review: Review) -> Review:
        """Add one step to a record's history, read and written in one transaction."""
        with self._writing() as connection:
            entry = self._get(connection, review.record_id)
            return histories.add_review(connection, review, entry)

    def get_standing(self, record_id: str) -> Standing:
        """Return where a record stands after its reviews."""
        with self._reading() as connection:
            return histories.get_standing(connection, record_id)

    def find_standings(self, ids: Sequence[str]) -> Mapping[str, Standing]:
        """Return the standing of those of these records that have a review."""
        with self._reading() as connection:
            return histories.find_standings(connection, ids)

    def tally(self, noun: Listed, filters: Filters, field: str) -> Mapping[str, int]:
        """Return how many records that match have each value of a field, the most common first."""
        with self._reading() as connection:
            state = self._snapshots.state_of(connection)
            return self._facets.tally(connection, Listed(noun), filters, field=field, state=state)

    def dump(self, filters: Filters = _EVERYTHING) -> Iterator[Holding]:
        """Yield everything the store holds, in the order in which `restore` takes it."""
        with self._reading() as connection:
            yield from copying.dump(connection, filters)

    def restore(self, holdings: Iterable[Holding]) -> None:
        """Keep what another store's `dump` yielded, in one transaction."""
        with self._writing() as connection:
            copying.restore(connection, holdings)

    def count(self) -> Totals:
        """Return how much the store holds."""
        by_noun = (
            select(RECORDS.c.noun, func.count()).where(RECORDS.c.current).group_by(RECORDS.c.noun)
        )
        with self._reading() as connection:
            counts = {noun: count for noun, count in connection.execute(by_noun)}
            newest = select(func.count()).select_from(DOCUMENTS).where(DOCUMENTS.c.newest)
            versions = connection.scalar(select(func.count()).select_from(DOCUMENTS))
            failures = connection.scalar(select(func.count()).select_from(FAILURES))
            return Totals(
                schema=STORE_SCHEMA,
                documents=connection.scalar(newest) or 0,
                versions=versions or 0,
                failures=failures or 0,
                **{noun.value: counts.get(noun.value, 0) for noun in Listed},
            )

    def state(self) -> tuple[str, ...]:
        """Return what differs whenever documents, judgements or reviews were added meanwhile."""
        with self._reading() as connection:
            return tuple(str(one or "") for one in connection.execute(_STATE).one())

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Answer what this thread asks within from the store as it is at its first question."""
        with self._asking(self._steady) as connection, self._snapshots.within(connection):
            yield

    def close(self) -> None:
        """Release the file; the store raises StoreClosed from then on."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _get(self, connection: Connection, record_id: str) -> Entry:
        for _, entry in find_entries(connection, record_by_id(record_id)):
            return entry
        raise UnknownRecord(
            f"no record {record_id!r} in {self._place.name}; `foedus list` shows the ids"
        )

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._asking(self._engine)

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._asking(self._writer)

    @contextmanager
    def _asking(self, engine: Engine | None) -> Iterator[Connection]:
        """Yield a connection in a transaction; what only reads goes on in the thread's snapshot."""
        if engine is None or self._engine is None:
            raise StoreClosed(f"the store {self._place.name} was closed; open it again")
        held = None if engine is self._writer else self._snapshots.connection
        with named_faults(self._place):
            if held is not None:
                yield held
                return
            with engine.begin() as connection:
                yield connection
