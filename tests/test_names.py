"""Our own labels of names: the file is whole, and its rows become tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.corpora import name_tags, own_names

FILE = Path(__file__).resolve().parent.parent / "training/data/ewt_names.tsv"


def test_own_names_are_ordered_and_do_not_overlap() -> None:
    documents = own_names(FILE)
    assert sum(map(len, documents.values())) > 7_000
    for name, rows in documents.items():
        end = 0
        for first, last, label in rows:
            assert end <= first < last, (name, first, last)
            assert label in {"PER", "ORG", "LOC", "?"}
            end = last


def test_name_tags_begin_each_name_and_leave_the_open_ones() -> None:
    rows = [(0, 2, "PER"), (2, 3, "LOC"), (4, 6, "?")]
    assert name_tags(7, rows) == ["B-PER", "I-PER", "B-LOC", "O", -1, -1, "O"]


def test_name_tags_refuse_a_name_behind_the_end() -> None:
    with pytest.raises(IndexError):
        name_tags(3, [(2, 4, "ORG")])
