"""Feed: what RSS, Atom and JSON Feed say of the pages they lead to.

An entry is a pointer: the page behind its address is what is read. Its guid is its identity within
the feed, whatever becomes of its address or title.
"""

from __future__ import annotations

import email.utils
import html
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from urllib.parse import urljoin, urlsplit

from foedus.errors import UnreadableDocument
from foedus.reading.decoding import clean, decode
from foedus.reading.failures import Failure
from foedus.reading.fetching import Fetched
from foedus.reading.given import parse_published
from foedus.records import HowKnown, Published

MAX_ENTRIES = 1_000
"""Of one feed, from the top; news sites list 20 to 200."""
MAX_FIELD_CHARACTERS = 4_000
"""More than an address may have, so that none is cut to another one."""

XML_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml",
    "text/xml",
)  # fmt: skip
JSON_TYPES = ("application/feed+json", "application/json")

_JSON_FEED = re.compile(r'"version"\s{0,9}:\s{0,9}"https?://jsonfeed\.org/version/')
_ROOT = re.compile(r"<\s{0,9}(?:[A-Za-z_][\w.-]{0,40}:)?(rss|feed|rdf)[\s/>]", re.IGNORECASE)
_SNIFFED_CHARACTERS = 4_000
_TAG = re.compile(r"<[^<>]{1,1000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: an identity within its feed, the address of its page, and what is said of that."""

    guid: str
    url: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: Published | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries of a feed, from its top, and a Failure for each that leads nowhere."""

    title: str | None = None
    entries: tuple[Entry | Failure, ...] = ()


Fields = Mapping[str, str | None]
"""What an entry says as it stands there: guid, url, title, author, outlet, published."""


def is_feed(page: Fetched) -> bool:
    """Say whether an answer is a feed, by its root element; of JSON, by its version."""
    if page.media_type in JSON_TYPES or (page.media_type is None and page.data[:1] == b"{"):
        start = page.data[:_SNIFFED_CHARACTERS].decode("utf-8", "replace")
        return _JSON_FEED.search(start) is not None
    if page.media_type not in (*XML_TYPES, "text/html", "text/plain", None):
        return False
    try:
        start = decode(page.data[:_SNIFFED_CHARACTERS], encoding=page.encoding)
        return _ROOT.match(without_prolog(start)) is not None
    except UnreadableDocument:  # binary, or a bomb: of a feed, that is to be said
        return page.media_type in XML_TYPES


_PROLOG = re.compile(
    r"\s+|<!--.*?-->|<\?.*?\?>|(<!DOCTYPE[^\[>]{0,1000}(\[)?[^>]{0,1000}>)",
    re.DOTALL | re.IGNORECASE,
)


def without_prolog(text: str) -> str:
    """Return the text of an XML file from its root element on.

    Raises:
        UnreadableDocument: It declares things of its own, as bombs of entities do and no feed does.
    """
    position = 0
    while found := _PROLOG.match(text, position):
        if found[2]:
            raise UnreadableDocument(
                "the feed declares entities or elements of its own; those are not read"
            )
        position = found.end()
    return text[position:]


def read_feed(page: Fetched) -> Feed:
    """Return the feed in an answer.

    Raises:
        UnreadableDocument: It is none, or not to be read at all; the message begins with the
            address.
    """
    try:
        if not is_feed(page):
            raise UnreadableDocument("no feed (RSS, Atom or JSON Feed) stands there")
        text = decode(page.data, encoding=page.encoding or _declared(page.data))
        if text.lstrip().startswith("{"):
            return _read_json(text, page.url)
        # Its library takes a while to load; most runs read no feed.
        read_xml: Callable[[str, str], Feed]
        read_xml = importlib.import_module("foedus.reading.feed_xml").read_xml
        found = without_prolog(text)
        if not _ROOT.match(found):
            raise UnreadableDocument("no feed (RSS, Atom or JSON Feed) stands there")
        return read_xml(found, page.url)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{page.url}: {error}") from error


_DECLARED = re.compile(rb"""\A\s{0,9}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w-]{2,40})""")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.match(data[:400])
    return found[1].decode("ascii") if found else None


def to_entry(fields: Fields, *, number: int, feed_url: str) -> Entry | Failure:
    """Return an entry, or the failure of one that leads nowhere; `number` counts from 1."""
    held = {name: _line(text) for name, text in fields.items()}
    guid, title = held.get("guid"), _plain(held.get("title"))
    try:
        url = urljoin(feed_url, held.get("url") or "") if held.get("url") else ""
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError(f"no address of a page, but {url[:80]!r}" if url else "no address")
    except ValueError as error:
        name = guid or (title or f"entry {number}")[:80]
        shown = f" {title[:80]!r}" if title else ""
        fault = UnreadableDocument(f"{feed_url}: entry {number}{shown} has {error}")
        return Failure.of(f"{feed_url}#{name}", fault)
    return Entry(
        guid=guid or url,
        url=url,
        title=title,
        author=_plain(held.get("author")),
        outlet=_plain(held.get("outlet")),
        published=read_date(held.get("published")),
    )


def read_date(text: str | None) -> Published | None:
    """Return the date of an entry, as RFC 822 or ISO 8601; None where it is neither."""
    if text is None:
        return None
    try:
        date = parse_published(text)
    except ValueError:
        try:
            moment = email.utils.parsedate_to_datetime(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            date = parse_published(moment.isoformat())
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    return replace(date, how=HowKnown.FEED)


def cap(entries: Iterator[Entry | Failure], feed_url: str) -> tuple[Entry | Failure, ...]:
    """Return the entries that are read, and a failure that says so where there are more."""
    found: list[Entry | Failure] = []
    for entry in entries:
        if len(found) == MAX_ENTRIES:
            fault = UnreadableDocument(f"{feed_url}: only the first {MAX_ENTRIES} entries are read")
            found.append(Failure.of(f"{feed_url}#{MAX_ENTRIES + 1}", fault))
            break
        found.append(entry)
    return tuple(found)


def _line(text: str | None) -> str | None:
    """Return a field as one line of bounded length; None where it is blank."""
    return " ".join(clean(text[:MAX_FIELD_CHARACTERS]).split()) or None if text else None


def _plain(text: str | None) -> str | None:
    """Return a field without the markup that titles come with, once or twice escaped."""
    return _line(_TAG.sub("", html.unescape(_TAG.sub("", html.unescape(text))))) if text else None


def _read_json(text: str, url: str) -> Feed:
    try:
        tree: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(f"broken JSON: {error}") from error
    items = tree.get("items") if isinstance(tree, dict) else None
    if not isinstance(tree, dict) or not isinstance(items, list):
        raise UnreadableDocument("a JSON Feed without a list of items")
    title = _text(tree, "title")
    entries = (
        to_entry(_json_fields(item, title), number=number, feed_url=url)
        for number, item in enumerate(items, 1)
    )
    return Feed(title=title, entries=cap(entries, url))


def _json_fields(item: object, outlet: str | None) -> Fields:
    if not isinstance(item, dict):
        return {}
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return {
        "guid": _text(item, "id"),
        "url": _text(item, "url") or _text(item, "external_url"),
        "title": _text(item, "title"),
        "author": _text(first, "name"),
        "outlet": outlet,
        "published": _text(item, "date_published") or _text(item, "date_modified"),
    }


def _text(node: object, name: str) -> str | None:
    """Return a member that is a text or, as some ids are, a number."""
    found = node.get(name) if isinstance(node, dict) else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else None
