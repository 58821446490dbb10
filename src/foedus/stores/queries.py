"""Filters as SQL: which records and documents a list shows."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from foedus.records.entries import Listed
from foedus.stores.rows import fold, storable
from foedus.stores.store import Filters
from foedus.stores.tables import DOCUMENTS, RECORDS, SLOTS

ISO_DATE_CHARACTERS = 10
"""A date is compared without its time of day."""


def record_query(noun: Listed, filters: Filters) -> Select[tuple[str, str, str, int, str]]:
    """Return the query for the records of a noun in the newest version of every document."""
    said = RECORDS.alias("said")
    same = and_(
        said.c.document_key == RECORDS.c.document_key,
        said.c.noun == Listed.STATEMENTS.value,
        said.c.record_id == RECORDS.c.statement_id,
    )
    chosen = (
        RECORDS.c.noun,
        RECORDS.c.body,
        RECORDS.c.record_id,
        RECORDS.c.document_key,
        said.c.body.label("statement"),
    )
    tables = RECORDS.join(DOCUMENTS).outerjoin(said, same)
    wanted: list[ColumnElement[bool]] = [RECORDS.c.noun == noun.value, DOCUMENTS.c.newest]
    wanted += _slot_claims(filters)
    wanted += _date_claims(RECORDS.c.earliest, RECORDS.c.latest, filters)
    if filters.document_id is not None:
        wanted.append(DOCUMENTS.c.document_id == storable(filters.document_id))
    query = select(*chosen).select_from(tables).where(*wanted)
    return query.order_by(RECORDS.c.document_key, RECORDS.c.position).limit(filters.limit)


def document_query(filters: Filters) -> Select[tuple[str]]:
    """Return the query for the newest version of every document; only dates and id narrow it."""
    wanted: list[ColumnElement[bool]] = [DOCUMENTS.c.newest.is_(True)]
    wanted += _date_claims(DOCUMENTS.c.earliest, DOCUMENTS.c.latest, filters)
    if filters.document_id is not None:
        wanted.append(DOCUMENTS.c.document_id == storable(filters.document_id))
    query = select(DOCUMENTS.c.body).where(*wanted)
    return query.order_by(DOCUMENTS.c.key).limit(filters.limit)


def _slot_claims(filters: Filters) -> list[ColumnElement[bool]]:
    asked = {
        "committer": filters.committer,
        "speaker": filters.speaker,
        "target": filters.target,
        "kind": filters.kind,
        "class": filters.event_class,
    }
    return [
        exists().where(
            SLOTS.c.slot == slot, SLOTS.c.value == fold(value), SLOTS.c.record_key == RECORDS.c.key
        )
        for slot, value in asked.items()
        if value is not None
    ]


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
