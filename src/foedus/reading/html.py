"""HTML to Document: the main text, blank lines between paragraphs, and what the page's head says.

Limits, each measured: a page over 2 MB is refused; so is one nested deeper than 240 elements
(libxml2 cuts the tree at 256 without a word, and the extractor then finds no article). Extraction
grows with the square of the elements in one paragraph (18,000 of them took 16 s): a page of more
than 3,000 elements is read in a child process with a limit on its seconds and memory. A page
without text is an error, never an empty article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from foedus.errors import UnreadableDocument
from foedus.reading.decoding import clean, decode
from foedus.reading.metadata import PageMetadata, read_metadata
from foedus.reading.originals import Origin, Original
from foedus.reading.pages import Page, extract_in_child
from foedus.reading.plain import read_text
from foedus.records import HowKnown

MAX_PAGE_BYTES = 2_000_000
MAX_DEPTH = 240
MAX_ATTRIBUTES = 2_000
MAX_ELEMENTS_HERE = 3_000

_CHARSET = re.compile(rb"""(?i)<meta[^>]{1,200}?charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})""")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_BLOCKS = ("p", "head", "item", "quote", "row", "code", "list", "table", "lb")


def read_html(data: bytes, *, document_id: str, encoding: str | None = None) -> Original:
    """Return the document of a page; offsets count in the extracted text, which the document holds.

    Args:
        data: The page.
        document_id: The id of its document.
        encoding: What its server says; the page's own word counts where the server is silent.

    Raises:
        UnreadableDocument: No text, too large, too deep, or too slow to extract.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise UnreadableDocument(
            f"too large: pages up to {MAX_PAGE_BYTES // 1_000_000} MB are read; save its main text"
        )
    declared = _CHARSET.search(data[:4_000])
    named = declared[1].decode("ascii") if declared else None
    source = decode(data, encoding=encoding or named)
    source = _XML_DECLARATION.sub("", source, count=1)
    elements = _measure(source)
    page = extract_page(source) if elements <= MAX_ELEMENTS_HERE else extract_in_child(source)
    return replace(_to_original(page, document_id), source=data)


def extract_page(source: str) -> Page:
    """Return the main text and the head of a page; the text is empty where there is none."""
    if not source.strip():
        return Page(text="", metadata=PageMetadata())
    tree = lxml_html.document_fromstring(source)
    headlines = {_words(node) for node in tree.iter("h1")}
    metadata = _read_head(tree)
    found = trafilatura.bare_extraction(
        tree, fast=True, with_metadata=False, include_comments=False, include_formatting=False
    )
    body = getattr(found, "body", None)
    blocks = [] if body is None else list(_find_blocks(body))
    headline = _choose_headline(headlines, metadata.title)
    if headline and metadata.title and headline in metadata.title:
        metadata = replace(metadata, title=headline)
    if blocks and headline and headline not in blocks[:3]:
        blocks.insert(0, headline)
    return Page(text=clean("\n\n".join(blocks)), metadata=metadata)


class _Depth:
    """Counts elements, their depth as libxml2 closes them, and the most attributes of one."""

    def __init__(self) -> None:
        self.elements = self.depth = self.deepest = self.attributes = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Count an element that opens."""
        self.elements += 1
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        self.attributes = max(self.attributes, len(attributes))

    def end(self, tag: str) -> None:
        """Count an element that closes."""
        self.depth -= 1

    def data(self, text: str) -> None:
        """Pass over text."""

    def close(self) -> _Depth:
        """Return the counts."""
        return self


def _measure(source: str) -> int:
    """Return the number of elements; raises UnreadableDocument for a page that is a trap."""
    if not source.strip():
        raise UnreadableDocument("empty: the page holds nothing")
    counts = _Depth()
    try:
        etree.fromstring(source, etree.HTMLParser(target=counts))
    except etree.LxmlError as error:
        raise UnreadableDocument(f"no HTML: {error}") from error
    if counts.deepest > MAX_DEPTH:
        raise UnreadableDocument(
            f"too deep: elements nested {counts.deepest} deep, up to {MAX_DEPTH} are read"
        )
    if counts.attributes > MAX_ATTRIBUTES:
        # libxml2 builds them in the square of their number: 150,000 took 68 s.
        raise UnreadableDocument(f"no HTML: an element has {counts.attributes} attributes")
    return counts.elements


def _to_original(page: Page, document_id: str) -> Original:
    """Return the document of a page; what its head says counts before what its text says."""
    if not page.text.strip():
        raise UnreadableDocument("no main text found on the page")
    metadata = page.metadata
    document = read_text(page.text, document_id=document_id, title=metadata.title)
    stated = document.published.how is not HowKnown.UNKNOWN
    coarse = metadata.published is not None and metadata.published.precision == "minute"
    published = metadata.published if coarse or not stated else None
    stating = replace(
        document,
        author=metadata.author or document.author,
        outlet=metadata.outlet or document.outlet,
        url=metadata.url,
        published=published or document.published,
    )
    titled = Original.of(document, title=Origin.MARKUP if metadata.title else Origin.TEXT)
    return titled.with_document(stating, Origin.MARKUP)


def _read_head(tree: lxml_html.HtmlElement) -> PageMetadata:
    """Read the meta elements, JSON-LD scripts and canonical link of a page."""
    metas: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        metas.setdefault(name.lower(), clean(node.get("content") or ""))
    scripts = [
        clean(node.text or "")
        for node in tree.iter("script")
        if (node.get("type") or "").lower() == "application/ld+json"
    ]
    links = (node.get("href") for node in tree.iter("link") if node.get("rel") == "canonical")
    metadata = read_metadata(metas, scripts, url=next(links, None))
    title = next((_words(node) for node in tree.iter("title")), None)
    return replace(metadata, title=metadata.title or title or None)


def _choose_headline(headlines: set[str], title: str | None) -> str | None:
    """Return the first-level heading of the article: the only one, or the one in the title."""
    named = sorted(text for text in headlines if text and title and text in title)
    filled = sorted(filter(None, headlines))
    return named[-1] if named else filled[0] if len(filled) == 1 else None


def _find_blocks(body: etree._Element) -> Iterator[str]:
    """Yield the paragraphs, headings, items and rows of an extracted body, each as one line."""
    parts: list[str] = []
    for event, node in etree.iterwalk(body, events=("start", "end")):
        block = node.tag in _BLOCKS
        if block and (text := " ".join("".join(parts).split())):
            yield text
        parts = [] if block else parts
        if event == "start":
            parts.append(node.text or "")
        elif node is not body:
            parts.append(f" {node.tail or ''}" if node.tag == "cell" else node.tail or "")
    if text := " ".join("".join(parts).split()):
        yield text


def _words(node: etree._Element) -> str:
    """Return the text of an element as one line."""
    return " ".join("".join(str(text) for text in node.itertext()).split())
