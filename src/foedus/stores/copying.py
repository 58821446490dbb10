"""A whole SQL store as values, and back: every version, judgement and review under its number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from sqlalchemy import Connection, Select, func, insert, select, tuple_, update

from foedus.errors import StoreFault
from foedus.records.codec import check_evidence
from foedus.records.reports import Failed
from foedus.records.reviews import Review, standing_of
from foedus.records.threads import Digest, Judgement
from foedus.stores import documents, histories, judging
from foedus.stores.queries import document_query
from foedus.stores.store import Filters, Holding, Reading, Version
from foedus.stores.tables import (
    DIGEST_KEYS,
    DIGESTS,
    DOCUMENTS,
    FAILURES,
    JUDGEMENTS,
    READINGS,
    RECORDS,
    REVIEWS,
    STANDINGS,
    TEXTS,
)
from foedus.stores.upserts import upsert

ROWS_AT_A_TIME = 200

Place = tuple[int, str, int]
"""Where a record stands in the tables: key of its document's version, noun and position."""


def dump(connection: Connection, filters: Filters) -> Iterator[Holding]:
    """Yield what a store holds: documents with all their versions, then what points at them."""
    whole = filters == Filters()
    asked = document_query(filters).order_by(None).with_only_columns(DOCUMENTS.c.text_key)
    chosen = select(asked.subquery().c.text_key)
    yield from _versions(connection, chosen)
    if whole:
        for row in connection.execute(select(FAILURES).order_by(FAILURES.c.document_id)):
            yield Failed(document_id=row.document_id, code=row.code, message=row.message)
    known = select(RECORDS.c.record_id).join(DOCUMENTS).where(DOCUMENTS.c.text_key.in_(chosen))
    yield from _digests(connection, None if whole else known)
    judged = select(JUDGEMENTS).order_by(JUDGEMENTS.c.key)
    reviewed = select(REVIEWS).order_by(REVIEWS.c.number)
    if not whole:
        judged = judged.where(JUDGEMENTS.c.left_id.in_(known), JUDGEMENTS.c.right_id.in_(known))
        reviewed = reviewed.where(REVIEWS.c.record_id.in_(known))
    for row in connection.execute(judged.execution_options(yield_per=ROWS_AT_A_TIME)):
        yield judging.to_judgement(row._asdict())
    for row in connection.execute(reviewed.execution_options(yield_per=ROWS_AT_A_TIME)):
        yield histories.to_review(row)


def restore(connection: Connection, holdings: Iterable[Holding]) -> None:
    """Keep what `dump` yielded in a store that holds nothing yet."""
    if connection.scalar(select(func.count()).select_from(DOCUMENTS)):
        raise StoreFault(
            "the store holds documents already, and a copy is restored into an empty one only;"
            " name a new one with --store PATH"
        )
    waiting: dict[str, list[Place]] = {}
    for kind, several in groupby(holdings, key=type):
        given = iter(several)
        while batch := list(islice(given, 1 if kind is Version else ROWS_AT_A_TIME)):
            _keep(connection, batch, waiting)
    if waiting:
        raise StoreFault(f"{next(iter(waiting))} has no newest version; the copy was cut off")
    _stand(connection)


def _keep(connection: Connection, batch: list[Holding], waiting: dict[str, list[Place]]) -> None:
    for one in batch:
        if isinstance(one, Version):
            _keep_version(connection, one, waiting)
        elif isinstance(one, Failed):
            documents.record_failure(connection, one)
    judging.add_digests(connection, [one for one in batch if isinstance(one, Digest)])
    judging.keep_judgements(connection, [one for one in batch if isinstance(one, Judgement)])
    rows = [histories.to_row(one) for one in batch if isinstance(one, Review)]
    if rows:
        connection.execute(insert(REVIEWS), rows)


