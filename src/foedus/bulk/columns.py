"""Parquet to documents: one a row, the columns those of a table; needs `foedus[bulk]`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow
import pyarrow.parquet

from foedus.bulk.shards import Piece
from foedus.errors import UnreadableDocument
from foedus.reading import Failure, Original
from foedus.reading.decoding import clean
from foedus.reading.rows import id_of, to_original

ROWS_AT_A_TIME = 32
"""So many rows are unpacked at once: texts may be long."""


def find_groups(path: str) -> Iterator[tuple[int, int, int]]:
    """Yield the bytes [start, end) and the number of rows of each group, if they can be known."""
    try:
        metadata = pyarrow.parquet.read_metadata(path)
    except pyarrow.ArrowException:
        return
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        columns = [group.column(place) for place in range(group.num_columns)]
        starts = [one.dictionary_page_offset or one.data_page_offset for one in columns]
        ends = [at + one.total_compressed_size for at, one in zip(starts, columns, strict=True)]
        yield min(starts), max(ends), group.num_rows


def read_group(piece: Piece) -> Iterator[Original | Failure]:
    """Yield a document or a failure for every row of a piece's group, `Piece.first` not heeded."""
    try:
        yield from _read_group(piece)
    except pyarrow.ArrowException as error:
        reason = f"{piece.path}: damaged or no Parquet: {error}"
        yield Failure.of(piece.name, UnreadableDocument(reason))


def _read_group(piece: Piece) -> Iterator[Original | Failure]:
    file = pyarrow.parquet.ParquetFile(piece.path)
    starts = [start for start, _, _ in find_groups(piece.path)]
    if piece.start not in starts:
        reason = f"{piece.path}: empty: there is no row to read"
        yield Failure.of(piece.name, UnreadableDocument(reason))
        return
    group, number = [starts.index(piece.start)], piece.before
    for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, row_groups=group):
        for row in batch.to_pylist():
            number += 1
            yield _to_item(row, f":{number}", piece)


def _to_item(row: Mapping[str, object], number: str, piece: Piece) -> Original | Failure:
    fallback, cells = piece.name + number, {name: _plain(row[name]) for name in row}
    try:
        original = to_original(cells, fallback_id=fallback)
        return replace(original, place=piece.path + number)
    except UnreadableDocument as error:
        reason = UnreadableDocument(f"{fallback}: {error}")
        return Failure.of(id_of(cells, fallback), reason)


def _plain(value: object) -> object:
    """Return a cell as a table in text would have it: dates as ISO 8601, text cleaned."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return clean(value) if isinstance(value, str) else value
