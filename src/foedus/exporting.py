"""From a store to files of other programs, and from an archive back to a store.

Records leave with their edits made. A file takes the place of an older one only when it is whole.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from foedus.archiving import read_archive, write_archive
from foedus.errors import InvalidKind, UnreadableDocument
from foedus.export import formats
from foedus.export.cited import Cited
from foedus.export.formats import SHAPES, Format, Shape, Sheet, Takes
from foedus.records.documents import Document
from foedus.records.entries import Listed
from foedus.reviewing import find_reviewed
from foedus.spelling.rows import Row, document_row
from foedus.stores import Filters, Store

DOCUMENTS = "documents"

_EVERYTHING = Filters()


def export(
    store: Store,
    output: Format,
    path: Path | None = None,
    *,
    noun: str | None = None,
    filters: Filters = _EVERYTHING,
) -> list[Path]:
    """Write what a store holds in the shape of another program; return the files made.

    Args:
        store: Where the records are.
        output: The format.
        path: The file; standard output if None. Formats of several files write the others beside.
        noun: What to write ("statements"); what the format holds as a rule if None.
        filters: What it is narrowed to.

    Raises:
        InvalidKind: A format that does not hold this noun, or that takes no such filters.
        MissingExtra: The format needs a library that is not installed.
    """
    shape = SHAPES[output]
    nouns = _nouns(output, shape, noun)
    _check_filters(output, shape, nouns, filters)
    if path is None and shape.takes is Takes.BINARY and sys.stdout.isatty():
        raise InvalidKind(f"{output} is no text for a terminal; name a file with -o PATH")
    if shape.takes is Takes.BINARY:
        write = formats.load_binary_writer(output)
        with _opened(path) as stream:
            write(_rows(store, nouns[0], filters), nouns[0], stream)
        return [path] if path else []
    return _write_sheets(_sheets(store, output, nouns, filters), path, shape)


def restore(store: Store, path: Path) -> None:
    """Keep in an empty store what an archive of JSON Lines holds: all of it or nothing.

    Raises:
        UnreadableDocument: The file cannot be opened.
        UnknownFormat: A line that no archive has, or lines that are missing.
        StoreFault: The store holds documents already.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableDocument(f"{path}: {error.strerror or error}") from error
    with stream:
        store.restore(read_archive(stream, name=str(path)))


def _nouns(output: Format, shape: Shape, noun: str | None) -> tuple[str, ...]:
    if noun is None:
        return shape.nouns[: shape.usual]
    if noun not in shape.nouns:
        known = ", ".join(shape.nouns) or "no noun: it holds all there is"
        raise InvalidKind(f"{output} does not hold {noun}; it takes {known}")
    return (noun,)


def _check_filters(output: Format, shape: Shape, nouns: tuple[str, ...], filters: Filters) -> None:
    """Refuse a filter that would be passed over in silence."""
    if shape.takes in (Takes.ROWS, Takes.BINARY, Takes.RECORDS) and DOCUMENTS not in nouns:
        return
    whole = Filters(
        document_id=filters.document_id, since=filters.since, until=filters.until,
        limit=None if shape.takes is Takes.STORE else filters.limit,
    )  # fmt: skip
    if filters != whole:
        raise InvalidKind(
            f"{output} writes whole documents here; narrow it by --document, --since and --until"
        )


def _sheets(
    store: Store, output: Format, nouns: tuple[str, ...], filters: Filters
) -> Iterator[Sheet]:
    takes = SHAPES[output].takes
    if takes is Takes.RECORDS:
        yield from formats.load_record_writer(output)(_cited(store, nouns, filters))
        return
    if takes is Takes.STORE:
        lines = write_archive(store, filters)
    elif takes is Takes.DOCUMENTS:
        lines = formats.load_document_writer(output)(store.find_documents(filters))
    else:
        lines = formats.load_row_writer(output)(_rows(store, nouns[0], filters), nouns[0])
    yield from (("", line) for line in lines)


def _cited(store: Store, nouns: tuple[str, ...], filters: Filters) -> Iterator[Cited]:
    for noun in nouns:
        for entry, standing in find_reviewed(store, Listed(noun), filters):
            yield Cited(entry=entry, standing=standing)


def _rows(store: Store, noun: str, filters: Filters) -> Iterator[Row]:
    if noun == DOCUMENTS:
        yield from map(_document_row, store.find_documents(filters))
    else:
        yield from (cited.row for cited in _cited(store, (noun,), filters))


def _document_row(document: Document) -> Row:
    return {"document": document_row(document)}


def _write_sheets(sheets: Iterable[Sheet], path: Path | None, shape: Shape) -> list[Path]:
    """Write every sheet to its file; without a file only the main one, to standard output."""
    made = [] if path is None else [path]
    made += [path.with_suffix(f".{name}") for path in made for name in shape.sheets]
    with ExitStack() as stack:
        names = ("", *shape.sheets) if made else ("",)
        streams = {
            name: stack.enter_context(_opened(file))
            for name, file in zip(names, made or (None,), strict=True)
        }
        for name, text in sheets:
            if name in streams:
                streams[name].write(text.encode("utf-8", "backslashreplace"))
    return made


@contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    """Yield standard output, or a file that takes the place of `path` when all went well."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        number, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UnreadableDocument(f"{path} cannot be written: {error.strerror or error}") from error
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
