"""Entries: records of an SQL store with the documents and statements they stand in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from foedus.records.codec import record_from_dict
from foedus.records.documents import Document
from foedus.records.entries import Entry, Listed
from foedus.records.statements import Statement
from foedus.stores.documents import get_documents
from foedus.stores.queries import RecordQuery

ROWS_AT_A_TIME = 200
DOCUMENTS_AT_A_TIME = 50
"""So many texts, some of them long, are held at once."""


def find_entries(
    connection: Connection, query: RecordQuery, values: Mapping[str, object] | None = None
) -> Iterator[tuple[int, Entry]]:
    """Yield keys and entries of a record query; a document is read once for its run of records."""
    held: dict[int, Document] = {}
    rows = connection.execute(query, values).yield_per(ROWS_AT_A_TIME)
    for part in rows.partitions(DOCUMENTS_AT_A_TIME):
        keys = {row.document_key for row in part}
        held = {key: held[key] for key in keys & held.keys()}
        held |= get_documents(connection, keys - held.keys())
        for row in part:
            document = held[row.document_key]
            yield row.key, _entry(row.noun, row.body, statement=row.statement, document=document)


def _entry(noun: str, body: str, *, statement: str | None, document: Document) -> Entry:
    record = record_from_dict(noun, json.loads(body), document.text)
    said = None
    if statement is not None:
        found = record_from_dict("statements", json.loads(statement), document.text)
        said = found if isinstance(found, Statement) else None
    return Entry(noun=Listed(noun), record=record, document=document, statement=said)
