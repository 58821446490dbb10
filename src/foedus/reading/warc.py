"""WARC: an archive of the web, plain or gzip, to the documents of its pages; needs `foedus[bulk]`.

Pages are those records of answers (status 200), resources and conversions that are HTML or plain
text; requests, metadata, errors, images and the like are no documents and are passed over. The id
of a document is the id of its record, or its place where it has none. An archive that is damaged
or cut off is read up to the fault, which is one Failure.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from foedus.errors import UnreadableDocument
from foedus.reading.decoding import MAX_DOCUMENT_BYTES
from foedus.reading.failures import Failure
from foedus.reading.inputs import format_by_content, read_chosen
from foedus.reading.originals import Origin, Original
from foedus.records import Document

MEDIA_TYPES: Mapping[str, str] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text",
}  # fmt: skip
"""Which records are documents, and how they are read; a record without a type is looked at."""

_KINDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_CODED = ("Transfer-Encoding", "Content-Encoding")
_FAULTS = (OSError, EOFError, ValueError)
MOST_SAID_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A record that is a document; `place` is the byte of the archive at which it begins.

    Of a document that is too large, `data` is the beginning, one byte longer than is read.
    """

    place: int
    record_id: str | None
    url: str | None
    crawled: str | None
    input_format: str
    encoding: str | None
    data: bytes


def read_warc(stream: BinaryIO, *, name: str, before: int = 0) -> Iterator[Original | Failure]:
    """Yield the documents of an archive in its order, and a failure for what cannot be read.

    Args:
        stream: The archive, or a part of it that begins with a record.
        name: What the archive is called in ids and messages.
        before: How many bytes of the archive stand before the stream.
    """
    for page in find_pages(stream, name=name, before=before):
        if isinstance(page, Failure):
            yield page
        else:
            yield from _read_page(page, place=f"{name}@{page.place}")


def find_pages(stream: BinaryIO, *, name: str, before: int = 0) -> Iterator[Page | Failure]:
    """Yield the pages of an archive, and a failure where it is damaged, cut off or without any."""
    records = iter(ArchiveIterator(stream, record_types=_KINDS, parse_http=False))
    place, found = before, False
    try:
        while True:
            with _faults_named():
                record = next(records, None)
                if record is None:
                    break
                place = before + record.stream_pos
                page = _to_page(record, place)
            if page is not None:
                found = True
                yield page
        if not found:
            raise UnreadableDocument("no record of it is a page in HTML or plain text")
    except UnreadableDocument as error:
        yield Failure.of(name, UnreadableDocument(f"{name}: {_placed(error, place, found=found)}"))


def _placed(error: UnreadableDocument, place: int, *, found: bool) -> str:
    if error.__cause__ is None:
        return str(error)
    before = "; what stands before is read" if found else ""
    return f"damaged or cut off behind byte {place} ({error}){before}"


@contextmanager
def _faults_named() -> Iterator[None]:
    """Turn whatever the library says of a damaged archive into UnreadableDocument."""
    try:
        yield
    except BaseException as error:
        # The library is Rust, and its panics are no Exceptions.
        if not isinstance(error, _FAULTS) and type(error).__name__ != "PanicException":
            raise
        said = " ".join(str(error).split())[:MOST_SAID_CHARACTERS]
        raise UnreadableDocument(said or type(error).__name__) from error


def _to_page(record: WarcRecord, place: int) -> Page | None:
    """Return a record as a page, None where it is no document; raises EOFError for half a one."""
    headers = record.headers
    if record.is_http:
        record.parse_http(auto_decode="all")
        answer = record.http_headers
        if answer is None or answer.status_code != 200:
            return None
        media_type, encoding = record.http_content_type, record.http_charset
        whole = not any(name in answer for name in _CODED)
    else:
        media_type, encoding, whole = headers.get("Content-Type"), None, True
    chosen = None if media_type is None else MEDIA_TYPES.get(_bare(media_type), "")
    if chosen == "":
        return None
    expected = record.content_length
    data: bytes = record.reader.read(MAX_DOCUMENT_BYTES + 1)
    if whole and len(data) < min(expected, MAX_DOCUMENT_BYTES):
        raise EOFError(f"a record of {expected} bytes has {len(data)}")
    return Page(
        place=place,
        record_id=(headers.get("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:")
        or None,
        url=headers.get("WARC-Target-URI"),
        crawled=headers.get("WARC-Date"),
        input_format=chosen or format_by_content(data),
        encoding=encoding,
        data=data,
    )


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _read_page(page: Page, *, place: str) -> Iterator[Original | Failure]:
    """Yield the document of a page with its address and the day on which it was archived."""
    document_id = page.record_id or place
    stream = io.BytesIO(page.data)
    for found in read_chosen(stream, document_id, page.input_format, encoding=page.encoding):
        if isinstance(found, Failure):
            yield replace(found, message=found.message.replace(document_id, place, 1))
        else:
            document = _with_crawl(found.document, page)
            yield replace(found.with_document(document, Origin.INPUT), place=place)


def _with_crawl(document: Document, page: Page) -> Document:
    extra = dict(document.extra)
    if page.crawled is not None:
        extra["crawled"] = page.crawled
    return replace(document, url=page.url or document.url, extra=extra)
