"""What a store must withstand: kills while reading, two writers, growth; one table.

Documents and records are generated (the seed is printed), so that the language model plays no part.
`python -m benchmarks.durability --help` names the parts; `--postgres` runs them on a server of its
own instead of a file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.cluster import open_cluster
from benchmarks.promises import Generator
from foedus.errors import StaleReview
from foedus.records.analyses import Analysis
from foedus.records.commitments import Commitment
from foedus.records.reviews import Decision, Review
from foedus.records.slots import get_slot
from foedus.records.statements import Statement
from foedus.reviewing import get_reviewed
from foedus.stores import Listed, Reading, Store, open_store

EDITED = "hedges"
KILL_SECONDS = (0.8, 5.0)
"""When a writer is killed, from its start: from before its first document to far into them."""
READING = Reading(model="generated", parse=b"\x00" * 6000, source=b"<p>\xff", marks="{}")


def analyses(seed: int, count: int) -> Iterator[Analysis]:
    """Yield documents, each with one commitment and, where it has one, its statement."""
    for told in Generator(seed, count):
        entry = told.entry
        commitments = (entry.record,) if isinstance(entry.record, Commitment) else ()
        statements = (entry.statement,) if isinstance(entry.statement, Statement) else ()
        yield Analysis(document=entry.document, commitments=commitments, statements=statements)


def write(address: str, seed: int, count: int) -> None:
    """Write the documents that the store does not hold yet, as a resumed reading does."""
    with open_store(address, create=True) as store:
        for analysis in analyses(seed, count):
            if not store.holds(analysis.document, model=READING.model):
                store.put(analysis, READING)


def count_up(address: str, record_id: str, times: int) -> None:
    """Add one to a number kept in a slot, so many times, reading it before each."""
    with open_store(address) as store:
        for number in range(times):
            while True:
                entry, _ = get_reviewed(store, record_id)
                before = get_slot(entry, EDITED)
                after = [str(int((json.loads(before) or ["0"])[0]) + 1)]
                try:
                    store.review(
                        Review(
                            record_id=record_id,
                            decision=Decision.EDIT,
                            reviewer=f"writer {os.getpid()}",
                            at=f"2031-01-01T00:00:00.{number:06}",
                            slot=EDITED,
                            before=before,
                            after=json.dumps(after),
                        )
                    )
                    break
                except StaleReview:  # the other writer was faster: read again
                    continue


def measure_kills(address: str, *, seed: int, documents: int, kills: int) -> dict[str, float]:
    """Kill a writer at random moments until it has been killed so often; then let it finish."""
    chance, killed, restarts = random.Random(seed), 0, 0
    while True:
        restarts += 1
        writer = _child("write", address, seed, documents)
        if killed < kills:
            time.sleep(chance.uniform(*KILL_SECONDS))
            if writer.poll() is None:
                writer.send_signal(signal.SIGKILL)
                writer.wait()
                killed += 1
                continue
        if writer.wait() != 0:
            raise SystemExit("the writer failed")
        if killed >= kills or restarts > kills + 5:
            break
    with open_store(address) as store:
        totals, ids = store.count(), [document.id for document in store.find_documents()]
        whole = sum(1 for _ in store.find_records(Listed.COMMITMENTS))
    expected = [analysis.document.id for analysis in analyses(seed, documents)]
    return {
        "kills": killed,
        "missing": len(set(expected) - set(ids)),
        "doubled": len(ids) - len(set(ids)) + totals.versions - totals.documents,
        "records short": len(expected) - whole,
        "integrity": float(_is_sound(address)),
    }


def measure_writers(address: str, *, seed: int, times: int) -> dict[str, float]:
    """Let two programs count up one number by reviews; return what is missing in the end."""
    write(address, seed, 5)
    with open_store(address) as store:
        record_id = next(store.find_records(Listed.COMMITMENTS)).id
    begin = time.perf_counter()
    writers = [_child("count", address, record_id, times) for _ in range(2)]
    if [writer.wait() for writer in writers] != [0, 0]:
        raise SystemExit("a writer failed")
    seconds = time.perf_counter() - begin
    with open_store(address) as store:
        entry, standing = get_reviewed(store, record_id)
        [reached] = json.loads(get_slot(entry, EDITED))
        return {
            "reviews": len(standing.reviews),
            "lost": 2 * times - int(reached),
            "reviews per second": 2 * times / seconds,
        }


def measure_growth(address: str, *, seed: int, sizes: tuple[int, ...]) -> dict[str, float]:
    """Time the same 300 documents into a store that holds ever more records."""
    found: dict[str, float] = {}
    stored = 0
    whole = analyses(seed, max(sizes))
    with open_store(address, create=True) as store:
        for size in sizes:
            while stored < size:
                store.put(next(whole), READING)
                stored += 2  # a document brings a commitment and a statement
            found[f"ms at {size:,} records"] = _time(store, seed + size)
    first, last = found[f"ms at {sizes[0]:,} records"], found[f"ms at {sizes[-1]:,} records"]
    return {**found, "growth": last / first}


def _time(store: Store, seed: int) -> float:
    times = []
    for number, analysis in enumerate(analyses(seed, 300)):
        document = replace(analysis.document, id=f"timed-{seed}-{number}")
        analysis = replace(analysis, document=document)
        begin = time.perf_counter()
        store.holds(analysis.document, model=READING.model)
        store.put(analysis, READING)
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


def _child(*arguments: object) -> subprocess.Popen[bytes]:
    words = [str(argument) for argument in arguments]
    return subprocess.Popen([sys.executable, "-m", "benchmarks.durability", "--child", *words])


def _is_sound(address: str) -> bool:
    if "://" in address:
        return True  # the server checks its own pages; a broken one would have refused the count
    with sqlite3.connect(address) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@contextmanager
def _address(*, postgres: bool) -> Iterator[str]:
    if postgres:
        with open_cluster() as cluster:
            yield cluster.make_database()
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "foedus.db")


def main() -> None:
    """Run what is asked for, or all parts, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=["kills", "writers", "growth"], action="append")
    parser.add_argument("--postgres", action="store_true", help="a server of its own, not a file")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--reviews", type=int, default=1_500, help="by each of two writers")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        what, address, *rest = asked.child
        if what == "write":
            write(address, int(rest[0]), int(rest[1]))
        else:
            count_up(address, rest[0], int(rest[1]))
        return
    place = "PostgreSQL" if asked.postgres else "SQLite"
    print(f"# durability on {place}, seed {asked.seed}")
    for part in asked.part or ["kills", "writers", "growth"]:
        with _address(postgres=asked.postgres) as address:
            begin = time.perf_counter()
            if part == "kills":
                found = measure_kills(
                    address, seed=asked.seed, documents=asked.documents, kills=asked.kills
                )
            elif part == "writers":
                found = measure_writers(address, seed=asked.seed, times=asked.reviews)
            else:
                found = measure_growth(address, seed=asked.seed, sizes=tuple(asked.sizes))
            for name, value in found.items():
                print(f"{part:8} {name:28} {value:,.2f}", flush=True)
            print(f"{part:8} {'seconds in all':28} {time.perf_counter() - begin:,.1f}", flush=True)


if __name__ == "__main__":
    main()
