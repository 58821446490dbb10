"""Commitments as an Atom feed (RFC 4287): what is new and what people changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from foedus.export.brief_records import say_commitment
from foedus.export.citations import to_reference, web_link
from foedus.records.commitments import Commitment
from foedus.records.documents import Document
from foedus.records.entries import Entry
from foedus.records.reviews import Decision, Standing
from foedus.spelling.visible import visible

NAMESPACE = "http://www.w3.org/2005/Atom"
UNDATED = "1970-01-01T00:00:00Z"
"""Of a commitment whose text names no date and that nobody reviewed."""

_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?(?:T(\d{2}:\d{2}(?::\d{2})?))?")
_NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its title, its own address, the page it belongs to, and where records are shown.

    `record` is an address with "{id}" for a record's id.
    """

    title: str
    address: str
    page: str
    record: str


def to_atom(feed: Feed, entries: Sequence[tuple[Entry, Standing]]) -> str:
    """Return the feed of these commitments; other nouns are passed over.

    An entry keeps its id for ever. Its `updated` is the time of its last review, else the day its
    document was published, else UNDATED: what is new is told by its id, what changed by its time.
    """
    root = Element("feed", xmlns=NAMESPACE)
    _add(root, "title", feed.title)
    _add(root, "id", feed.address)
    SubElement(root, "link", rel="self", href=feed.address, type="application/atom+xml")
    SubElement(root, "link", rel="alternate", href=feed.page, type="text/html")
    dated = [(entry, standing, updated_of(entry, standing)) for entry, standing in entries]
    _add(root, "updated", max((updated for *_, updated in dated), default=UNDATED))
    author = SubElement(root, "author")
    _add(author, "name", "foedus")
    for entry, standing, updated in dated:
        if isinstance(entry.record, Commitment):
            _add_entry(root, feed, entry, standing=standing, updated=updated)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def updated_of(entry: Entry, standing: Standing) -> str:
    """Return when an entry last changed, as an RFC 3339 time."""
    if standing.reviews:
        return standing.reviews[-1].at.replace("+00:00", "Z")
    published = entry.document.published
    match = _DATE.match(published.latest or published.earliest or "")
    if match is None:
        return UNDATED
    time = match[4] or "00:00:00"
    seconds = time if time.count(":") == 2 else f"{time}:00"
    return f"{match[1]}{match[2] or '-01'}{match[3] or '-01'}T{seconds}Z"


def _add_entry(
    root: Element, feed: Feed, entry: Entry, *, standing: Standing, updated: str
) -> None:
    record, document = entry.record, entry.document
    assert isinstance(record, Commitment)
    made = SubElement(root, "entry")
    _add(made, "id", f"urn:foedus:commitment:{record.id}")
    _add(made, "title", say_commitment(record))
    _add(made, "updated", updated)
    SubElement(made, "link", rel="alternate", href=feed.record.format(id=record.id))
    link = web_link(document.url)
    if link is not None:
        SubElement(made, "link", rel="via", href=link)
    SubElement(made, "category", term=record.kind.value)
    _add(made, "content", "\n".join(_lines(record, document, standing)), type="text")


def _lines(record: Commitment, document: Document, standing: Standing) -> list[str]:
    decided = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected", None: "not decided"}
    spans = [("if", record.condition.span)] if record.condition else []
    spans += [("then", record.action.span)]
    said = [f"{name}, characters {span.start}–{span.end}: “{span.exact}”" for name, span in spans]
    edited = ", ".join(slot for slot, _ in standing.edits)
    review = decided.get(standing.decision, "not decided") + (f"; edited: {edited}" * bool(edited))
    return [*said, f"strength: {record.strength}", f"review: {review}",
            f"{to_reference(document)} SHA-256 {document.sha256}"]  # fmt: skip


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = _NO_XML.sub("\ufffd", visible(text, keep="\n"))
