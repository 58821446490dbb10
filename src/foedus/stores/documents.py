"""Documents in an SQL store: a text once, its versions, how each came about, and failures."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, bindparam, delete, exists, insert, select, update

from foedus.errors import ChangedText, UnknownRecord
from foedus.records.analyses import Analysis
from foedus.records.codec import (
    NOUNS,
    document_from_dict,
    document_to_dict,
    from_dict,
    to_line,
)
from foedus.records.documents import Document
from foedus.records.reports import Failed
from foedus.stores.rows import content_of, fingerprint_of, storable, to_rows
from foedus.stores.search import add_to_index
from foedus.stores.store import Put, Reading
from foedus.stores.tables import (
    DIGEST_KEYS,
    DIGESTS,
    DOCUMENTS,
    FAILURES,
    READINGS,
    RECORDS,
    SLOTS,
    STANDINGS,
    TEXTS,
)

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The newest version of a document."""

    key: int
    text_key: int
    version: int
    fingerprint: str
    content: str
    model: str


_KEPT = select(
    DOCUMENTS.c.key,
    DOCUMENTS.c.text_key,
    DOCUMENTS.c.version,
    DOCUMENTS.c.fingerprint,
    DOCUMENTS.c.content,
    DOCUMENTS.c.model,
).where(DOCUMENTS.c.document_id == bindparam("document_id"), DOCUMENTS.c.newest)
_WITH_TEXT = select(DOCUMENTS.c.key, DOCUMENTS.c.body, TEXTS.c.body.label("text")).select_from(
    DOCUMENTS.join(TEXTS)
)
_BY_KEYS = _WITH_TEXT.where(DOCUMENTS.c.key.in_(bindparam("keys", expanding=True)))
_VERSION = _WITH_TEXT.where(DOCUMENTS.c.key == bindparam("key"))
_OF_VERSION = (
    select(RECORDS.c.noun, RECORDS.c.body)
    .where(RECORDS.c.document_key == bindparam("key"))
    .order_by(RECORDS.c.noun, RECORDS.c.position)
)
_READING = (
    select(READINGS, TEXTS.c.source)
    .select_from(READINGS.join(DOCUMENTS).join(TEXTS))
    .where(READINGS.c.document_key == bindparam("key"))
)
"""Questions that every page of a document asks, put together once."""


def put(connection: Connection, analysis: Analysis, reading: Reading) -> Put:
    """Keep an analysis as the newest version of its document, unless it is just that."""
    document, content = analysis.document, content_of(analysis)
    forget_failure(connection, document.id)
    before = find_kept(connection, document.id)
    if before is not None:
        _check_text(connection, before, document)
        if before.content == content and before.model == reading.model:
            _set_reading(connection, before.key, reading)
            return Put.UNCHANGED
    text_key = before.text_key if before else _add_text(connection, document, reading)
    if before is not None:
        _retire(connection, before, analysis)
    version = 1 if before is None else before.version + 1
    key = _add_version(
        connection, analysis, text_key=text_key, version=version, model=reading.model
    )
    _set_reading(connection, key, reading)
    _add_records(connection, key, analysis)
    return Put.STORED if before is None else Put.NEW_VERSION


def find_kept(connection: Connection, document_id: str) -> Kept | None:
    """Return the newest version of a document, None if there is none."""
    row = connection.execute(_KEPT, {"document_id": storable(document_id)}).first()
    return None if row is None else Kept(**row._asdict())


def get_documents(connection: Connection, keys: Collection[int]) -> dict[int, Document]:
    """Return versions of documents by their keys, all in one question."""
    if not keys:
        return {}
    rows = connection.execute(_BY_KEYS, {"keys": list(keys)})
    return {row.key: to_document(row.body, row.text) for row in rows}


def document_rows() -> Select[tuple[int, str, str]]:
    """Return the query for documents with their texts: key, body, text."""
    return _WITH_TEXT


def to_document(body: str, text: str) -> Document:
    """Return a document from its two columns."""
    written: dict[str, object] = json.loads(body)
    return document_from_dict({**written, "text": json.loads(text)})


def get_analysis(connection: Connection, document_id: str) -> Analysis:
    """Return everything the newest version of a document was read to say."""
    return analysis_of(connection, _needed(connection, document_id).key)


def analysis_of(connection: Connection, key: int) -> Analysis:
    """Return everything a version of a document was read to say, by its key."""
    row = connection.execute(_VERSION, {"key": key}).one()
    found = connection.execute(_OF_VERSION, {"key": key}).all()
    document = {**json.loads(row.body), "text": json.loads(row.text)}
    written: dict[str, object] = {"schema": "foedus/1", "document": document}
    for noun in NOUNS:
        written[noun] = [json.loads(record.body) for record in found if record.noun == noun]
    return from_dict(written)


def get_reading(connection: Connection, document_id: str) -> Reading:
    """Return how the newest version of a document came about."""
    kept = _needed(connection, document_id)
    row = connection.execute(_READING, {"key": kept.key}).one()
    known: Mapping[str, str] = json.loads(row.known)
    return Reading(
        model=kept.model,
        parse=row.parse,
        source=row.source,
        marks=row.marks,
        known=known,
        place=row.place,
    )


def record_failure(connection: Connection, failed: Failed) -> None:
    """Keep the failure of an input in place of an earlier one."""
    forget_failure(connection, failed.document_id)
    row = {
        "document_id": storable(failed.document_id),
        "code": failed.code,
        "message": storable(failed.message),
    }
    connection.execute(insert(FAILURES).values(row))