def _versions(connection: Connection, chosen: Select[tuple[int]]) -> Iterator[Version]:
    columns = (
        *(DOCUMENTS.c.key, DOCUMENTS.c.version, DOCUMENTS.c.newest, DOCUMENTS.c.model),
        *(READINGS.c.parse, READINGS.c.marks, READINGS.c.known, READINGS.c.place),
        DOCUMENTS.c.text_key,
    )
    query = select(*columns).select_from(DOCUMENTS.join(READINGS))
    query = query.where(DOCUMENTS.c.text_key.in_(chosen))
    query = query.order_by(DOCUMENTS.c.key)
    for row in connection.execute(query.execution_options(yield_per=ROWS_AT_A_TIME)):
        source = None
        if row.version == 1:  # the bytes are the text's: they are written once
            source = connection.scalar(select(TEXTS.c.source).where(TEXTS.c.key == row.text_key))
        yield Version(
            analysis=documents.analysis_of(connection, row.key),
            reading=Reading(
                model=row.model,
                parse=row.parse,
                source=source,
                marks=row.marks,
                known=json.loads(row.known),
                place=row.place,
            ),
            number=row.version,
            newest=row.newest,
            carried=() if row.newest else _carried(connection, row.key),
        )


def _carried(connection: Connection, key: int) -> tuple[tuple[str, int], ...]:
    """Return the records of an older version that are listed because a person reviewed them."""
    query = select(RECORDS.c.noun, RECORDS.c.position)
    query = query.where(RECORDS.c.document_key == key, RECORDS.c.current)
    found = connection.execute(query.order_by(RECORDS.c.noun, RECORDS.c.position))
    return tuple((noun, position) for noun, position in found)


def _digests(connection: Connection, known: Select[tuple[str]] | None) -> Iterator[Digest]:
    query = select(DIGESTS).order_by(DIGESTS.c.record_id)
    if known is not None:
        query = query.where(DIGESTS.c.record_id.in_(known))
    rows = connection.execute(query.execution_options(yield_per=ROWS_AT_A_TIME))
    for batch in rows.partitions():
        ids = [row.record_id for row in batch]
        asked = select(DIGEST_KEYS.c.record_id, DIGEST_KEYS.c.value)
        asked = asked.where(DIGEST_KEYS.c.record_id.in_(ids))
        keys: dict[str, list[str]] = {}
        for record_id, value in connection.execute(asked):
            keys.setdefault(record_id, []).append(value)
        for row in batch:
            yield Digest(
                id=row.record_id,
                noun=row.noun,
                version=row.version,
                keys=tuple(sorted(keys.get(row.record_id, ()))),
                body=row.body,
            )


def _keep_version(
    connection: Connection, version: Version, waiting: dict[str, list[Place]]
) -> None:
    """Keep a version; what stays listed of older ones waits for the newest, which comes last."""
    check_evidence(version.analysis)
    document_id = version.analysis.document.id
    documents.put(connection, version.analysis, version.reading)
    kept = documents.find_kept(connection, document_id)
    if kept is None or kept.version != version.number:
        raise StoreFault(
            f"{document_id}: version {version.number} does not follow what stands before it;"
            " right would be every document with all its versions, each once and in order"
        )
    carried = waiting.pop(document_id, [])
    carried += [(kept.key, noun, position) for noun, position in version.carried]
    if not version.newest:
        waiting[document_id] = carried
        return
    place = tuple_(RECORDS.c.document_key, RECORDS.c.noun, RECORDS.c.position)
    for one in carried:
        connection.execute(update(RECORDS).where(place == one).values(current=True))


def _stand(connection: Connection) -> None:
    """Write down where records stand after their reviews, and where their numbers go on."""
    query = select(REVIEWS).order_by(REVIEWS.c.record_id, REVIEWS.c.number)
    rows = connection.execute(query.execution_options(yield_per=ROWS_AT_A_TIME))
    standings = []
    for record_id, steps in groupby(map(histories.to_review, rows), key=lambda r: r.record_id):
        decision = standing_of(list(steps)).decision
        standings.append({"record_id": record_id, "decision": decision and decision.value})
    for first in range(0, len(standings), ROWS_AT_A_TIME):
        upsert(connection, STANDINGS, standings[first : first + ROWS_AT_A_TIME])
    if connection.dialect.name == "postgresql":  # SQLite goes on after the highest by itself
        number = select(func.max(REVIEWS.c.number)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(REVIEWS.name, REVIEWS.c.number.name)
        connection.execute(select(func.setval(sequence, number)))
