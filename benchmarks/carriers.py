"""Copies and stories in generated news: what is found, how long it takes, how much memory.

usage: python -m benchmarks.carriers [--seed N] [--sizes 1000,20000,100000] [--part copies|stories]

Each size runs in a process of its own, so that its memory is its own. The memory includes the
interpreter and the world's tables, not the generated texts: they are made as they are read.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence

from benchmarks.newsroom import Piece, make_news
from foedus.merging.duplicates import copies_of
from foedus.merging.stories import group_stories
from foedus.records.documents import Document

SIZES = "1000,5000,20000,100000"
SEED = 4


def score_pairs(found: Mapping[str, Hashable], true: Mapping[str, Hashable]) -> tuple[float, float]:
    """Return precision and recall of the pairs of documents that stand in one group."""
    both = Counter((found[one], true[one]) for one in true)
    same = _count_pairs(list(both.values()))
    given = _count_pairs(list(Counter(found[one] for one in true).values()))
    asked = _count_pairs(list(Counter(true.values()).values()))
    return same / given if given else 1.0, same / asked if asked else 1.0


def _count_pairs(sizes: Sequence[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def measure(part: str, count: int, seed: int) -> None:
    """Print the row of one size."""
    true: dict[str, Hashable] = {}
    making = 0.0

    def read() -> Iterator[Document]:
        nonlocal making
        news = make_news(count, seed)
        while True:
            begin = time.perf_counter()
            piece: Piece | None = next(news, None)
            making += time.perf_counter() - begin
            if piece is None:
                return
            true[piece.document.id] = piece.report if part == "copies" else piece.event
            yield piece.document

    begin = time.perf_counter()
    if part == "copies":
        found: dict[str, Hashable] = {}
        for copies in copies_of(read()):
            found |= dict.fromkeys((copies.source_id, *copies.carrier_ids), copies.source_id)
        found = {one: found.get(one, one) for one in true}
    else:
        found = dict(group_stories(read()))
    seconds = time.perf_counter() - begin - making
    precision, recall = score_pairs(found, true)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {part} | {count} | {precision:.3f} | {recall:.3f} | {seconds:.1f} |"
        f" {1000 * seconds / count:.2f} | {memory:.0f} |",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--sizes", default=SIZES, help="documents, separated by commas")
    parser.add_argument("--part", choices=("copies", "stories"), help="only this")
    parser.add_argument("--row", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.row is not None:
        measure(given.part, given.row, given.seed)
        return
    print(f"seed {given.seed}")
    print("| what | documents | pairs: precision | recall | seconds | ms a document | MB |")
    print("|------|-----------|------------------|--------|---------|---------------|----|")
    parts = [given.part] if given.part else ["copies", "stories"]
    sys.stdout.flush()
    for part, size in itertools.product(parts, given.sizes.split(",")):
        line = [sys.executable, "-m", "benchmarks.carriers", "--part", part, "--row", size]
        subprocess.run([*line, "--seed", str(given.seed)], check=True)


if __name__ == "__main__":
    main()
