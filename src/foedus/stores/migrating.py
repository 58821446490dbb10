"""Migrating: an older store is brought up to date, revision by revision, through alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from foedus.stores.schema import set_schema
from foedus.stores.tables import STORE_SCHEMA

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(engine: Engine, before: int) -> None:
    """Bring a store from schema `before` to this one, in one transaction."""
    with engine.execution_options(writing=True).begin() as connection:
        command.stamp(config_of(connection), revision_of(before), purge=True)
        command.upgrade(config_of(connection), revision_of(STORE_SCHEMA))
        set_schema(connection)


def config_of(connection: Connection) -> Config:
    """Return alembic's settings for the store on this connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revision_of(schema: int) -> str:
    """Return the name of the revision that makes this schema."""
    return f"{schema:04}"
