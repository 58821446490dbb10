"""Entries: records of an SQL store with the documents and statements they stand in."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from foedus.records.codec import record_from_dict
from foedus.records.documents import Document
from foedus.records.entries import Entry, Listed
from foedus.records.statements import Statement
from foedus.stores.documents import get_documents
from foedus.stores.queries import RECORDS_BY_KEYS, RecordQuery

ROWS_AT_A_TIME = 200
DOCUMENTS_AT_A_TIME = 50
"""So many texts, some of them long, are held at once."""
MOST_ENTRIES = 1000
"""So many entries that pages showed are kept, those asked for last."""
MOST_CHARACTERS = 1_000_000
"""The texts of the entries that are kept have so many characters."""


class Entries:
    """Entries by their keys; those that were read last are kept, for many pages show the same.

    A row of a record or a document is never changed and its key never given to another: what
    becomes new is the version of a document, with rows of its own.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Entry] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def get(self, connection: Connection, keys: Sequence[int]) -> list[Entry]:
        """Return the entries of these keys, in their order; every key must be one of a record."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        missing = [key for key in keys if key not in found]
        if missing:
            read = dict(find_entries(connection, RECORDS_BY_KEYS, {"keys": missing}))
            self._keep(read.items())
            found |= read
        return [found[key] for key in keys]

    def _keep(self, read: Iterable[tuple[int, Entry]]) -> None:
        with self._lock:
            for key, entry in read:
                if key not in self._kept:
                    self._kept[key] = entry
                    self._characters += len(entry.document.text)
            while self._kept and (
                len(self._kept) > MOST_ENTRIES or self._characters > MOST_CHARACTERS
            ):
                _, gone = self._kept.popitem(last=False)
                self._characters -= len(gone.document.text)


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
