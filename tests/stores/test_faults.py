"""What a store says when disk, file or server fail, and what is left of it then."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.cluster import Cluster
from foedus.errors import StoreFault
from foedus.records import Analysis
from foedus.stores import Listed, Put, Reading, engines, open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"

FILLER = """
import json, resource, signal, sys
from dataclasses import replace
from pathlib import Path
from foedus.errors import StoreFault
from foedus.records.codec import from_dict
from foedus.stores import Reading, open_store

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
analysis = from_dict(json.loads(Path(sys.argv[2]).read_text("utf-8")))
number = 0
try:
    with open_store(sys.argv[1], create=True) as store:
        for number in range(500):
            document = replace(analysis.document, id=str(number))
            store.put(replace(analysis, document=document), Reading(source=b"x" * 5000))
except StoreFault as fault:
    print(number, fault)
"""


@pytest.mark.parametrize("bytes_left", [5_000, 200_000, 900_000, 2_500_000])
def test_put_on_a_full_disk_leaves_whole_documents(
    tmp_path: Path, analysis: Analysis, bytes_left: int
) -> None:
    path = tmp_path / "foedus.db"
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(path), str(CASE), str(bytes_left)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    number, _, said = done.stdout.strip().partition(" ")
    assert "no space left on the disk" in said
    assert "\n" not in said
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with open_store(path, create=True) as store:
        totals = store.count()
        assert (totals.documents, totals.commitments) == (int(number), 2 * int(number))
        again = replace(analysis.document, id=number)
        assert store.put(replace(analysis, document=again), Reading()) is Put.STORED


def test_put_says_that_the_file_is_locked(
    tmp_path: Path, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOCK_TIMEOUT_SECONDS", 0.2)
    path = tmp_path / "foedus.db"
    with open_store(path, create=True) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFault, match="locked by another program; try again"):
            store.put(analysis)
        assert store.count().documents == 0  # reading goes on meanwhile
        other.execute("ROLLBACK")
        other.close()
        assert store.put(analysis) is Put.STORED


@pytest.mark.parametrize("page", [0, 1, 2, 5])
def test_a_page_of_zeros_is_named_and_never_read_as_records(
    tmp_path: Path, analysis: Analysis, page: int
) -> None:
    path = tmp_path / "foedus.db"
    with open_store(path, create=True) as store:
        for number in range(20):
            document = replace(analysis.document, id=str(number))
            store.put(replace(analysis, document=document))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096 * page : 4096 * (page + 1)] = bytes(4096)
    path.write_bytes(content)
    with pytest.raises(StoreFault, match="damaged or no store"):
        read_and_write(path, analysis)


def read_and_write(path: Path, analysis: Analysis) -> None:
    with open_store(path) as store:
        list(store.find_records(Listed.COMMITMENTS))
        store.put(analysis)


def test_a_server_that_stops_in_the_middle_loses_nothing(
    own_cluster: Cluster, analysis: Analysis
) -> None:
    address = own_cluster.make_database()
    with open_store(address, create=True) as store:
        for number in range(110):
            document = replace(analysis.document, id=str(number))
            store.put(replace(analysis, document=document))
        entries = store.find_records(Listed.COMMITMENTS)
        next(entries)
        own_cluster.stop(at_once=True)
        try:
            for ask in (lambda: list(entries), lambda: store.put(analysis), store.count):
                with pytest.raises(StoreFault, match="the same command goes on") as fault:
                    ask()
                assert "\n" not in str(fault.value)
                assert own_cluster.password not in str(fault.value)
        finally:
            own_cluster.start()
        assert store.count().documents == 110
        assert store.put(analysis) is Put.STORED
