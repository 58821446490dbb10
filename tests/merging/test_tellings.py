"""Statements, events and figures of real readings: what is told twice is one, the rest is not."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import foedus
from foedus.merging import compare, digest_of
from foedus.records import Analysis
from foedus.records.entries import Entry, Listed
from foedus.records.threads import Verdict

CASES = tomllib.loads((Path(__file__).parent / "cases/tellings.toml").read_text("utf-8"))["case"]


def entries_of(analysis: Analysis, noun: Listed) -> list[Entry]:
    said = {statement.id: statement for statement in analysis.statements}
    return [
        Entry(
            noun=noun,
            record=record,
            document=analysis.document,
            statement=said.get(getattr(record, "statement_id", None) or ""),
        )
        for record in getattr(analysis, noun.value)
    ]


def words_of(entry: Entry) -> str:
    record: Any = entry.record
    return str(record.span.exact if hasattr(record, "span") else record.content[0].exact)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_compare_joins_what_is_told_twice(case: dict[str, Any]) -> None:
    read = [foedus.analyze(text, published="2024-03-12") for text in case["texts"]]
    entries = [e for one in read for e in entries_of(one, Listed(case["noun"]))]
    joined = set()
    for left, right in combinations(entries, 2):
        found = compare(digest_of(left), digest_of(right))
        if found is not None and found.verdict is Verdict.SAME:
            joined.add(frozenset((words_of(left), words_of(right))))
    wanted = {
        frozenset(next(w for w in map(words_of, entries) if w.startswith(start)) for start in group)
        for group in case["one"]
    }
    assert joined == wanted
