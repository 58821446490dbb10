"""Lists: records of a store or an analysis, to go through one by one or to have as a dataframe."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from foedus.errors import MissingExtra
from foedus.export.cited import Cited
from foedus.records.analyses import Analysis
from foedus.records.entries import Entry, Listed
from foedus.reviewing import find_reviewed
from foedus.spelling.rows import Row
from foedus.stores import Filters, open_store

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one noun; every walk through them begins anew and holds few at a time.

    A list of a store is read from it whenever it is gone through, so it shows what holds then.
    """

    noun: Listed
    _cited: Callable[[], Iterator[Cited]]

    def __iter__(self) -> Iterator[Entry]:
        return (cited.entry for cited in self._cited())

    def rows(self) -> Iterator[Row]:
        """Yield the records as plain dicts, as `foedus list --format jsonl` writes them."""
        return (cited.row for cited in self._cited())

    def to_arrow(self) -> pyarrow.Table:
        """Return the records as a table of Arrow: the columns of the CSV, with types.

        Raises:
            MissingExtra: `foedus[frames]` is not installed.
        """
        table: pyarrow.Table = _load("parquet").to_arrow(self.rows(), self.noun.value)
        return table

    def to_pandas(self) -> pandas.DataFrame:
        """Return the records as a dataframe of pandas; raises MissingExtra."""
        frame: pandas.DataFrame = _load("frames").to_pandas(self.rows(), self.noun.value)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return the records as a dataframe of polars; raises MissingExtra."""
        frame: polars.DataFrame = _load("frames").to_polars(self.rows(), self.noun.value)
        return frame


def list_store(store: str | Path, noun: Listed, filters: Filters = _EVERYTHING) -> Records:
    """Return the records of a noun that a store holds, with people's edits made.

    Args:
        store: A file or an address, as `open_store` takes it; opened anew for every walk.
        noun: Which records.
        filters: What they are narrowed to.
    """

    def cited() -> Iterator[Cited]:
        with open_store(store, readonly=True) as opened:
            for entry, standing in find_reviewed(opened, noun, filters):
                yield Cited(entry=entry, standing=standing)

    return Records(noun, cited)


def list_analysis(analysis: Analysis, noun: Listed) -> Records:
    """Return the records of a noun that one document was read to hold."""
    said = {statement.id: statement for statement in analysis.statements}

    def cited() -> Iterator[Cited]:
        for record in getattr(analysis, noun):
            statement = said.get(getattr(record, "statement_id", None) or "")
            yield Cited(
                entry=Entry(
                    noun=noun, record=record, document=analysis.document, statement=statement
                )
            )

    return Records(noun, cited)


def _load(module: str) -> ModuleType:
    # Arrow, pandas and polars take seconds to load, so they are loaded by the first table.
    try:
        return importlib.import_module(f"foedus.export.{module}")
    except ImportError as error:
        raise MissingExtra("tables and dataframes need: pip install 'foedus[frames]'") from error
