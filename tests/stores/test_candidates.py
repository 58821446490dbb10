"""What joins commitments to threads, and what changed since a state, on every store."""

from __future__ import annotations

from dataclasses import replace

from foedus.records import Analysis
from foedus.records.commitments import Commitment
from foedus.records.reviews import Decision
from foedus.records.threads import MACHINE, Judgement, Reason, Relation, Verdict
from foedus.stores import Listed, Store
from tests.stores.test_contract import step, with_id

REASONS = (Reason(feature="days", weight=-9.0, said="far apart"),)


def judged(
    left: str, right: str, relation: Relation, verdict: Verdict, judge: str = MACHINE
) -> Judgement:
    return Judgement(
        left=min(left, right), right=max(left, right), relation=relation, verdict=verdict,
        judge=judge, at="2026-01-01T00:00:00.000000+00:00", reasons=REASONS,
    )  # fmt: skip


def test_find_candidates_says_of_each_record_what_it_says(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    store.put(with_id(analysis, "copy.txt"))
    first, second, *_ = (one.id for one in analysis.commitments)
    store.review(step(first, Decision.REJECT))
    store.review(step(second, Decision.ACCEPT))
    told = []
    for entry in store.find_records(Listed.COMMITMENTS):
        record, said = entry.record, entry.statement
        assert isinstance(record, Commitment)
        style = None if said is None else said.style
        told.append((entry.id, entry.document.id, record.voice, record.strength, style))
    found = list(store.find_candidates())
    assert [(c.id, c.document_id, c.voice, c.strength, c.style) for c in found] == told
    assert [c.place for c in found] == sorted(c.place for c in found)
    assert {c.id for c in found if c.reviewed} == {second}
    assert list(store.find_candidates([first, "c-none"])) == []
    assert [c.document_id for c in store.find_candidates([second])] == [
        analysis.document.id,
        "copy.txt",
    ]


def test_find_ties_yields_what_joins_or_parts(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    a, b, c, *_ = [one.id for one in analysis.commitments] + [one.id for one in analysis.statements]
    joins = judged(a, b, Relation.UTTERANCE, Verdict.SAME)
    unsure = judged(a, c, Relation.UTTERANCE, Verdict.UNSURE)
    matter = judged(b, c, Relation.POSITION, Verdict.SAME)
    person = judged(a, c, Relation.UTTERANCE, Verdict.WITHDRAWN, "ana")
    store.add_judgements([joins, unsure, matter, person])
    expected = {replace(joins, reasons=()), matter, replace(person, reasons=())}
    assert set(store.find_ties()) == expected
    assert list(store.find_ties([b, a])).count(replace(joins, reasons=())) == 1
    assert set(store.find_ties([c])) == {matter, replace(person, reasons=())}
    assert list(store.find_ties([])) == []


def test_find_changed_names_what_was_touched_since(store: Store, analysis: Analysis) -> None:
    before = store.state()
    store.put(analysis)
    every = {one.id for noun in Listed for one in getattr(analysis, noun.value)}
    assert set(store.find_changed(before) or ()) == every
    state = store.state()
    assert store.find_changed(state) == []
    first, second, *_ = (one.id for one in analysis.commitments)
    store.review(step(first, Decision.ACCEPT))
    assert store.find_changed(state) == [first]
    state = store.state()
    store.add_judgements([judged(first, second, Relation.UTTERANCE, Verdict.SAME, "ana")])
    assert set(store.find_changed(state) or ()) == {first, second}
    state = store.state()
    store.put(replace(analysis, document=replace(analysis.document, outlet="Another Paper")))
    assert set(store.find_changed(state) or ()) == every
