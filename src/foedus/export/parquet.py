"""Arrow tables and Parquet files; needs `foedus[frames]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

import pyarrow
import pyarrow.parquet

from foedus.export.flat import Type, columns_of, to_values
from foedus.spelling.rows import Row

ROWS_AT_A_TIME = 1000
"""So many rows are in memory at once, and in a group of a Parquet file."""

_TYPES = {
    Type.TEXT: pyarrow.string(),
    Type.INTEGER: pyarrow.int64(),
    Type.NUMBER: pyarrow.float64(),
    Type.BOOLEAN: pyarrow.bool_(),
    Type.TEXTS: pyarrow.list_(pyarrow.string()),
    Type.INTEGERS: pyarrow.list_(pyarrow.int64()),
}


def schema_of(noun: str) -> pyarrow.Schema:
    """Return the schema of a noun's table."""
    return pyarrow.schema([(column.name, _TYPES[column.type]) for column in columns_of(noun)])


def find_batches(rows: Iterable[Row], noun: str) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows of a noun in batches of ROWS_AT_A_TIME."""
    given, schema = iter(rows), schema_of(noun)
    while batch := [to_values(row, noun) for row in islice(given, ROWS_AT_A_TIME)]:
        yield pyarrow.RecordBatch.from_pylist(batch, schema=schema)


def to_arrow(rows: Iterable[Row], noun: str) -> pyarrow.Table:
    """Return the rows of a noun as one table."""
    return pyarrow.Table.from_batches(find_batches(rows, noun), schema=schema_of(noun))


def write_parquet(rows: Iterable[Row], noun: str, stream: BinaryIO) -> None:
    """Write the rows of a noun as a Parquet file, batch by batch."""
    with pyarrow.parquet.ParquetWriter(stream, schema_of(noun)) as written:
        for batch in find_batches(rows, noun):
            written.write_batch(batch)
