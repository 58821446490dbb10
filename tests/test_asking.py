"""The public calls that ask a store, and how a notebook shows their answers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import foedus
from foedus.errors import InvalidPattern, StoreFault
from foedus.reasoning.language import Pattern, named

REPORT = """Kyrgyzstan Promises to Help Tajikistan

BISHKEK, March 4, 2031 — Kyrgyzstan will go to war if Tajikistan is attacked, its defence minister
said on Monday. Tajikistan will join the war if anybody attacks Kyrgyzstan, the Tajik president
said.
"""
OUTLET = "<b>Steppe & Co</b>"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asking")
    (folder / "report.txt").write_text(REPORT, "utf-8")
    foedus.read(folder / "report.txt", store=folder / "foedus.db", outlet=OUTLET)
    return folder / "foedus.db"


class Tags(HTMLParser):
    """Collects the tags of a page and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(page: str) -> Tags:
    """Return what a notebook shows of a page; only plain tables may be in it."""
    tags = Tags()
    tags.feed(page)
    assert set(tags.tags) <= {"table", "tr", "th", "td", "p", "br"}
    return tags


def test_whatif_answers_words_and_patterns_alike(address: Path) -> None:
    pattern = Pattern(event_class="armed_attack", actor=named("UZB"), target=named("TJK"))
    with foedus.open_store(address) as store:
        answers = [
            foedus.whatif(store, asked)
            for asked in ("Uzbekistan attacks Tajikistan", "armed_attack(UZB, TJK)", [pattern])
        ]
        assert {one.rule.committer for one in answers[0].triggered} == {"KGZ"}
        assert answers[0].to_dict() == answers[1].to_dict() == answers[2].to_dict()
    assert foedus.whatif(address, "armed_attack(UZB, TJK)", at="2030").triggered == ()


def test_whatif_counts_draws_only_if_asked(address: Path) -> None:
    asked = "armed_attack(UZB, TJK)"
    assert "keeping" not in foedus.whatif(address, asked).to_dict()
    answer = foedus.whatif(address, asked, keep={"Kyrgyzstan": 0.5}, draws=10, seed=4)
    assert answer.keeping is not None
    assert (answer.keeping.draws, answer.keeping.seed) == (10, 4)
    assert "Of 10 draws (seed 4)" in str(answer)
    assert "Of 10 draws (seed 4)" in shown(answer._repr_html_()).text


def test_answers_are_shown_escaped(address: Path) -> None:
    loops, gaps = foedus.find_loops(address), foedus.find_gaps(address, treaties=True)
    answer = foedus.whatif(address, "Uzbekistan attacks Kyrgyzstan", treaties=True)
    for one in (loops, gaps, answer):
        page = shown(one._repr_html_())
        assert "not what will happen" in page.text
    assert OUTLET in shown(loops._repr_html_()).text
    assert re.search(r"\d+ obligations of treaties", str(answer))


def test_find_loops_and_find_gaps_hold_what_was_found(address: Path) -> None:
    loops = foedus.find_loops(address)
    assert [loop.actors for loop in loops] == [("KGZ", "TJK")]
    assert len(loops) == len(loops.rows) == 1
    gaps = foedus.find_gaps(address)
    assert [gap.actor for gap in gaps] == []
    assert str(gaps).startswith("Nothing is found.")


def test_the_calls_name_a_wrong_date_and_a_missing_store(address: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidPattern, match="no ISO 8601 date"):
        foedus.find_gaps(address, at="soon")
    with pytest.raises(StoreFault):
        foedus.find_loops(tmp_path / "none.db")
