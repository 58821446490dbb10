"""What is kept of a store: made once by one caller, anew after a change, and waited for so long."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from foedus.records.entries import Listed
from foedus.reviewing import accept
from foedus.stores import Store
from foedus.web.kept import JUDGEMENTS, MOST_KEPT, Kept


def test_of_makes_a_result_once_until_the_store_changes(store: Store) -> None:
    made: list[int] = []

    def make(_: Store) -> int:
        made.append(1)
        return len(made)

    kept = Kept(store)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: kept.of("count", make), range(20))) == {1}
    accept(store, next(iter(store.find_records(Listed.COMMITMENTS))).id, by="ana")
    assert kept.of("count", make) == 2
    assert kept.of("pairs", make, on=JUDGEMENTS) == 3
    accept(store, next(iter(store.find_records(Listed.COMMITMENTS))).id, by="ben")
    assert kept.of("pairs", make, on=JUDGEMENTS) == 3


def test_of_keeps_no_fault_and_not_everything(store: Store) -> None:
    kept = Kept(store)
    with pytest.raises(ZeroDivisionError):
        kept.of("share", lambda _: 1 / 0)
    assert kept.of("share", lambda _: 0.5) == 0.5
    for number in range(MOST_KEPT + 1):
        kept.of(f"number {number}", lambda _: 0.0)
    assert kept.of("share", lambda _: 0.25) == 0.25


def test_soon_gives_up_waiting_and_has_it_later(store: Store) -> None:
    kept, go = Kept(store), threading.Event()

    def make(_: Store) -> str:
        go.wait(30)
        return "made"

    assert kept.soon("slow", make, seconds=0.05) is None
    assert kept.soon("slow", make, seconds=0.05) is None
    go.set()
    assert kept.soon("slow", make, seconds=30) == "made"
    with pytest.raises(ZeroDivisionError):
        kept.soon("broken", lambda _: 1 / 0, seconds=30)
