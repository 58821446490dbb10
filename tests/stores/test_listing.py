"""Lists of a store: where they go on, in which order, and how often each value stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from foedus.records import Analysis
from foedus.records.reviews import Decision
from foedus.stores import (
    Filters,
    Listed,
    Order,
    Status,
    Store,
    facts,
    open_store,
    queries,
    sql,
)
from tests.stores.test_contract import step, with_id


def test_find_records_skips_the_first_that_match(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    every = [entry.id for entry in store.find_records(Listed.COMMITMENTS)]
    some = store.find_records(Listed.COMMITMENTS, Filters(skip=1, limit=1))
    assert len(every) > 1
    assert [entry.id for entry in some] == every[1:2]
    assert [one.id for one in store.find_records(Listed.COMMITMENTS, Filters(skip=1))] == every[1:]


@pytest.mark.parametrize("noun", list(Listed))
def test_find_records_goes_on_after_a_record(
    store: Store, analysis: Analysis, noun: Listed
) -> None:
    store.put(analysis)
    store.put(with_id(analysis, "a copy has the same record ids"))
    every = [(entry.document.id, entry.id) for entry in store.find_records(noun)]
    assert every
    for place, last in enumerate(every):
        found = store.find_records(noun, Filters(after=last, limit=2))
        assert [(one.document.id, one.id) for one in found] == every[place + 1 : place + 3]
    assert list(store.find_records(noun, Filters(after=(analysis.document.id, "c-0")))) == []


def test_find_records_goes_on_after_a_record_that_left_the_list(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis)
    first, *others = (entry.id for entry in store.find_records(Listed.COMMITMENTS))
    store.review(step(first, Decision.REJECT))
    found = store.find_records(Listed.COMMITMENTS, Filters(after=(analysis.document.id, first)))
    assert [entry.id for entry in found] == others


def test_find_documents_goes_on_after_a_document(store: Store, analysis: Analysis) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        store.put(with_id(analysis, name))
    found = store.find_documents(Filters(after=("b.txt", ""), limit=1))
    assert [document.id for document in found] == ["a.txt"]
    assert list(store.find_documents(Filters(after=("z.txt", "")))) == []


def test_find_records_lists_the_newest_or_the_latest_reviewed_first(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis)
    every = [entry.id for entry in store.find_records(Listed.STATEMENTS)]
    newest = store.find_records(Listed.STATEMENTS, Filters(order=Order.NEWEST, limit=2))
    assert [entry.id for entry in newest] == every[::-1][:2]
    reviewed = Filters(order=Order.REVIEWED)
    assert list(store.find_records(Listed.STATEMENTS, reviewed)) == []
    for record_id in (every[2], every[0], every[1], every[0]):
        store.review(step(record_id, Decision.ACCEPT))
    found = store.find_records(Listed.STATEMENTS, reviewed)
    assert [entry.id for entry in found] == [every[0], every[1], every[2]]
    assert list(store.find_records(Listed.COMMITMENTS, reviewed)) == []


def test_tally_counts_the_values_of_a_field(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    kinds = [one.kind.value for one in analysis.commitments]
    tally = store.tally(Listed.COMMITMENTS, Filters(limit=1), "kind")
    assert dict(tally) == {kind: kinds.count(kind) for kind in kinds}
    assert list(tally.values()) == sorted(tally.values(), reverse=True)
    names = store.tally(Listed.COMMITMENTS, Filters(kind=kinds[0]), "committer.name")
    assert sum(names.values()) == kinds.count(kinds[0])
    speakers = store.tally(Listed.COMMITMENTS, Filters(), "beneficiary.name")
    assert speakers.get("", 0) == sum(one.beneficiary is None for one in analysis.commitments)


@pytest.mark.parametrize(
    "filters",
    [
        {}, {"kind": "pledge"}, {"committer": "Ostland"}, {"target": "nobody"},
        {"since": "2031-03-03"}, {"since": "2031-03-04"}, {"until": "2031-03-03"},
        {"until": "2031-03-02"}, {"document_id": "other.txt"}, {"status": Status.ACCEPTED},
        {"status": Status.REJECTED}, {"status": Status.UNREVIEWED}, {"status": Status.ALL},
        {"committer": "Varnia", "kind": "threat", "since": "2031", "status": Status.ALL},
    ],
)  # fmt: skip
def test_tally_counts_what_is_listed(
    store: Store, analysis: Analysis, filters: dict[str, Any]
) -> None:
    store.put(analysis)
    assert store.tally(Listed.COMMITMENTS, Filters(), "kind")
    store.put(Analysis(document=replace(analysis.document, id="none.txt", text="Nothing.")))
    store.put(with_id(analysis, "other.txt"))
    first, second, *_ = (one.id for one in analysis.commitments)
    store.review(step(first, Decision.ACCEPT))
    store.review(step(second, Decision.REJECT))
    asked = Filters(**filters)
    listed = [entry.record for entry in store.find_records(Listed.COMMITMENTS, asked)]
    for field, value_of in (
        ("kind", lambda one: one.kind.value),
        ("committer.name", lambda one: one.committer.name),
        ("beneficiary.name", lambda one: getattr(one.beneficiary, "name", "")),
    ):
        expected = Counter(map(value_of, listed))
        assert store.tally(Listed.COMMITMENTS, asked, field) == expected


@pytest.mark.parametrize("filters", [{"kind": "pledge"}, {"committer": "Varnia", "kind": "pledge"}])
def test_find_records_finds_a_common_value_as_a_rare_one(
    store: Store, analysis: Analysis, monkeypatch: pytest.MonkeyPatch, filters: dict[str, str]
) -> None:
    store.put(analysis)
    asked = Filters(**filters)
    rare = [entry.id for entry in store.find_records(Listed.COMMITMENTS, asked)]
    monkeypatch.setattr(queries, "MOST_KEYS", 0)
    assert rare
    assert [entry.id for entry in store.find_records(Listed.COMMITMENTS, asked)] == rare


PARTS = [
    Filters(limit=2),
    Filters(limit=3, skip=1),
    Filters(limit=50, order=Order.NEWEST),
    Filters(limit=50, committer="Varnia"),
    Filters(limit=50, kind="threat", since="2021-01-01"),
    Filters(limit=50, until="2023"),
    Filters(limit=50, document_id="copy.txt"),
    *(Filters(limit=50, status=status) for status in Status),
]


@pytest.mark.parametrize("noun", [Listed.COMMITMENTS, Listed.STATEMENTS])
def test_find_records_lists_the_same_once_records_were_counted(
    store: Store, address: str, analysis: Analysis, noun: Listed
) -> None:
    """What was counted is kept: it must grow with what this store and others write."""

    def compare() -> None:
        with open_store(address) as fresh:
            for filters in PARTS:
                told = [(one.document, one.record) for one in fresh.find_records(noun, filters)]
                found = store.find_records(noun, filters)
                assert [(one.document, one.record) for one in found] == told, filters
                asked = replace(filters, limit=None, skip=0)
                count = Counter(one.noun.value for one in fresh.find_records(noun, asked))
                assert sum(store.tally(noun, filters, "score").values()) == count[noun.value]

    store.put(analysis)
    store.tally(noun, Filters(), "score")
    compare()
    ids = [entry.id for entry in store.find_records(noun)]
    store.review(step(ids[0], Decision.REJECT))
    compare()
    with open_store(address) as other:
        other.put(with_id(analysis, "copy.txt"))
        other.review(step(ids[1], Decision.ACCEPT))
    compare()
    fewer = replace(analysis, commitments=analysis.commitments[2:], figures=(), events=())
    store.put(replace(fewer, document=replace(analysis.document, outlet="Another Paper")))
    compare()
    store.review(step(ids[0], Decision.UNDO))
    compare()


def test_facets_read_everything_anew_after_many_documents(
    store: Store, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "MOST_RENEWED", 1)
    store.put(analysis)
    before = store.tally(Listed.COMMITMENTS, Filters(), "kind")
    for name in ("a.txt", "b.txt"):
        store.put(with_id(analysis, name))
    after = store.tally(Listed.COMMITMENTS, Filters(), "kind")
    assert after == {kind: 3 * count for kind, count in before.items()}
    every = [one.document.id for one in store.find_records(Listed.COMMITMENTS, Filters(limit=99))]
    assert list(dict.fromkeys(every)) == [analysis.document.id, "a.txt", "b.txt"]


def test_snapshot_shows_the_store_as_it_was_at_the_first_question(
    store: Store, address: str, analysis: Analysis
) -> None:
    store.put(analysis)
    before = store.tally(Listed.COMMITMENTS, Filters(), "kind")
    every = [entry.id for entry in store.find_records(Listed.COMMITMENTS)]
    part = Filters(limit=50)
    with store.snapshot(), store.snapshot():
        first = store.state()
        with open_store(address) as other:
            other.put(with_id(analysis, "a later one"))
            other.review(step(every[0], Decision.REJECT))
        assert store.tally(Listed.COMMITMENTS, Filters(), "kind") == before
        assert [one.id for one in store.find_records(Listed.COMMITMENTS, part)] == every
        assert store.get_standing(every[0]).reviews == ()
        assert store.state() == first
    assert store.state() != first
    assert sum(store.tally(Listed.COMMITMENTS, Filters(), "kind").values()) == 2 * len(every) - 2
    assert len(list(store.find_records(Listed.COMMITMENTS, part))) == 2 * len(every) - 2


def test_snapshot_lists_what_it_shows_though_others_saw_a_later_state(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis)
    store.tally(Listed.COMMITMENTS, Filters(), "kind")
    every = [entry.id for entry in store.find_records(Listed.COMMITMENTS)]

    def count_later() -> Mapping[str, int]:
        store.put(with_id(analysis, "a later one"))
        return store.tally(Listed.COMMITMENTS, Filters(), "kind")

    with store.snapshot(), ThreadPoolExecutor(1) as others:
        assert store.tally(Listed.COMMITMENTS, Filters(), "kind")
        assert sum(others.submit(count_later).result().values()) == 2 * len(every)
        listed = store.find_records(Listed.COMMITMENTS, Filters(limit=50))
        assert [one.id for one in listed] == every
    listed = store.find_records(Listed.COMMITMENTS, Filters(limit=50))
    assert [one.id for one in listed] == [*every, *every]


def test_search_goes_on_beyond_its_first_part(
    store: Store, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "ROWS_AT_A_TIME", 2)
    monkeypatch.setattr(sql, "MOST_ROWS_AT_A_TIME", 3)
    names = [f"{letter}.txt" for letter in "abcdefghi"]
    for name in names:
        store.put(with_id(analysis, name))
    word = analysis.document.text.split()[1]
    found = [hit.document.id for hit in store.search(word)]
    assert sorted(set(found)) == names
    assert list(dict.fromkeys(found)) == names


def test_find_carried_returns_what_only_older_versions_hold(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis)
    first, *_ = (one.id for one in analysis.commitments)
    store.review(step(first, Decision.ACCEPT))
    assert store.find_carried(analysis.document.id) == []
    fewer = replace(analysis, commitments=analysis.commitments[2:])
    store.put(replace(fewer, document=replace(analysis.document, outlet="Another Paper")))
    (carried,) = store.find_carried(analysis.document.id)
    assert (carried.id, carried.document.outlet) == (first, analysis.document.outlet)
    assert store.find_carried("nowhere.txt") == []
