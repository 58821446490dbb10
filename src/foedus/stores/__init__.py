"""Keep and find: a store holds analyses, one transaction a document, and answers what it holds."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

from foedus.records.entries import Entry, Listed
from foedus.stores.store import (
    Candidate,
    Filters,
    Hit,
    Order,
    Put,
    Reading,
    Status,
    Store,
    Totals,
)

__all__ = [
    "Candidate",
    "Entry",
    "Filters",
    "Hit",
    "Listed",
    "Order",
    "Put",
    "Reading",
    "Status",
    "Store",
    "Totals",
    "open_store",
    "upgrade_store",
]


def open_store(store: str | Path, *, create: bool = False, readonly: bool = False) -> Store:
    """Return the store in this file or database; it is a context manager that closes itself.

    Args:
        store: An SQLite file, by convention `foedus.db`, or `postgresql://USER@HOST/NAME`.
        create: Make the store if there is none.
        readonly: Refuse every change, for instance under pages.

    Raises:
        StoreFault: The store is missing, locked, damaged, of another program or of another schema.
        MissingExtra: The driver of PostgreSQL is not installed.
    """
    # The SQL library takes a quarter of a second to load, so it is loaded by the first store.
    opened = importlib.import_module("foedus.stores.sql").open_sql_store
    return cast("Callable[[str, bool, bool], Store]", opened)(str(store), create, readonly)


def upgrade_store(store: str | Path) -> tuple[int, int, Path | None]:
    """Bring a store up to date; return its schema before and after, and the copy that was kept.

    Raises:
        StoreFault: There is no store, or it is newer than this foedus.
    """
    engines = importlib.import_module("foedus.stores.engines")
    schema = importlib.import_module("foedus.stores.schema")
    done: tuple[int, int, Path | None] = schema.upgrade_store(engines.place_of(str(store)))
    return done
