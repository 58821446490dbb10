"""RSS 0.9x, 1.0 and 2.0 and Atom: XML to a Feed.

Real feeds are often not well-formed, so the parser repairs what it can and the fault is named. The
text comes without its prolog, hence without a document type: no entity can be declared in it, none
is resolved, and nothing is loaded from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from urllib.parse import urljoin

from lxml import etree

from foedus.errors import UnreadableDocument
from foedus.reading.failures import Failure
from foedus.reading.feed import Entry, Feed, Fields, cap, to_entry

_CDATA = ("<![CDATA[", "]]>")
_BARE = re.compile(r"&(?![#A-Za-z])")
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{0,31});)?"
)
"""What XML does not know; what it does is passed over without a call."""
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ATOM = "http://www.w3.org/2005/Atom"


def read_xml(text: str, url: str) -> Feed:
    """Return the feed of a text that begins with its root element; raises UnreadableDocument."""
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_sound(text).encode(), parser, base_url=url)
    except etree.LxmlError as error:
        raise UnreadableDocument(f"broken XML: {error}") from error
    if root is None:
        raise UnreadableDocument("broken XML: no element can be read")
    title = _title(root)
    found = _entries(root, title, url)
    return Feed(title=title, entries=(*cap(found, url), *_faults(parser, url)))


def _sound(text: str) -> str:
    """Return the text with the names of HTML as characters, a bare ampersand as one of XML."""
    rest, parts = _CONTROL.sub(" ", text), list[str]()
    while rest:
        before, opening, after = rest.partition(_CDATA[0])
        # What stands in CDATA is taken as it is, up to its end or, where that lacks, the text's.
        inside, closing, rest = after.partition(_CDATA[1])
        before = _REFERENCE.sub(_resolve, _BARE.sub("&amp;", before))
        parts += (before, opening, inside, closing)
    return "".join(parts)


def _resolve(found: re.Match[str]) -> str:
    character = html5.get(f"{found[1]};") if found[1] else None
    # A name may stand for a sign of markup ("&LT;"), which must not become markup here.
    return f"&amp;{found[0][1:]}" if character is None or character in "<&" else character


def _faults(parser: etree.XMLParser, url: str) -> Iterator[Failure]:
    """Yield the first fault after which something may be missing."""
    fatal = [fault for fault in parser.error_log if fault.level >= etree.ErrorLevels.FATAL]
    for fault in fatal[:1]:
        said = UnreadableDocument(f"{url}: broken XML, some entries may be missing: {fault}")
        yield Failure.of(f"{url}#xml", said)


def _entries(root: etree._Element, title: str | None, url: str) -> Iterator[Entry | Failure]:
    number = 0
    for node in root.iter(etree.Element):
        name = _name(node)
        if name in ("item", "entry") and _name(node.getparent()) != name:
            number += 1
            read = _rss_fields if name == "item" else _atom_fields
            yield to_entry(read(node, title), number=number, feed_url=url)


def _title(root: etree._Element) -> str | None:
    """Return the title of a feed: of its root in Atom, of its channel in RSS."""
    for parent in (root, *(node for node in root if _name(node) == "channel")):
        if title := _Children(parent).text("title"):
            return " ".join(title.split()) or None
    return None


def _rss_fields(item: etree._Element, feed_title: str | None) -> Fields:
    children = _Children(item)
    guid = children.first("guid")
    about = item.get(f"{{{_RDF}}}about")
    link = children.text("link") or children.alternate(_ATOM)
    named = children.text("guid")
    if not link and guid is not None and (guid.get("isPermaLink") or "true").lower() != "false":
        link = named
    return {
        "guid": named or about,
        "url": link or about,
        "title": children.text("title"),
        "author": children.text("creator", _DUBLIN_CORE) or _author(children.text("author")),
        "outlet": children.text("source") or feed_title,
        "published": children.text("pubDate") or children.text("date", _DUBLIN_CORE),
    }


def _atom_fields(entry: etree._Element, feed_title: str | None) -> Fields:
    children = _Children(entry)
    author, source = children.first("author"), children.first("source")
    stated = (children.text(name) for name in ("published", "issued", "updated", "modified"))
    return {
        "guid": children.text("id"),
        "url": children.alternate(_space(entry)),
        "title": children.text("title"),
        "author": None if author is None else _Children(author).text("name"),
        "outlet": (None if source is None else _Children(source).text("title")) or feed_title,
        "published": next(filter(None, stated), None),
    }


class _Children:
    """The first child of each name and namespace of an element, and all of its links."""

    def __init__(self, parent: etree._Element) -> None:
        self._own = _space(parent)
        self._first: dict[tuple[str, str], etree._Element] = {}
        self._links: list[etree._Element] = []
        for node in parent:
            self._first.setdefault((_name(node), _space(node)), node)
            if _name(node) == "link" and node.get("href"):
                self._links.append(node)

    def first(self, name: str, namespace: str | None = None) -> etree._Element | None:
        """Return the first child of a name, in its parent's own namespace or in another one."""
        return self._first.get((name, self._own if namespace is None else namespace))

    def text(self, name: str, namespace: str | None = None) -> str | None:
        """Return the text of the first child of a name."""
        node = self.first(name, namespace)
        found = "" if node is None else "".join(str(text) for text in node.itertext())
        return found.strip() or None

    def alternate(self, namespace: str) -> str | None:
        """Return the address of the page that an Atom link leads to, whatever it counts from."""
        links = [
            node
            for node in self._links
            if _space(node) == namespace and (node.get("rel") or "alternate") == "alternate"
        ]
        pages = (node for node in links if "html" in (node.get("type") or "html"))
        node = next(pages, links[0] if links else None)
        if node is None:
            return None
        link = str(node.get("href"))
        try:
            return urljoin(str(node.base or ""), link)
        except ValueError:
            return link


def _author(text: str | None) -> str | None:
    """Return the name in what RSS asks for, "address (name)"."""
    found = re.fullmatch(r"\S{1,200}@\S{1,200}\s{1,9}\((.{1,200})\)", text or "")
    return found[1] if found else text


def _name(node: etree._Element | None) -> str:
    """Return an element's name without namespace, and without a prefix that nothing declares."""
    tag = "" if node is None or not isinstance(node.tag, str) else node.tag
    return tag.rpartition("}")[2].rpartition(":")[2]


def _space(node: etree._Element) -> str:
    """Return an element's namespace; of a prefix that is not declared, the one it is used for."""
    tag = str(node.tag)
    if tag.startswith("{"):
        return tag[1:].partition("}")[0]
    prefix = tag.rpartition(":")[0]
    return {"": "", "dc": _DUBLIN_CORE, "atom": _ATOM}.get(prefix, prefix)
