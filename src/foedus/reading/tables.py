"""JSON Lines and CSV: one document a row, read as a stream.

A row that cannot be read is one Failure with file, line number and reason; the others are still
read. A line of JSON Lines and a row of CSV may hold 8 MB. The text of a row is kept to the
character, its line ends included; `title` is metadata and no part of it.
"""

from __future__ import annotations

import csv
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from foedus.errors import UnreadableDocument
from foedus.reading.decoding import MAX_DOCUMENT_BYTES, clean, decode
from foedus.reading.failures import Failure
from foedus.reading.originals import Original
from foedus.reading.rows import COLUMNS, RawLine, id_of, read_lines, to_original

_SURROGATE = re.compile("[\ud800-\udfff]")
_TOO_LONG = f"longer than {MAX_DOCUMENT_BYTES // 1_000_000} MB; one document a line is expected"
_MAX_RECOVERIES = 20  # a quotation mark left open costs one row; a file full of them is no CSV


def read_jsonl(stream: BinaryIO, *, name: str) -> Iterator[Original | Failure]:
    """Yield a document or a failure for every line that is not blank."""
    return read_json_lines(read_lines(stream), name=name)


def read_json_lines(lines: Iterable[RawLine], *, name: str) -> Iterator[Original | Failure]:
    """Yield a document or a failure for every one of these lines that is not blank."""
    found = False
    for line in lines:
        if line.data is not None and not line.data.strip():
            continue
        found = True
        place = f"{name}:{line.number}"
        row: Mapping[str, object] = {}
        try:
            row = _parse(line)
            yield _placed(to_original(row, fallback_id=place), [line], place)
        except UnreadableDocument as error:
            yield _failure(id_of(row, place), place, str(error))
    if not found:
        yield _failure(name, name, "empty: there is no line to read")


def _placed(original: Original, lines: Sequence[RawLine], place: str) -> Original:
    """Return the original of a row with the bytes of its lines, less the end of the last one."""
    source = b"".join(line.data or b"" for line in lines).rstrip(b"\r\n")
    return replace(original, source=source, place=place)


def _failure(document_id: str, place: str, reason: str) -> Failure:
    """Return the failure of one row, with its file and line at the head of the message."""
    return Failure.of(document_id, UnreadableDocument(f"{place}: {reason}"))


def _parse(line: RawLine) -> Mapping[str, object]:
    """Return the object of one line, its strings cleaned."""
    if line.data is None:
        raise UnreadableDocument(_TOO_LONG)
    text = decode(line.data)
    try:
        row: object = json.loads(text, parse_constant=_refuse_constant)
        if "\\ud" in text or "\\uD" in text or "\\u0000" in text:
            # Escapes may spell what no text holds; printed without escapes they can be cleaned.
            plain = json.dumps(row, ensure_ascii=False).replace("\\u0000", "\ufffd")
            row = json.loads(_SURROGATE.sub("\ufffd", plain))
    except RecursionError as error:
        raise UnreadableDocument("JSON nested too deeply") from error
    except ValueError as error:
        raise UnreadableDocument(f"no JSON: {error}") from error
    if not isinstance(row, dict):
        raise UnreadableDocument(f"a JSON object is expected, this is {type(row).__name__}")
    return row


def _refuse_constant(constant: str) -> float:
    """Refuse NaN and Infinity, which no JSON holds."""
    raise ValueError(f"{constant} is no JSON number")


class _Feed:
    """The lines of a file as csv wants them: counted, bounded, put back after a bad row."""

    def __init__(self, lines: Iterable[RawLine]) -> None:
        self._lines = iter(lines)
        self._waiting: deque[RawLine] = deque()
        self.pulled: list[RawLine] = []
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self.pulled.append(line)
        size = len(line.data or b"")
        self.size = size if len(self.pulled) == 1 else self.size + size
        if line.data is None or self.size > MAX_DOCUMENT_BYTES:
            raise UnreadableDocument(_TOO_LONG)
        return decode(line.data)

    def put_back(self) -> None:
        """Offer again all lines of the present row but its first."""
        self._waiting.extendleft(reversed(self.pulled[1:]))
        del self.pulled[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a CSV file by its columns, with the lines that it was read from."""

    cells: Mapping[str, str]
    lines: tuple[RawLine, ...]
    place: str


def read_csv(stream: BinaryIO, *, name: str) -> Iterator[Original | Failure]:
    """Yield a document or a failure for every row below the header; "," ";" or tab part cells."""
    return read_csv_lines(read_lines(stream), name=name)


def read_csv_lines(lines: Iterable[RawLine], *, name: str) -> Iterator[Original | Failure]:
    """Yield a document or a failure for every row of these lines, of which the header is first."""
    for row in read_rows(lines, name=name, needed="text", columns=COLUMNS):
        if isinstance(row, Failure):
            yield row
            continue
        try:
            original = to_original(row.cells, fallback_id=row.place)
            yield _placed(original, row.lines, row.place)
        except UnreadableDocument as error:
            yield _failure(id_of(row.cells, row.place), row.place, str(error))


def read_rows(
    lines: Iterable[RawLine], *, name: str, needed: str, columns: Sequence[str]
) -> Iterator[Row | Failure]:
    """Yield the rows of a CSV file that are not blank, and a failure for each that is none.

    Args:
        lines: The lines of the file; the first names the columns.
        name: What the file is called in messages.
        needed: The column that must be there, by which the mark between cells is known.
        columns: The columns that a message names.
    """
    feed = _Feed(lines)
    try:
        header, delimiter = _read_header(feed, needed, columns)
    except UnreadableDocument as error:
        yield _failure(name, f"{name}:1", str(error))
        return
    recoveries = 0
    while True:
        feed.pulled = []
        try:
            cells = _next_row(feed, delimiter)
        except StopIteration:
            return
        except UnreadableDocument as error:
            place = f"{name}:{feed.pulled[0].number}"
            yield _failure(place, place, str(error))
            recoveries += len(feed.pulled) > 1
            if recoveries <= _MAX_RECOVERIES:
                feed.put_back()
            continue
        if any(cell.strip() for cell in cells):
            yield _to_row(header, cells, feed.pulled, name)


def _read_header(feed: _Feed, needed: str, columns: Sequence[str]) -> tuple[list[str], str]:
    """Return the names of the columns and what parts them."""
    try:
        line = next(feed)
    except StopIteration:
        raise UnreadableDocument("empty: there is no header") from None
    for delimiter in (",", ";", "\t"):
        header = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
        if needed in header:
            return header, delimiter
    raise UnreadableDocument(
        f"no column {needed!r} in the header; the columns are {', '.join(columns)}"
    )


def _next_row(feed: _Feed, delimiter: str) -> list[str]:
    """Return the cells of the next row; csv's own bound on a cell is lifted while it is read."""
    before = csv.field_size_limit(MAX_DOCUMENT_BYTES)
    try:
        return next(csv.reader(feed, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableDocument(f"no CSV row: {error}") from error
    finally:
        csv.field_size_limit(before)


def _to_row(
    header: Sequence[str], cells: Sequence[str], lines: Sequence[RawLine], name: str
) -> Row | Failure:
    """Return one row, or why it is none."""
    place = f"{name}:{lines[0].number}"
    by_column = {column: clean(cell) for column, cell in zip(header, cells, strict=False) if column}
    if len(cells) != len(header):
        reason = f"{len(cells)} cells where the header has {len(header)}"
        return _failure(id_of(by_column, place), place, reason)
    return Row(cells=by_column, lines=tuple(lines), place=place)
