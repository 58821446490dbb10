"""Documents that end whoever reads them, without an engine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest

from benchmarks.cues import FAULTY, LEAVING, SLOW
from foedus.bulk.alone import LoneWorker, settle
from foedus.bulk.cutting import cut
from foedus.bulk.inputs import File, find_files
from foedus.bulk.ledger import Ledger
from foedus.bulk.shards import Part, Shard
from foedus.bulk.worker import Job


@pytest.fixture
def job(tmp_path: Path) -> Job:
    Ledger(tmp_path / "out").open({"model": "m"})
    return Job(folder=str(tmp_path / "out"), parser="benchmarks.cues:make_odd")


def part_of(texts: list[str], folder: Path) -> Part:
    path = folder / "t.jsonl"
    rows = (json.dumps({"id": f"d{n}", "text": text}) for n, text in enumerate(texts))
    path.write_text("\n".join(rows) + "\n", "utf-8")
    (file,) = find_files([path])
    assert isinstance(file, File)
    return Part(shard=Shard(pieces=tuple(cut(file, documents=100)), model="m"))


def test_settle_sets_apart_what_kills(job: Job, tmp_path: Path) -> None:
    part = part_of(["Rain fell.", FAULTY, LEAVING, "Snow fell."], tmp_path)
    with LoneWorker(job) as worker:
        outcomes = list(settle(job, part, worker))
    out = tmp_path / "out"
    rows = pyarrow.parquet.read_table(out / "documents").to_pylist()
    assert sorted(row["document_id"] for row in rows) == ["d0", "d3"]
    failures = pyarrow.parquet.read_table(out / "failures").to_pylist()
    failed = {row["document_id"]: (row["code"], row["message"]) for row in failures}
    reason = f"{tmp_path}/t.jsonl:3: killed its worker 2 times by itself: exit status 7"
    assert failed == {
        "d1": ("fault", "fault in foedus, please report it: ZeroDivisionError: by no means"),
        "d2": ("quarantined", reason),
    }
    assert sum(one["documents"] for one in outcomes) == 2
    assert Ledger(out).is_done(part)
    with LoneWorker(job) as worker:
        assert list(settle(job, part, worker)) == []


def test_lone_worker_says_what_took_too_long(job: Job, tmp_path: Path) -> None:
    part = part_of([SLOW], tmp_path)
    with LoneWorker(replace(job, seconds=1)) as worker:
        ending = worker.read(part)
    assert (ending.outcome, ending.item, ending.document_id) == (None, 0, "d0")
    assert ending.reason == "it takes longer than 1 s"
