"""Facets: how many records that match have each value of a field, fast enough for every page.

Counting in the database reads the JSON of every record that matches, a second for 100,000. So what
is counted is read once and kept, a few bytes a record, until documents are added; each question
then only asks the database which keys its names stand for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, func, select

from foedus.records.entries import Listed
from foedus.records.reviews import Decision
from foedus.stores.queries import ISO_DATE_CHARACTERS, facts_query, slots_asked
from foedus.stores.rows import fold, storable
from foedus.stores.store import Filters, Status
from foedus.stores.tables import DOCUMENTS, RECORDS, SLOTS, STANDINGS

MOST_SLOTS = 50
"""So many names and kinds are kept with the keys of all their records."""

Keys = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_DATE = f"S{ISO_DATE_CHARACTERS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One field of all current records of a noun: keys rising, dates as bytes, value by number."""

    keys: Keys
    earliest: npt.NDArray[np.bytes_]
    latest: npt.NDArray[np.bytes_]
    dated: Mask
    numbers: Keys
    values: tuple[str, ...]


class Facets:
    """Counts the values of fields; what it keeps is read anew once documents were added."""

    def __init__(self) -> None:
        self._newest = 0
        self._facts: dict[tuple[Listed, str], Facts] = {}
        self._slots: OrderedDict[tuple[str, str], Keys] = OrderedDict()
        self._lock = threading.Lock()

    def tally(
        self, connection: Connection, noun: Listed, filters: Filters, *, field: str
    ) -> dict[str, int]:
        """Return how many records that match have each value, the most common first."""
        with self._lock:  # of several who ask at once, one reads and the others wait
            facts = self._read(connection, noun, field)
            slots = [self._find_slot(connection, *asked) for asked in slots_asked(filters)]
        matching = _in_time(facts, filters)
        for keys in slots:
            matching &= np.isin(facts.keys, keys)
        for wanted, query in _keys_asked(filters):
            matching &= np.isin(facts.keys, _keys_of(connection, query)) == wanted
        counts = np.bincount(facts.numbers[matching], minlength=len(facts.values))
        found = [(value, int(n)) for value, n in zip(facts.values, counts, strict=True) if n]
        return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))

    def _read(self, connection: Connection, noun: Listed, field: str) -> Facts:
        newest = connection.scalar(select(func.max(DOCUMENTS.c.key))) or 0
        if newest != self._newest:
            self._facts.clear()
            self._slots.clear()
            self._newest = newest
        if (noun, field) not in self._facts:
            self._facts[noun, field] = _read(connection, noun, field)
        return self._facts[noun, field]

    def _find_slot(self, connection: Connection, slot: str, value: str) -> Keys:
        if (slot, value) not in self._slots:
            named = (SLOTS.c.slot == slot) & (SLOTS.c.value == fold(value))
            keys = _keys_of(connection, select(SLOTS.c.record_key).where(named))
            self._slots[slot, value] = keys
            while len(self._slots) > MOST_SLOTS:
                self._slots.popitem(last=False)
        return self._slots[slot, value]


def _read(connection: Connection, noun: Listed, field: str) -> Facts:
    rows = connection.execute(facts_query(noun, field, dialect=connection.dialect.name)).all()
    numbers: dict[str, int] = {}
    return Facts(
        numbers=np.array([numbers.setdefault(row.value or "", len(numbers)) for row in rows],
                         dtype=np.int64),
        keys=np.array([row.key for row in rows], dtype=np.int64),
        earliest=np.array([(row.earliest or "0000").encode() for row in rows], dtype=_DATE),
        latest=np.array([(row.latest or "9999").encode() for row in rows], dtype=_DATE),
        dated=np.array([bool(row.earliest or row.latest) for row in rows], dtype=np.bool_),
        values=tuple(numbers),
    )  # fmt: skip


def _in_time(facts: Facts, filters: Filters) -> Mask:
    if filters.since is None and filters.until is None:
        return np.ones(len(facts.keys), dtype=np.bool_)
    matching = facts.dated.copy()
    if filters.since is not None:
        matching &= facts.latest >= filters.since.encode("utf-8", "replace")
    if filters.until is not None:
        matching &= facts.earliest <= filters.until.encode("utf-8", "replace")
    return matching


def _keys_asked(filters: Filters) -> Iterator[tuple[bool, Select[tuple[int]]]]:
    """Yield queries for keys, each with whether a record must be among them or must not."""
    if filters.document_id is not None:
        joined = RECORDS.join(DOCUMENTS, DOCUMENTS.c.key == RECORDS.c.document_key)
        of_document = DOCUMENTS.c.document_id == storable(filters.document_id)
        yield True, select(RECORDS.c.key).select_from(joined).where(of_document)
    decided = select(RECORDS.c.key).join(STANDINGS, STANDINGS.c.record_id == RECORDS.c.record_id)
    accepted = decided.where(STANDINGS.c.decision == Decision.ACCEPT.value)
    rejected = decided.where(STANDINGS.c.decision == Decision.REJECT.value)
    if filters.status is Status.ACCEPTED:
        yield True, accepted
    elif filters.status is Status.REJECTED:
        yield True, rejected
    elif filters.status is not Status.ALL:
        yield False, rejected
        if filters.status is Status.UNREVIEWED:
            yield False, accepted


def _keys_of(connection: Connection, query: Select[tuple[int]]) -> Keys:
    return np.fromiter((key for (key,) in connection.execute(query)), dtype=np.int64)
