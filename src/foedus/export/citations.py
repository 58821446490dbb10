"""Citations: a document as a CSL item for reference managers, and as one line for a list."""

from __future__ import annotations

import re

from foedus.records.documents import Document, HowKnown

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def to_csl(document: Document) -> dict[str, object]:
    """Return a document as an item of CSL JSON, which citation processors read.

    What the document does not say is left out. Its id and the SHA-256 of its text stand in `note`,
    so that a citation names the very characters it was made from.
    """
    published = document.published
    item: dict[str, object] = {
        "id": document.id,
        "type": _type_of(document),
        "title": document.title,
        "author": [{"literal": document.author}] if document.author else None,
        "container-title": document.outlet,
        "issued": _issued(published.earliest, published.latest),
        "URL": web_link(document.url),
        "language": document.language,
        "note": f"foedus: {document.id}; SHA-256 of the text: {document.sha256}",
    }
    return {key: value for key, value in item.items() if value is not None}


def to_reference(document: Document) -> str:
    """Return a document as one line of a list of references; what is not known is said.

    Example:
        >>> to_reference(Document(id="a.txt", text="x", title="Two cases", outlet="Harbour Times"))
        '“Two cases”. Harbour Times, no date of publication known.'
    """
    title = f"“{_line(document.title)}”" if document.title else f"[{document.id}]"
    outlet = _line(document.outlet) if document.outlet else "no outlet named"
    said = [f"{_line(document.author)}: {title}" if document.author else title]
    said.append(f"{outlet}, {_date(document)}")
    link = web_link(document.url)
    return ". ".join([*said, link] if link else said) + ("" if link else ".")


def web_link(url: str | None) -> str | None:
    """Return an address that may be followed: http or https; None for every other."""
    return url if url and re.match(r"https?://[^\s<>\"]+\Z", url, re.IGNORECASE) else None


def _type_of(document: Document) -> str:
    if document.outlet is not None:
        return "article-newspaper"
    return "webpage" if web_link(document.url) else "document"


def _issued(earliest: str | None, latest: str | None) -> dict[str, object] | None:
    parts = [found for found in (_date_parts(earliest), _date_parts(latest)) if found]
    if not parts:
        return None
    return {"date-parts": parts[:1] if parts[0] == parts[-1] else parts}


def _date_parts(date: str | None) -> list[int] | None:
    match = _DAY.match(date or "")
    return [int(part) for part in match.groups() if part] if match else None


def _date(document: Document) -> str:
    """Return when a document was published, in words; bounds that were computed are marked so."""
    published = document.published
    said = [_day(date) for date in (published.earliest, published.latest)]
    ends = [one for one in dict.fromkeys(said) if one]
    if published.how is HowKnown.UNKNOWN or not ends:
        return "no date of publication known"
    between = " to ".join(ends)
    return f"published within {between}" if published.how is HowKnown.BOUNDS else between


def _day(date: str | None) -> str:
    found = _date_parts(date)
    if not found:
        return ""
    year, *rest = found
    if not rest or not 1 <= rest[0] <= len(_MONTHS):
        return str(year)
    return " ".join([*(str(day) for day in rest[1:]), _MONTHS[rest[0] - 1], str(year)])


def _line(text: str) -> str:
    return " ".join(text.split())
