"""Review: one decision a form, the least certain first, undo, edits, pairs; a history of all."""

from __future__ import annotations

import pytest

from foedus.records.commitments import Commitment
from foedus.records.entries import Listed
from foedus.records.reviews import Decision
from foedus.records.threads import MACHINE, Judgement, Relation, Verdict
from foedus.stores import Store
from foedus.weaving import get_thread
from foedus.web.evidence import show_words
from tests.web.visiting import Page, Visitor


def current(page: Page) -> str:
    """Return the record that a page asks about."""
    return next(held["data-record"] for held in page.find("article") if "data-record" in held)


def every(store: Store) -> list[Commitment]:
    records = [entry.record for entry in store.find_records(Listed.COMMITMENTS)]
    return [record for record in records if isinstance(record, Commitment)]


def test_review_begins_with_the_least_certain(visitor: Visitor, store: Store) -> None:
    least = min((record.score, record.id) for record in every(store))[1]
    assert current(visitor.get("/review")) == least


def test_an_excerpt_says_where_its_paragraph_goes_on(store: Store) -> None:
    for entry in store.find_records(Listed.COMMITMENTS):
        text, pieces = entry.document.text, show_words(entry, around=10)
        first, last = pieces[0], pieces[-1]
        before, after = text[: first.start].rstrip(" "), text[last.end :].lstrip(" ")
        cut = before != "" and not before.endswith("\n")
        assert (first.parts == (("… ", None),)) == cut
        assert (last.parts == ((" …", None),)) == (after != "" and not after.startswith("\n"))


def test_a_decision_leads_to_the_next_and_is_undone(visitor: Visitor, store: Store) -> None:
    page = visitor.get("/review")
    first = current(page)
    back = next(held["value"] for held in page.find("input", name="back"))
    after = visitor.post("/review", record_id=first, decision="accept", back=back)
    assert current(after) != first
    assert "Accepted:" in after.text
    assert store.get_standing(first).decision is Decision.ACCEPT
    assert store.get_standing(first).reviews[0].reviewer == "ana"
    undone = visitor.post("/review", record_id=first, decision="undo", back="/review")
    assert current(undone) == first
    assert [one.decision for one in store.get_standing(first).reviews] == ["accept", "undo"]


def test_skipped_records_wait(visitor: Visitor) -> None:
    first, second = (current(visitor.get(f"/review?skip={skip}")) for skip in (0, 1))
    assert first != second
    assert "Nothing is left" in visitor.get("/review?skip=500").text


def test_an_edit_is_made_and_kept_in_the_history(visitor: Visitor, store: Store) -> None:
    record = next(one for one in every(store) if one.kind == "pledge")
    page = visitor.get(f"/commitments/{record.id}")
    assert page.find("option", value="pledge", selected="")
    edited = visitor.post(
        "/review", record_id=record.id, decision="edit", slot="kind", value="threat",
        back=f"/commitments/{record.id}",
    )  # fmt: skip
    assert 'edit kind: "pledge" "threat"' in edited.text.replace(": edit", " edit")
    assert "edited" in edited.text
    actor = visitor.post(
        "/review", record_id=record.id, decision="edit", slot="committer", value="Poland",
        back=f"/commitments/{record.id}",
    )  # fmt: skip
    assert "Poland would" in actor.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"decision": "edit", "slot": "kind", "value": "wish"}, 422),
        ({"decision": "edit", "slot": "nothing", "value": "1"}, 422),
        ({"decision": "edit", "slot": "committer", "value": "Nowhere at all"}, 422),
        ({"decision": "admire"}, 422),
        ({"decision": "undo"}, 404),
        ({"decision": "same", "other_id": "c-000000000000"}, 404),
    ],
)
def test_what_cannot_be_decided_is_refused(
    visitor: Visitor, store: Store, fields: dict[str, str], status: int
) -> None:
    record_id = every(store)[0].id
    visitor.post("/review", record_id=record_id, status=status, **fields)
    assert store.get_standing(record_id).reviews == ()


def test_a_rejected_record_is_gone_with_its_history(visitor: Visitor, store: Store) -> None:
    record_id = every(store)[0].id
    visitor.get("/review")
    answer = visitor.client.post(
        "/review",
        data={"csrf": visitor.proof, "record_id": record_id, "decision": "reject"},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    gone = visitor.get(f"/commitments/{record_id}", status=410)
    assert "ana: reject" in gone.text
    assert record_id not in [held.get("id") for held in visitor.get("/commitments").find("article")]


def test_pairs_in_doubt_are_judged(visitor: Visitor, store: Store) -> None:
    threads = {get_thread(store, one.id).id: one.id for one in every(store)}
    left, right = sorted(list(threads.values())[:2])
    doubt = Judgement(
        left=left, right=right, relation=Relation.UTTERANCE, verdict=Verdict.UNSURE, score=0.99,
        judge=MACHINE, at="2031-01-01T00:00:00+00:00",
    )  # fmt: skip
    store.add_judgements([doubt])
    page = visitor.get("/review/pairs")
    assert {held["data-record"] for held in page.find("article")} == {left, right}
    back = next(held["value"] for held in page.find("input", name="back"))
    after = visitor.post("/review", record_id=left, other_id=right, decision="same", back=back)
    assert "Judged." in after.text
    assert {entry.id for entry in get_thread(store, left).entries} >= {left, right}
    visitor.post("/review", record_id=left, other_id=right, decision="withdrawn", back=back)
    assert right not in {entry.id for entry in get_thread(store, left).entries}


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example",
                                  "javascript:alert(1)", "/a\r\nset-cookie: x=y"])  # fmt: skip
def test_a_decision_leads_to_no_other_site(visitor: Visitor, store: Store, back: str) -> None:
    fields = {"csrf": visitor.proof, "record_id": every(store)[0].id, "decision": "accept"}
    answer = visitor.client.post("/review", data={**fields, "back": back}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
