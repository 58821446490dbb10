"""Pieces to documents: exactly those items that reading the whole file would give there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from foedus.bulk.inputs import GZIP_FAULTS, Range, opened
from foedus.bulk.outside import load_parquet_reader, load_warc_reader
from foedus.bulk.shards import Part, Piece, hash_bytes
from foedus.errors import UnreadableDocument
from foedus.reading import Failure, Original
from foedus.reading.inputs import read_chosen
from foedus.reading.rows import RawLine, read_lines
from foedus.reading.tables import read_csv_lines, read_json_lines


def read_part(part: Part) -> Iterator[Original | Failure]:
    """Yield the documents of a part of a shard in the order of its inputs, and its failures.

    Raises:
        UnreadableDocument: A file is not the one that was cut; nothing of the shard is read.
    """
    pieces = part.shard.pieces
    for piece in pieces:
        _check(piece)
    found = (item for piece in pieces for item in read_piece(piece))
    return islice(found, part.first, part.last)


def read_piece(piece: Piece) -> Iterator[Original | Failure]:
    """Yield the items of a piece; a file that is damaged is read up to the fault."""
    return islice(_read_bytes(piece), piece.first, piece.last)


def _check(piece: Piece) -> None:
    # A file that cannot be entered is hashed once, by whoever cut it: not again by every worker.
    path = Path(piece.path)
    try:
        same = not piece.is_whole or hash_bytes(path, piece.start, piece.end) == piece.sha256
        same = same and path.stat().st_size >= piece.end
    except OSError as error:
        raise UnreadableDocument(f"{piece.path}: {error.strerror or error}") from error
    if not same:
        raise UnreadableDocument(f"{piece.path} was changed while it was read; run it again")


def _read_bytes(piece: Piece) -> Iterator[Original | Failure]:
    kind = piece.input_format.partition(".")[0]
    if kind == "parquet":
        yield from load_parquet_reader().read_group(piece)
        return
    with opened(Path(piece.path), piece.input_format) as stream:
        entered = piece.start > 0 or piece.input_format == kind or kind == "warc"
        here = io.BufferedReader(Range(stream, piece.start, piece.end)) if entered else stream
        if kind == "warc":
            reader = load_warc_reader().read_warc
            yield from reader(here, name=piece.name, before=piece.start)
        elif kind in ("jsonl", "csv"):
            yield from _read_table(piece, kind, here, stream)
        else:
            for found in read_chosen(here, piece.name, kind):
                yield _placed(found, piece)


def _read_table(
    piece: Piece, kind: str, here: BinaryIO, stream: BinaryIO
) -> Iterator[Original | Failure]:
    read = read_json_lines if kind == "jsonl" else read_csv_lines
    lines = _lines(piece, here, header=_header(stream, piece) if kind == "csv" else None)
    try:
        for found in read(lines, name=piece.name):
            yield _placed(found, piece)
    except GZIP_FAULTS as error:
        reason = f"{piece.path}: damaged or cut off ({error}); what stands before is read"
        yield Failure.of(piece.name, UnreadableDocument(reason))


def _lines(piece: Piece, here: BinaryIO, *, header: RawLine | None) -> Iterator[RawLine]:
    if header is not None:
        yield header
    for line in read_lines(here):
        yield replace(line, number=line.number + piece.before, start=line.start + piece.start)


def _header(stream: BinaryIO, piece: Piece) -> RawLine | None:
    """Return the first line of a table for a piece that begins below it."""
    if piece.start == 0:
        return None
    stream.seek(0)
    header = next(read_lines(stream))
    stream.seek(piece.start)
    return header


def _placed(found: Original | Failure, piece: Piece) -> Original | Failure:
    """Return a document with the path of its file in its place, as a plain reading has it."""
    if isinstance(found, Failure):
        return found
    return replace(found, place=piece.path + found.place.removeprefix(piece.name))
