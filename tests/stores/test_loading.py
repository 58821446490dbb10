"""Many documents at once come to what they come to one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.errors import ChangedText
from foedus.records import Analysis
from foedus.records.entries import Listed
from foedus.records.reports import Failed
from foedus.stores import Filters, Put, Reading, Store, open_store

READING = Reading(
    model="one",
    parse=b"\x00\xff",
    source=b"<p>\\N\t",
    marks="{}",
    known={"url": "given"},
    place="a:3",
)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "other.db", create=True) as opened:
        yield opened


def copy_of(analysis: Analysis, name: str, text: str | None = None) -> Analysis:
    """Return the analysis under another id, or another text without records."""
    if text is None:
        return replace(analysis, document=replace(analysis.document, id=name))
    return Analysis(document=replace(analysis.document, id=name, text=text))


def test_put_all_keeps_what_put_keeps(store: Store, other: Store, analysis: Analysis) -> None:
    batch = [
        (analysis, READING),
        (copy_of(analysis, "copy"), Reading()),
        (
            copy_of(analysis, "odd\ud800", "tab\t, line\n, back\\slash, \\N, NUL \x00 and \ud800"),
            READING,
        ),
        (copy_of(analysis, "plain", "Rain fell."), READING),
    ]
    for each in (store, other):
        each.record_failure(Failed(document_id="plain", code="unreadable", message="empty"))
    assert store.put_all(batch) == [Put.STORED] * 4
    assert [other.put(*one) for one in batch] == [Put.STORED] * 4
    assert list(store.dump()) == list(other.dump())
    assert store.count() == other.count()
    for query in ("rain", "back*", '"line back"'):
        found = [sorted(hit.document.id for hit in each.search(query)) for each in (store, other)]
        assert found[0] == found[1]
    name = analysis.commitments[0].committer.name
    asked = Filters(committer=name)
    listed = list(store.find_records(Listed.COMMITMENTS, asked))
    assert listed == list(other.find_records(Listed.COMMITMENTS, asked))
    assert listed


def test_put_all_goes_on_behind_what_is_there(store: Store, analysis: Analysis) -> None:
    store.put(copy_of(analysis, "first"))
    store.put_all([(copy_of(analysis, "second"), READING)])
    store.put(copy_of(analysis, "third"))
    store.put_all([(copy_of(analysis, "fourth"), READING)])
    ids = [document.id for document in store.find_documents()]
    assert ids == ["first", "second", "third", "fourth"]


def test_put_all_refuses_another_text_and_keeps_the_others(
    store: Store, analysis: Analysis
) -> None:
    store.put(copy_of(analysis, "held"), READING)
    found = store.put_all(
        [
            (copy_of(analysis, "held", "Another text."), READING),
            (copy_of(analysis, "new"), READING),
            (copy_of(analysis, "new", "Another text."), READING),
            (copy_of(analysis, "held"), READING),
            (copy_of(analysis, "held"), replace(READING, model="two")),
        ]
    )
    assert isinstance(found[0], ChangedText)
    assert isinstance(found[2], ChangedText)
    assert [found[1], found[3], found[4]] == [Put.STORED, Put.UNCHANGED, Put.NEW_VERSION]
    assert store.count().documents == 2
    assert store.count().versions == 3
