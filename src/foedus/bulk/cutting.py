"""Cutting: an input file to pieces of some hundred documents, at the borders its reader sees.

A table in plain text, an archive of the web with one gzip member a record, and a group of rows in
Parquet are cut by bytes. What cannot be entered in the middle (a table in gzip, an archive in one
gzip member) is cut by counting: every worker reads it from its beginning and keeps its own items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import BinaryIO

from foedus.bulk.inputs import GZIP, GZIP_FAULTS, File, opened
from foedus.bulk.outside import load_parquet_reader, load_warc_reader
from foedus.bulk.shards import MAX_BYTES, Piece, hash_bytes
from foedus.reading import Failure
from foedus.reading.rows import COLUMNS, read_lines
from foedus.reading.tables import read_rows


@dataclass(frozen=True, slots=True)
class Item:
    """Where an item begins: a byte of the file, with so many lines before it.

    `start` is None where no piece can begin, as with a row that cannot be read.
    """

    start: int | None
    before: int = 0


def cut(file: File, *, documents: int) -> list[Piece]:
    """Return the pieces of a file, of at most so many documents each; never none.

    Raises:
        OSError: The file cannot be read.
        MissingExtra: Its format needs a library that is not installed.
    """
    size = file.path.stat().st_size
    # A worker may stand in another folder, on another machine.
    whole = Piece(
        path=str(file.path.absolute()), name=file.name, input_format=file.input_format,
        start=0, end=size, sha256="",
    )  # fmt: skip
    if file.input_format == "parquet":
        pieces = list(_cut_groups(whole, documents))
    elif (find := _FINDERS.get(file.input_format.removesuffix(GZIP))) is not None:
        items = _items_of(file, find)
        cut_it = _by_bytes if _can_be_entered(file.input_format, items) else _by_count
        pieces = cut_it(whole, items, documents)
    else:
        pieces = [whole]
    hashes: dict[tuple[int, int], str] = {}
    for one in pieces:
        span = (one.start, one.end)
        if span not in hashes:
            hashes[span] = hash_bytes(file.path, *span)
    return [replace(one, sha256=hashes[one.start, one.end]) for one in pieces]


def _items_of(file: File, find: Callable[[BinaryIO, str], Iterator[Item]]) -> list[Item]:
    """Return the items of a file up to its end or to where it is damaged."""
    items: list[Item] = []
    with opened(file.path, file.input_format) as stream, suppress(*GZIP_FAULTS):
        for item in find(stream, file.name):
            items.append(item)  # one by one: those before a fault count
    return items


def _find_lines(stream: BinaryIO, name: str) -> Iterator[Item]:
    for line in read_lines(stream):
        if line.data is None or line.data.strip():
            yield Item(line.start, line.number - 1)


def _find_rows(stream: BinaryIO, name: str) -> Iterator[Item]:
    for row in read_rows(read_lines(stream), name=name, needed="text", columns=COLUMNS):
        if isinstance(row, Failure):
            yield Item(None)
        else:
            yield Item(row.lines[0].start, row.lines[0].number - 1)


def _find_pages(stream: BinaryIO, name: str) -> Iterator[Item]:
    for page in load_warc_reader().find_pages(stream, name=name):
        yield Item(None if isinstance(page, Failure) else page.place)


_FINDERS: dict[str, Callable[[BinaryIO, str], Iterator[Item]]] = {
    "jsonl": _find_lines,
    "csv": _find_rows,
    "warc": _find_pages,
}


def _can_be_entered(input_format: str, items: Sequence[Item]) -> bool:
    """Say whether a reader can begin at any item: not in gzip, unless each is a member of its own.

    Records that share a member have its place, or the archive's end.
    """
    if not input_format.startswith("warc"):
        return not input_format.endswith(GZIP)
    starts = [item.start for item in items if item.start is not None]
    return all(one < other for one, other in pairwise(starts))


def _by_bytes(whole: Piece, items: Sequence[Item], documents: int) -> list[Piece]:
    pieces: list[Piece] = []
    begin, before, held = 0, 0, 0
    for item in items:
        full = held >= documents or (item.start or 0) - begin >= MAX_BYTES
        if held and full and item.start is not None:
            piece = replace(whole, start=begin, end=item.start, before=before, documents=held)
            pieces.append(piece)
            begin, before, held = item.start, item.before, 0
        held += 1
    pieces.append(replace(whole, start=begin, before=before, documents=max(1, held)))
    return pieces


def _by_count(whole: Piece, items: Sequence[Item], documents: int) -> list[Piece]:
    count = max(1, len(items))
    return [
        replace(
            whole,
            first=first,
            last=first + documents if first + documents < count else None,
            documents=min(documents, count - first),
        )
        for first in range(0, count, documents)
    ]


def _cut_groups(whole: Piece, documents: int) -> Iterator[Piece]:
    before = 0
    for start, end, rows in load_parquet_reader().find_groups(whole.path):
        group = replace(whole, start=start, end=end, before=before)
        for first in range(0, rows, documents):
            last = first + documents if first + documents < rows else None
            held = min(documents, rows - first)
            yield replace(group, first=first, last=last, documents=held)
        before += rows
    if not before:
        yield whole
