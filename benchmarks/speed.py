"""How fast foedus is on one core, how long it takes to start and how much memory it needs.

usage: python -m benchmarks.speed [--articles 100] [--examples examples] [--json]

Articles of 650 words are put together from the examples and go from text to records in one process
that is bound to one core. Start-up is `foedus analyze` of one line, the best of three.
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
from pathlib import Path

from benchmarks.analyzer import command
from benchmarks.articles import make_articles
from benchmarks.table import report

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "src/foedus/languages/en/model"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
TRIES = 3
MEGABYTE = 1_000_000


def bind_to_one_core() -> None:
    """Keep this process and its children on one core and in one thread."""
    os.environ |= dict.fromkeys(THREADS, "1")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def run_analyze(given: Path) -> tuple[float, bytes]:
    """Return the seconds that `foedus analyze` takes from start to end, and what it wrote."""
    begin = time.perf_counter()
    run = subprocess.run([command(), "analyze", str(given)], stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - begin, run.stdout


def write_input(path: Path, texts: list[str]) -> Path:
    """Write texts as JSON Lines and return the path."""
    lines = [json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def seconds_of(code: str) -> float:
    """Return what a line of Python takes in a fresh process, the best of a few tries."""
    times = []
    for _ in range(TRIES):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - begin)
    return min(times)


def peak_of_children() -> float:
    """Return the largest memory that any child so far has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak / MEGABYTE if sys.platform == "darwin" else peak * 1024 / MEGABYTE


def measure(examples: Path, count: int, folder: Path) -> dict[str, float]:
    """Return the figures by their key."""
    articles = make_articles(examples, count)
    line = write_input(folder / "line.jsonl", ["Iran will close the strait if it is attacked."])
    pile = write_input(folder / "pile.jsonl", articles)
    startup = min(run_analyze(line)[0] for _ in range(TRIES))
    taken, first = run_analyze(pile)
    _, second = run_analyze(pile)
    words = sum(len(text.split()) for text in articles)
    reading = max(taken - startup, 1e-9)
    figures = {
        "speed.articles": count / reading,
        "speed.words": words / reading,
        "speed.startup": startup,
        "speed.memory": peak_of_children(),
        "speed.import": seconds_of("import foedus") - seconds_of("pass"),
        "speed.same_bytes": float(first != second),
    }
    if MODEL.exists():
        size = sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file())
        figures["size.model"] = size / MEGABYTE
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=int, default=100, help="how many articles are read")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    bind_to_one_core()
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(given.examples, given.articles, Path(scratch))
    return report(figures, [], as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
