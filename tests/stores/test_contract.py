"""The contract of a store, run on every store."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from foedus.errors import (
    ChangedText,
    InvalidEvidence,
    InvalidKind,
    InvalidPattern,
    StaleReview,
    StoreClosed,
    UnknownRecord,
)
from foedus.records import Analysis, Document, Evidence
from foedus.records.reports import Failed
from foedus.records.reviews import Decision, Review
from foedus.records.threads import MACHINE, Digest, Judgement, Reason, Relation, Verdict
from foedus.stores import Filters, Listed, Order, Put, Reading, Status, Store


def with_id(analysis: Analysis, document_id: str) -> Analysis:
    return replace(analysis, document=replace(analysis.document, id=document_id))


def test_get_analysis_returns_what_put_took(store: Store, analysis: Analysis) -> None:
    assert store.put(analysis) is Put.STORED
    assert store.get_analysis(analysis.document.id) == analysis


def test_put_stores_the_same_analysis_once(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    assert store.put(analysis) is Put.UNCHANGED
    totals = store.count()
    assert (totals.documents, totals.versions) == (1, 1)
    assert totals.commitments == len(analysis.commitments)


def test_put_refuses_another_text_under_the_same_id(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    changed = Analysis(document=replace(analysis.document, text="Nothing was promised."))
    with pytest.raises(ChangedText, match="give this one another id"):
        store.put(changed)
    assert store.get_analysis(analysis.document.id) == analysis


def test_put_makes_a_version_of_another_model_or_metadata(store: Store, analysis: Analysis) -> None:
    store.put(analysis, Reading(model="one"))
    assert store.put(analysis, Reading(model="two")) is Put.NEW_VERSION
    dated = replace(analysis, document=replace(analysis.document, outlet="Another Paper"))
    assert store.put(dated, Reading(model="two")) is Put.NEW_VERSION
    assert (store.count().documents, store.count().versions) == (1, 3)
    assert store.count().commitments == len(analysis.commitments)
    assert [document.outlet for document in store.find_documents()] == ["Another Paper"]


def test_get_reading_returns_how_it_was_read(store: Store, analysis: Analysis) -> None:
    reading = Reading(
        model="m", parse=b"\x00\xff", source=b"<p>\x00", marks="{}", known={"outlet": "given"},
        place="wire.jsonl:7",
    )  # fmt: skip
    store.put(analysis, reading)
    assert store.get_reading(analysis.document.id) == reading
    assert store.holds(analysis.document, model="m")
    assert not store.holds(analysis.document, model="n")


def test_put_keeps_the_same_text_under_two_ids(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    assert store.put(with_id(analysis, "copy.txt")) is Put.STORED
    assert [entry.document.id for entry in store.find_records(Listed.FIGURES)] == [
        "varnia.txt",
        "copy.txt",
    ]


def test_put_refuses_a_span_that_differs_and_stores_nothing(
    store: Store, analysis: Analysis
) -> None:
    wrong = Evidence(start=0, end=6, exact="Kestri")
    figures = (replace(analysis.figures[0], span=wrong),)
    with pytest.raises(InvalidEvidence, match=r"figures\[0\]"):
        store.put(replace(analysis, figures=figures))
    assert store.count().documents == 0


def test_put_takes_nul_surrogates_and_emoji(store: Store) -> None:
    document = Document(id="odd\udcff.txt", text="a\x00b \ud800 🕊", extra={"k": "\ud800"})
    store.put(Analysis(document=document))
    assert store.holds(document)
    assert store.get_analysis(document.id).document == document


def test_holds_asks_for_text_and_metadata(store: Store, analysis: Analysis) -> None:
    document = analysis.document
    assert not store.holds(document)
    store.put(analysis)
    assert store.holds(document)
    assert not store.holds(replace(document, outlet="Another Paper"))
    assert not store.holds(replace(document, text=document.text + "!"))


def test_record_failure_is_forgotten_when_the_document_is_read(
    store: Store, analysis: Analysis
) -> None:
    store.record_failure(Failed(document_id="varnia.txt", code="unreadable", message="empty"))
    store.record_failure(Failed(document_id="varnia.txt", code="unreadable", message="binary"))
    assert [failed.message for failed in store.find_failures()] == ["binary"]
    store.put(analysis)
    assert list(store.find_failures()) == []


@pytest.mark.parametrize(
    ("noun", "filters", "found"),
    [
        ("commitments", Filters(), [0, 1]),
        ("commitments", Filters(committer="VARNIA"), [0, 1]),
        ("commitments", Filters(committer="Ostland"), [1]),
        ("commitments", Filters(committer="Atlantis"), []),
        ("commitments", Filters(speaker="maran"), [0, 1]),
        ("commitments", Filters(speaker="person:ilse_maran", kind="pledge"), [0]),
        ("commitments", Filters(target="kestria"), [1]),
        ("commitments", Filters(event_class="armed_attack"), [0]),
        ("commitments", Filters(event_class="close_route"), [1]),
        ("commitments", Filters(limit=1), [0]),
        ("commitments", Filters(since="2031-03-03", until="2031-03-03"), [0, 1]),
        ("commitments", Filters(since="2031-03-04"), []),
        ("commitments", Filters(until="2031-03-02"), []),
        ("commitments", Filters(document_id="other.txt"), []),
        ("commitments", Filters(committer="x' OR '1'='1"), []),
        ("statements", Filters(kind="deny"), [3]),
        ("statements", Filters(target="Alda Courier"), [1]),
        ("events", Filters(kind="denied", committer="Kestria"), [0]),
        ("figures", Filters(kind="ships"), [0]),
    ],
)
def test_find_records_keeps_to_its_filters(
    store: Store, analysis: Analysis, noun: str, filters: Filters, found: list[int]
) -> None:
    store.put(analysis)
    records = [entry.record for entry in store.find_records(Listed(noun), filters)]
    assert records == [getattr(analysis, noun)[index] for index in found]


def test_find_records_hands_on_the_statement_and_the_document(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis)
    first = next(store.find_records(Listed.COMMITMENTS))
    assert first.statement == analysis.statements[0]
    assert first.document == analysis.document


def test_find_records_without_a_date_matches_no_range(store: Store) -> None:
    document = Document(id="undated", text="Word.")
    store.put(Analysis(document=document))
    assert list(store.find_documents(Filters(since="0001-01-01"))) == []
    assert list(store.find_documents()) == [document]


def test_get_returns_one_record_and_names_an_unknown_id(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    event = analysis.events[0]
    assert store.get(event.id).record == event
    with pytest.raises(UnknownRecord, match="c-0"):
        store.get("c-0")
    with pytest.raises(UnknownRecord, match="nowhere"):
        store.get_analysis("nowhere")


def test_close_ends_the_store(store: Store, analysis: Analysis) -> None:
    store.close()
    with pytest.raises(StoreClosed, match="open it again"):
        store.put(analysis)


def step(record_id: str, decision: Decision, **more: Any) -> Review:
    return Review(
        record_id=record_id, decision=decision, reviewer="ana", at="2031-04-01T10:00:00", **more
    )


def edit(record_id: str, before: str, after: str) -> Review:
    return step(record_id, Decision.EDIT, slot="kind", before=before, after=after)


def test_review_adds_to_a_history_and_moves_the_standing(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    [first, second] = [commitment.id for commitment in analysis.commitments]
    kind = json.dumps(analysis.commitments[0].kind.value)
    store.review(edit(first, kind, '"offer"'))
    store.review(step(first, Decision.ACCEPT))
    standing = store.get_standing(first)
    assert (standing.decision, standing.edits) == (Decision.ACCEPT, (("kind", '"offer"'),))
    assert [review.reviewer for review in standing.reviews] == ["ana", "ana"]
    assert store.get(first).record == analysis.commitments[0]
    store.review(step(second, Decision.REJECT))
    shown = {
        status: [
            entry.id for entry in store.find_records(Listed.COMMITMENTS, Filters(status=status))
        ]
        for status in Status
    }
    assert shown == {
        Status.KEPT: [first], Status.UNREVIEWED: [], Status.ACCEPTED: [first],
        Status.REJECTED: [second], Status.ALL: [first, second],
    }  # fmt: skip
    assert set(store.find_standings([first, second, "c-0"])) == {first, second}


def test_review_refuses_an_edit_of_what_no_longer_holds(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    record_id = analysis.commitments[0].id
    kind = json.dumps(analysis.commitments[0].kind.value)
    store.review(edit(record_id, kind, '"offer"'))
    with pytest.raises(StaleReview, match="by now"):
        store.review(edit(record_id, kind, '"threat"'))
    with pytest.raises(InvalidKind, match="known"):
        store.review(edit(record_id, '"offer"', '"wish"'))
    assert len(store.get_standing(record_id).reviews) == 1
    with pytest.raises(UnknownRecord):
        store.review(step("c-0", Decision.ACCEPT))


def test_review_undo_takes_back_step_by_step(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    record_id = analysis.commitments[0].id
    store.review(step(record_id, Decision.ACCEPT))
    store.review(step(record_id, Decision.REJECT))
    assert store.review(step(record_id, Decision.UNDO)).undoes is not None
    assert store.get_standing(record_id).decision is Decision.ACCEPT
    store.review(step(record_id, Decision.UNDO))
    assert store.get_standing(record_id).decision is None
    with pytest.raises(UnknownRecord, match="nothing to undo"):
        store.review(step(record_id, Decision.UNDO))
    assert len(store.get_standing(record_id).reviews) == 4


def test_put_keeps_what_a_person_reviewed_when_a_newer_reading_lacks_it(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis, Reading(model="one"))
    [first, second] = [commitment.id for commitment in analysis.commitments]
    store.review(step(first, Decision.ACCEPT))
    store.put(replace(analysis, commitments=()), Reading(model="two"))
    assert [entry.id for entry in store.find_records(Listed.COMMITMENTS)] == [first]
    assert [entry.id for entry in store.find_by_ids([second, first])] == [first]
    store.put(analysis, Reading(model="three"))
    assert [entry.id for entry in store.find_records(Listed.COMMITMENTS)] == [first, second]
    assert store.get_standing(first).decision is Decision.ACCEPT


def digest(record_id: str, *keys: str, version: str = "1") -> Digest:
    return Digest(id=record_id, noun="commitments", version=version, keys=keys, body="{}")


def test_find_rivals_pairs_what_shares_a_key_once(store: Store) -> None:
    store.add_digests([digest("c-a", "x", "y"), digest("c-b", "x", "y"), digest("c-c", "y")])
    assert set(store.find_rivals(["c-a", "c-b"])) == {
        ("c-a", "c-b"),
        ("c-a", "c-c"),
        ("c-b", "c-c"),
    }
    store.add_digests([digest("c-b", "z", version="2")])
    assert list(store.find_rivals(["c-b"])) == []
    assert [found.version for found in store.find_digests(["c-b"])] == ["2"]


def test_find_rivals_passes_over_a_key_that_very_many_share(store: Store) -> None:
    store.add_digests([digest(f"c-{number:03}", "common") for number in range(201)])
    assert list(store.find_rivals(["c-000"])) == []
    store.add_digests([digest("c-200", "rare")])
    assert len(list(store.find_rivals(["c-000"]))) == 199


def test_find_undigested_yields_what_the_rules_have_not_seen(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis, Reading(model="one"))
    ids = [commitment.id for commitment in analysis.commitments]
    assert [entry.id for entry in store.find_undigested("commitments", "1")] == ids
    store.add_digests([digest(ids[0], "x")])
    assert [entry.id for entry in store.find_undigested("commitments", "1")] == ids[1:]
    assert store.count_undigested(["commitments"], "1") == len(ids[1:])
    assert [entry.id for entry in store.find_undigested("commitments", "2")] == ids
    store.put(analysis, Reading(model="two"))
    assert [entry.id for entry in store.find_undigested("commitments", "1")] == ids


def judgement(verdict: Verdict, judge: str = MACHINE) -> Judgement:
    return Judgement(
        left="c-a", right="c-b", relation=Relation.UTTERANCE, verdict=verdict, judge=judge,
        at="2031-04-01T10:00:00", score=0.5 if judge == MACHINE else None,
        reasons=(Reason(feature="words", weight=1.5, said="“troops” in both"),), version="1",
    )  # fmt: skip


def test_add_judgements_replaces_the_machines_and_keeps_every_persons(store: Store) -> None:
    unsure, same = judgement(Verdict.UNSURE), judgement(Verdict.SAME)
    ana, back = judgement(Verdict.NOT_SAME, "ana"), judgement(Verdict.WITHDRAWN, "ana")
    store.add_judgements([unsure])
    store.add_judgements([ana])
    store.add_judgements([same, back])
    assert list(store.find_judgements()) == [ana, same, back]
    assert list(store.find_judgements(["c-b", "c-c"])) == [ana, same, back]
    assert list(store.find_judgements(["c-c"])) == []


SEARCHED = (
    "President\u00a0Ilse Maran said: “We’ll close the ports.” The Café closed. Zürich-Oerlikon."
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("president ilse", ["President", "Ilse"]),
        ('"president ilse"', ["President\u00a0Ilse"]),
        ("“THE PORTS”", ["the ports"]),
        ("clos*", ["close", "closed"]),
        ('"the clo*"', []),
        ('"cafe clo*"', ["Café closed"]),
        ("cafe", ["Café"]),
        ("zurich", ["Zürich"]),
        ("ports -cafe", []),
        ("ports -harbour", ["ports"]),
        ("'; DROP TABLE texts; --", []),
        ("ports' OR '1'='1", []),
    ],
)
def test_search_finds_words_whatever_their_shape(
    store: Store, query: str, found: list[str]
) -> None:
    store.put(Analysis(document=Document(id="searched", text=SEARCHED)))
    store.put(Analysis(document=Document(id="other", text="Nothing of it stands here.")))
    hits = list(store.search(query))
    assert [SEARCHED[hit.start : hit.end] for hit in hits] == found


@pytest.mark.parametrize("query", ["", "-ports", '"the ports', "***"])
def test_search_says_what_a_query_lacks(store: Store, query: str) -> None:
    with pytest.raises(InvalidPattern, match=r"nothing to look for|quotation mark"):
        list(store.search(query))


def test_state_differs_after_every_addition(store: Store, analysis: Analysis) -> None:
    states = [store.state()]
    store.put(analysis)
    states.append(store.state())
    (commitment, *_) = analysis.commitments
    at = "2026-01-01T00:00:00.000001+00:00"
    store.review(Review(record_id=commitment.id, decision=Decision.ACCEPT, reviewer="ana", at=at))
    states.append(store.state())
    told = Judgement(
        left="c-1", right="c-2", relation=Relation.UTTERANCE, verdict=Verdict.SAME, judge=MACHINE,
        at=at,
    )  # fmt: skip
    for made in (told, replace(told, verdict=Verdict.NOT_SAME, at=at.replace("01+", "02+"))):
        store.add_judgements([made])
        states.append(store.state())
    assert len(set(states)) == len(states)
    assert store.state() == states[-1]


def test_find_records_lists_the_doubtful_first(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    scores = {one.id: one.score for one in analysis.commitments}
    found = [one.id for one in store.find_records(
        Listed.COMMITMENTS, Filters(order=Order.DOUBTFUL))]  # fmt: skip
    assert len(set(scores.values())) > 1
    assert found == sorted(found, key=lambda one: (scores[one], found.index(one)))
    assert set(found) == set(scores)


def test_remember_keeps_the_last_text_of_a_name_and_no_other_setting(store: Store) -> None:
    schema = store.count().schema
    assert store.recall("schema") is None
    for value in ("first", "second ✓"):
        store.remember("schema", value)
    assert (store.recall("schema"), store.recall("other")) == ("second ✓", None)
    assert store.count().schema == schema


def test_has_knows_documents_by_id_alone(store: Store, analysis: Analysis) -> None:
    assert not store.has(analysis.document.id)
    store.put(analysis)
    assert store.has(analysis.document.id)
    assert not store.has(f"{analysis.document.id}x")


def test_forget_failure_drops_that_of_one_input(store: Store) -> None:
    for name in ("https://a.example/feed", "b.txt"):
        store.record_failure(Failed(document_id=name, code="unreadable", message="no"))
    store.forget_failure("https://a.example/feed")
    assert [failed.document_id for failed in store.find_failures()] == ["b.txt"]
