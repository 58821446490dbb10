"""A store in one SQLite file, through SQLAlchemy Core.

Every document is one transaction (BEGIN IMMEDIATE, write-ahead log, synchronous FULL), so a reading
that is killed leaves whole documents only, and two writers wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import sqlalchemy
from sqlalchemy import (
    Connection,
    Delete,
    Engine,
    Select,
    and_,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from foedus.errors import StoreClosed, StoreFault, UnknownRecord
from foedus.records.analyses import Analysis
from foedus.records.codec import (
    NOUNS,
    check_evidence,
    document_from_dict,
    document_to_dict,
    from_dict,
    record_from_dict,
    to_line,
)
from foedus.records.documents import Document
from foedus.records.entries import Entry, Listed
from foedus.records.reports import Failed
from foedus.records.statements import Statement
from foedus.stores.queries import document_query, record_query
from foedus.stores.rows import content_of, fingerprint_of, storable, to_rows
from foedus.stores.store import Filters, Put, Totals
from foedus.stores.tables import (
    DOCUMENTS,
    FAILURES,
    METADATA,
    RECORDS,
    SETTINGS,
    SLOTS,
    STORE_SCHEMA,
)

LOCK_TIMEOUT_SECONDS = 30
ROWS_AT_A_TIME = 200

_EVERYTHING = Filters()


def open_sql_store(path: str, create: bool) -> SqlStore:
    """Return the store in this SQLite file; see `foedus.stores.open_store`."""
    if "://" in path:
        raise StoreFault(f"{path}: this version keeps its store in a file; give a path")
    missing = not Path(path).exists()
    if missing and not create:
        raise StoreFault(f"no store at {path}; make one with: foedus read PATH --store {path}")
    if missing and not Path(path).absolute().parent.is_dir():
        raise StoreFault(f"cannot make a store at {path}: there is no such folder")
    fresh = missing or Path(path).stat().st_size == 0
    engine = _engine(path, fresh=fresh)
    try:
        with _named_faults(path):
            _check_schema(engine, path, fresh=fresh)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, path)


def _engine(path: str, *, fresh: bool) -> Engine:
    address = sqlalchemy.URL.create("sqlite", database=path)
    engine = sqlalchemy.create_engine(address, connect_args={"timeout": LOCK_TIMEOUT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlalchemy.engine.interfaces.DBAPIConnection, _: object) -> None:
        # The driver's own transactions begin too late for BEGIN IMMEDIATE, so it opens none.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        if fresh:  # the file keeps this; a file of another program is left as it is
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _check_schema(engine: Engine, path: str, *, fresh: bool) -> None:
    """Make the tables of a new file; refuse a file of another program or another schema."""
    if fresh:
        with engine.execution_options(writing=True).begin() as connection:
            METADATA.create_all(connection)
            if connection.scalar(select(func.count()).select_from(SETTINGS)) == 0:
                row = {"name": "schema", "value": str(STORE_SCHEMA)}
                connection.execute(insert(SETTINGS).values(row))
    with engine.connect() as connection:
        if not sqlalchemy.inspect(connection).has_table(SETTINGS.name):
            raise StoreFault(f"{path} is no store of foedus; give another path with --store")
        found = connection.scalar(select(SETTINGS.c.value).where(SETTINGS.c.name == "schema"))
    if found != str(STORE_SCHEMA):
        raise StoreFault(
            f"{path} has store schema {found}, this foedus knows {STORE_SCHEMA}: use the foedus"
            " that wrote it, or read the sources into a new file with --store"
        )


@contextmanager
def _named_faults(path: str) -> Iterator[None]:
    """Turn a fault of the database into a StoreFault that says what to do."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig)
        if "locked" in said:
            raise StoreFault(
                f"{path} is locked by another program; try again when it is done"
            ) from error
        if "not a database" in said or "malformed" in said:
            raise StoreFault(
                f"{path} is damaged or no store ({said}); restore it or give another with --store"
            ) from error
        raise StoreFault(f"{path}: {said}") from error


