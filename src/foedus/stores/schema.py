"""Schema: a new store gets its tables, another version is refused, an older one upgraded."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine, insert, select

from foedus.errors import StoreFault
from foedus.stores.engines import Place, named_faults, open_engine
from foedus.stores.search import create_index
from foedus.stores.tables import METADATA, SETTINGS, STORE_SCHEMA


def check_schema(engine: Engine, place: Place, *, create: bool) -> None:
    """Make the tables where there are none and that is asked for; refuse another version."""
    with engine.connect() as connection:
        found = _schema_of(connection)
        empty = found is None and not sqlalchemy.inspect(connection).get_table_names()
    if empty and create:
        with engine.execution_options(writing=True).begin() as connection:
            make_tables(connection)
        return
    if found is None:
        what = "holds no store yet" if empty else "is no store of foedus"
        raise StoreFault(f"{place.name} {what}; make one with: foedus read PATH --store STORE")
    if found < STORE_SCHEMA:
        raise StoreFault(
            f"{place.name} has store schema {found}, this foedus needs {STORE_SCHEMA}:"
            " foedus doctor --upgrade brings it up to date and keeps a copy of a file"
        )
    if found > STORE_SCHEMA:
        raise StoreFault(
            f"{place.name} has store schema {found}, this foedus knows {STORE_SCHEMA}: use the"
            " foedus that wrote it, or read the sources into another store with --store"
        )


def make_tables(connection: Connection) -> None:
    """Make all tables of this schema; a second process that does the same finds them made."""
    METADATA.create_all(connection)
    create_index(connection)
    if _schema_of(connection) is None:
        set_schema(connection)


def set_schema(connection: Connection, schema: int = STORE_SCHEMA) -> None:
    """Write down the version of the tables."""
    connection.execute(SETTINGS.delete().where(SETTINGS.c.name == "schema"))
    connection.execute(insert(SETTINGS).values(name="schema", value=str(schema)))


def upgrade_store(place: Place) -> tuple[int, int, Path | None]:
    """Bring a store up to date; return its schema before and after, and the copy that was kept.

    Raises:
        StoreFault: There is no store, or it is newer than this foedus.
    """
    place = replace(place, upgrading=True)
    if place.path is not None and not place.path.exists():
        raise StoreFault(f"no store at {place.name}")
    engine = open_engine(place, fresh=False)
    try:
        with named_faults(place):
            with engine.connect() as connection:
                before = _schema_of(connection)
            if before is None or before >= STORE_SCHEMA:
                check_schema(engine, place, create=False)
                return STORE_SCHEMA, STORE_SCHEMA, None
            copy = _copied(engine, place, before)
            # The migrations are needed here only, and take a third of a second to load.
            importlib.import_module("foedus.stores.migrating").migrate(engine, before)
            return before, STORE_SCHEMA, copy
    finally:
        engine.dispose()


def _copied(engine: Engine, place: Place, schema: int) -> Path | None:
    """Keep a whole copy of a file beside it, whatever its log still holds."""
    if place.path is None:
        return None
    copy = place.path.with_name(f"{place.path.name}.schema-{schema}")
    copy.unlink(missing_ok=True)
    with engine.connect() as connection:
        connection.commit()
        driver = connection.connection.cursor()
        driver.execute("VACUUM INTO ?", (str(copy),))
        driver.close()
    return copy


def _schema_of(connection: Connection) -> int | None:
    if not sqlalchemy.inspect(connection).has_table(SETTINGS.name):
        return None
    found = connection.scalar(select(SETTINGS.c.value).where(SETTINGS.c.name == "schema"))
    return int(found) if found is not None and found.isdigit() else None
