"""Runs of `foedus bulk` and of a plain loop in processes of their own, and what they found."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyarrow.parquet

ANALYZERS = {
    "cues": ("benchmarks.cues:make_parser", "benchmarks.cues:make_poisoned"),
    "model": ("foedus.pipeline:load_parser", "benchmarks.cues:make_poisoned_model"),
}
"""The parser of each analyzer, and the one that dies of the deadly sentence."""
TABLES = ("documents", "statements", "commitments", "events", "figures")
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the archives are read: in a plain loop, or in bulk on processes or Ray nodes."""

    paths: tuple[Path, ...]
    out: Path
    analyzer: str
    workers: int
    shard: int
    plain: bool = False
    deadly: bool = False
    only: int | None = None
    nodes: int = 0
    merge: bool = False

    @property
    def parser(self) -> str:
        """Return the name of the parser."""
        return ANALYZERS[self.analyzer][self.deadly]

    def start(self) -> subprocess.Popen[bytes]:
        """Return the process that reads, the leader of a group of its own."""
        given = json.dumps({**asdict(self), "paths": [*map(str, self.paths)], "out": str(self.out)})
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        return subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bulk_child", given],
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of the processor and of the clock, and the most memory that a worker took."""

    seconds: float
    clock: float
    peak_megabytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was read: a hash of the analysis of every document, of every table, and the failures."""

    documents: dict[str, str]
    tables: dict[str, str]
    failures: tuple[tuple[str, str], ...]
    quarantined: tuple[str, ...]

    def without_quarantined(self) -> Found:
        """Return the same without what is in quarantine."""
        failures = tuple(one for one in self.failures if one[0] not in self.quarantined)
        return replace(self, failures=failures, quarantined=())


def measure(run: Run) -> Cost:
    """Run and return what it took, descendants included, whoever of them was left behind."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    began, seconds = time.monotonic(), 0.0
    started = run.start()
    while True:
        try:
            process, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        seconds += usage.ru_utime + usage.ru_stime
        if process == started.pid:
            clock = time.monotonic() - began
            started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode != 0:
        raise SystemExit(f"the run into {run.out} ended with status {started.returncode}")
    peak = run.out / "peak.json"
    held = json.loads(peak.read_text()) if peak.exists() else {"peak_megabytes": 0}
    return Cost(seconds=seconds, clock=clock, peak_megabytes=held["peak_megabytes"])


def read_found(out: Path, *, besides: Sequence[str] = ()) -> Found:
    """Return what stands in the tables of a run, whatever files it is spread over.

    `besides` are documents that are left out.
    """
    documents: dict[str, str] = {}
    for row in _rows(out, "documents", ["document_id", "place", "analysis"]):
        name = str(row["document_id"])
        if name in besides:
            continue
        said = f"{Path(str(row['place'])).name}\n{row['analysis']}"
        if name in documents:
            raise SystemExit(f"{out}: {name} stands there twice")
        documents[name] = hashlib.sha256(said.encode()).hexdigest()
    tables = {}
    for table in TABLES[1:]:
        rows = [row for row in _rows(out, table) if row["document_id"] not in besides]
        lines = sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)
        tables[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    failures = [(str(row["document_id"]), str(row["message"])) for row in _rows(out, "failures")]
    quarantined = [
        json.loads(path.read_text("utf-8"))["document"]
        for path in sorted((out / "ledger" / "quarantine").glob("*.json"))
    ]
    return Found(
        documents=documents,
        tables=tables,
        failures=tuple(sorted(failures)),
        quarantined=tuple(quarantined),
    )


def read_judged(out: Path) -> str:
    """Return a hash of the judgements that merging made."""
    lines = sorted(json.dumps(row, sort_keys=True) for row in _rows(out, "judgements"))
    return f"{len(lines)} {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"


def _rows(out: Path, table: str, columns: list[str] | None = None) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pyarrow.parquet.read_table(
        out / table, columns=columns
    ).to_pylist()
    return rows
