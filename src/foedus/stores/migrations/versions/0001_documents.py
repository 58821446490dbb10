"""The first tables: documents with their text in every version, records, slots, failures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of schema 1."""
    op.create_table(
        "foedus_settings",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("newest", sa.Boolean, nullable=False),
        sa.Column("sha256", sa.String, nullable=False, index=True),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("earliest", sa.String),
        sa.Column("latest", sa.String),
        sa.Column("body", sa.Text, nullable=False),
        sa.Index("documents_by_id", "document_id", "version", unique=True),
    )
    op.create_table(
        "records",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("document_key", sa.Integer, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("noun", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("record_id", sa.String, index=True),
        sa.Column("statement_id", sa.String),
        sa.Column("earliest", sa.String),
        sa.Column("latest", sa.String),
        sa.Column("body", sa.Text, nullable=False),
        sa.Index("records_by_document", "document_key", "noun", "position", unique=True),
    )
    op.create_table(
        "slots",
        sa.Column("slot", sa.String, primary_key=True),
        sa.Column("value", sa.String, primary_key=True),
        sa.Column(
            "record_key", sa.Integer, sa.ForeignKey("records.key"), primary_key=True, index=True
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "failures",
        sa.Column("document_id", sa.String, primary_key=True),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
    )
