"""Inputs: files, folders, streams and addresses, each handed to the reader of its format.

A folder is walked in sorted order; names that begin with a full stop are passed over, links to
folders are not followed. Nothing else is passed over: what cannot be read is a Failure, and the
rest is read.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from foedus.errors import MissingExtra, UnknownFormat, UnreadableDocument
from foedus.reading.decoding import MAX_DOCUMENT_BYTES
from foedus.reading.failures import Failure
from foedus.reading.originals import Original
from foedus.reading.plain import read_plain
from foedus.reading.tables import read_csv, read_jsonl

EXTENSIONS = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv",
}  # fmt: skip
FORMATS = ("text", "html", "jsonl", "csv")
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*://")
_SNIFFED_BYTES = 2_000


def is_address(text: str) -> bool:
    """Say whether an input is written like an address of the web, not like a path."""
    return _SCHEME.match(text) is not None


def read_path(path: Path | str, *, input_format: str = "auto") -> Iterator[Original | Failure]:
    """Yield the documents of a file or of every file in a folder, and a Failure for what has none.

    Args:
        path: A file or folder. In a folder, ids are the paths below it, with "/" between names.
        input_format: "auto" (by extension, by content where a name has none) or one of FORMATS.

    Raises:
        UnknownFormat: `input_format` is none of these.
    """
    check_format(input_format)
    return _read_path(Path(path), input_format)


def _read_path(path: Path, input_format: str) -> Iterator[Original | Failure]:
    """Yield what a file or folder holds."""
    if not path.is_dir():
        yield from _read_file(path, printable(path.name or str(path)), input_format)
        return
    found = False
    for file, error in walk(path):
        found = True
        name = printable(file.relative_to(path).as_posix())
        if error is not None:
            yield Failure.of(name, UnreadableDocument(f"{printable(str(file))}: {error.strerror}"))
        else:
            yield from _read_file(file, name, input_format)
    if not found:
        yield Failure.of(
            printable(str(path)),
            UnreadableDocument(f"{printable(str(path))}: the folder holds no file"),
        )


def read_bytes(
    data: bytes, *, name: str, input_format: str = "auto"
) -> Iterator[Original | Failure]:
    """Yield the documents in these bytes; see `read_stream`."""
    return read_stream(io.BytesIO(data), name=name, input_format=input_format)


def read_stream(
    stream: BinaryIO, *, name: str, input_format: str = "auto"
) -> Iterator[Original | Failure]:
    """Yield the documents in a stream; `name` is their id, or the head of their ids.

    A table is read row by row, so that a stream of any length takes little memory. With "auto" the
    extension of `name` decides, or the content where `name` has none ("-").

    Raises:
        UnknownFormat: `input_format` is neither "auto" nor one of FORMATS.
    """
    check_format(input_format)
    return _read_unseekable(stream, name, input_format)


def check_format(input_format: str) -> None:
    """Raise UnknownFormat for a format that has no reader."""
    if input_format not in ("auto", *FORMATS):
        raise UnknownFormat(
            f"no reader for format {input_format!r}; known: auto, {', '.join(FORMATS)}"
        )


def printable(name: str) -> str:
    """Return a file's name as text that can be written, whatever bytes it has."""
    return os.fsencode(name).decode("utf-8", "replace")


def walk(folder: Path) -> Iterator[tuple[Path, OSError | None]]:
    """Yield the files below a folder in sorted order, and each folder that cannot be listed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, error
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from walk(folder / entry.name)
        elif not (entry.is_symlink() and entry.is_dir()):
            yield folder / entry.name, None


def _read_file(path: Path, name: str, input_format: str) -> Iterator[Original | Failure]:
    """Yield what one file holds; a fault of the file system is a Failure."""
    shown = printable(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Failure.of(name, UnreadableDocument(f"{shown}: no regular file"))
            return
        with path.open("rb") as stream:
            for found in _read_stream(stream, name, input_format):
                yield _placed(found, name, shown)
    except OSError as error:
        yield Failure.of(name, UnreadableDocument(f"{shown}: {error.strerror or error}"))
    except ValueError:
        yield Failure.of(name, UnreadableDocument(f"{shown!r} is no path"))


def _placed(found: Original | Failure, name: str, shown: str) -> Original | Failure:
    """Return what a file holds with the path of the file in its place; its id is shorter."""
    if isinstance(found, Failure):
        return found
    return replace(found, place=shown + found.place.removeprefix(name))


def _read_unseekable(
    stream: BinaryIO, name: str, input_format: str
) -> Iterator[Original | Failure]:
    """Yield what a stream holds that may be a pipe; it is left open."""
    if isinstance(stream, io.BufferedReader):
        yield from _read_stream(stream, name, input_format)
        return
    buffered: io.BufferedReader = io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        yield from _read_stream(buffered, name, input_format)
    finally:
        buffered.detach()


def _read_stream(
    stream: io.BufferedReader, name: str, input_format: str
) -> Iterator[Original | Failure]:
    """Yield what a stream holds, read in the format given, named or found."""
    chosen = input_format if input_format != "auto" else _format_of(name, stream)
    if chosen is None:
        known = ", ".join(EXTENSIONS)
        yield Failure.of(name, UnknownFormat(f"no reader for {name!r}; known: {known}"))
    else:
        yield from read_chosen(stream, name, chosen)


def read_chosen(
    stream: BinaryIO, name: str, chosen: str, *, encoding: str | None = None
) -> Iterator[Original | Failure]:
    """Yield what a stream holds in one of FORMATS; `encoding` is what a server says of it."""
    if chosen == "jsonl":
        yield from read_jsonl(stream, name=name)
    elif chosen == "csv":
        yield from read_csv(stream, name=name)
    else:
        # Never more than a document may hold: the reader says that it is too large.
        data = stream.read(MAX_DOCUMENT_BYTES + 1)
        yield _read_whole(data, name, chosen, encoding=encoding)


def _read_whole(data: bytes, name: str, chosen: str, *, encoding: str | None) -> Original | Failure:
    """Return the one document of a text or page."""
    try:
        if chosen == "html":
            found = _html_reader()(data, document_id=name, encoding=encoding)
        else:
            found = Original.of(read_plain(data, document_id=name, encoding=encoding))
    except (UnreadableDocument, MissingExtra) as error:
        return Failure.of(name, type(error)(f"{name}: {error}"))
    return replace(found, source=data, place=name)


def _html_reader() -> Callable[..., Original]:
    """Return the reader of pages, loaded on first use: its libraries take 0.45 s."""
    try:
        module = importlib.import_module("foedus.reading.html")
    except ImportError as error:
        raise MissingExtra(f"{error}; pip install trafilatura lxml_html_clean") from error
    reader: Callable[..., Original] = module.read_html
    return reader


def _format_of(name: str, stream: io.BufferedReader) -> str | None:
    """Return the format by the extension, by the content where there is none, None if unknown."""
    extension = Path(name).suffix.lower()
    return EXTENSIONS.get(extension) if extension else format_by_content(stream.peek())


def format_by_content(start: bytes) -> str:
    """Return the format that the first bytes of an input look like."""
    opening = start[:_SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith(b"{"):
        return "jsonl"
    if opening.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")):
        return "html"
    return "text"
