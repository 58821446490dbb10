"""What bulk needs from outside, each loaded by the first input or job that needs it."""

from __future__ import annotations

import importlib
from types import ModuleType

from foedus.errors import MissingExtra


def load_warc_reader() -> ModuleType:
    """Return the reader of web archives; raises MissingExtra."""
    return _load("foedus.reading.warc", "archives of the web (WARC)")


def load_parquet_reader() -> ModuleType:
    """Return the reader of Parquet; raises MissingExtra."""
    return _load("foedus.bulk.columns", "Parquet")


def load_tables() -> ModuleType:
    """Return what writes Parquet; raises MissingExtra."""
    return _load("foedus.bulk.tables", "Parquet")


def _load(module: str, what: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        needed = f"{what} needs: pip install 'foedus[bulk]' (on a cluster 'foedus[cluster]')"
        raise MissingExtra(f"{needed}; {error}") from error
