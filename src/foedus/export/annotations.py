"""W3C Web Annotations: each record as a note on the characters it rests on.

Positions count Unicode code points of the text that foedus read, as the Web Annotation model
demands of characters; the text's SHA-256 says which text that is. Of a page of the web it is the
text without the page's menus and marks, so that a reader finds the place by the quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from foedus.export.cited import Cited, address_of
from foedus.records.codec import record_to_dict, to_line
from foedus.records.documents import Document
from foedus.spelling.blocks import to_block
from foedus.spelling.marks import Mark

CONTEXT_CHARACTERS = 32
"""So much of the text before and after a quotation tells it from the same words elsewhere."""
UNIT = "Unicode code points of the text, from 0, end excluded"
TERMS = "urn:foedus:terms:"
"""The namespace of what the model has no word for."""

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"foedus": TERMS}]

Plain = dict[str, object]


def write_annotations(records: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    """Yield an annotation page as JSON-LD, one annotation a line."""
    head = {"@context": _CONTEXT, "id": "urn:foedus:annotations", "type": "AnnotationPage"}
    yield "", to_line(head)[:-1] + ', "startIndex": 0, "items": [\n'
    before = ""
    for cited in records:
        yield "", before + to_line(to_annotation(cited))
        before = ",\n"
    yield "", "\n]}\n"


def to_annotation(cited: Cited) -> Plain:
    """Return a record as an annotation: its words as body, its characters as targets."""
    entry = cited.entry
    tags = [str(entry.noun), *_kinds(cited)]
    return {
        "id": f"urn:foedus:{quote(entry.document.id, safe='')}:{entry.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "creator": {"type": "Software", "name": "foedus"},
        "body": [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain",
             "language": "en", "value": _described(cited)},
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        ],
        "target": [_target(cited.document, mark) for mark in cited.quotations],
        "foedus:record": record_to_dict(entry.record),
        "foedus:review": cited.review,
        "foedus:score": cited.score,
    }  # fmt: skip


def _described(cited: Cited) -> str:
    block = to_block(cited.entry)
    lines = [f"{label}: {text}" for label, text in block.lines]
    return "\n".join([block.title, *lines])


def _kinds(cited: Cited) -> list[str]:
    written = record_to_dict(cited.entry.record)
    values = [written.get("kind"), written.get("type"), *written.get("acts", ())]
    return [str(value) for value in values if value]


def _target(document: Document, mark: Mark) -> Plain:
    span, text = mark.span, document.text
    return {
        "type": "SpecificResource",
        "source": _source(document),
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end,
             "foedus:unit": UNIT},
            {"type": "TextQuoteSelector", "exact": span.exact,
             "prefix": text[max(0, span.start - CONTEXT_CHARACTERS) : span.start],
             "suffix": text[span.end : span.end + CONTEXT_CHARACTERS]},
        ],
        "foedus:part": mark.label,
    }  # fmt: skip


def _source(document: Document) -> Plain:
    """Return the document as a resource of the web, or as one that only foedus holds."""
    published = document.published
    described: Plain = {
        "id": address_of(document) or f"urn:foedus:{quote(document.id, safe='')}",
        "type": "Text",
        "format": "text/html" if address_of(document) else "text/plain",
        "language": document.language,
        "foedus:document": document.id,
        "foedus:sha256": document.sha256,
        "foedus:title": document.title,
        "foedus:outlet": document.outlet,
        "foedus:author": document.author,
        "foedus:published": [published.earliest, published.latest],
    }
    return {key: value for key, value in described.items() if value is not None}
