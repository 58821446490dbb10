"""What if: triggered, partly and not with their reasons; switches that show what they moved."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from foedus.scenarios import load_promises, read_events, whatif
from foedus.stores import Store
from foedus.web import whatif as pages
from tests.web.visiting import Page, Visitor

ATTACK = "armed_attack(UKR, unknown, place=Donbas)"


def section(page: Page, name: str) -> str:
    """Return the words of a section of an answer, up to the next heading of its kind."""
    return page.text.split(f" {name} ", 1)[1]


def test_answer_is_what_reasoning_says(visitor: Visitor, store: Store) -> None:
    page = visitor.get(f"/what-if?event={quote('armed_attack(UKR, RUS)')}")
    answer = whatif(load_promises(store), read_events(["armed_attack(UKR, RUS)"]))
    assert len(answer.triggered) > 0
    assert f"Triggered {len(answer.triggered)}" in page.text
    assert f"Not {len(answer.unmet)}" in page.text
    for one in answer.triggered:
        assert page.find("a", href=f"/commitments/{one.rule.id}")
    for short in answer.unmet:
        assert " ".join(short.why.split()) in page.text
    assert "This says what texts say, not what will happen." in page.text


def test_proof_ends_in_the_very_words(visitor: Visitor, store: Store) -> None:
    page = visitor.get(f"/what-if?event={quote('armed_attack(UKR, RUS)')}")
    answer = whatif(load_promises(store), read_events(["armed_attack(UKR, RUS)"]))
    entry = answer.triggered[0].rule.entry
    assert entry is not None
    places = re.findall(rf"{re.escape(entry.document.id)} (\d+)–(\d+)", page.text)
    assert places
    for start, end in places:
        words = " ".join(entry.document.text[int(start) : int(end)].split())
        assert f"“{words}”" in page.text


def test_a_conflict_names_who_and_the_words_and_links_no_clause_of_a_treaty(
    visitor: Visitor,
) -> None:
    page = visitor.get(f"/what-if?event={quote('armed_attack(RUS, UKR)')}&treaties=true")
    shown = page.text.split(" Conflicts ")[-1].split(" Assumptions ")[0]
    assert "Russia promised not to do what it does" in shown
    assert "Russia would not" in shown
    assert not page.find("a", href="/commitments/budapest-memorandum-1994:2")


def test_a_switch_shows_what_it_moves(visitor: Visitor) -> None:
    page = visitor.get(f"/what-if?event={quote(ATTACK)}")
    assert "What the assumptions moved" not in page.text
    (on,) = {
        held["href"] for held in page.find("a") if "donbas_as_russia%3Don" in held.get("href", "")
    }
    assert urlsplit(on).fragment == "assumptions"
    thrown = visitor.get(on)
    moved = section(thrown, "What the assumptions moved")
    assert "not triggered triggered, " in moved or "triggered, possible triggered, certain" in moved
    assert thrown.find("a", **{"aria-current": "true", "href": on})


def test_the_form_leads_to_an_address_to_share(visitor: Visitor) -> None:
    answer = visitor.client.get(
        "/what-if?class=armed_attack&actor=UKR&target=RUS&place=", follow_redirects=False
    )
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked == {"event": ["armed_attack(UKR, RUS)"]}
    more = visitor.client.get(
        answer.headers["location"] + "&class=deployment&actor=RUS&target=BLR",
        follow_redirects=False,
    )
    assert parse_qs(urlsplit(more.headers["location"]).query)["event"] == [
        "armed_attack(UKR, RUS)", "deployment(RUS, BLR)",
    ]  # fmt: skip


def test_the_form_offers_the_words_of_the_store(visitor: Visitor) -> None:
    page = visitor.get("/what-if")
    actors = {held["value"] for held in page.find("option")}
    assert {"BLR", "RUS", "UKR"} <= actors
    suggested = [held["href"] for held in page.find("a") if "?event=" in held.get("href", "")]
    assert suggested
    assert "Understood as:" in visitor.get(suggested[0]).text


def test_plain_english_is_understood(visitor: Visitor) -> None:
    page = visitor.get("/what-if?event=Ukraine+attacks+Russia")
    assert "armed_attack(UKR, RUS)" in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("event=" + quote("armed_atack(UKR, RUS)"), "nearest: armed_attack"),
        ("event=" + quote("armed_attack(UKR, RUS)") + "&assume=magic%3Don", "no assumption"),
        ("event=" + quote("armed_attack(UKR, RUS)") + "&at=soon", "ISO 8601"),
        ("event=" + "x" * 400, "300 characters"),
        ("event=a&event=b&event=c&event=d&event=e", "at most 4 events"),
        ("class=wish&actor=UKR", "no class of event"),
    ],
)
def test_what_cannot_be_asked_is_refused(visitor: Visitor, query: str, said: str) -> None:
    assert said in visitor.get(f"/what-if?{query}", status=422).text


def test_least_lists_causes_that_trigger_the_act(visitor: Visitor) -> None:
    page = visitor.get("/what-if/least?actor=Belarus&outcome=goes+to+war")
    assert "least cause" in page.text
    links = [held["href"] for held in page.find("a") if held["href"].startswith("/what-if?event=")]
    assert links
    for link in links[:3]:
        answer = visitor.get(link).text
        assert re.search(r"Triggered [1-9]", answer)
        assert "Belarus would" in answer


def test_least_names_the_nearest_for_what_is_unknown(visitor: Visitor) -> None:
    unknown = visitor.get("/what-if/least?actor=Belarux&outcome=goes+to+war", status=422)
    assert "nearest: Belarus" in unknown.text
    assert "no act" in visitor.get("/what-if/least?actor=BLR&outcome=dances", status=422).text


def test_answers_follow_what_is_decided_here_and_elsewhere(
    visitor: Visitor, place: str, store: Store
) -> None:
    """What is kept is renewed by a review on a page, by another process, and by a new document."""
    asked = f"/what-if?event={quote('armed_attack(UKR, RUS)')}"
    answer = whatif(load_promises(store), read_events(["armed_attack(UKR, RUS)"]))
    first, second = (one.rule.id for one in answer.triggered[:2])

    def shows(record_id: str) -> bool:
        return bool(visitor.get(asked).find("a", href=f"/commitments/{record_id}"))

    def total() -> int:
        found = re.search(r"(\d+) commitments?", visitor.get("/commitments").text)
        assert found
        return int(found[1])

    before = total()
    assert shows(first)
    visitor.post("/review", record_id=first, decision="reject", back="/")
    assert not shows(first)
    assert total() == before - 1
    said = "import sys\nfrom foedus import reviewing\nfrom foedus.stores import open_store"
    for verb, there in (("reject", False), ("undo", True)):
        act = (
            f"{said}\nwith open_store(sys.argv[1]) as s: reviewing.{verb}(s, sys.argv[2], by='ben')"
        )
        subprocess.run([sys.executable, "-c", act, place, second], check=True)
        assert shows(second) is there
        assert total() == before - 2 + there
    analysis = store.get_analysis(store.get(second).document.id)
    fewer = tuple(one for one in analysis.commitments if one.id != second)
    document = replace(analysis.document, id="another.txt")
    store.put(replace(analysis, document=document, commitments=fewer))
    assert total() == before - 1 + len([one for one in fewer if one.id != first])


def test_a_page_that_stops_after_a_round_leads_further(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "EFFORT", 0)
    page = visitor.get(f"/what-if?event={quote('armed_attack(UKR, RUS)')}")
    assert "Followed through 1 round:" in page.text
    (further,) = {held["href"] for held in page.find("a") if "further=true" in held.get("href", "")}
    assert "Followed through" not in visitor.get(further).text
