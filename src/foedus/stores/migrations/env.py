"""Alembic's environment: it runs on the connection that `migrating.py` hands over."""

from __future__ import annotations

from alembic import context

from foedus.stores.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
