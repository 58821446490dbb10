"""Documents that end whoever reads them, without an engine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.cues import SLOW
from foedus.bulk.alone import LoneWorker
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


def test_lone_worker_says_what_took_too_long(job: Job, tmp_path: Path) -> None:
    part = part_of([SLOW], tmp_path)
    with LoneWorker(replace(job, seconds=1)) as worker:
        ending = worker.read(part)
    assert (ending.outcome, ending.item, ending.document_id) == (None, 0, "d0")
    assert ending.reason == "it takes longer than 1 s"
