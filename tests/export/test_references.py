"""CSL JSON and BibTeX, read back by other programs."""

from __future__ import annotations

import json
from dataclasses import replace

import bibtexparser
import pytest
from bibtexparser import middlewares

from foedus.export.citations import to_csl
from foedus.export.references import to_bibtex, write_bibtex, write_csl
from foedus.records import Document, Published
from tests.export.exported import TITLE, odd_analysis, plain_analysis

DOCUMENTS = (plain_analysis().document, odd_analysis().document)


def read(written: str, *, decoded: bool = True) -> list[dict[str, str]]:
    """Return the entries as a BibTeX parser reads them, with TeX decoded as a rule."""
    more = [middlewares.LatexDecodingMiddleware()] if decoded else []
    library = bibtexparser.parse_string(written, append_middleware=more)
    assert library.failed_blocks == []
    return [
        {"type": entry.entry_type, "key": entry.key}
        | {field.key: field.value.strip("{}") for field in entry.fields}
        for entry in library.entries
    ]


def test_write_bibtex_is_read_back_field_by_field() -> None:
    plain, odd = read("".join(write_bibtex(DOCUMENTS)))
    document = DOCUMENTS[0]
    assert plain["type"] == "article"
    assert plain["title"] == document.title
    assert plain["journal"] == document.outlet
    assert (plain["date"], plain["year"], plain["month"], plain["day"]) == (
        "2031-03-03", "2031", "3", "3",
    )  # fmt: skip
    assert plain["note"] == f"foedus: varnia.txt; SHA-256 of the text: {document.sha256}"
    assert "author" not in plain
    assert odd["date"] == "2031-01-01/2031-01-31"
    assert "year" not in odd
    raw = read("".join(write_bibtex(DOCUMENTS)), decoded=False)[1]
    assert raw["url"] == "https://example.org/a?b=1&c=%7Bd%7D"
    assert odd["journal"] == "-Post_50%"
    assert odd["note"] == f"foedus: odd & <1>.txt; SHA-256 of the text: {DOCUMENTS[1].sha256}"
    assert odd["key"] != plain["key"]


def test_write_bibtex_spells_what_tex_would_run() -> None:
    _, odd = read("".join(write_bibtex(DOCUMENTS)))
    kept = {"title": TITLE, "author": DOCUMENTS[1].author}
    for name, said in kept.items():
        assert said is not None
        without = str.maketrans("", "", "{} ")  # the parser takes braces for groups
        # The parser reads TeX's upright circumflex as the letter-like one.
        assert odd[name].replace("ˆ", "^").translate(without) == said.translate(without)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (Document(id="a", text="x"), "misc"),
        (Document(id="a", text="x", url="https://example.org/a"), "online"),
        (Document(id="a", text="x", url="javascript:alert(1)"), "misc"),
    ],
)
def test_to_bibtex_says_what_a_document_is(document: Document, kind: str) -> None:
    (entry,) = read(to_bibtex(document))
    assert entry["type"] == kind
    assert ("url" in entry) == (kind == "online")


def test_to_bibtex_holds_a_month_that_is_no_day() -> None:
    document = Document(id="a", text="x", published=Published(earliest="2022-02", latest="2022-02"))
    (entry,) = read(to_bibtex(document))
    assert (entry["date"], entry["month"], entry.get("day")) == ("2022-02", "2", None)


def test_to_bibtex_gives_two_documents_two_keys() -> None:
    one = Document(id="a b", text="x")
    keys = {read(to_bibtex(document))[0]["key"] for document in (one, replace(one, id="a-b"))}
    assert len(keys) == 2


def test_write_csl_is_a_list_of_items() -> None:
    assert json.loads("".join(write_csl(DOCUMENTS))) == [to_csl(one) for one in DOCUMENTS]
    assert json.loads("".join(write_csl([]))) == []
