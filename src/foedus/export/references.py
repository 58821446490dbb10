"""Files for reference managers: documents as CSL JSON and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from foedus.export.citations import to_csl, web_link
from foedus.export.cited import address_of, day_of, hash_of
from foedus.records.codec import to_line
from foedus.records.documents import Document

_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_SPELLED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_IN_A_KEY = re.compile(r"[^A-Za-z0-9]+")
_BY_OUTLET, _BY_ADDRESS = "article", "online"


def write_csl(documents: Iterable[Document]) -> Iterator[str]:
    """Yield documents as CSL JSON, one item a line."""
    yield "[\n"
    before = ""
    for document in documents:
        yield before + to_line(to_csl(document))
        before = ",\n"
    yield "\n]\n"


def write_bibtex(documents: Iterable[Document]) -> Iterator[str]:
    """Yield documents as entries of BibTeX."""
    for document in documents:
        yield to_bibtex(document)


def to_bibtex(document: Document) -> str:
    """Return a document as an entry of BibTeX, in UTF-8; what is not known is left out.

    A date stands in `date` as biblatex reads it, whole or as an interval, and where it is one year,
    month or day in the fields of BibTeX too.

    Example:
        >>> print(to_bibtex(Document(id="a.txt", text="x", title="Fish & ships", outlet="Post")))
        @article{a_txt_...,
          title = {{Fish \\& ships}},
          journal = {Post},
          langid = {en},
          note = {foedus: a.txt; SHA-256 of the text: ...},
        }
        <BLANKLINE>
    """
    key = f"{_IN_A_KEY.sub('_', document.id).strip('_')[:40]}_{hash_of(document.id)}"
    fields = {
        "title": f"{{{_plain(document.title)}}}" if document.title else None,
        "author": f"{{{_plain(document.author)}}}" if document.author else None,
        "journal": _plain(document.outlet) if document.outlet else None,
        **_dates(document),
        "url": address_of(document),
        "langid": document.language,
        "note": f"foedus: {_plain(document.id)}; SHA-256 of the text: {document.sha256}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return f"@{_kind(document)}{{{key},\n" + "\n".join(lines) + "\n}\n\n"


def _kind(document: Document) -> str:
    if document.outlet is not None:
        return _BY_OUTLET
    return _BY_ADDRESS if web_link(document.url) else "misc"


def _dates(document: Document) -> dict[str, str | None]:
    published = document.published
    first, last = day_of(published.earliest), day_of(published.latest)
    ends = [end for end in (first, last) if end]
    if not ends:
        return {}
    if len(ends) == 2 and first == last:
        parts = first.split("-")
        names = ("year", "month", "day")
        return {
            "date": first,
            **dict(zip(names, (part.lstrip("0") for part in parts), strict=False)),
        }
    return {"date": f"{first}/{last}"}


def _plain(text: str) -> str:
    """Return words on one line in which no character acts on TeX."""
    spelled = _SPECIAL.sub(lambda found: _SPELLED.get(found[0], f"\\{found[0]}"), text)
    return " ".join(spelled.encode("utf-8", "backslashreplace").decode().split())
