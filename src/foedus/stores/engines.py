"""Engines: how SQLite and PostgreSQL are opened, and their faults as one line that helps."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError

from foedus.errors import MissingExtra, StoreFault

LOCK_TIMEOUT_SECONDS = 30
POSTGRES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a store is: a file or a database, and its name as it may be said aloud."""

    address: sqlalchemy.URL
    name: str
    readonly: bool = False
    upgrading: bool = False

    @property
    def path(self) -> Path | None:
        """Return the file of an SQLite store, None for a database."""
        return Path(self.address.database or "") if self.is_file else None

    @property
    def is_file(self) -> bool:
        """Say whether the store is an SQLite file."""
        return self.address.get_backend_name() == "sqlite"


def place_of(store: str, *, readonly: bool = False) -> Place:
    """Return where a store is; raises StoreFault for an address that foedus cannot use."""
    if "://" not in store:
        address = sqlalchemy.URL.create("sqlite", database=store)
        return Place(address=address, name=store, readonly=readonly)
    if not store.startswith(POSTGRES):
        scheme = store.partition("://")[0]
        raise StoreFault(f"no store at {scheme}://…: give a file, or postgresql://USER@HOST/NAME")
    if importlib.util.find_spec("psycopg") is None:
        raise MissingExtra("a store on PostgreSQL needs: pip install 'foedus[postgres]'")
    try:
        address = sqlalchemy.make_url(store).set(drivername="postgresql+psycopg")
    except ArgumentError as error:
        raise StoreFault(
            "the address of the store cannot be read; right would be postgresql://USER@HOST/NAME"
        ) from error
    plain = address.set(drivername="postgresql").render_as_string(hide_password=True)
    return Place(address=address, name=plain, readonly=readonly)


def open_engine(place: Place, *, fresh: bool) -> Engine:
    """Return the engine of a store; nothing is connected yet."""
    return _sqlite(place, fresh=fresh) if place.is_file else _postgres(place)


def _sqlite(place: Place, *, fresh: bool) -> Engine:
    engine = sqlalchemy.create_engine(place.address, connect_args={"timeout": LOCK_TIMEOUT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlalchemy.engine.interfaces.DBAPIConnection, _: object) -> None:
        # The driver's own transactions begin too late for BEGIN IMMEDIATE, so it opens none.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = FULL")
        # A table that is made anew in a migration would drag along the rows that point at it.
        cursor.execute(f"PRAGMA foreign_keys = {'OFF' if place.upgrading else 'ON'}")
        if fresh:  # the file keeps this; a file of another program is left as it is
            cursor.execute("PRAGMA journal_mode = WAL")
        if place.readonly:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgres(place: Place) -> Engine:
    options = "-c default_transaction_read_only=on" if place.readonly else ""
    return sqlalchemy.create_engine(
        place.address,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": options, "application_name": "foedus"},
    )


@contextmanager
def named_faults(place: Place) -> Iterator[None]:
    """Turn a fault of the database into a StoreFault that says what to do."""
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        raise StoreFault(_explain(place, said)) from error


def _explain(place: Place, said: str) -> str:
    again = "what was stored is whole, and the same command goes on from there"
    if not place.is_file:
        if "does not exist" in said and "database" in said:
            return f"{place.name}: {said}; make it with: createdb NAME"
        return f"{place.name}: {said}; {again}"
    if "locked" in said:
        return f"{place.name} is locked by another program; try again when it is done"
    if "disk is full" in said or "disk I/O error" in said:
        return f"{place.name}: no space left on the disk ({said}); make some: {again}"
    if "not a database" in said or "malformed" in said:
        return f"{place.name} is damaged or no store ({said}); restore it or give another: --store"
    if "readonly" in said or "read-only" in said:
        return f"{place.name} cannot be written ({said}); look at the rights of file and folder"
    return f"{place.name}: {said}"