def forget_failure(connection: Connection, document_id: str) -> None:
    """Drop the failure of an input, if there is one."""
    connection.execute(delete(FAILURES).where(FAILURES.c.document_id == storable(document_id)))


def _needed(connection: Connection, document_id: str) -> Kept:
    kept = find_kept(connection, document_id)
    if kept is None:
        raise UnknownRecord(f"no document {document_id!r}; `foedus list documents` shows the ids")
    return kept


def _check_text(connection: Connection, before: Kept, document: Document) -> None:
    stored = connection.scalar(select(TEXTS.c.sha256).where(TEXTS.c.key == before.text_key))
    if stored != document.sha256:
        raise ChangedText(
            f"{document.id}: the store holds another text under this id, and a stored text never"
            " changes; give this one another id"
        )


def _add_text(connection: Connection, document: Document, reading: Reading) -> int:
    row = text_row(document, reading)
    key: int = connection.execute(insert(TEXTS).values(row).returning(TEXTS.c.key)).scalar_one()
    add_to_index(connection, key, document.text)
    return key


def text_row(document: Document, reading: Reading) -> Row:
    """Return the row of a document's text, without its key."""
    return {
        "document_id": storable(document.id),
        "sha256": document.sha256,
        "body": to_json(document.text),
        "source": reading.source,
    }


def to_json(text: str) -> str:
    """Return a text as a JSON string that every database can hold."""
    written = json.dumps(text, ensure_ascii=False)
    return written if written.isascii() or _is_sound(written) else json.dumps(text)


def _is_sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def _retire(connection: Connection, before: Kept, analysis: Analysis) -> None:
    """Let the newer version take the place of this one; what a person reviewed stays listed."""
    connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.key == before.key).values(newest=False))
    old = RECORDS.c.document_key == before.key
    connection.execute(update(RECORDS).where(old).values(current=False))
    kept_ids = {
        record.id for noun in NOUNS if noun != "times" for record in getattr(analysis, noun)
    }
    every_version = RECORDS.join(DOCUMENTS).join(
        STANDINGS, STANDINGS.c.record_id == RECORDS.c.record_id
    )
    reviewed = connection.execute(
        select(RECORDS.c.key, RECORDS.c.record_id)
        .select_from(every_version)
        .where(DOCUMENTS.c.text_key == before.text_key)
        .order_by(RECORDS.c.key)
    ).all()
    newest = {row.record_id: row.key for row in reviewed}
    carried = [key for record_id, key in newest.items() if record_id not in kept_ids]
    of_text = select(DOCUMENTS.c.key).where(DOCUMENTS.c.text_key == before.text_key)
    connection.execute(
        update(RECORDS).where(RECORDS.c.document_key.in_(of_text)).values(current=False)
    )
    connection.execute(update(RECORDS).where(RECORDS.c.key.in_(carried)).values(current=True))
    # What the records say may differ under the same ids, so they are compared anew.
    ids = select(RECORDS.c.record_id).where(old)
    connection.execute(delete(DIGEST_KEYS).where(DIGEST_KEYS.c.record_id.in_(ids)))
    connection.execute(delete(DIGESTS).where(DIGESTS.c.record_id.in_(ids)))


def _add_version(
    connection: Connection, analysis: Analysis, *, text_key: int, version: int, model: str
) -> int:
    row = version_row(analysis, text_key=text_key, version=version, model=model)
    made = insert(DOCUMENTS).values(row).returning(DOCUMENTS.c.key)
    key: int = connection.execute(made).scalar_one()
    return key


def version_row(analysis: Analysis, *, text_key: int, version: int, model: str) -> Row:
    """Return the row of a newest version of a document, without its key."""
    document = analysis.document
    body = document_to_dict(document)
    del body["text"]
    return {
        "text_key": text_key,
        "document_id": storable(document.id),
        "version": version,
        "newest": True,
        "fingerprint": fingerprint_of(document),
        "content": content_of(analysis),
        "model": model,
        "earliest": document.published.earliest,
        "latest": document.published.latest,
        "body": to_line(body),
    }


def reading_row(reading: Reading, key: int) -> Row:
    """Return the row of how the version with this key came about."""
    return {
        "document_key": key,
        "parse": reading.parse,
        "marks": reading.marks,
        "known": json.dumps(dict(reading.known)),
        "place": None if reading.place is None else storable(reading.place),
    }


def _set_reading(connection: Connection, key: int, reading: Reading) -> None:
    row = reading_row(reading, key)
    here = READINGS.c.document_key == key
    if connection.scalar(select(exists().where(here))):
        connection.execute(update(READINGS).where(here).values(row))
    else:
        connection.execute(insert(READINGS).values(row))


def _add_records(connection: Connection, document_key: int, analysis: Analysis) -> None:
    rows = list(to_rows(analysis))
    if not rows:
        return
    records = [{"document_key": document_key, "current": True, **row.columns} for row in rows]
    made = insert(RECORDS).returning(RECORDS.c.key, sort_by_parameter_order=True)
    keys = connection.execute(made, records).scalars().all()
    slots = [
        {"slot": slot, "value": value, "record_key": key}
        for key, row in zip(keys, rows, strict=True)
        for slot, value in row.slots
    ]
    if slots:
        connection.execute(insert(SLOTS), slots)
