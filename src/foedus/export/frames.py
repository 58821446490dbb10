"""Dataframes of pandas and polars; needs `foedus[frames]`."""

from __future__ import annotations

from collections.abc import Iterable

import pandas
import polars

from foedus.export.parquet import to_arrow
from foedus.spelling.rows import Row


def to_pandas(rows: Iterable[Row], noun: str) -> pandas.DataFrame:
    """Return the rows of a noun as a dataframe of pandas, with columns of Arrow's types."""
    return to_arrow(rows, noun).to_pandas(types_mapper=pandas.ArrowDtype)


def to_polars(rows: Iterable[Row], noun: str) -> polars.DataFrame:
    """Return the rows of a noun as a dataframe of polars."""
    frame = polars.from_arrow(to_arrow(rows, noun))
    assert isinstance(frame, polars.DataFrame)
    return frame
