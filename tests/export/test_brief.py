"""Briefs cite every word: sources are numbered, quotations are exact, nothing in them acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.briefing import Question, make_brief
from foedus.errors import InvalidKind, UnknownRecord
from foedus.export.brief import NOTE, Brief, Chosen, lay_out
from foedus.export.sheet import Code, Heading, Paragraph, Quotation, Sheet, plain
from foedus.export.sheet_html import to_html
from foedus.export.sheet_markdown import to_markdown
from foedus.records import Analysis
from foedus.records.codec import from_dict
from foedus.records.documents import Document
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Standing
from foedus.reviewing import accept, edit, reject
from foedus.stores import Store, open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"
PLEDGE, PORTS, FIGURE = "c-a26a1f5618e2", "c-57409e5c9529", "f-fd27b8faa871"
HOSTILE = (
    '"><script>alert(1)</script>\n# not a heading\n1. nor a list [x](javascript:alert(1)) ~~&lt;'
)


class Page(HTMLParser):
    """Collects the quotations of a page, and everything that could load or run something."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.quotations: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self._inside = False
        self.feed(written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.links += [found["href"] or ""] if "href" in found else []
        self.ids += [found["id"] or ""] if "id" in found else []
        assert not any(name.startswith("on") or name in ("src", "style") for name in found)
        if tag == "blockquote":
            self._inside = True
            self.quotations.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.quotations[-1] += data


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return from_dict(json.loads(CASE.read_text("utf-8")))


@pytest.fixture
def store(analysis: Analysis, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "foedus.db", create=True) as opened:
        opened.put(analysis)
        yield opened


def test_lay_out_quotes_the_characters_of_the_text(store: Store, analysis: Analysis) -> None:
    sheet = lay_out(make_brief(store, [PLEDGE, PORTS, FIGURE]))
    quotations = [part for part in sheet.parts if isinstance(part, Quotation)]
    assert len(quotations) == 5
    for one in quotations:
        said = "".join(run.text for run in one.source)
        start, end = (int(number) for number in re.findall(r"(\d+)–(\d+)", said)[0])
        assert analysis.document.text[start:end] == one.exact
        assert analysis.document.sha256 in said


def test_to_html_leads_every_reference_to_a_place_in_the_page(store: Store) -> None:
    page = Page(to_html(lay_out(make_brief(store, [PLEDGE, PORTS]))))
    inner = [link.removeprefix("#") for link in page.links if link.startswith("#")]
    assert inner
    assert set(inner) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.tags.isdisjoint({"script", "img", "link", "iframe", "form"})


def test_to_markdown_leads_every_reference_to_an_anchor(store: Store) -> None:
    written = to_markdown(lay_out(make_brief(store, [PLEDGE, PORTS])))
    inner = set(re.findall(r"\]\(#([^)]+)\)", written))
    assert inner
    assert inner <= set(re.findall(r'<a id="([^"]+)">', written))


def test_brief_says_who_says_so_and_never_that_it_will_be(store: Store) -> None:
    written = to_markdown(lay_out(make_brief(store, [PLEDGE, PORTS])))
    assert "Varnia would “send two brigades to Ostland” “if the islands are invaded" in written
    assert "says Ilse Maran" in written
    assert "Varnia will" not in written
    assert NOTE in written


def test_brief_carries_what_people_decided(store: Store) -> None:
    assert "nobody has accepted it" in to_markdown(lay_out(make_brief(store, [PLEDGE])))
    accept(store, PLEDGE, by="ana")
    edit(store, PLEDGE, "strength", "possible", by="ana")
    reject(store, PORTS, by="ben")
    written = to_markdown(lay_out(make_brief(store, [PLEDGE, PORTS])))
    assert 'accepted; strength set to "possible" (ana, ' in written
    assert "rejected (ben, " in written
    assert "- **strength:** possible" in written


def test_brief_answers_scenarios_with_their_assumptions(store: Store) -> None:
    question = Question(events=("sanctions(JPN, FRA)",), assume={"promise_kept": False})
    written = to_markdown(lay_out(make_brief(store, [PLEDGE], [question])))
    assert "## What if: sanctions by Japan" in written
    assert "Nothing that these texts say." in written
    assert "### What it would not trigger\n\nVarnia would “send two brigades" in written
    assert "- **promise_kept:** off: who promised an act does it" in written
    assert written.count(NOTE) == 2


def test_csl_stands_in_the_annex_once_a_document(store: Store, analysis: Analysis) -> None:
    sheet = lay_out(make_brief(store, [PLEDGE, PORTS, FIGURE]))
    [items] = [json.loads(part.text) for part in sheet.parts if isinstance(part, Code)]
    assert [item["id"] for item in items] == [analysis.document.id]
    assert items[0]["issued"] == {"date-parts": [[2031, 3, 3]]}


def test_make_brief_refuses_what_it_cannot_do(store: Store) -> None:
    with pytest.raises(InvalidKind, match="a record or a scenario"):
        make_brief(store, [])
    with pytest.raises(UnknownRecord):
        make_brief(store, ["c-000000000000"])
    with pytest.raises(InvalidKind, match="200 records"):
        make_brief(store, [f"c-{number:012x}" for number in range(201)])


@pytest.mark.parametrize("field", ["title", "outlet", "author", "url", "id"])
def test_hostile_words_do_not_act(analysis: Analysis, field: str) -> None:
    document = replace(analysis.document, **{field: HOSTILE})
    entry = Entry(noun=Listed.COMMITMENTS, record=analysis.commitments[0], document=document)
    brief = Brief(
        title=HOSTILE, made="2031-03-04", chosen=(Chosen(entry=entry, standing=Standing()),)
    )
    page = Page(to_html(lay_out(brief)))
    assert "script" not in page.tags
    assert not any(link.startswith("javascript") for link in page.links)
    lines = to_markdown(lay_out(brief)).split("```")[0].splitlines()
    assert not any(line.startswith(("# not", "1. nor")) for line in lines)
    assert not any("](javascript" in line.replace(r"]\(", "") for line in lines)


@given(text=st.text(min_size=1))
def test_to_html_keeps_the_characters_of_a_quotation(text: str) -> None:
    quotation = Quotation(exact=text, source=plain("there"), anchor="quotation-1")
    sheet = Sheet(title="x", parts=(Heading(text="h", level=1), Paragraph(words=()), quotation))
    to_markdown(sheet).encode()
    [found] = Page(to_html(sheet).encode().decode()).quotations
    shown = re.sub(r"\\u[0-9a-f]{4}", "", found)
    assert [c for c in shown if c.isalnum()] == [
        c for c in re.sub(r"\\u[0-9a-f]{4}", "", text) if c.isalnum()
    ]


def test_lay_out_numbers_documents_as_they_come(analysis: Analysis) -> None:
    other = Document(id="other.txt", text=analysis.document.text, outlet="Ostland Herald")
    entries = [
        Entry(noun=Listed.COMMITMENTS, record=analysis.commitments[0], document=document)
        for document in (other, analysis.document, other)
    ]
    chosen = tuple(Chosen(entry=entry, standing=Standing()) for entry in entries)
    sheet = lay_out(Brief(title="t", made="2031-03-04", chosen=chosen))
    written = to_markdown(sheet)
    assert '1. <a id="source-1"></a>[other.txt]. Ostland Herald' in written
    assert '2. <a id="source-2"></a>' in written
    assert "source-3" not in written
