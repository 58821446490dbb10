"""Filters as SQL: which records and documents a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from foedus.records.entries import Listed
from foedus.records.reviews import Decision
from foedus.stores.documents import document_rows
from foedus.stores.rows import fold, storable
from foedus.stores.store import Filters, Order, Status
from foedus.stores.tables import DIGESTS, DOCUMENTS, RECORDS, REVIEWS, SLOTS, STANDINGS

ISO_DATE_CHARACTERS = 10
"""A date is compared without its time of day."""

MOST_KEYS = 20_000
"""The keys of a value that more records have are not listed to look a record up among them."""

RecordQuery = Select[tuple[int, str, str, str, int, str]]


def record_query(connection: Connection, noun: Listed, filters: Filters) -> RecordQuery:
    """Return the query for the current records of a noun, in the order that is asked for."""
    common = _find_common(connection, filters)
    query = _RECORDS.where(*_claims(noun, filters, common), *_place_claims(noun, filters))
    query = _ordered(query, filters.order, connection.dialect.name).limit(filters.limit)
    return query.offset(filters.skip) if filters.skip else query


def _ordered(query: RecordQuery, order: Order, dialect: str) -> RecordQuery:
    """Return the query in an order; for the latest reviewed first, narrowed to the reviewed."""
    if order is Order.NEWEST:
        return query.order_by(RECORDS.c.document_key.desc(), RECORDS.c.position.desc())
    stored = (RECORDS.c.document_key, RECORDS.c.position)
    if order is Order.STORED:
        return query.order_by(*stored)
    if order is Order.DOUBTFUL:
        score = func.coalesce(cast(_field("score", dialect), Float), 1.0)
        return query.order_by(score, *stored)
    mine = REVIEWS.c.record_id == RECORDS.c.record_id
    latest = select(func.max(REVIEWS.c.number)).where(mine).scalar_subquery()
    reviewed = RECORDS.c.record_id.in_(select(REVIEWS.c.record_id))
    return query.where(reviewed).order_by(latest.desc(), *stored)


def facts_query(noun: Listed, fields: Sequence[str], *, dialect: str) -> Select[Any]:
    """Return the query for place, dates and some fields of a noun's current records, as listed."""
    place = (RECORDS.c.key, RECORDS.c.document_key, RECORDS.c.position)
    dates = (RECORDS.c.earliest, RECORDS.c.latest)
    facts = select(*place, *dates, *(_field(name, dialect) for name in fields))
    current = facts.where(RECORDS.c.noun == noun.value, RECORDS.c.current)
    return current.order_by(RECORDS.c.document_key, RECORDS.c.position)


def _field(field: str, dialect: str) -> ColumnElement[str]:
    return field_of(RECORDS.c.body, field, dialect)


def field_of(body: ColumnElement[str], field: str, dialect: str) -> ColumnElement[str]:
    """Return a field of a record's JSON by its path, as each database reads it."""
    path = field.split(".")
    if dialect == "sqlite":
        return func.json_extract(body, ".".join(["$", *path]))
    return func.json_extract_path_text(cast(body, JSON), *path)


def record_by_id(record_id: str) -> RecordQuery:
    """Return the query for one record, the newest version first, whatever became of it since."""
    query = _RECORDS.where(RECORDS.c.record_id == storable(record_id))
    return query.order_by(RECORDS.c.current.desc(), RECORDS.c.key.desc()).limit(1)


def records_by_ids(record_ids: Sequence[str]) -> RecordQuery:
    """Return the query for current records by their ids, as their texts were first stored."""
    ids = [storable(one) for one in record_ids]
    query = _RECORDS.where(RECORDS.c.record_id.in_(ids), RECORDS.c.current)
    return query.order_by(DOCUMENTS.c.text_key, RECORDS.c.document_key, RECORDS.c.position)


def undigested_query(noun: str, version: str, *, after: int, limit: int) -> RecordQuery:
    """Return the query for current records without a digest of this version, from a key on."""
    query = _RECORDS.where(*_undigested([noun], version), RECORDS.c.key > after)
    return query.order_by(RECORDS.c.key).limit(limit)


def undigested_count(nouns: Sequence[str], version: str) -> Select[int]:
    """Return the query for how many current records of these nouns have no such digest."""
    return select(func.count()).select_from(RECORDS).where(*_undigested(nouns, version))


def _undigested(nouns: Sequence[str], version: str) -> tuple[ColumnElement[bool], ...]:
    digested = exists().where(
        DIGESTS.c.record_id == RECORDS.c.record_id, DIGESTS.c.version == version
    )
    return RECORDS.c.noun.in_(nouns), RECORDS.c.current.is_(True), ~digested


def document_query(filters: Filters) -> Select[tuple[int, str, str]]:
    """Return the query for the newest version of every document; only dates and id narrow it."""
    wanted: list[ColumnElement[bool]] = [DOCUMENTS.c.newest.is_(True)]
    wanted += _date_claims(DOCUMENTS.c.earliest, DOCUMENTS.c.latest, filters)
    if filters.document_id is not None:
        wanted.append(DOCUMENTS.c.document_id == storable(filters.document_id))
    if filters.after is not None:
        last = DOCUMENTS.alias("last")
        found = select(last.c.text_key).where(last.c.document_id == storable(filters.after[0]))
        wanted.append(DOCUMENTS.c.text_key > found.limit(1).scalar_subquery())
    query = document_rows().where(*wanted).order_by(DOCUMENTS.c.text_key).limit(filters.limit)
    return query.offset(filters.skip) if filters.skip else query


