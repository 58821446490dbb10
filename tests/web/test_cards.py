"""Cards: whatever a text says, it stands on a page as text, and the forms carry what they must."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.records.documents import Document
from foedus.web.cards import LABEL_CHARACTERS, write_card, write_place, write_sentence
from foedus.web.marks import cut
from foedus.web.sentences import Telling

said = st.text(alphabet=st.sampled_from("ab <>&\"'\u202e\u200b\x07“é"), max_size=30)
URL = "/commitments?kind=threat&from=2022"


def telling(text: str = "Ruritania", decision: str | None = None, starred: bool = False) -> Telling:
    return Telling(
        id="c-1",
        who=text,
        who_id=None,
        would="would",
        act=text,
        condition=text or None,
        speaker=text or None,
        channel=(text, text),
        mode="verbatim",
        starred=starred,
        kind="red_line",
        strength="firm",
        when=text,
        document=Document(id=text or "d", text="Some words.", title=text or None),
        decision=decision,
        edited=True,
    )


class Page(HTMLParser):
    """The tags of a page, the values of its fields and its words."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[tuple[str | None, str | None]] = []
        self.words = ""
        self.feed(str(written))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        if tag in ("input", "button"):
            self.values.append((named.get("name"), named.get("value")))
        self.words += f" {named.get('aria-label', '')}" if tag == "input" else ""

    def handle_data(self, data: str) -> None:
        self.words += data


@given(said, st.booleans())
def test_write_card_shows_every_text_as_text(text: str, starred: bool) -> None:
    plain = Page(write_card(telling("x", starred=starred), "proof", URL))
    odd = Page(write_card(telling(text or "x", starred=starred), "proof", URL))
    assert [tag for tag in odd.tags if tag != "abbr"] == [
        tag for tag in plain.tags if tag != "abbr"
    ]
    assert not {"\u202e", "\u200b", "\x07"} & set(write_sentence(telling(text)))


def test_write_card_leads_back_to_the_record_on_the_page_it_came_from() -> None:
    found = Page(write_card(telling(), "a proof", URL)).values
    step = [("csrf", "a proof"), ("record_id", "c-1"), ("back", f"{URL}#c-1")]
    decisions = [("decision", "accept"), ("decision", "reject")]
    assert found == [("record_id", "c-1"), *step, decisions[0], *step, decisions[1]]


@pytest.mark.parametrize(("decision", "steps"), [(None, 2), ("accepted", 3), ("rejected", 3)])
def test_write_card_takes_back_only_what_was_decided(decision: str | None, steps: int) -> None:
    found = Page(write_card(telling(decision=decision), "proof", URL))
    assert found.tags.count("form") == steps
    assert (("decision", "undo") in found.values) == (steps == 3)


def test_write_card_asks_nobody_to_decide_who_may_not() -> None:
    found = Page(write_card(telling(decision="accepted"), None, URL))
    assert found.values == []
    assert "accepted" in found.words


def test_write_card_shortens_a_label_at_a_word() -> None:
    label = Page(write_card(telling("many words " * 20), "proof", URL)).words
    assert len(label.strip().partition("...")[0]) <= len("Choose: ") + LABEL_CHARACTERS
    assert label.strip().startswith("Choose: many words")


@given(said, said)
def test_write_place_shows_every_text_as_text(title: str, outlet: str) -> None:
    def write(title: str, outlet: str) -> Page:
        document = Document(id="d<1>", text="Some words.", title=title, outlet=outlet)
        return Page(write_place(document, 5, 10, cut("Some <b> words", [], start=0, end=14)))

    odd = write(title, outlet)
    assert [tag for tag in odd.tags if tag != "abbr"] == write("x", "y").tags
    assert "Some <b> words" in odd.words
    assert "characters 5–10" in odd.words
