"""Facts: what of every record of a noun is kept to count and list by, a few bytes each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, Text, cast, func, select

from foedus.records.entries import Listed
from foedus.stores.queries import ISO_DATE_CHARACTERS, facts_query
from foedus.stores.tables import DOCUMENTS, RECORDS

MOST_RENEWED = 1000
"""So many documents are read beside what is kept; of more, everything is read anew."""
ROWS_AT_A_TIME = 5000

Keys = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
_DATE = f"S{ISO_DATE_CHARACTERS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All current records of a noun in the order of lists: where each stands, dates, some fields.

    `fields` holds for a field the number of each record's value, and the values by number, which
    are in alphabetical order.
    """

    keys: Keys
    documents: Keys
    positions: Numbers
    earliest: npt.NDArray[np.bytes_]
    latest: npt.NDArray[np.bytes_]
    dated: Mask
    fields: dict[str, tuple[Numbers, tuple[str, ...]]] = field(default_factory=dict)


def read_facts(
    connection: Connection, noun: Listed, names: list[str], *, documents: Keys | None = None
) -> Facts:
    """Return the facts of a noun, or of those of its records that stand in some documents."""
    query = facts_query(noun, names, dialect=connection.dialect.name)
    if documents is not None:
        query = query.where(RECORDS.c.document_key.in_(documents.tolist()))
    rows = connection.execute(query).yield_per(ROWS_AT_A_TIME)
    found: list[dict[str, int]] = [{} for _ in names]
    # Rows as Python holds them take twenty times the room of the facts.
    parts = [_facts_of(part, names, found) for part in rows.partitions()]
    return _numbered(_joined(parts or [_facts_of([], names, found)]), names, found)


def _facts_of(
    rows: Sequence[Sequence[Any]], names: list[str], found: list[dict[str, int]]
) -> Facts:
    """Return the facts of some rows; values get their numbers in the order in which they come."""
    columns = list(zip(*rows, strict=True)) or [()] * (5 + len(names))
    keys, places, positions, earliest, latest = columns[:5]
    fields: dict[str, tuple[Numbers, tuple[str, ...]]] = {}
    for name, numbers, values in zip(names, found, columns[5:], strict=True):
        numbered = [numbers.setdefault(value or "", len(numbers)) for value in values]
        fields[name] = (np.array(numbered, dtype=np.int32), ())
    return Facts(
        keys=np.array(keys, dtype=np.int64),
        documents=np.array(places, dtype=np.int64),
        positions=np.array(positions, dtype=np.int32),
        earliest=np.array([(one or "0000").encode() for one in earliest], dtype=_DATE),
        latest=np.array([(one or "9999").encode() for one in latest], dtype=_DATE),
        dated=np.array([bool(a or b) for a, b in zip(earliest, latest, strict=True)], np.bool_),
        fields=fields,
    )


def renew_facts(connection: Connection, noun: Listed, facts: Facts, newest: int) -> Facts:
    """Return the facts after documents were added: a new version takes what the old one held."""
    added = select(DOCUMENTS.c.text_key).where(DOCUMENTS.c.key > newest)
    of_texts = select(DOCUMENTS.c.key).where(DOCUMENTS.c.text_key.in_(added))
    documents = find_keys(connection, keys_query(of_texts))
    if len(documents) > MOST_RENEWED:
        return read_facts(connection, noun, list(facts.fields))
    new = read_facts(connection, noun, list(facts.fields), documents=documents)
    kept = ~np.isin(facts.documents, documents)
    numbers: list[dict[str, int]] = []
    fields: dict[str, tuple[Numbers, tuple[str, ...]]] = {}
    for name, (_, values) in facts.fields.items():
        known = {value: number for number, value in enumerate(values)}
        fresh, words = new.fields[name]
        renumbered = np.array(
            [known.setdefault(word, len(known)) for word in words], dtype=np.int32
        )
        fields[name] = (renumbered[fresh] if words else fresh, ())
        numbers.append(known)
    both = _joined([_chosen(facts, kept), replace(new, fields=fields)])
    ordered = _chosen(both, np.lexsort((both.positions, both.documents)))
    return _numbered(ordered, list(facts.fields), numbers)


def _joined(parts: Sequence[Facts]) -> Facts:
    """Return facts one after the other."""
    return Facts(
        keys=np.concatenate([one.keys for one in parts]),
        documents=np.concatenate([one.documents for one in parts]),
        positions=np.concatenate([one.positions for one in parts]),
        earliest=np.concatenate([one.earliest for one in parts]),
        latest=np.concatenate([one.latest for one in parts]),
        dated=np.concatenate([one.dated for one in parts]),
        fields={
            name: (np.concatenate([one.fields[name][0] for one in parts]), ())
            for name in parts[0].fields
        },
    )


def _chosen(facts: Facts, chosen: Mask | Keys) -> Facts:
    """Return some of the facts, or all of them in another order."""
    return Facts(
        keys=facts.keys[chosen],
        documents=facts.documents[chosen],
        positions=facts.positions[chosen],
        earliest=facts.earliest[chosen],
        latest=facts.latest[chosen],
        dated=facts.dated[chosen],
        fields={name: (held[chosen], values) for name, (held, values) in facts.fields.items()},
    )


def _numbered(facts: Facts, names: Sequence[str], found: Sequence[dict[str, int]]) -> Facts:
    """Return facts whose values, with the numbers `found` so far, are numbered by the alphabet."""
    fields = {}
    for name, numbers in zip(names, found, strict=True):
        values = sorted(numbers, key=str)  # SQLite gives a number as one
        places = np.empty(len(values), dtype=np.int32)
        places[[numbers[value] for value in values]] = np.arange(len(values), dtype=np.int32)
        held = facts.fields[name][0]
        fields[name] = (places[held] if values else held, tuple(values))
    return replace(facts, fields=fields)


def keys_query(query: Select[tuple[int]]) -> Select[str]:
    """Return the query for the keys of another as one text: rows take three times as long."""
    (key,) = query.subquery().c
    return select(func.aggregate_strings(cast(key, Text), ","))


def find_keys(
    connection: Connection, query: Select[str], values: Mapping[str, object] | None = None
) -> Keys:
    """Return the keys that a query of `keys_query` finds, in no set order."""
    found = connection.scalar(query, values)
    return np.fromstring(found, dtype=np.int64, sep=",") if found else np.zeros(0, dtype=np.int64)
