"""The verb `bulk` from end to end: to a folder, and to a store on PostgreSQL."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.cluster import NoServer, open_cluster
from foedus.bulk.hosting import Host
from foedus.bulk.worker import Job
from foedus.cli.app import app
from foedus.errors import MissingExtra
from foedus.records.entries import Listed
from foedus.stores import Filters, open_store

pyarrow = pytest.importorskip("pyarrow")
pytest.importorskip("daft")
TEXTS = (
    "Norway will close its border with Finland if Finland tests another missile.",
    "Norway will shut its border to Finland if Finland tests a missile again.",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [
        {"id": f"d{number}", "text": text, "date": "2031-03-04", "outlet": "Harbour Times"}
        for number, text in enumerate(TEXTS)
    ]
    lines = [*map(json.dumps, rows), "no json"]
    (folder / "wire.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_bulk_loads_what_it_read_into_a_store(archive: Path, tmp_path: Path) -> None:
    try:
        with open_cluster(durable=False) as cluster:
            address = cluster.make_database()
            given = ["bulk", str(archive), "--out", address, "--work", str(tmp_path / "work")]
            done = CliRunner().invoke(app, given)
            assert done.exit_code == 1, done.output  # a line is no JSON
            assert "2 read, 1 failed, in 1 shard" in done.stderr
            assert "2 stored, 0 unchanged, 0 refused" in done.stderr
            with open_store(address, readonly=True) as store:
                entries = list(store.find_records(Listed.COMMITMENTS, Filters()))
                failures = [failed.document_id for failed in store.find_failures()]
                judged = list(store.find_judgements())
                reading = store.get_reading("d0")
            assert [entry.document.text for entry in entries] == list(TEXTS)
            assert failures == ["wire.jsonl:3"]
            assert {one.left for one in judged} & {entry.id for entry in entries}
            assert reading.place == f"{archive}/wire.jsonl:1"
            again = CliRunner().invoke(app, given)
            assert again.exit_code == 1
            assert "foedus: 2 read before, 1 failed before, in 1 shard" in again.stderr
            assert "0 stored, 0 unchanged" in again.stderr
    except NoServer as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def test_bulk_refuses_to_write_into_what_it_reads(archive: Path) -> None:
    done = CliRunner().invoke(app, ["bulk", str(archive), "--out", str(archive / "out")])
    assert done.exit_code == 3
    assert "lies in what is read" in done.stderr
    assert not (archive / "out").exists()


def test_bulk_names_an_input_that_is_not_there(tmp_path: Path) -> None:
    given = ["bulk", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "out"), "--no-merge"]
    done = CliRunner().invoke(app, given)
    assert done.exit_code == 4
    assert "none.jsonl: there is no such file [unreadable]" in done.stderr


def test_host_names_the_extra_that_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(folder="none")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra, match=r"pip install 'foedus\[cluster\]'"):
        next(Host(workers=1, cluster="auto").run(job, ["a"]))
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(MissingExtra, match=r"pip install 'foedus\[bulk\]'"):
        next(Host(workers=1).run(job, ["a"]))
