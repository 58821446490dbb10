"""Pages of the web: an address to a Document, by what its server calls it or by how it looks.

A feed is recognised by how it looks, and the pages that it leads to are read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from http import HTTPStatus

from foedus.errors import UnknownFormat, UnreadableDocument
from foedus.reading.failures import Failure
from foedus.reading.feed import is_feed
from foedus.reading.feed_items import read_items
from foedus.reading.feed_memory import NOTHING_KEPT, FeedState, Memory
from foedus.reading.fetching import Fetched, ask, fetch
from foedus.reading.inputs import check_format, format_by_content, read_chosen
from foedus.reading.originals import Origin, Original

MEDIA_TYPES = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text",
    "text/markdown": "text",
}  # fmt: skip
"""What a server may call a page; a page that its server calls nothing is looked at."""


def read_url(
    url: str,
    *,
    input_format: str = "auto",
    allowed: Collection[str] = (),
    memory: Memory = NOTHING_KEPT,
) -> Iterator[Original | Failure]:
    """Yield the document of a page, whose id is its address, or why there is none.

    Of a feed, those of the pages it leads to are yielded that the memory does not hold.

    Args:
        url: An address that begins with http:// or https://.
        input_format: "auto" or one of FORMATS.
        allowed: See `fetching.fetch`.
        memory: What earlier runs know of feeds and their entries.

    Raises:
        UnknownFormat: `input_format` is none of these.
    """
    check_format(input_format)
    return _read_url(url, input_format, allowed, memory)


def _read_url(
    url: str, input_format: str, allowed: Collection[str], memory: Memory
) -> Iterator[Original | Failure]:
    """Yield what an address answers."""
    kept = memory.recall(url)
    feed_expected = memory.following or kept is not None
    try:
        page = ask(url, allowed=allowed, headers=kept.conditions if kept else {})
    except UnreadableDocument as error:
        if feed_expected:
            memory.keep(url, (kept or FeedState()).after_fault())
        yield Failure.of(url, error)
        return
    if memory.following or is_feed(page) or (feed_expected and page.status != HTTPStatus.OK):

        def read_page(entry_url: str) -> Iterator[Original | Failure]:
            return _read_page(entry_url, lambda: fetch(entry_url, allowed=allowed), input_format)

        yield from read_items(page, url, read_page=read_page, memory=memory)
    else:
        yield from _read_page(url, lambda: page, input_format)


def _read_page(
    url: str, get: Callable[[], Fetched], input_format: str
) -> Iterator[Original | Failure]:
    """Yield what a page holds, under the id that is its address."""
    try:
        page = get()
        if page.status != HTTPStatus.OK:
            raise page.refuse()
        chosen = _format_of(page) if input_format == "auto" else input_format
    except (UnreadableDocument, UnknownFormat) as error:
        yield Failure.of(url, error)
        return
    for found in read_chosen(io.BytesIO(page.data), url, chosen, encoding=page.encoding):
        if isinstance(found, Original):
            document = found.document
            if document.id == url:  # the row of a table may name an address of its own
                document = replace(document, url=page.url)
            place = page.url + found.place.removeprefix(url)
            yield replace(found.with_document(document, Origin.INPUT), place=place)
        else:
            yield found


def _format_of(page: Fetched) -> str:
    """Return the format of a page; raises UnknownFormat for what is neither page nor text."""
    if page.media_type is None:
        return format_by_content(page.data)
    if page.media_type not in MEDIA_TYPES:
        known = ", ".join(MEDIA_TYPES)
        raise UnknownFormat(f"{page.url}: no reader for {page.media_type!r}; known: {known}")
    return MEDIA_TYPES[page.media_type]
