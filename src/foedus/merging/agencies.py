"""Which news agency a document is from: by its outlet, its author or the credit in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foedus.records.documents import Document
from foedus.world import Outlet, World

HEAD_CHARACTERS = 400
"""A credit in front stands in the dateline or byline: "BERLIN, May 3 (dpa) –"."""
FOOT_CHARACTERS = 120
"""A credit behind is the last thing of the text: "– AFP"."""

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]")
_BETWEEN_DASHES = re.compile(r"[—–-]\s?([A-Z][\w. &'-]{1,40}?)\s?[—–-](?=\s|$)", re.MULTILINE)
_BYLINE = re.compile(r"^\s*By\s([^\n]{2,60}?)\s*$", re.MULTILINE)
_AT_END = re.compile(
    r"(?:^|[.!?\"”]\s+|[—–-]\s?|[Ss]ource:\s?)([A-Z][\w. &'/-]{1,40}?)[).\s]*\Z", re.M
)
_BETWEEN_NAMES = re.compile(r"\s*(?:/|,|;|&|\band\b)\s*")


def find_agency(document: Document, world: World) -> str | None:
    """Return the name of the agency that a document is by or credits; None if it names none.

    A report that an agency is quoted in ("the agency said", "told Reuters") is not from it.

    Example:
        >>> from foedus.world import load_world
        >>> find_agency(Document(id="d", text="ALDA (Reuters) - Three ports shut."), load_world())
        'Reuters'
    """
    for name in _names(document):
        outlet = world.is_outlet(name)
        if outlet is not None and is_agency(outlet):
            return outlet.name
    return None


def is_agency(outlet: Outlet) -> bool:
    """Say whether others carry the outlet's reports: an agency, be it of a state."""
    if outlet.kind != "state media":
        return outlet.kind == "agency"
    said = " ".join((outlet.name, *outlet.other_names, outlet.source)).lower()
    return "agency" in said


def _names(document: Document) -> Iterator[str]:
    """Yield what may name an agency, the surest first."""
    text = _without(document)
    for known in (document.outlet, document.author):
        if known:
            yield from _BETWEEN_NAMES.split(known)
    head, foot = text[:HEAD_CHARACTERS], text.rstrip()[-FOOT_CHARACTERS:]
    for pattern in (_IN_BRACKETS, _BETWEEN_DASHES, _BYLINE):
        for credit in pattern.finditer(head):
            yield from _BETWEEN_NAMES.split(credit[1])
    for pattern in (_IN_BRACKETS, _AT_END):
        for credit in pattern.finditer(foot):
            if not foot[credit.end() :].strip(" .)"):
                yield from _BETWEEN_NAMES.split(credit[1])


def _without(document: Document) -> str:
    """Return the text without captions, whose pictures are often an agency's; bylines stay."""
    pieces, position = [], 0
    for start, end in sorted(document.boilerplate):
        if not _BYLINE.match(document.text[start:end]):
            pieces.append(document.text[position:start])
            position = max(position, end)
    return "".join((*pieces, document.text[position:]))
