"""Inputs of a bulk run: which files there are, how each is read, and how it is opened."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from foedus.errors import UnknownFormat, UnreadableDocument
from foedus.reading import EXTENSIONS, Failure
from foedus.reading.inputs import format_by_content, printable, walk

GZIP = ".gz"
GZIP_FAULTS = (EOFError, zlib.error, gzip.BadGzipFile)
"""What a cut or damaged gzip file raises."""

FORMATS = ("text", "html", "jsonl", "csv", "parquet", "warc")
ZIPPED = ("jsonl", "csv", "warc")
"""Those that are read from gzip, too."""
_EXTENSIONS = {**EXTENSIONS, ".parquet": "parquet", ".pq": "parquet", ".warc": "warc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An input file, how it is called in ids, and its format ("jsonl", "warc.gz" …)."""

    path: Path
    name: str
    input_format: str


def find_files(inputs: Iterable[Path], *, input_format: str = "auto") -> Iterator[File | Failure]:
    """Yield every file of these files and folders in sorted order, and a failure for what is none.

    Args:
        inputs: Files and folders; names in a folder are the paths below it.
        input_format: "auto" (by extension, else by content) or one of FORMATS; gzip is seen.

    Raises:
        UnknownFormat: `input_format` is none of these.
    """
    if input_format not in ("auto", *FORMATS):
        known = ", ".join(("auto", *FORMATS))
        raise UnknownFormat(f"no reader for format {input_format!r}; known: {known}")
    for path in inputs:
        if not path.is_dir():
            yield _to_file(path, printable(path.name), input_format)
            continue
        found = False
        for file, error in walk(path):
            found = True
            name = printable(file.relative_to(path).as_posix())
            if error is not None:
                yield Failure.of(name, UnreadableDocument(f"{name}: {error.strerror}"))
            else:
                yield _to_file(file, name, input_format)
        if not found:
            shown = printable(str(path))
            yield Failure.of(shown, UnreadableDocument(f"{shown}: the folder holds no file"))


def _to_file(path: Path, name: str, input_format: str) -> File | Failure:
    try:
        if not path.is_file():
            reason = "no regular file" if path.exists() else "there is no such file"
            return Failure.of(name, UnreadableDocument(f"{printable(str(path))}: {reason}"))
        with path.open("rb") as stream:
            start = stream.read(2_000)
    except OSError as error:
        return Failure.of(name, UnreadableDocument(f"{name}: {error.strerror or error}"))
    zipped = start.startswith(b"\x1f\x8b")
    chosen = _format_of(path, start) if input_format == "auto" else input_format
    if chosen is None or (zipped and chosen not in ZIPPED):
        known = ", ".join((*_EXTENSIONS, *(f".{one}{GZIP}" for one in ZIPPED)))
        return Failure.of(name, UnknownFormat(f"no reader for {name!r}; known: {known}"))
    return File(path=path, name=name, input_format=chosen + (GZIP if zipped else ""))


def _format_of(path: Path, start: bytes) -> str | None:
    """Return the format by the extension before ".gz", by the content where there is none."""
    bare = path.with_suffix("") if path.suffix.lower() == GZIP else path
    if bare.suffix:
        return _EXTENSIONS.get(bare.suffix.lower())
    if start.startswith(b"\x1f\x8b"):
        return None
    return "warc" if start.startswith(b"WARC/") else format_by_content(start)


@contextmanager
def opened(path: Path, input_format: str) -> Iterator[BinaryIO]:
    """Yield a file, unzipped where its reader does not unzip it itself."""
    with path.open("rb") as stream:
        if input_format.endswith(GZIP) and not input_format.startswith("warc"):
            with gzip.GzipFile(fileobj=stream) as unzipped:
                yield io.BufferedReader(cast("io.RawIOBase", unzipped))
        else:
            yield stream


class Range(io.RawIOBase):
    """The bytes [start, end) of a file, as a stream of its own that begins at 0."""

    def __init__(self, stream: BinaryIO, start: int, end: int) -> None:
        self._stream, self._start, self._size = stream, start, end - start
        self._place = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be entered anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte of the range and return its number."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, origin + offset)
        return self._place

    def readinto(self, buffer: object) -> int:
        """Fill a buffer with what is left."""
        view = memoryview(cast("bytearray", buffer))
        self._stream.seek(self._start + self._place)
        data = self._stream.read(max(0, min(len(view), self._size - self._place)))
        view[: len(data)] = data
        self._place += len(data)
        return len(data)
