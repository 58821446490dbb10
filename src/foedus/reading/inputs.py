"""Inputs: files, folders and bytes, each handed to the reader of its format.

A folder is walked in sorted order; names that begin with a full stop are passed over, links to
folders are not followed. Nothing else is passed over: what cannot be read is a Failure, and the
rest is read.
"""

from __future__ import annotations

import importlib
import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from foedus.errors import MissingExtra, UnknownFormat, UnreadableDocument
from foedus.reading.decoding import MAX_DOCUMENT_BYTES
from foedus.reading.failures import Failure
from foedus.reading.plain import read_plain
from foedus.reading.tables import read_csv, read_jsonl
from foedus.records import Document

Stream = Callable[[BinaryIO, str], Iterator[Document | Failure]]
"""A reader: an open file and its name to its documents, one at a time."""

EXTENSIONS = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv",
}  # fmt: skip
FORMATS = ("text", "html", "jsonl", "csv")
_SNIFFED_BYTES = 2_000


def read_path(path: Path | str, *, input_format: str = "auto") -> Iterator[Document | Failure]:
    """Yield the documents of a file or of every file in a folder, and a Failure for what has none.

    Args:
        path: A file or folder. In a folder, ids are the paths below it, with "/" between names.
        input_format: "auto" (by extension, by content where a name has none) or one of FORMATS.

    Raises:
        UnknownFormat: `input_format` is none of these.
    """
    _check_format(input_format)
    return _read_path(Path(path), input_format)


def _read_path(path: Path, input_format: str) -> Iterator[Document | Failure]:
    """Yield what a file or folder holds."""
    if not path.is_dir():
        yield from _read_file(path, _printable(path.name or str(path)), input_format)
        return
    found = False
    for file, error in _walk(path):
        found = True
        name = _printable(file.relative_to(path).as_posix())
        if error is not None:
            yield Failure.of(name, UnreadableDocument(f"{_printable(str(file))}: {error.strerror}"))
        else:
            yield from _read_file(file, name, input_format)
    if not found:
        yield Failure.of(
            _printable(str(path)),
            UnreadableDocument(f"{_printable(str(path))}: the folder holds no file"),
        )


def read_bytes(
    data: bytes, *, name: str, input_format: str = "auto"
) -> Iterator[Document | Failure]:
    """Yield the documents in these bytes; `name` is their id, or the head of their ids.

    With "auto" the extension of `name` decides, or the content where `name` has none ("-").

    Raises:
        UnknownFormat: `input_format` is neither "auto" nor one of FORMATS.
    """
    _check_format(input_format)
    return _read_stream(io.BytesIO(data), name, input_format)


def _check_format(input_format: str) -> None:
    """Raise UnknownFormat for a format that has no reader."""
    if input_format not in ("auto", *FORMATS):
        raise UnknownFormat(
            f"no reader for format {input_format!r}; known: auto, {', '.join(FORMATS)}"
        )


def _printable(name: str) -> str:
    """Return a file's name as text that can be written, whatever bytes it has."""
    return os.fsencode(name).decode("utf-8", "replace")


def _walk(folder: Path) -> Iterator[tuple[Path, OSError | None]]:
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
            yield from _walk(folder / entry.name)
        elif not (entry.is_symlink() and entry.is_dir()):
            yield folder / entry.name, None


def _read_file(path: Path, name: str, input_format: str) -> Iterator[Document | Failure]:
    """Yield what one file holds; a fault of the file system is a Failure."""
    shown = _printable(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Failure.of(name, UnreadableDocument(f"{shown}: no regular file"))
            return
        with path.open("rb") as stream:
            yield from _read_stream(stream, name, input_format)
    except OSError as error:
        yield Failure.of(name, UnreadableDocument(f"{shown}: {error.strerror or error}"))
    except ValueError:
        yield Failure.of(name, UnreadableDocument(f"{shown!r} is no path"))


def _read_stream(stream: BinaryIO, name: str, input_format: str) -> Iterator[Document | Failure]:
    """Yield what a stream holds, read in the format given, named or found."""
    chosen = input_format if input_format != "auto" else _format_of(name, stream)
    if chosen == "jsonl":
        yield from read_jsonl(stream, name=name)
    elif chosen == "csv":
        yield from read_csv(stream, name=name)
    elif chosen is None:
        known = ", ".join(EXTENSIONS)
        yield Failure.of(name, UnknownFormat(f"no reader for {name!r}; known: {known}"))
    else:
        yield _read_whole(stream, name, chosen)


def _read_whole(stream: BinaryIO, name: str, chosen: str) -> Document | Failure:
    """Return the one document of a text or page, never reading more than a document may hold."""
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    try:
        if chosen == "html":
            return _html_reader()(data, document_id=name)
        return read_plain(data, document_id=name)
    except (UnreadableDocument, MissingExtra) as error:
        return Failure.of(name, type(error)(f"{name}: {error}"))


def _html_reader() -> Callable[..., Document]:
    """Return the reader of pages, loaded on first use: its libraries take 0.45 s."""
    try:
        module = importlib.import_module("foedus.reading.html")
    except ImportError as error:
        raise MissingExtra(f"{error}; pip install trafilatura lxml_html_clean") from error
    reader: Callable[..., Document] = module.read_html
    return reader


def _format_of(name: str, stream: BinaryIO) -> str | None:
    """Return the format by the extension, by the content where there is none, None if unknown."""
    extension = Path(name).suffix.lower()
    if extension:
        return EXTENSIONS.get(extension)
    start = stream.read(_SNIFFED_BYTES)
    stream.seek(0)
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith(b"{"):
        return "jsonl"
    if opening.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")):
        return "html"
    return "text"
