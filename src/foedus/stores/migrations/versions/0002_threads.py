"""Texts apart from versions, how each came about, judgements, digests, reviews, full text."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from foedus.stores.search import add_to_index, create_index
from foedus.stores.tables import METADATA

revision = "0002"
down_revision = "0001"

NEW = (
    "texts", "readings", "digests", "digest_keys", "key_counts", "judgements", "reviews",
    "standings",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables of schema 2 out of those of schema 1; no document or record is lost."""
    connection = op.get_bind()
    METADATA.create_all(connection, tables=[METADATA.tables[name] for name in NEW])
    create_index(connection)
    with op.batch_alter_table("documents") as batch:
        batch.add_column(sa.Column("text_key", sa.Integer))
        batch.add_column(sa.Column("model", sa.String, nullable=False, server_default=""))
    with op.batch_alter_table("records") as batch:
        batch.add_column(
            sa.Column("current", sa.Boolean, nullable=False, server_default=sa.false())
        )
    _move_texts(connection)
    connection.exec_driver_sql(
        "UPDATE records SET current = (SELECT newest FROM documents"
        " WHERE documents.key = records.document_key)"
    )
    with op.batch_alter_table("documents") as batch:
        batch.drop_index("ix_documents_sha256")
        batch.drop_column("sha256")
        batch.alter_column("text_key", existing_type=sa.Integer, nullable=False)
        batch.alter_column("model", existing_type=sa.String, server_default=None)
        batch.create_foreign_key("documents_text", "texts", ["text_key"], ["key"])
        batch.create_index("documents_by_text", ["text_key"])
    with op.batch_alter_table("records") as batch:
        batch.alter_column("current", existing_type=sa.Boolean, server_default=None)
        batch.create_index("records_by_noun", ["noun", "document_key", "position"])


def _move_texts(connection: sa.Connection) -> None:
    """Give every text a row of its own; the newest version decides whose text the id names."""
    rows = connection.exec_driver_sql(
        "SELECT key, document_id, version, sha256 FROM documents ORDER BY newest DESC, key DESC"
    ).all()
    known: dict[str, tuple[int, str]] = {}
    for row in rows:
        body = connection.execute(
            sa.text("SELECT body FROM documents WHERE key = :key"), {"key": row.key}
        ).scalar_one()
        document = json.loads(body)
        text = document.pop("text")
        document_id = row.document_id
        if document_id in known and known[document_id][1] != row.sha256:
            # Schema 1 let a text change under its id: the older one stays, under an id of its own.
            document_id = f"{row.document_id} (version {row.version})"
        if document_id not in known:
            known[document_id] = (_add_text(connection, document_id, row.sha256, text), row.sha256)
        connection.execute(
            sa.text("UPDATE documents SET text_key = :text, document_id = :id, body = :body"
                    " WHERE key = :key"),
            {"text": known[document_id][0], "id": document_id, "key": row.key,
             "body": json.dumps(document)},
        )  # fmt: skip
        connection.execute(
            METADATA.tables["readings"].insert().values(document_key=row.key, known="{}")
        )


def _add_text(connection: sa.Connection, document_id: str, sha256: str, text: str) -> int:
    texts = METADATA.tables["texts"]
    row = {"document_id": document_id, "sha256": sha256, "body": json.dumps(text)}
    key: int = connection.execute(texts.insert().values(row).returning(texts.c.key)).scalar_one()
    add_to_index(connection, key, text)
    return key
