"""PageMetadata: what a web page says about itself in its head, as plain strings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.reading.given import parse_published
from foedus.records import HowKnown, Published

MAX_LINKED_DATA_CHARACTERS = 200_000
_MAX_NODES = 500

_TITLE = ("og:title", "twitter:title", "dc.title", "headline")
_AUTHOR = ("author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author")
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "publisher")
_DATE = (
    "article:published_time", "og:published_time", "article:published", "datepublished",
    "dc.date.issued", "dc.date", "dcterms.created", "date", "pubdate", "publishdate",
    "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page states; None where it does not."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None


def read_metadata(
    metas: Mapping[str, str], linked_data: Sequence[str], *, url: str | None = None
) -> PageMetadata:
    """Return the metadata of a page; its JSON-LD article counts before its meta elements.

    Args:
        metas: Content of the meta elements by their name or property in lower case.
        linked_data: The JSON-LD scripts, unparsed; those that are no JSON say nothing.
        url: The address named by the canonical link.
    """
    article = _find_article(linked_data)
    date = _published(_string(article.get("datePublished"))) or next(
        filter(None, (_published(metas.get(key)) for key in _DATE)), None
    )
    return PageMetadata(
        title=_string(article.get("headline")) or _first(metas, _TITLE),
        author=_names(article.get("author")) or _person(_first(metas, _AUTHOR)),
        outlet=_names(article.get("publisher")) or _first(metas, _OUTLET),
        url=_web_address(url) or _web_address(metas.get("og:url")),
        published=date,
    )


def _first(metas: Mapping[str, str], keys: Sequence[str]) -> str | None:
    """Return the first of these that is stated."""
    return next((text for key in keys if (text := _string(metas.get(key)))), None)


def _string(value: object) -> str | None:
    """Return a value as one line of text, None for what is no text or blank."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _person(text: str | None) -> str | None:
    """Return an author who is named, not linked."""
    return None if text is None or "://" in text else text.removeprefix("By ").removeprefix("by ")


def _web_address(text: str | None) -> str | None:
    """Return the address if it is one of the web."""
    address = _string(text)
    return address if address and address.startswith(("http://", "https://")) else None


def _published(text: str | None) -> Published | None:
    """Return the date if it is ISO 8601; the page's own text may state it otherwise."""
    if text is None:
        return None
    try:
        date = parse_published(text)
    except ValueError:
        return None
    return Published(
        earliest=date.earliest, latest=date.latest, precision=date.precision, how=HowKnown.TEXT
    )


def _names(value: object) -> str | None:
    """Return the name or names in a JSON-LD person or organisation, or a list of them."""
    if isinstance(value, dict):
        return _person(_string(value.get("name")))
    if isinstance(value, list):
        names = [
            name for item in value[:10] if not isinstance(item, list) and (name := _names(item))
        ]
        return ", ".join(dict.fromkeys(names)) or None
    return _person(_string(value))


def _find_article(linked_data: Sequence[str]) -> Mapping[str, object]:
    """Return the first node that describes an article, empty if there is none."""
    for script in linked_data:
        if len(script) > MAX_LINKED_DATA_CHARACTERS:
            continue
        try:
            tree: object = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(tree):
            kinds = node.get("@type")
            if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return node
    return {}


def _nodes(tree: object) -> Iterator[Mapping[str, object]]:
    """Yield the nodes at the top of a JSON-LD tree and in its @graph."""
    waiting = [tree]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:_MAX_NODES])
        elif isinstance(node, dict):
            yield node
            waiting.append(node.get("@graph"))
