"""A merging run digests what is new, compares it with its rivals and can be killed anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from benchmarks.promises import Generator
from benchmarks.shelf import Shelf
from foedus.merging import VERSION, Merged, merge, threads_of
from foedus.merging.run import RECORDS_AT_A_TIME
from foedus.records.analyses import Analysis
from foedus.records.commitments import Commitment
from foedus.records.entries import Entry, Listed
from foedus.records.threads import Digest, Judgement
from foedus.stores import open_store

AT = "2026-01-01T00:00:00Z"
ENTRIES = [one.entry for one in Generator(3, RECORDS_AT_A_TIME + 60)]


class Killed(Exception):
    """Stands for a process that ends between two writes."""


class Mortal(Shelf):
    """A shelf that ends the run at its nth write."""

    def __init__(self, entries: Iterable[Entry], writes: int) -> None:
        super().__init__(entries)
        self.left = writes

    def _write(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed

    def add_digests(self, digests: Iterable[Digest]) -> None:
        self._write()
        super().add_digests(digests)

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        self._write()
        super().add_judgements(judgements)


@cache
def whole() -> Shelf:
    shelf = Shelf(ENTRIES)
    merge(shelf, at=AT)
    return shelf


def test_merge_digests_every_record_and_joins_duplicates() -> None:
    shelf, steps = Shelf(ENTRIES), list[int]()
    merged = merge(shelf, at=AT, on_step=steps.append)
    assert merged.records == len(ENTRIES) == steps[-1]
    assert steps[0] == RECORDS_AT_A_TIME
    assert {digest.version for digest in shelf.digests.values()} == {VERSION}
    assert merged.pairs >= merged.same > 0
    threads = threads_of(ENTRIES, shelf.judgements.values())
    assert len(threads) < len(ENTRIES)


def test_merge_has_nothing_to_do_a_second_time() -> None:
    assert merge(whole(), at=AT) == Merged()


def test_merge_of_parts_judges_as_merge_of_all() -> None:
    shelf = Shelf(ENTRIES[:90])
    merge(shelf, at=AT)
    shelf.entries += ENTRIES[90:]
    merge(shelf, at=AT)
    assert shelf.judgements == whole().judgements


@pytest.mark.parametrize("writes", range(6))
def test_merge_that_was_killed_is_resumed_without_loss(writes: int) -> None:
    shelf = Mortal(ENTRIES, writes)
    with pytest.raises(Killed):
        merge(shelf, at=AT)
    shelf.left = 10_000
    merge(shelf, at=AT)
    assert shelf.judgements == whole().judgements


def test_merge_judges_in_a_store_as_on_a_shelf(tmp_path: Path) -> None:
    told = ENTRIES[:25]
    shelf = Shelf(told)
    merge(shelf, at=AT)
    with open_store(tmp_path / "merging.db", create=True) as store:
        for entry in told:
            assert isinstance(entry.record, Commitment)
            assert entry.statement is not None
            store.put(
                Analysis(
                    document=entry.document,
                    statements=(entry.statement,),
                    commitments=(entry.record,),
                )
            )
        merge(store, at=AT)
        kept = [one for one in store.find_judgements() if one.left.startswith("c-")]
        assert {(one.left, one.right, one.relation): one for one in kept} == shelf.judgements
        assert list(store.find_undigested("commitments", VERSION)) == []
        threads = threads_of(list(store.find_records(Listed.COMMITMENTS)), kept)
        assert [one.id for one in threads] == [
            one.id for one in threads_of(told, shelf.judgements.values())
        ]
