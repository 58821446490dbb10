"""The contract of a store, run on the SQLite store, and what is special to a file."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.errors import InvalidEvidence, StoreClosed, StoreFault, UnknownRecord
from foedus.records import Analysis, Document, Evidence
from foedus.records.codec import from_dict
from foedus.records.reports import Failed
from foedus.stores import Filters, Listed, Put, Store, open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return from_dict(json.loads(CASE.read_text("utf-8")))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "foedus.db", create=True) as opened:
        yield opened


def with_id(analysis: Analysis, document_id: str) -> Analysis:
    return replace(analysis, document=replace(analysis.document, id=document_id))


def test_get_analysis_returns_what_put_took(store: Store, analysis: Analysis) -> None:
    assert store.put(analysis) is Put.STORED
    assert store.get_analysis(analysis.document.id) == analysis


def test_put_stores_the_same_analysis_once(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    assert store.put(analysis) is Put.UNCHANGED
    totals = store.count()
    assert (totals.documents, totals.versions) == (1, 1)
    assert totals.commitments == len(analysis.commitments)


def test_put_makes_a_version_of_a_changed_text_and_lists_the_newest(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis)
    changed = Analysis(document=replace(analysis.document, text="Nothing was promised."))
    assert store.put(changed) is Put.NEW_VERSION
    assert (store.count().documents, store.count().versions) == (1, 2)
    assert list(store.find_records(Listed.COMMITMENTS)) == []
    assert [document.text for document in store.find_documents()] == ["Nothing was promised."]


def test_put_keeps_the_same_text_under_two_ids(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    assert store.put(with_id(analysis, "copy.txt")) is Put.STORED
    assert [entry.document.id for entry in store.find_records(Listed.FIGURES)] == [
        "varnia.txt",
        "copy.txt",
    ]


def test_put_refuses_a_span_that_differs_and_stores_nothing(
    store: Store, analysis: Analysis
) -> None:
    wrong = Evidence(start=0, end=6, exact="Kestri")
    figures = (replace(analysis.figures[0], span=wrong),)
    with pytest.raises(InvalidEvidence, match=r"figures\[0\]"):
        store.put(replace(analysis, figures=figures))
    assert store.count().documents == 0


def test_put_takes_nul_surrogates_and_emoji(store: Store) -> None:
    document = Document(id="odd\udcff.txt", text="a\x00b \ud800 🕊", extra={"k": "\ud800"})
    store.put(Analysis(document=document))
    assert store.holds(document)
    assert store.get_analysis(document.id).document == document


def test_holds_asks_for_text_and_metadata(store: Store, analysis: Analysis) -> None:
    document = analysis.document
    assert not store.holds(document)
    store.put(analysis)
    assert store.holds(document)
    assert not store.holds(replace(document, outlet="Another Paper"))
    assert not store.holds(replace(document, text=document.text + "!"))


def test_record_failure_is_forgotten_when_the_document_is_read(
    store: Store, analysis: Analysis
) -> None:
    store.record_failure(Failed(document_id="varnia.txt", code="unreadable", message="empty"))
    store.record_failure(Failed(document_id="varnia.txt", code="unreadable", message="binary"))
    assert [failed.message for failed in store.find_failures()] == ["binary"]
    store.put(analysis)
    assert list(store.find_failures()) == []


@pytest.mark.parametrize(
    ("noun", "filters", "found"),
    [
        ("commitments", Filters(), [0, 1]),
        ("commitments", Filters(committer="VARNIA"), [0, 1]),
        ("commitments", Filters(committer="Ostland"), [1]),
        ("commitments", Filters(committer="Atlantis"), []),
        ("commitments", Filters(speaker="maran"), [0, 1]),
        ("commitments", Filters(speaker="person:ilse_maran", kind="pledge"), [0]),
        ("commitments", Filters(target="kestria"), [1]),
        ("commitments", Filters(event_class="armed_attack"), [0]),
        ("commitments", Filters(event_class="close_route"), [1]),
        ("commitments", Filters(limit=1), [0]),
        ("commitments", Filters(since="2031-03-03", until="2031-03-03"), [0, 1]),
        ("commitments", Filters(since="2031-03-04"), []),
        ("commitments", Filters(until="2031-03-02"), []),
        ("commitments", Filters(document_id="other.txt"), []),
        ("commitments", Filters(committer="x' OR '1'='1"), []),
        ("statements", Filters(kind="deny"), [3]),
        ("statements", Filters(target="Alda Courier"), [1]),
        ("events", Filters(kind="denied", committer="Kestria"), [0]),
        ("figures", Filters(kind="ships"), [0]),
    ],
)
def test_find_records_keeps_to_its_filters(
    store: Store, analysis: Analysis, noun: str, filters: Filters, found: list[int]
) -> None:
    store.put(analysis)
    records = [entry.record for entry in store.find_records(Listed(noun), filters)]
    assert records == [getattr(analysis, noun)[index] for index in found]


def test_find_records_hands_on_the_statement_and_the_document(
    store: Store, analysis: Analysis
) -> None:
    store.put(analysis)
    first = next(store.find_records(Listed.COMMITMENTS))
    assert first.statement == analysis.statements[0]
    assert first.document == analysis.document


def test_find_records_without_a_date_matches_no_range(store: Store) -> None:
    document = Document(id="undated", text="Word.")
    store.put(Analysis(document=document))
    assert list(store.find_documents(Filters(since="0001-01-01"))) == []
    assert list(store.find_documents()) == [document]


def test_get_returns_one_record_and_names_an_unknown_id(store: Store, analysis: Analysis) -> None:
    store.put(analysis)
    event = analysis.events[0]
    assert store.get(event.id).record == event
    with pytest.raises(UnknownRecord, match="c-0"):
        store.get("c-0")
    with pytest.raises(UnknownRecord, match="nowhere"):
        store.get_analysis("nowhere")


def test_close_ends_the_store(store: Store, analysis: Analysis) -> None:
    store.close()
    with pytest.raises(StoreClosed, match="open it again"):
        store.put(analysis)


def test_open_store_names_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="make one with: foedus read"):
        open_store(tmp_path / "none.db")
    with pytest.raises(StoreFault, match="no such folder"):
        open_store(tmp_path / "none" / "none.db", create=True)
    assert list(tmp_path.iterdir()) == []


def test_open_store_refuses_another_file(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("no database at all, " * 99, "utf-8")
    with pytest.raises(StoreFault, match="damaged or no store"):
        open_store(text)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cats (name)")
    connection.close()
    before = other.read_bytes()
    with pytest.raises(StoreFault, match="no store of foedus"):
        open_store(other, create=True)
    assert other.read_bytes() == before


@pytest.mark.parametrize("version", ["0", "99"])
def test_open_store_refuses_another_schema(tmp_path: Path, version: str) -> None:
    path = tmp_path / "foedus.db"
    open_store(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE foedus_settings SET value = ?", (version,))
    connection.close()
    with pytest.raises(StoreFault, match=f"schema {version}.*this foedus knows 1"):
        open_store(path)


def test_open_store_writes_ahead_and_synchronises(tmp_path: Path, analysis: Analysis) -> None:
    path = tmp_path / "foedus.db"
    with open_store(path, create=True) as store:
        store.put(analysis)
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


WRITER = """
import json, sys
from dataclasses import replace
from pathlib import Path
from foedus.records.codec import from_dict
from foedus.records.reports import Failed
from foedus.stores import open_store

analysis = from_dict(json.loads(Path(sys.argv[2]).read_text("utf-8")))
with open_store(sys.argv[1]) as store:
    for number in range(60):
        document = replace(analysis.document, id=f"{sys.argv[3]}-{number}")
        store.put(replace(analysis, document=document))
"""


def test_put_from_two_programs_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "foedus.db"
    open_store(path, create=True).close()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(CASE), name])
        for name in ("one", "two")
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    with open_store(path) as store:
        totals = store.count()
        assert (totals.documents, totals.commitments) == (120, 240)


def test_put_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "foedus.db"
    open_store(path, create=True).close()
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(CASE), "killed"])
    with open_store(path) as store:
        while store.count().documents < 5:
            assert writer.poll() is None
    writer.kill()
    writer.wait(30)
    with open_store(path) as store:
        totals = store.count()
        assert totals.documents >= 5
        assert totals.commitments == 2 * totals.documents
