"""Documents: the inbox, the exact text with its marks, adding, and setting what a text lacks."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from foedus.records.entries import Listed
from foedus.reviewing import accept, reject
from foedus.stores import Filters, Store
from tests.web.visiting import Page, Visitor, wait_for

GULF = "06-night-in-the-gulf.txt"
PASTED = "Norland will close its ports if Sudmark is attacked, its foreign minister said on Monday."


def text_of(html: str) -> str:
    """Return the characters of the text that a page shows, without the labels of its marks."""
    start = html.index('<div class="text"')
    words = _Words()
    words.feed(html[start : html.index("</div>", start)])
    return words.said


class _Words(Page):
    """Collects what stands outside labels; a shown code point counts as its character."""

    def __init__(self) -> None:
        self.said = ""
        self.within: list[tuple[str, str]] = []
        super().__init__("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        self.within.pop()

    def handle_data(self, data: str) -> None:
        held = [named for _, named in self.within]
        if any(named.startswith("flag") for named in held):
            return
        coded = "unseen-character" in held
        self.said += chr(int(data[2:], 16)) if coded else data


def test_documents_says_what_each_text_lacks(visitor: Visitor) -> None:
    inbox = visitor.get("/documents").text
    assert "3 documents in the store" in inbox
    assert "date of publication, outlet" in inbox
    lacking = visitor.get("/documents?lacking=true").text
    assert GULF in lacking
    assert "01-two-cases.txt" not in lacking


@pytest.mark.parametrize("view", ["", "?view=events&view=figures", "?view=commitments", "?view="])
def test_document_shows_the_exact_characters(visitor: Visitor, store: Store, view: str) -> None:
    for document in store.find_documents():
        answer = visitor.client.get(f"/documents/{document.id}{view}")
        assert text_of(answer.text) == document.text


def test_document_tells_kinds_by_label_and_line(visitor: Visitor) -> None:
    page = visitor.get("/documents/01-two-cases.txt")
    flags = {held["class"] for held in page.find("a") if held.get("class", "").startswith("flag")}
    assert {"flag if", "flag then", "flag who", "flag verbatim", "flag cue"} <= flags
    assert any("headline" in held.get("class", "") for held in page.find("span"))
    sheet = visitor.client.get("/static/foedus.css").text
    drawn = re.findall(r"\.piece\.(\w+) \{ text-decoration: underline (\w+) \S+ (\dpx)", sheet)
    lines = {kind: (pattern, width) for kind, pattern, width in drawn}
    assert {"if", "then", "who", "says", "verbatim", "cue", "event", "figure", "when"} <= set(lines)
    assert len(set(lines.values())) == len(lines)


def test_unknown_document_is_not_here(visitor: Visitor) -> None:
    assert "nothing.txt" in visitor.get("/documents/nothing.txt", status=404).text


def test_pasted_text_is_read_and_found(visitor: Visitor, store: Store) -> None:
    page = visitor.post("/documents", text=PASTED, name="minister.txt")
    done = wait_for(visitor, page)
    assert "1 of 1 input" in done.text
    assert store.get_analysis("minister.txt").document.text.strip() == PASTED
    assert "ports" in visitor.get("/search?q=Sudmark").text


def test_uploaded_files_are_read_by_their_formats(visitor: Visitor, store: Store) -> None:
    row = b'{"id": "row-1", "text": "The ferry was late on Tuesday.", "outlet": "Port Mail"}\n'
    assert "row-1" in wait_for(visitor, visitor.upload(row, "rows.jsonl")).text
    assert store.get_analysis("row-1").document.outlet == "Port Mail"
    failed = wait_for(visitor, visitor.upload(b"\x89PNG\r\n\x1a\n\x00\x00", "picture.png"))
    assert "no reader" in failed.text
    assert "picture.png" in visitor.get("/documents").text


def test_nothing_to_read_is_refused(visitor: Visitor) -> None:
    assert "paste a text" in visitor.post("/documents", text="  ", status=422).text
    assert "http://" in visitor.post("/documents", url="ftp://example.org/a", status=422).text


def test_setting_a_date_moves_relative_dates(visitor: Visitor, store: Store) -> None:
    visitor.get(f"/documents/{GULF}")
    page = visitor.post("/set", document_id=GULF, published="2031-07-16", outlet="Port Mail")
    assert "What moved" in page.text
    assert "published not known 2031-07-16" in page.text
    assert "outlet not known Port Mail" in page.text
    moved = [time for time in store.get_analysis(GULF).times if time.earliest]
    assert moved
    for time_ in moved:
        assert f"not known {time_.earliest}" in page.text
    again = visitor.post("/set", document_id=GULF, published="2031-07-16")
    assert "Nothing changed" in again.text


def test_setting_what_is_no_date_is_refused(visitor: Visitor, store: Store) -> None:
    before = store.get_analysis(GULF)
    refused = visitor.post("/set", document_id=GULF, published="last Tuesday", status=422)
    assert "ISO 8601" in refused.text
    visitor.post("/set", document_id=quote("no such text"), published="2031", status=404)
    assert store.get_analysis(GULF) == before


def test_document_shows_the_records_that_the_store_lists(visitor: Visitor, store: Store) -> None:
    """Reviewed records of an older version stay, rejected ones go: as in the register."""
    place = next(
        one.id for one in store.find_documents() if len(store.get_analysis(one.id).commitments) > 1
    )
    analysis = store.get_analysis(place)
    first, *others = analysis.commitments
    reject(store, others[0].id, by="ana")
    accept(store, first.id, by="ana")
    kept = replace(analysis, commitments=tuple(others))
    store.put(replace(kept, document=replace(analysis.document, outlet="Another Paper")))
    page = visitor.get(f"/documents/{place}?view=commitments")
    shown = [held["id"] for held in page.find("article") if held.get("id", "").startswith("c-")]
    listed = [one.id for one in store.find_records(Listed.COMMITMENTS, Filters(document_id=place))]
    assert first.id in shown
    assert others[0].id not in shown
    assert sorted(shown) == sorted(listed)
