"""Keep and find: a store holds analyses, one transaction a document, and answers what it holds."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

from foedus.records.entries import Entry, Listed
from foedus.stores.store import Filters, Hit, Put, Reading, Status, Store, Totals

__all__ = ["Entry", "Filters", "Hit", "Listed", "Put", "Reading", "Status", "Store", "Totals", "open_store"]


def open_store(path: str | Path, *, create: bool = False) -> Store:
    """Return the store in this file; it is a context manager that closes itself.

    Args:
        path: An SQLite file, by convention `foedus.db`.
        create: Make the file if it does not exist.

    Raises:
        StoreFault: The file is missing, locked, damaged, of another program or of another schema.
    """
    # The SQL library takes a quarter of a second to load, so it is loaded by the first store.
    opened = importlib.import_module("foedus.stores.sql").open_sql_store
    return cast("Callable[[str, bool], Store]", opened)(str(path), create)
