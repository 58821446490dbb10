"""What is special to a store in a file: what else the file may be, kills and two programs."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from foedus.errors import StoreFault
from foedus.records import Analysis
from foedus.stores import open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"


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


@pytest.mark.parametrize(
    ("version", "said"), [("1", "foedus doctor --upgrade"), ("99", "this foedus knows 2")]
)
def test_open_store_refuses_another_schema(tmp_path: Path, version: str, said: str) -> None:
    path = tmp_path / "foedus.db"
    open_store(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE foedus_settings SET value = ?", (version,))
    connection.close()
    with pytest.raises(StoreFault, match=f"schema {version}.*{said}"):
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
