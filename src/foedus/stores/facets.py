"""Facets: how many records that match have each value of a field, fast enough for every page.

Counting in the database reads the JSON of every record that matches, a second for 100,000. So what
is counted is read once and kept, a few bytes a record; of documents that are added only the new
records are read. The same table knows which records a part of a list holds, however far back.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, bindparam, func, select

from foedus.records.entries import Listed
from foedus.records.reviews import Decision
from foedus.stores.facts import (
    Facts,
    Keys,
    Mask,
    Numbers,
    find_keys,
    keys_query,
    read_facts,
    renew_facts,
)
from foedus.stores.queries import slots_asked
from foedus.stores.rows import fold, storable
from foedus.stores.store import Filters, Order, Status
from foedus.stores.tables import DOCUMENTS, RECORDS, REVIEWS, SLOTS, STANDINGS

MOST_MASKS = 200
"""So many names, kinds and days are kept with a bit for every record."""
MOST_TALLIED = 200_000
"""So many counts of values are kept, by what was asked: two numbers each."""
State = tuple[int, int]
"""The newest document and the newest review: what is kept holds as long as they do."""
Bits = npt.NDArray[np.uint8]
"""A mask as it is kept, eight records a byte."""
_STATE = select(
    select(func.max(DOCUMENTS.c.key)).scalar_subquery(),
    select(func.max(REVIEWS.c.number)).scalar_subquery(),
)
_NAMED = keys_query(
    select(SLOTS.c.record_key).where(
        SLOTS.c.slot == bindparam("slot"), SLOTS.c.value == bindparam("value")
    )
)
_DECIDED = keys_query(
    select(RECORDS.c.key)
    .join(STANDINGS, STANDINGS.c.record_id == RECORDS.c.record_id)
    .where(STANDINGS.c.decision == bindparam("decision"))
)
"""Questions that many pages ask, put together once."""


@dataclass(slots=True)
class _Table:
    """What is kept of a noun: its facts, and masks and counts by what was asked.

    `rising` holds the places of the facts by their keys; None where they stand so, as they do
    unless a store was put together in another order.
    """

    facts: Facts
    newest: int
    rising: Keys | None
    masks: OrderedDict[tuple[object, ...], Bits] = field(default_factory=OrderedDict)
    tallies: OrderedDict[tuple[str, Filters], _Counts] = field(default_factory=OrderedDict)
    tallied: int = 0
    reviewed: int = 0
    decided: dict[Decision, Mask] = field(default_factory=dict)


_Counts = tuple[Numbers, Numbers]
"""The numbers of values, the most common first, and how many records have each."""


class Facets:
    """Counts the values of fields; what was read is kept and grows with the store."""

    def __init__(self) -> None:
        self._tables: dict[Listed, _Table] = {}
        self._lock = threading.Lock()

    def tally(
        self, connection: Connection, noun: Listed, filters: Filters, *, field: str, state: State
    ) -> dict[str, int]:
        """Return how many records that match have each value, the most common first."""
        asked = field, replace(filters, limit=None, skip=0, after=None, order=Order.STORED)
        with self._lock:  # of several who ask at once, one reads and the others wait
            table = self._read(connection, noun, state, name=field)
            if asked not in table.tallies:
                _keep(table, asked, _count(connection, table, filters, field))
            numbers, counts = table.tallies[asked]
            values = table.facts.fields[field][1]
        return {
            values[n]: count for n, count in zip(numbers.tolist(), counts.tolist(), strict=True)
        }

    def find_part(
        self, connection: Connection, noun: Listed, filters: Filters, *, state: State
    ) -> list[int] | None:
        """Return the keys of the records in a part of a list, in its order.

        None where this cannot say: nothing was counted yet, which costs more than one part of a
        list is worth; the list has another order or begins behind a record; or what is kept is of
        a later state, which another thread saw.
        """
        known = noun in self._tables and filters.limit is not None and filters.after is None
        if not known or filters.order not in (Order.STORED, Order.NEWEST):
            return None
        with self._lock:
            table = self._read(connection, noun, state)
            if (table.newest, table.reviewed) != state:
                return None
            places = np.flatnonzero(_find_matching(connection, table, filters))
            keys = table.facts.keys
        places = places if filters.order is Order.STORED else places[::-1]
        found: list[int] = keys[places[filters.skip :][: filters.limit]].tolist()
        return found

    def _read(
        self, connection: Connection, noun: Listed, state: State, *, name: str | None = None
    ) -> _Table:
        newest, reviewed = state
        table = self._tables.get(noun)
        names = {name} if name is not None else set()
        if table is None or not names <= table.facts.fields.keys():
            names |= table.facts.fields.keys() if table is not None else set()
            table = _table_of(read_facts(connection, noun, sorted(names)), newest)
        elif newest > table.newest:
            table = _table_of(renew_facts(connection, noun, table.facts, table.newest), newest)
        if reviewed > table.reviewed:
            table.decided.clear()
            table.tallies.clear()
            table.tallied = 0
            table.reviewed = reviewed
        self._tables[noun] = table
        return table


def read_state(connection: Connection) -> State:
    """Return the newest document and the newest review of a store; 0 where there is none."""
    newest, reviewed = (one or 0 for one in connection.execute(_STATE).one())
    return newest, reviewed


def _table_of(facts: Facts, newest: int) -> _Table:
    rises = bool(np.all(facts.keys[1:] > facts.keys[:-1]))
    return _Table(facts, newest, None if rises else np.argsort(facts.keys))


def _count(connection: Connection, table: _Table, filters: Filters, field: str) -> _Counts:
    numbers, values = table.facts.fields[field]
    matching = np.flatnonzero(_find_matching(connection, table, filters))
    counts = np.bincount(numbers[matching], minlength=len(values)).astype(np.int32)
    ranked = np.argsort(-counts, kind="stable")  # of equally many, by the alphabet
    ranked = ranked[: np.count_nonzero(counts)]
    return ranked.astype(np.int32), counts[ranked]


def _keep(table: _Table, asked: tuple[str, Filters], counts: _Counts) -> None:
    table.tallies[asked] = counts
    table.tallied += len(counts[0])
    while table.tallied > MOST_TALLIED and len(table.tallies) > 1:
        table.tallied -= len(table.tallies.popitem(last=False)[1][0])


def _find_matching(connection: Connection, table: _Table, filters: Filters) -> Mask:
    """Return for each record whether it matches; the mask is the caller's own."""
    facts = table.facts
    matching = np.ones(len(facts.keys), dtype=np.bool_)
    for slot, value in slots_asked(filters):
        named = {"slot": slot, "value": fold(value)}
        matching &= _held(table, (slot, value), partial(_among, table, connection, _NAMED, named))
    if filters.since is not None or filters.until is not None:
        days = ("days", filters.since, filters.until)
        matching &= _held(table, days, partial(_in_time, facts, filters))
    if filters.document_id is not None:
        joined = RECORDS.join(DOCUMENTS, DOCUMENTS.c.key == RECORDS.c.document_key)
        of_document = DOCUMENTS.c.document_id == storable(filters.document_id)
        of_it = keys_query(select(RECORDS.c.key).select_from(joined).where(of_document))
        matching &= _among(table, connection, of_it)
    for wanted, decision in _decisions_asked(filters.status):
        if decision not in table.decided:
            decided = {"decision": decision.value}
            table.decided[decision] = _among(table, connection, _DECIDED, decided)
        matching &= table.decided[decision] == wanted
    return matching


