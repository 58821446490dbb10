"""How well and how fast records are merged: a generated set with known duplicates.

usage: python -m benchmarks.merging [--records 100000] [--seed 7] [--json]

Commitments are built as records (no model runs), kept in a store in a temporary file and merged as
`foedus read` does. The table gives time, memory and pairwise precision, recall and F1 of the
threads against the known truth; a tenth of the set comes first, to show how the cost grows.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable

from benchmarks.promises import Generator
from benchmarks.shelf import Shelf
from foedus.merging import merge, threads_of
from foedus.records.threads import Thread

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


def measure(records: int, seed: int) -> dict[str, float]:
    """Return the figures for a set of this size."""
    told = list(Generator(seed, records))
    truth = {one.entry.id: one.truth for one in told}
    shelf = Shelf(one.entry for one in told)
    del told
    gc.collect()
    begin = time.perf_counter()
    merged = merge(shelf, at=AT)
    taken = time.perf_counter() - begin
    begin = time.perf_counter()
    threads = threads_of(shelf.entries, shelf.judgements.values())
    clustering = time.perf_counter() - begin
    return {
        "records": records,
        "seconds": taken,
        "threads seconds": clustering,
        "pairs": merged.pairs,
        "pairs a record": merged.pairs / records,
        "same": merged.same,
        "matters": merged.matters,
        "unsure": merged.unsure,
        "not same": merged.not_same,
        "peak MB": _peak(),
        **pairwise(threads, truth),
    }


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / MEGABYTE if sys.platform == "darwin" else peak * 1024 / MEGABYTE


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    for records in (given.records // 10, given.records):
        print(f"seed {given.seed}")
        for name, value in measure(records, given.seed).items():
            print(
                f"  {name:16} {value:,.3f}"
                if isinstance(value, float)
                else f"  {name:16} {value:,}"
            )


if __name__ == "__main__":
    main()
