"""Loading many documents at once: rows are made first, then copied table by table.

On PostgreSQL they go through COPY, on SQLite through one statement a table. Documents that the
store knows already are put one by one, as ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from foedus.errors import ChangedText
from foedus.records.analyses import Analysis
from foedus.stores.documents import Row, put, reading_row, text_row, version_row
from foedus.stores.rows import storable, to_rows
from foedus.stores.search import to_words
from foedus.stores.store import Put, Reading
from foedus.stores.tables import DOCUMENTS, FAILURES, READINGS, RECORDS, SLOTS, TEXTS

Given = tuple[Analysis, Reading]
WORDS = "text_words"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that new documents come to."""

    texts: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    slots: list[Row] = field(default_factory=list)


def put_all(connection: Connection, batch: Sequence[Given]) -> list[Put | ChangedText]:
    """Keep analyses in order; those of new documents at once, the others one by one behind them."""
    ids = [storable(analysis.document.id) for analysis, _ in batch]
    known = select(TEXTS.c.document_id).where(TEXTS.c.document_id.in_(ids))
    held = set(connection.scalars(known))
    new: dict[str, Given] = {}
    others: list[int] = []
    for place, document_id in enumerate(ids):
        if document_id in held or document_id in new:
            others.append(place)
        else:
            new[document_id] = batch[place]
    connection.execute(delete(FAILURES).where(FAILURES.c.document_id.in_(list(new))))
    _copy_all(connection, list(new.values()))
    found: list[Put | ChangedText] = [Put.STORED] * len(batch)
    for place in others:
        try:
            with connection.begin_nested():
                found[place] = put(connection, *batch[place])
        except ChangedText as error:
            found[place] = error
    return found


def _copy_all(connection: Connection, batch: Sequence[Given]) -> None:
    if not batch:
        return
    rows = _Rows()
    text_keys = _reserve(connection, TEXTS, len(batch))
    keys = _reserve(connection, DOCUMENTS, len(batch))
    for text_key, key, given in zip(text_keys, keys, batch, strict=True):
        _add(connection, rows, given, text_key=text_key, key=key)
    record_keys = _reserve(connection, RECORDS, len(rows.records))
    for record_key, record in zip(record_keys, rows.records, strict=True):
        record["key"] = record_key
        found: Any = record.pop("slots")
        for slot, value in found:
            rows.slots.append({"slot": slot, "value": value, "record_key": record_key})
    _copy(connection, TEXTS, rows.texts)
    _copy_words(connection, rows.words)
    for table, made in (
        (DOCUMENTS, rows.documents),
        (READINGS, rows.readings),
        (RECORDS, rows.records),
        (SLOTS, rows.slots),
    ):
        _copy(connection, table, made)


def _add(connection: Connection, rows: _Rows, given: Given, *, text_key: int, key: int) -> None:
    analysis, reading = given
    rows.texts.append({"key": text_key, **text_row(analysis.document, reading)})
    words = to_words(connection, analysis.document.text)
    rows.words.append({"rowid": text_key, "words": words})
    version = version_row(analysis, text_key=text_key, version=1, model=reading.model)
    rows.documents.append({"key": key, **version})
    rows.readings.append(reading_row(reading, key))
    for row in to_rows(analysis):
        head = {"key": 0, "document_key": key, "current": True}
        rows.records.append({**head, **row.columns, "slots": row.slots})


def _reserve(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Return so many keys of a table that nobody else will take."""
    if connection.dialect.name == "sqlite":  # nobody else writes during this transaction
        last = connection.scalar(select(func.max(table.c.key))) or 0
        return range(last + 1, last + 1 + count)
    query = text(
        "SELECT nextval(pg_get_serial_sequence(:name, 'key')) FROM generate_series(1, :count)"
    )
    return list(connection.scalars(query, {"name": table.name, "count": count}))


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
    else:
        _copy_in(connection, table.name, rows)


def _copy_words(connection: Connection, rows: Sequence[Row]) -> None:
    if connection.dialect.name == "sqlite":
        query = text(f"INSERT INTO {WORDS} (rowid, words) VALUES (:rowid, :words)")
        connection.execute(query, rows)
    else:
        _copy_in(connection, WORDS, rows)


def _copy_in(connection: Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Send rows, all with the same columns in the same order, through COPY."""
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in rows[0])
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
