"""A whole store as values and back, on every store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.errors import InvalidEvidence, StoreFault
from foedus.records import Analysis, Evidence
from foedus.records.entries import Listed
from foedus.records.reports import Failed
from foedus.records.reviews import Decision, Review
from foedus.records.threads import MACHINE, Digest, Judgement, Reason, Relation, Verdict
from foedus.stores import Filters, Reading, Store, open_store
from foedus.stores.store import Version

AT = "2031-03-04T09:00:00.000001+00:00"


def fill(store: Store, analysis: Analysis) -> None:
    """Put in two documents, one with two versions, and everything that points at records."""
    store.put(analysis, Reading(model="one", parse=b"\x00\xff", source=b"<p>", place="a.jsonl:3"))
    copy = replace(analysis, document=replace(analysis.document, id="copy.txt"))
    store.put(copy, Reading(model="two", marks="{}", known={"outlet": "given"}))
    first, second = (one.id for one in analysis.commitments)
    store.review(Review(record_id=first, decision=Decision.REJECT, reviewer="Ada", at=AT))
    store.review(Review(record_id=first, decision=Decision.UNDO, reviewer="Ada", at=AT))
    store.review(Review(record_id=second, decision=Decision.ACCEPT, reviewer="Bo", at=AT))
    # The newer version no longer holds what Bo accepted: it stays listed from the older one.
    store.put(replace(analysis, commitments=analysis.commitments[:1]), Reading(model="two"))
    store.record_failure(Failed(document_id="cut.txt", code="unreadable", message="empty"))
    store.add_digests(
        [Digest(id=first, noun="commitments", version="3", keys=("a", "b"), body="{}")]
    )
    reason = Reason(feature="action", weight=1.25, said="the same act")
    pair = Judgement(
        left=min(first, second),
        right=max(first, second),
        relation=Relation.POSITION,
        verdict=Verdict.SAME,
        judge=MACHINE,
        at=AT,
        score=0.1 + 0.2,
        reasons=(reason,),
        version="3",
    )
    store.add_judgements([replace(pair, judge="Ada", score=None, reasons=(), version=None), pair])


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "other.db", create=True) as opened:
        yield opened


def test_restore_keeps_all_that_dump_yields(store: Store, other: Store, analysis: Analysis) -> None:
    fill(store, analysis)
    held = list(store.dump())
    other.restore(held)
    assert list(other.dump()) == held
    assert other.count() == store.count()
    for noun in Listed:
        assert list(other.find_records(noun)) == list(store.find_records(noun))
    for entry in store.find_records(Listed.COMMITMENTS):
        assert other.get_standing(entry.id) == store.get_standing(entry.id)
    assert other.get_reading("copy.txt") == store.get_reading("copy.txt")
    assert other.get_reading(analysis.document.id).source == b"<p>"


def test_restore_goes_on_with_the_numbers_of_reviews(
    store: Store, other: Store, analysis: Analysis
) -> None:
    fill(other, analysis)
    store.restore(other.dump())
    review = Review(record_id="c-x", decision=Decision.ACCEPT, reviewer="Cy", at=AT)
    added = store.review(replace(review, record_id=analysis.commitments[0].id))
    assert added.number == 4


def test_restore_is_refused_by_a_store_with_documents(
    store: Store, other: Store, analysis: Analysis
) -> None:
    fill(other, analysis)
    store.put(analysis)
    with pytest.raises(StoreFault, match="into an empty one only"):
        store.restore(other.dump())


def test_restore_keeps_nothing_of_what_is_wrong(
    store: Store, other: Store, analysis: Analysis
) -> None:
    fill(other, analysis)
    held = list(other.dump())
    versions = [one for one in held if isinstance(one, Version)]
    assert [one.number for one in versions] == [1, 1, 2]
    with pytest.raises(StoreFault, match="version 2 does not follow"):
        store.restore([held[1], held[2]])
    wrong = replace(analysis.figures[0], span=Evidence(start=0, end=6, exact="Kestri"))
    spoilt = replace(versions[1].analysis, figures=(wrong,))
    with pytest.raises(InvalidEvidence, match=r"figures\[0\]"):
        store.restore([held[0], replace(versions[1], analysis=spoilt)])
    with pytest.raises(StoreFault, match="cut off"):
        store.restore(held[:1])
    assert store.count().versions == 0


def test_dump_of_one_document_leaves_out_what_points_elsewhere(
    store: Store, analysis: Analysis
) -> None:
    fill(store, analysis)
    half = replace(
        analysis,
        document=replace(analysis.document, id="half.txt", text=analysis.document.text + "\n"),
    )
    store.put(replace(half, commitments=(replace(half.commitments[0], id="c-other"),)))
    store.review(Review(record_id="c-other", decision=Decision.ACCEPT, reviewer="Ada", at=AT))
    held = list(store.dump(Filters(document_id="half.txt")))
    assert [one.record_id for one in held if isinstance(one, Review)] == ["c-other"]
    assert [one.analysis.document.id for one in held if isinstance(one, Version)] == ["half.txt"]
    assert not [one for one in held if isinstance(one, Judgement | Failed | Digest)]
