"""Sheets: a CSV file that says what is known of documents by their ids, not what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from foedus.errors import UnreadableDocument
from foedus.reading.failures import Failure
from foedus.reading.given import Given, parse_published
from foedus.reading.rows import read_lines
from foedus.reading.tables import Row, read_rows

COLUMNS = ("id", "published", "outlet", "author", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a row says is known of one document; `place` is its file and line."""

    document_id: str
    given: Given
    place: str


def read_sheet(stream: BinaryIO, *, name: str) -> Iterator[Known | Failure]:
    """Yield what each row says, and a failure for one that cannot be read; empty cells say nothing.

    Args:
        stream: The file; its first line names the columns, of which "id" must be there.
        name: What the file is called in messages.
    """
    for row in read_rows(read_lines(stream), name=name, needed="id", columns=COLUMNS):
        if isinstance(row, Failure):
            yield row
            continue
        strange = [column for column in row.cells if column not in COLUMNS]
        if strange:  # passed over, a slip of the pen would lose a whole column without a word
            known = ", ".join(COLUMNS)
            said = f"{name}:1: column {strange[0]!r} is not known; the columns are {known}"
            yield Failure.of(name, UnreadableDocument(said))
            return
        try:
            yield _to_known(row)
        except (UnreadableDocument, ValueError) as error:
            fault = UnreadableDocument(f"{row.place}: {error}")
            yield Failure.of(row.cells.get("id") or row.place, fault)


def _to_known(row: Row) -> Known:
    """Return what a row says; UnreadableDocument or ValueError where it is not as it should be."""
    cells = {column: cell.strip() or None for column, cell in row.cells.items()}
    document_id, published = cells.pop("id"), cells.get("published")
    if document_id is None:
        raise UnreadableDocument("the id is missing")
    if published is not None:
        parse_published(published)
    return Known(document_id=document_id, given=Given(**cells), place=row.place)