def _joined() -> RecordQuery:
    said = RECORDS.alias("said")
    same = and_(
        said.c.document_key == RECORDS.c.document_key,
        said.c.noun == Listed.STATEMENTS.value,
        said.c.record_id == RECORDS.c.statement_id,
    )
    chosen = (
        RECORDS.c.key,
        RECORDS.c.noun,
        RECORDS.c.body,
        RECORDS.c.record_id,
        RECORDS.c.document_key,
        said.c.body.label("statement"),
    )
    joined = RECORDS.join(DOCUMENTS, DOCUMENTS.c.key == RECORDS.c.document_key)
    return select(*chosen).select_from(joined.outerjoin(said, same))


_RECORDS = _joined()
CARRIED = _RECORDS.where(
    DOCUMENTS.c.document_id == bindparam("document_id"),
    DOCUMENTS.c.newest.is_(False),
    RECORDS.c.current,
).order_by(RECORDS.c.document_key, RECORDS.c.position)
"""The query for the records of older versions of a `document_id` that stay listed."""
RECORDS_BY_KEYS = _RECORDS.where(RECORDS.c.key.in_(bindparam("keys", expanding=True)))
"""The query for records by their `keys`, in no set order."""


def _claims(noun: Listed, filters: Filters, common: frozenset[str]) -> list[ColumnElement[bool]]:
    """Return what a record of a list must be like."""
    wanted: list[ColumnElement[bool]] = [RECORDS.c.noun == noun.value, RECORDS.c.current]
    wanted += _slot_claims(filters, common)
    wanted += _date_claims(RECORDS.c.earliest, RECORDS.c.latest, filters)
    if filters.document_id is not None:
        # As keys, so that the index by document is used and not every record looked at.
        own = select(DOCUMENTS.c.key).where(
            DOCUMENTS.c.document_id == storable(filters.document_id)
        )
        wanted.append(RECORDS.c.document_key.in_(own))
    return wanted + _status_claims(filters.status)


def _place_claims(noun: Listed, filters: Filters) -> list[ColumnElement[bool]]:
    """Return what makes a record stand behind the last one that was shown."""
    if filters.after is None:
        return []
    document_id, record_id = map(storable, filters.after)
    last, within = RECORDS.alias("last"), DOCUMENTS.alias("within")
    found = (
        select(last.c.document_key, last.c.position)
        .select_from(last.join(within, within.c.key == last.c.document_key))
        .where(last.c.record_id == record_id, last.c.noun == noun.value)
        .where(within.c.document_id == document_id)
        .order_by(last.c.current.desc(), last.c.key.desc())
    )
    stands = tuple_(RECORDS.c.document_key, RECORDS.c.position)
    return [stands > found.limit(1).scalar_subquery()]


def _status_claims(status: Status) -> list[ColumnElement[bool]]:
    """Return what people must have decided."""
    if status is Status.ALL:
        return []
    decided = exists().where(STANDINGS.c.record_id == RECORDS.c.record_id)
    accepted = decided.where(STANDINGS.c.decision == Decision.ACCEPT.value)
    rejected = decided.where(STANDINGS.c.decision == Decision.REJECT.value)
    claims: dict[Status, ColumnElement[bool]] = {
        Status.KEPT: ~rejected,
        Status.UNREVIEWED: ~or_(accepted, rejected),
        Status.ACCEPTED: accepted,
        Status.REJECTED: rejected,
    }
    return [claims[status]]


def slots_asked(filters: Filters) -> list[tuple[str, str]]:
    """Return the slots that filters ask for, each with its value as it was given."""
    asked = {
        "committer": filters.committer,
        "speaker": filters.speaker,
        "target": filters.target,
        "kind": filters.kind,
        "class": filters.event_class,
    }
    return [(slot, value) for slot, value in asked.items() if value is not None]


def _find_common(connection: Connection, filters: Filters) -> frozenset[str]:
    """Return the slots that filters ask for a value which more than MOST_KEYS records have."""
    found = set()
    for slot, value in slots_asked(filters):
        further = _keys_of(slot, value).offset(MOST_KEYS).limit(1)
        if connection.execute(further).first() is not None:
            found.add(slot)
    return frozenset(found)


def _keys_of(slot: str, value: str) -> Select[tuple[int]]:
    return select(SLOTS.c.record_key).where(SLOTS.c.slot == slot, SLOTS.c.value == fold(value))


def _slot_claims(filters: Filters, common: frozenset[str]) -> list[ColumnElement[bool]]:
    """Return what the slots must hold.

    The keys of a value are listed once and each record looked up among them; of a common one,
    where the list would be long and the first records match soon, each record is asked for itself.
    """
    claims: list[ColumnElement[bool]] = []
    for slot, value in slots_asked(filters):
        keys = _keys_of(slot, value)
        if slot in common:
            claims.append(keys.where(SLOTS.c.record_key == RECORDS.c.key).exists())
        else:
            claims.append(RECORDS.c.key.in_(keys))
    return claims


def _date_claims(
    earliest: ColumnElement[str], latest: ColumnElement[str], filters: Filters
) -> list[ColumnElement[bool]]:
    """Return what makes an interval touch [since, until]; an open end reaches as far as it must."""
    claims: list[ColumnElement[bool]] = []
    if filters.since is None and filters.until is None:
        return claims
    claims.append(func.coalesce(earliest, latest).is_not(None))
    if filters.since is not None:
        last = func.substr(func.coalesce(latest, "9999"), 1, ISO_DATE_CHARACTERS)
        claims.append(last >= filters.since)
    if filters.until is not None:
        first = func.substr(func.coalesce(earliest, "0000"), 1, ISO_DATE_CHARACTERS)
        claims.append(first <= filters.until)
    return claims
