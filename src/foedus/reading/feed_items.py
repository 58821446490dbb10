"""The pages that a feed leads to, each fetched once, with what the feed says of them.

A page is known by the guid of its entry, so one that moves or changes its title is not fetched
again, and one that is published anew under another guid is. An entry whose page cannot be read is
tried again in later rounds, but not forever.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

from foedus.errors import UnreadableDocument
from foedus.reading.failures import Failure
from foedus.reading.feed import Entry, Feed, read_feed
from foedus.reading.feed_memory import FeedState, Memory
from foedus.reading.fetching import Fetched
from foedus.reading.originals import Origin, Original

MAX_TRIES = 3
"""So many rounds the page of an entry is asked for."""

PageReader = Callable[[str], Iterator[Original | Failure]]
"""From the address of a page to its document."""


def read_items(
    page: Fetched, url: str, *, read_page: PageReader, memory: Memory
) -> Iterator[Original | Failure]:
    """Yield the documents of a feed that are not held yet; keep how the feed answered.

    The state is kept after the last document was taken, so that a run that ends early goes on.

    Args:
        page: What the feed's address answered.
        url: The feed's address as it was given.
        read_page: Reads the page of an entry.
        memory: What is held, and where the state is kept.
    """
    kept = memory.recall(url) or FeedState()
    if page.status == HTTPStatus.NOT_MODIFIED:
        memory.keep(url, kept.after_rest())
        return
    try:
        if page.status != HTTPStatus.OK:
            raise page.refuse()
        feed = read_feed(page)
    except UnreadableDocument as error:
        # A page in place of a feed that was read before may be a server's way to say "later".
        never = page.status == HTTPStatus.OK and memory.recall(url) is None
        gone = page.status == HTTPStatus.GONE
        seconds = seconds_of(page.headers.get("retry-after"))
        memory.keep(url, kept.after_fault(wait_seconds=seconds, ended=gone or never))
        yield Failure.of(url, error)
        return
    tries = yield from _read_entries(feed, url, kept, read_page=read_page, memory=memory)
    whole = all(count >= MAX_TRIES for count in tries.values())
    headers = page.headers if whole else {}
    etag, modified = headers.get("etag"), headers.get("last-modified")
    memory.keep(url, FeedState(etag=etag, modified=modified, tries=tries))


def _read_entries(
    feed: Feed, url: str, kept: FeedState, *, read_page: PageReader, memory: Memory
) -> Generator[Original | Failure, None, dict[str, int]]:
    """Yield what is new; return how often each page that is still missing was asked for."""
    tries: dict[str, int] = {}
    seen: set[str] = set()
    for entry in feed.entries:
        if isinstance(entry, Failure):
            yield entry
            continue
        document_id = id_of(entry, url)
        if document_id in seen or memory.holds(document_id):
            continue
        seen.add(document_id)
        tries[entry.guid] = kept.tries.get(entry.guid, 0)
        if tries[entry.guid] < MAX_TRIES:
            tries[entry.guid] += 1
            for found in read_page(entry.url):
                yield _with_entry(found, entry, document_id)
        if memory.holds(document_id):
            del tries[entry.guid]
    return tries


def id_of(entry: Entry, feed_url: str) -> str:
    """Return the id of the document behind an entry.

    A guid that is an address on the host of the feed or of the page stands for itself. What else a
    feed calls an entry holds within that feed alone, and stands behind its address: no feed can
    take the id of a page of somebody else.
    """
    try:
        parts = urlsplit(entry.guid)
        hosts = {urlsplit(address).hostname for address in (feed_url, entry.url)}
        own = parts.scheme in ("http", "https") and parts.hostname in hosts
    except ValueError:
        own = False
    return entry.guid if own or entry.guid == entry.url else f"{feed_url}#{entry.guid}"


def _with_entry(found: Original | Failure, entry: Entry, document_id: str) -> Original | Failure:
    """Return what a page holds under the id of its entry, with what the feed alone says.

    The page's own head counts before the feed, the feed before what the text seems to say.
    """
    if isinstance(found, Failure):
        return replace(found, id=document_id)
    document = found.document
    stated = found.known.get("published") == Origin.MARKUP
    document = replace(
        document,
        id=document_id,
        title=document.title or entry.title,
        author=document.author or entry.author,
        outlet=document.outlet or entry.outlet,
        published=document.published if stated else entry.published or document.published,
    )
    return found.with_document(document, Origin.FEED)


def seconds_of(retry_after: str | None) -> int | None:
    """Return how many seconds a server asks to wait, in seconds or up to a date; None if not."""
    text = (retry_after or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    try:
        return max(0, int(email.utils.parsedate_to_datetime(text).timestamp() - time.time()))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
