"""The tables of an SQL store.

`documents` holds one row a version, `records` one row a record with its JSON as `foedus analyze`
writes it, and `slots` what a record is found by: a row for every name, id, code, kind and class.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

STORE_SCHEMA = 1
"""Version of these tables; a file of another version is refused."""

METADATA = MetaData()

SETTINGS = Table(
    "foedus_settings",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("document_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("newest", Boolean, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("fingerprint", String, nullable=False, comment="SHA-256 of text and metadata"),
    Column("content", String, nullable=False, comment="SHA-256 of the whole analysis"),
    Column("earliest", String, comment="published, ISO 8601"),
    Column("latest", String),
    Column("body", Text, nullable=False, comment="JSON of the document"),
    Index("documents_by_id", "document_id", "version", unique=True),
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
    Column("body", Text, nullable=False, comment="JSON of the record"),
    Index("records_by_document", "document_key", "noun", "position", unique=True),
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