class SqlStore:
    """The store of `open_store`; see the contract `Store` for what each method does."""

    def __init__(self, engine: Engine, path: str) -> None:
        self._engine: Engine | None = engine
        self._path = path

    def put(self, analysis: Analysis) -> Put:
        """Keep an analysis in one transaction and forget an earlier failure of its document."""
        check_evidence(analysis)
        document, content = analysis.document, content_of(analysis)
        with self._writing() as connection:
            connection.execute(_forget_failure(document.id))
            before = connection.execute(_newest(document.id)).first()
            if before is not None and before.content == content:
                return Put.UNCHANGED
            if before is not None:
                older = update(DOCUMENTS).where(DOCUMENTS.c.key == before.key)
                connection.execute(older.values(newest=False))
            version = 1 if before is None else before.version + 1
            _insert(connection, analysis, version=version, content=content)
        return Put.STORED if before is None else Put.NEW_VERSION

    def record_failure(self, failed: Failed) -> None:
        """Keep the failure of an input; a newer one of the same input takes its place."""
        row = {
            "document_id": storable(failed.document_id),
            "code": failed.code,
            "message": storable(failed.message),
        }
        with self._writing() as connection:
            connection.execute(_forget_failure(failed.document_id))
            connection.execute(insert(FAILURES).values(row))

    def holds(self, document: Document) -> bool:
        """Say whether the newest version of this document has this text and this metadata."""
        with self._reading() as connection:
            row = connection.execute(_newest(document.id)).first()
        return row is not None and row.fingerprint == fingerprint_of(document)

    def find_records(self, noun: Listed, filters: Filters = _EVERYTHING) -> Iterator[Entry]:
        """Yield the records of a noun in the order in which they were stored and stand."""
        yield from self._entries(record_query(Listed(noun), filters))

    def find_documents(self, filters: Filters = _EVERYTHING) -> Iterator[Document]:
        """Yield the documents in the order in which they were stored."""
        with self._reading() as connection:
            for row in connection.execute(document_query(filters)).yield_per(ROWS_AT_A_TIME):
                yield document_from_dict(json.loads(row.body))

    def find_failures(self) -> Iterator[Failed]:
        """Yield the inputs whose last reading failed, in order of their ids."""
        with self._reading() as connection:
            for row in connection.execute(select(FAILURES).order_by(FAILURES.c.document_id)):
                yield Failed(document_id=row.document_id, code=row.code, message=row.message)

    def get(self, record_id: str) -> Entry:
        """Return one record; raises UnknownRecord."""
        for noun in Listed:
            query = record_query(noun, _EVERYTHING).where(
                RECORDS.c.record_id == storable(record_id)
            )
            for entry in self._entries(query):
                return entry
        raise UnknownRecord(f"no record {record_id!r} in {self._path}; `foedus list` shows the ids")

    def get_analysis(self, document_id: str) -> Analysis:
        """Return everything the newest version of a document was read to say."""
        with self._reading() as connection:
            row = connection.execute(_newest(document_id)).first()
            if row is None:
                raise UnknownRecord(f"no document {document_id!r} in {self._path}")
            query = select(RECORDS).where(RECORDS.c.document_key == row.key)
            found = connection.execute(query.order_by(RECORDS.c.noun, RECORDS.c.position)).all()
        written: dict[str, object] = {"schema": "foedus/1", "document": json.loads(row.body)}
        for noun in NOUNS:
            written[noun] = [json.loads(record.body) for record in found if record.noun == noun]
        return from_dict(written)

    def count(self) -> Totals:
        """Return how much the store holds."""
        newest = RECORDS.join(DOCUMENTS, _NEWEST_OF_RECORD)
        by_noun = select(RECORDS.c.noun, func.count()).select_from(newest).group_by(RECORDS.c.noun)
        with self._reading() as connection:
            counts = {noun: count for noun, count in connection.execute(by_noun)}
            documents = connection.scalar(select(func.count()).where(DOCUMENTS.c.newest))
            versions = connection.scalar(select(func.count()).select_from(DOCUMENTS))
            failures = connection.scalar(select(func.count()).select_from(FAILURES))
        return Totals(
            schema=STORE_SCHEMA,
            documents=documents or 0,
            versions=versions or 0,
            failures=failures or 0,
            **{noun.value: counts.get(noun.value, 0) for noun in Listed},
        )

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

    @contextmanager
    def _reading(self, *, writing: bool = False) -> Iterator[Connection]:
        if self._engine is None:
            raise StoreClosed(f"the store {self._path} was closed; open it again")
        with (
            _named_faults(self._path),
            self._engine.execution_options(writing=writing).begin() as connection,
        ):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._reading(writing=True) as connection:
            yield connection

    def _entries(self, query: Select[tuple[str, str, str, int, str]]) -> Iterator[Entry]:
        """Yield the entries of a record query; a document is read once for its run of records."""
        with self._reading() as connection:
            key, document = 0, None
            for row in connection.execute(query).yield_per(ROWS_AT_A_TIME):
                if document is None or row.document_key != key:
                    body = select(DOCUMENTS.c.body).where(DOCUMENTS.c.key == row.document_key)
                    key = row.document_key
                    document = document_from_dict(json.loads(connection.execute(body).scalar_one()))
                yield _entry(row.noun, row.body, statement=row.statement, document=document)


_NEWEST_OF_RECORD = and_(DOCUMENTS.c.key == RECORDS.c.document_key, DOCUMENTS.c.newest)


def _forget_failure(document_id: str) -> Delete:
    return delete(FAILURES).where(FAILURES.c.document_id == storable(document_id))


def _newest(document_id: str) -> Select[tuple[int, int, str, str, str]]:
    chosen = (
        DOCUMENTS.c.key,
        DOCUMENTS.c.version,
        DOCUMENTS.c.fingerprint,
        DOCUMENTS.c.content,
        DOCUMENTS.c.body,
    )
    return select(*chosen).where(
        DOCUMENTS.c.document_id == storable(document_id), DOCUMENTS.c.newest
    )


def _insert(connection: Connection, analysis: Analysis, *, version: int, content: str) -> None:
    document = analysis.document
    inserted = connection.execute(
        insert(DOCUMENTS).values(
            document_id=storable(document.id),
            version=version,
            newest=True,
            sha256=document.sha256,
            fingerprint=fingerprint_of(document),
            content=content,
            earliest=document.published.earliest,
            latest=document.published.latest,
            body=to_line(document_to_dict(document)),
        )
    )
    [document_key] = inserted.inserted_primary_key or (None,)
    rows = list(to_rows(analysis))
    first = (connection.scalar(select(func.max(RECORDS.c.key))) or 0) + 1
    records = [
        {"key": key, "document_key": document_key, **row.columns}
        for key, row in enumerate(rows, first)
    ]
    slots = [
        {"slot": slot, "value": value, "record_key": key}
        for key, row in enumerate(rows, first)
        for slot, value in row.slots
    ]
    for table, values in ((RECORDS, records), (SLOTS, slots)):
        if values:
            connection.execute(insert(table), values)


def _entry(noun: str, body: str, *, statement: str | None, document: Document) -> Entry:
    record = record_from_dict(noun, json.loads(body), document.text)
    said = None
    if statement is not None:
        found = record_from_dict("statements", json.loads(statement), document.text)
        said = found if isinstance(found, Statement) else None
    return Entry(noun=Listed(noun), record=record, document=document, statement=said)
