"""Entries that pages showed are kept: the same, in the order asked for, and not too many."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.records import Analysis
from foedus.stores import Filters, Listed, entries, open_store
from tests.stores.test_contract import with_id

PART = Filters(limit=50)


@pytest.mark.parametrize(
    ("bound", "most", "expected"),
    [("MOST_ENTRIES", 2, 2), ("MOST_ENTRIES", 1000, 6), ("MOST_CHARACTERS", 10, 0)],
)
def test_entries_are_read_anew_only_once_they_are_no_longer_kept(
    tmp_path: Path,
    analysis: Analysis,
    monkeypatch: pytest.MonkeyPatch,
    bound: str,
    most: int,
    expected: int,
) -> None:
    monkeypatch.setattr(entries, bound, most)
    with open_store(str(tmp_path / "foedus.db"), create=True) as store:
        for name in ("a.txt", "b.txt", "c.txt"):
            store.put(with_id(analysis, name))
        every = list(store.find_records(Listed.COMMITMENTS))
        store.tally(Listed.COMMITMENTS, Filters(), "kind")
        first = list(store.find_records(Listed.COMMITMENTS, PART))
        again = list(store.find_records(Listed.COMMITMENTS, PART))
        last = list(store.find_records(Listed.COMMITMENTS, Filters(skip=2, limit=3)))
    assert first == again == every
    assert last == every[2:5]
    # What is kept is the very entry that was read before.
    kept = [one is other for one, other in zip(first, again, strict=True)]
    assert kept.count(True) == expected
