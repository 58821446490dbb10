"""The tables of an SQL store, the same on SQLite and PostgreSQL.

`texts` holds every text once; `documents` one row a version with its metadata as JSON; `readings`
how a version came about; `records` one row a record with its JSON as `foedus analyze` writes it,
and `slots` what it is found by: a row for every name, id, code, kind and class. `judgements`,
`digests` and `reviews` point at record ids, so that they outlive versions. Full text is kept by
what each database brings for it; see `search.py`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

STORE_SCHEMA = 2
"""Version of these tables; a store of another version is refused."""

METADATA = MetaData()

SETTINGS = Table(
    "foedus_settings",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

TEXTS = Table(
    "texts",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("document_id", String, nullable=False, unique=True),
    Column("sha256", String, nullable=False, index=True),
    Column("body", Text, nullable=False, comment="the text as a JSON string"),
    Column("source", LargeBinary, comment="the bytes as they were published"),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("text_key", ForeignKey("texts.key"), nullable=False),
    Column("document_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("newest", Boolean, nullable=False),
    Column("fingerprint", String, nullable=False, comment="SHA-256 of text and metadata"),
    Column("content", String, nullable=False, comment="SHA-256 of the whole analysis"),
    Column("model", String, nullable=False, comment="weights and rules that read it"),
    Column("earliest", String, comment="published, ISO 8601"),
    Column("latest", String),
    Column("body", Text, nullable=False, comment="JSON of the document without its text"),
    Index("documents_by_id", "document_id", "version", unique=True),
    Index("documents_by_text", "text_key"),
)

READINGS = Table(
    "readings",
    METADATA,
    Column("document_key", ForeignKey("documents.key"), primary_key=True),
    Column("parse", LargeBinary, comment="what the language model said, packed"),
    Column("marks", Text, comment="the reader's own ranges as JSON"),
    Column("known", Text, nullable=False, comment="how each field is known, as JSON"),
    Column("place", Text, comment="where in which input it stood"),
)

RECORDS = Table(
    "records",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("document_key", ForeignKey("documents.key"), nullable=False),
    Column("noun", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("record_id", String, index=True, comment="empty for times, which have no id"),
    Column("statement_id", String),
    Column("earliest", String, comment="when it was said or happened, ISO 8601"),
    Column("latest", String),
    Column("current", Boolean, nullable=False, comment="of the newest version, or reviewed"),
    Column("body", Text, nullable=False, comment="JSON of the record"),
    Index("records_by_document", "document_key", "noun", "position", unique=True),
    Index("records_by_noun", "noun", "document_key", "position"),
)

SLOTS = Table(
    "slots",
    METADATA,
    Column("slot", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("record_key", ForeignKey("records.key"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

FAILURES = Table(
    "failures",
    METADATA,
    Column("document_id", String, primary_key=True),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
)

DIGESTS = Table(
    "digests",
    METADATA,
    Column("record_id", String, primary_key=True),
    Column("noun", String, nullable=False),
    Column("version", String, nullable=False),
    Column("body", Text, nullable=False),
)

DIGEST_KEYS = Table(
    "digest_keys",
    METADATA,
    Column("value", String, primary_key=True),
    Column("record_id", String, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

KEY_COUNTS = Table(
    "key_counts",
    METADATA,
    Column("value", String, primary_key=True),
    Column("records", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_BY_MACHINE = text("judge = 'machine'")

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("left_id", String, nullable=False),
    Column("right_id", String, nullable=False, index=True),
    Column("relation", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("judge", String, nullable=False),
    Column("at", String, nullable=False),
    Column("score", Float),
    Column("reasons", Text, nullable=False),
    Column("version", String),
    Index("judgements_by_left", "left_id", "right_id"),
    Index(
        "judgements_of_machine",
        "left_id",
        "right_id",
        "relation",
        unique=True,
        sqlite_where=_BY_MACHINE,
        postgresql_where=_BY_MACHINE,
    ),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("record_id", String, nullable=False, index=True),
    Column("decision", String, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("slot", String),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text),
    Column("undoes", Integer, unique=True),
    sqlite_autoincrement=True,
)

STANDINGS = Table(
    "standings",
    METADATA,
    Column("record_id", String, primary_key=True),
    Column("decision", String, comment="accept, reject, or empty: edited only"),
)
