"""How well and how fast records are merged: a generated set with known duplicates.

usage: python -m benchmarks.merging [--records 100000] [--seed 7] [--store WHERE] [--beside 1]

Records (half of them commitments, half the statements they stand in) are built without the model
and kept in a new store, a file in a temporary folder if none is named. The table gives seconds and
memory of merging, and pairwise precision, recall and F1 of the commitments' threads against the
known truth; a tenth of the set comes first, to show how the cost grows. Each size runs in a process
of its own, so that memory is its own too. `--beside` is the number of processes that help, as in
`foedus read` (one less than there are cores); the CPU seconds and the peak are those of all.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from benchmarks.promises import Generator
from foedus.merging import merge, threads_of
from foedus.records.analyses import Analysis
from foedus.records.commitments import Commitment
from foedus.records.entries import Listed
from foedus.records.threads import Thread
from foedus.stores import Reading, Store, open_store

DOCUMENTS_AT_A_TIME = 500
AT = "2026-01-01T00:00:00Z"
MEGABYTE = 1_000_000


def pairwise(found: Iterable[Thread], truth: dict[str, int]) -> dict[str, float]:
    """Return pairwise precision, recall and F1 of threads against the number of each record."""
    joined = right = 0
    for thread in found:
        counts = Counter(truth[entry.id] for entry in thread.entries)
        joined += _pairs(sum(counts.values()))
        right += sum(map(_pairs, counts.values()))
    wanted = sum(map(_pairs, Counter(truth.values()).values()))
    precision = right / joined if joined else 1.0
    recall = right / wanted if wanted else 1.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
    }


def measure(where: str, records: int, *, seed: int, beside: int) -> dict[str, float]:
    """Return the figures for a set of this size, merged in a new store."""
    with open_store(where, create=True) as store:
        begin = time.perf_counter()
        truth = fill(store, records // 2, seed=seed)
        filling = time.perf_counter() - begin
        begin, cpu = time.perf_counter(), processor()
        merged = merge(store, at=AT, beside=beside)
        taken, cpu = time.perf_counter() - begin, processor() - cpu
        most = peak() + peak(resource.RUSAGE_CHILDREN) * beside
        begin = time.perf_counter()
        entries = list(store.find_records(Listed.COMMITMENTS))
        threads = threads_of(entries, store.find_judgements())
        threading = time.perf_counter() - begin
    return {
        "records": records,
        "seconds to store": filling,
        "seconds to merge": taken,
        "CPU seconds to merge": cpu,
        "peak MB to merge": most,
        "seconds for all threads": threading,
        "peak MB for all threads": peak(),
        "pairs a record": merged.pairs / merged.records,
        "same": merged.same,
        "of one matter": merged.matters,
        "unsure": merged.unsure,
        "not same": merged.not_same,
        **pairwise(threads, truth),
    }


def fill(store: Store, commitments: int, *, seed: int) -> dict[str, int]:
    """Store the generated set and return the number of the true promise by record."""
    truth = {}
    generated = iter(Generator(seed, commitments))
    while batch := list(islice(generated, DOCUMENTS_AT_A_TIME)):
        analyses = []
        for told in batch:
            entry = told.entry
            assert isinstance(entry.record, Commitment)
            assert entry.statement is not None
            found = Analysis(
                document=entry.document,
                statements=(entry.statement,),
                commitments=(entry.record,),
            )
            analyses.append((found, Reading()))
            truth[entry.id] = told.truth
        store.put_all(analyses)
    return truth


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def processor() -> float:
    """Return the processor's seconds of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak(who: int = resource.RUSAGE_SELF) -> float:
    """Return the most memory that a process has held so far, in megabytes."""
    most = resource.getrusage(who).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most * 1024 / MEGABYTE


def main() -> None:
    """Print the table, or as JSON the figures of the one size that a child process measures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--store", help="file or postgresql:// of a store that does not exist yet")
    parser.add_argument("--beside", type=int, default=(os.cpu_count() or 1) - 1)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.one:
            where = given.store or str(Path(folder) / "merging.db")
            print(json.dumps(measure(where, given.records, seed=given.seed, beside=given.beside)))
            return
        print(f"seed {given.seed}, {given.beside} processes beside")
        for records in (given.records // 10, given.records):
            where = given.store if given.store and records == given.records else None
            for name, value in _in_child(given, records, where=where).items():
                shown = f"{value:,.3f}" if isinstance(value, float) else f"{value:,}"
                print(f"  {name:24} {shown}", flush=True)


def _in_child(given: argparse.Namespace, records: int, *, where: str | None) -> dict[str, float]:
    asked = ["--one", "--records", str(records), "--seed", str(given.seed)]
    asked += ["--beside", str(given.beside)]
    if where is not None:
        asked += ["--store", where]
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.merging", *asked], stdout=subprocess.PIPE, check=True
    )
    figures: dict[str, float] = json.loads(run.stdout)
    return figures


if __name__ == "__main__":
    main()
