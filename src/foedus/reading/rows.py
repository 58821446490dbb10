"""Rows: one document of a table, checked column by column; and lines read within a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from foedus.errors import UnreadableDocument
from foedus.reading.decoding import MAX_DOCUMENT_BYTES
from foedus.reading.given import Given, with_metadata
from foedus.reading.originals import Origin, Original
from foedus.reading.plain import read_text

COLUMNS = ("id", "text", "title", "date", "outlet", "author", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLine:
    """A line of a file with its number; `data` is None where the line is longer than is read.

    `start` is the byte of the stream at which it begins.
    """

    number: int
    start: int
    data: bytes | None


def read_lines(stream: BinaryIO, *, limit: int = MAX_DOCUMENT_BYTES) -> Iterator[RawLine]:
    """Yield the lines of a stream; an over-long one is passed over without being held in memory."""
    number = start = 0
    while data := stream.readline(limit + 1):
        number += 1
        line = RawLine(number=number, start=start, data=data if len(data) <= limit else None)
        start += len(data)
        while line.data is None and data and not data.endswith(b"\n"):
            data = stream.readline(limit)
            start += len(data)
        yield line


def to_original(row: Mapping[str, object], *, fallback_id: str) -> Original:
    """Return the document of one row; columns that are not ours are kept in `extra`.

    What the row states (date, outlet, author, url) counts before what its text states.

    Raises:
        UnreadableDocument: No text, a value that is no text, or a date that cannot be read.
    """
    text = _text_of(row, "text")
    if text is None:
        raise UnreadableDocument(f"there is no 'text'; the columns are {', '.join(COLUMNS)}")
    title = _text_of(row, "title")
    document = read_text(text, document_id=id_of(row, fallback_id), title=title)
    document = replace(document, extra={key: row[key] for key in row if key not in COLUMNS})
    original = Original.of(document, title=Origin.INPUT if title else Origin.TEXT)
    given = Given(
        published=_text_of(row, "date"),
        outlet=_text_of(row, "outlet"),
        author=_text_of(row, "author"),
        url=_text_of(row, "url"),
    )
    try:
        return original.with_document(with_metadata(document, given), Origin.INPUT)
    except ValueError as error:
        raise UnreadableDocument(str(error)) from error


def id_of(row: Mapping[str, object], fallback_id: str) -> str:
    """Return the id of a row as a string, or the fallback where it has none."""
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        return fallback_id
    return str(value)


def _text_of(row: Mapping[str, object], column: str) -> str | None:
    """Return the text in a column; None where the column is absent, null or blank."""
    value = row.get(column)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableDocument(f"{column!r} is {type(value).__name__}, not text")
    return value if column == "text" or value.strip() else None
