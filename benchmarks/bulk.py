"""What the engine and the ledger of `foedus bulk` cost and withstand, on generated archives.

    python -m benchmarks.bulk --articles 2000 --analyzer cues
    python -m benchmarks.bulk --articles 100000 --sentences 5 --no-merge

Articles are generated in WARC files. A plain loop reads them in one process; `foedus bulk` must
find the same with one worker, with all, after a worker and the driver were killed, with a document
that kills its reader, with an archive that is cut off, and on two Ray nodes on this machine.

`--analyzer model` reads with the shipped model. `--analyzer cues` puts a parser by cue words in its
place (benchmarks/cues.py): far more articles in the same time, but then figures on speed say
nothing of foedus's own. Times are of the processor, of all processes, not of the clock.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.archives import Article, make_articles, write_warcs
from benchmarks.bulk_faults import run_faulty
from benchmarks.bulk_runs import ANALYZERS, Found, Run, measure, read_found, read_judged
from benchmarks.cues import POISON

MOST_OVERHEAD = 0.10
MOST_MEGABYTES = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is measured: an archive, the analyzer, and where."""

    paths: tuple[Path, ...]
    analyzer: str
    workers: int
    shard: int
    folder: Path
    merge: bool

    @property
    def what(self) -> str:
        """Return what is done, in words."""
        return "bulk and merging" if self.merge else "bulk"

    def run(self, name: str, **more: object) -> Run:
        """Return how `foedus bulk` is run on the archive into a folder of this name."""
        out = self.folder / name
        shutil.rmtree(out, ignore_errors=True)
        given = {"workers": self.workers, "analyzer": self.analyzer, "shard": self.shard, **more}
        return Run(paths=self.paths, out=out, **given)  # type: ignore[arg-type] # named above


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print its lines, and return 1 if results differ, whatever the speed."""
    options = _parser().parse_args(arguments)
    articles = list(make_articles(options.articles, sentences=options.sentences))
    shutil.rmtree(options.folder, ignore_errors=True)
    paths = write_warcs(articles, options.folder / "warc", options.files)
    words = sum(len(" ".join(one.paragraphs).split()) for one in articles) / len(articles)
    size = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, ")
    print(", ".join(f"{name} {version(name)}" for name in ("daft", "pyarrow", "fastwarc")))
    print(
        f"{len(articles)} articles of {words:.0f} words in {len(paths)} WARC files ({size:.1f} MB);"
        f" analyzer: {options.analyzer}"
    )
    asked = Asked(
        paths=tuple(paths),
        analyzer=options.analyzer,
        workers=options.workers,
        shard=options.shard,
        folder=options.folder,
        merge=options.merge,
    )
    expected = _compare_cost(asked, len(articles))
    checks: dict[str, Callable[[], bool]] = {
        "workers": lambda: _is_same_on_all_cores(asked, expected),
        "faults": lambda: _withstands(asked, articles, options.files),
        "cluster": lambda: _is_same_on_cluster(asked, expected),
    }
    held = [check() for name, check in checks.items() if name in options.checks]
    return 0 if all(held) else 1


def _compare_cost(asked: Asked, count: int) -> Found:
    """Print what a plain loop and one worker take, and return what the loop found."""
    idle = measure(asked.run("idle", plain=True, only=1))
    start = measure(asked.run("start", workers=1, only=1))
    plain = measure(asked.run("plain", plain=True))
    single = measure(asked.run("single", workers=1))
    expected = read_found(asked.folder / "plain")
    same = read_found(asked.folder / "single") == expected
    loop, bulk = plain.seconds - idle.seconds, single.seconds - start.seconds
    print(
        f"plain loop: {plain.seconds:.1f} s, of that {idle.seconds:.1f} s to start;"
        f" {count / loop:.1f} articles/s"
    )
    print(
        f"bulk, one worker: {single.seconds:.1f} s, of that {start.seconds:.1f} s to start;"
        f" overhead {single.seconds / plain.seconds - 1:+.1%}, once started {bulk / loop - 1:+.1%}"
        f" (asked: <= {MOST_OVERHEAD:.0%}), {(bulk - loop) / count * 1e3:+.2f} ms an article"
    )
    print(f"result equal to the plain loop: {same}")
    peak = single.peak_megabytes
    print(f"memory of a worker: {peak} MB (asked: <= {MOST_MEGABYTES})")
    if not same:
        raise SystemExit("bulk and the plain loop differ")
    return expected


def _is_same_on_all_cores(asked: Asked, expected: Found) -> bool:
    done = measure(asked.run("cores", merge=asked.merge))
    same = read_found(asked.folder / "cores") == expected
    judged = read_judged(asked.folder / "cores").partition(" ")[0] if asked.merge else "no"
    print(
        f"{asked.what}, {asked.workers} workers: {done.clock:.1f} s on the clock,"
        f" {done.seconds:.1f} s of the processor, at most {done.peak_megabytes} MB a worker;"
        f" equal: {same}; {judged} judgements"
    )
    return same


def _withstands(asked: Asked, articles: Sequence[Article], files: int) -> bool:
    """Poison one article, cut one archive off, kill a worker and the driver; print what is left."""
    folder = asked.folder / "faulty"
    deadly = len(articles) // 2
    poisoned = [
        Article(
            number=one.number, title=one.title, outlet=one.outlet, day=one.day,
            paragraphs=(*one.paragraphs, POISON),
        ) if one.number == deadly else one
        for one in articles
    ]  # fmt: skip
    paths = write_warcs(poisoned, folder, files)
    paths[-1].write_bytes(paths[-1].read_bytes()[:-200])
    run = asked.run("withstood", deadly=True)
    told = run_faulty(Run(**{**_fields(run), "paths": tuple(paths)}))
    expected_run = asked.run("undisturbed", plain=True)
    measure(Run(**{**_fields(expected_run), "paths": tuple(paths)}))
    found = read_found(run.out)
    expected = read_found(expected_run.out, besides=found.quarantined)
    same = found.without_quarantined() == expected
    print(
        f"killed: {told.workers_killed} worker, {told.drivers_killed} driver; an archive cut off:"
        f" {len(expected.failures)} failure; in quarantine: {', '.join(found.quarantined)};"
        f" equal but for that: {same}"
    )
    return same and found.quarantined == (articles[deadly].record_id,)


def _is_same_on_cluster(asked: Asked, expected: Found) -> bool:
    if shutil.which("ray") is None and not (Path(sys.executable).with_name("ray")).exists():
        print("not measured: Ray is not installed (pip install 'foedus[cluster]')")
        return True
    done = measure(asked.run("cluster", nodes=2, merge=asked.merge))
    same = read_found(asked.folder / "cluster") == expected
    here = asked.folder / "cores"
    comparable = asked.merge and here.exists()
    judged = not comparable or read_judged(here) == read_judged(asked.folder / "cluster")
    print(
        f"{asked.what} on two Ray nodes on this machine: {done.clock:.1f} s on the clock;"
        f" equal: {same}; judgements equal: {judged if comparable else 'not compared'}"
    )
    return same and judged


def _fields(run: Run) -> dict[str, object]:
    return {name: getattr(run, name) for name in run.__slots__}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--sentences", type=int, default=24)
    parser.add_argument("--analyzer", choices=sorted(ANALYZERS), default="cues")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--shard", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=Path("build/bulk"))
    parser.add_argument(
        "--no-merge", dest="merge", action="store_false", help="read only: merging takes longest"
    )
    parser.add_argument(
        "--checks", nargs="*", default=["workers", "faults", "cluster"], help="what is checked"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
