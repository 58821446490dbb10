"""How right foedus is on the development sets: one table of what was asked and what was reached.

usage: python -m benchmarks.accuracy --shared ../shared [--only PART,PART] [--keep DIR] [--json]

The shared folder holds the gold files (data/, seeds/) and their scorers (tools/); its texts belong
to others and are not part of this project. Exit status 1 if something could not be measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.scorers import (
    Figures,
    score_attribution,
    score_commitments,
    score_events,
    score_seeds,
    score_statements,
    score_treaties,
    score_trees,
)
from benchmarks.table import report

PARTS: dict[str, tuple[Callable[[Path, Path], Figures], tuple[str, ...]]] = {
    "trees": (
        score_trees,
        ("data/treebank/ewt-dev.conllu.gz", "data/entities/re3d-dev.jsonl.gz"),
    ),
    "seeds": (score_seeds, ("seeds", "data/seeds/ideal.json", "tools/score_seeds.py")),
    "commitments": (
        score_commitments,
        ("data/commitments/dev.jsonl", "tools/score_commitments.py", "tools/to_scorer.py"),
    ),
    "treaties": (
        score_treaties,
        ("data/treaties/dev.jsonl", "tools/score_commitments.py", "tools/to_scorer.py"),
    ),
    "attribution": (
        score_attribution,
        (
            "data/attribution/polnear-dev.jsonl.gz",
            "tools/score_attribution.py",
            "tools/to_scorer.py",
        ),
    ),
    "statements": (
        score_statements,
        ("data/statements/dev.jsonl", "tools/score_statements.py", "tools/to_scorer.py"),
    ),
    "events": (score_events, ("data/events/dev.jsonl", "tools/score_events.py")),
}
"""Each part with the files that it needs from the shared folder."""


def measure(shared: Path, folder: Path, parts: list[str]) -> tuple[Figures, list[str]]:
    """Return the figures of these parts, and a line for each that lacks a file."""
    reached: Figures = {}
    missing: list[str] = []
    for part in parts:
        score, needed = PARTS[part]
        absent = [name for name in needed if not (shared / name).exists()]
        if absent:
            missing.append(f"{part}: {shared} has no {', '.join(absent)}")
            continue
        print(f"measuring {part}", file=sys.stderr, flush=True)
        reached |= score(shared, folder)
    return reached, missing


def main() -> int:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--shared", type=Path, default=Path("../shared"), help="gold files and scorers"
    )
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--keep", type=Path, help="leave inputs and outputs in this folder")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    parts = [part for part in given.only.split(",") if part]
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"unknown part {unknown[0]!r}; known: {', '.join(PARTS)}")
    if not given.shared.is_dir():
        parser.error(f"{given.shared} is no folder; name the one with the gold files with --shared")
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        reached, missing = measure(given.shared.resolve(), folder, parts)
    return report(reached, missing, as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