def _held(table: _Table, asked: tuple[object, ...], make: Callable[[], Mask]) -> Mask:
    if asked not in table.masks:
        table.masks[asked] = np.packbits(make())
        while len(table.masks) > MOST_MASKS:
            table.masks.popitem(last=False)
    bits = np.unpackbits(table.masks[asked], count=len(table.facts.keys))
    return bits.view(np.bool_)


def _among(
    table: _Table,
    connection: Connection,
    query: Select[str],
    values: Mapping[str, object] | None = None,
) -> Mask:
    """Return for each record whether a query of `keys_query` finds it."""
    known, rising = table.facts.keys, table.rising
    keys, found = find_keys(connection, query, values), np.zeros(len(known), dtype=np.bool_)
    # A tenth of the time of `isin`, for the keys of the facts rise.
    places = np.searchsorted(known, keys, sorter=rising)
    inside = places < len(known)
    places, keys = places[inside], keys[inside]
    places = places if rising is None else rising[places]
    found[places[known[places] == keys]] = True
    return found


def _in_time(facts: Facts, filters: Filters) -> Mask:
    matching = facts.dated.copy()
    if filters.since is not None:
        matching &= facts.latest >= filters.since.encode("utf-8", "replace")
    if filters.until is not None:
        matching &= facts.earliest <= filters.until.encode("utf-8", "replace")
    return matching


def _decisions_asked(status: Status) -> tuple[tuple[bool, Decision], ...]:
    """Return the decisions that a record must have, or must not."""
    rejected, accepted = (False, Decision.REJECT), (False, Decision.ACCEPT)
    asked: dict[Status, tuple[tuple[bool, Decision], ...]] = {
        Status.KEPT: (rejected,),
        Status.UNREVIEWED: (rejected, accepted),
        Status.ACCEPTED: ((True, Decision.ACCEPT),),
        Status.REJECTED: ((True, Decision.REJECT),),
        Status.ALL: (),
    }
    return asked[status]
