"""Promises of a store: as if every record were read whole, and the same after every change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.merging import fill
from foedus.promising import Promises, load_promises, renew_promises
from foedus.reasoning.rules import Rule, rules_of
from foedus.records.entries import Listed
from foedus.records.threads import Verdict
from foedus.reviewing import accept, edit, find_reviewed, judge, reject, undo
from foedus.stores import Filters, Store, candidates, open_store
from foedus.weaving import merge, thread_all
from foedus.world import load_world

RECORDS = 40


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Return the address of a store of generated promises that are compared with each other."""
    path = str(tmp_path / "foedus.db")
    with open_store(path, create=True) as made:
        fill(made, RECORDS, seed=3)
        merge(made)
    return path


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


def read_whole(store: Store) -> tuple[Rule, ...]:
    """Return the rules of a store when every record is read whole and every thread made."""
    entries = [entry for entry, _ in find_reviewed(store, Listed.COMMITMENTS, Filters())]
    threads = thread_all(store, entries)
    of_record = {entry.id: thread.id for thread in threads for entry in thread.entries}
    return rules_of(entries, load_world(), threads=of_record)


def test_load_promises_reads_what_whole_records_say(store: Store) -> None:
    rules = load_promises(store).book.rules
    assert rules == read_whole(store)
    assert any(rule.also for rule in rules)


@pytest.mark.parametrize("seed", range(2))
def test_renew_promises_follows_every_change(place: str, store: Store, seed: int) -> None:
    """Reviews, judgements and documents, of this process and of another store on the same file."""
    chance = random.Random(seed)
    ids = [entry.id for entry in store.find_records(Listed.COMMITMENTS)]
    known = load_promises(store)
    with open_store(place) as other:
        for number in range(9):
            writer = chance.choice((store, other))
            change(writer, ids, chance, number)
            known = renew_promises(store, known)
            assert known.book.rules == read_whole(store), number
            assert [one.candidates[0].place for one in known.threads] == sorted(
                one.candidates[0].place for one in known.threads
            )


def change(store: Store, ids: list[str], chance: random.Random, number: int) -> None:
    """Change something in a store, in turn one thing and another."""
    one, two = chance.sample(ids, 2)
    if number % 8 == 0:
        reject(store, one, by="ana")
        ids.append(one)
    elif number % 8 == 1:
        undo(store, ids[-1], by="ana")
    elif number % 8 == 2:
        edit(store, one, "strength", "possible", by="ana")
    elif number % 8 == 3:
        judge(store, one, two, Verdict.SAME, by="ben")
    elif number % 8 == 4:
        judge(store, one, two, Verdict.NOT_SAME, by="ben")
    elif number % 8 == 5:
        analysis = store.get_analysis(store.get(one).document.id)
        store.put(replace(analysis, document=replace(analysis.document, id=f"copy-{number}")))
        merge(store)
    elif number % 8 == 6:
        analysis = store.get_analysis(store.get(one).document.id)
        store.put(replace(analysis, document=replace(analysis.document, outlet="Late Edition")))
        merge(store)
    else:
        accept(store, one, by="ana")


def test_renew_promises_keeps_what_no_change_touches(store: Store) -> None:
    known = load_promises(store)
    assert renew_promises(store, known) is known
    first = known.threads[0].candidates[0].id
    accept(store, first, by="ana")
    unreviewed = replace(known.threads[0].candidates[0], reviewed=True)
    renewed = renew_promises(store, known)
    assert renewed.book is known.book
    assert renewed.threads[0].candidates[0] == unreviewed
    assert renew_promises(store, renewed) is renewed


def test_renew_promises_reads_everything_after_many_changes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = load_promises(store)
    monkeypatch.setattr(candidates, "MOST_CHANGED", 0)
    first = known.threads[0].candidates[0].id
    reject(store, first, by="ana")
    assert store.find_changed(known.state) is None
    renewed: Promises = renew_promises(store, known)
    assert renewed.book.rules == read_whole(store)
    assert first not in {rule.id for rule in renewed.book.rules}
