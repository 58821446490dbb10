"""Grouping by event, measured with the scorer and the texts of SHARED; one table.

The threshold was set on the training part of ECB+; NewsWCL50 is reported beside it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from foedus.merging.stories import THRESHOLD, group_stories
from foedus.records.documents import Document, HowKnown, Published

SETS = {"ecb_train": "threshold set on it", "ecb_dev": ">= 0.88", "wcl50_dev": "reported"}


def read_documents(path: Path) -> Iterator[Document]:
    """Yield the documents of a set; its groups stay where they are."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            day = row.get("date")
            published = Published()
            if day:
                published = Published(earliest=day, latest=day, precision="day", how=HowKnown.GIVEN)
            yield Document(
                id=row["id"], text=row["text"], title=row.get("title"), published=published
            )


def measure(path: Path, scorer: Path) -> dict[str, float]:
    """Return the scorer's figures for one set, and the seconds that grouping took."""
    begin = time.perf_counter()
    found = group_stories(read_documents(path))
    seconds = time.perf_counter() - begin
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as written:
        for document_id, group in found.items():
            written.write(json.dumps({"id": document_id, "group": group}) + "\n")
        written.flush()
        done = subprocess.run(
            [sys.executable, str(scorer), str(path), written.name],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    figures = dict(line.split("\t") for line in done.stdout.splitlines())
    return {**{name: float(value) for name, value in figures.items()}, "seconds": seconds}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="data and tools")
    shared: Path = parser.parse_args().shared
    scorer = shared / "tools" / "score_stories.py"
    if not scorer.exists():
        sys.exit(f"{scorer} is missing: the labelled texts are no part of this project")
    print(f"threshold {THRESHOLD}")
    print("| set | asked | B-cubed F | P | R | documents | groups: found, true | seconds |")
    print("|-----|-------|-----------|---|---|-----------|---------------------|---------|")
    for name, asked in SETS.items():
        figures = measure(shared / "data" / "stories" / f"{name}.jsonl.gz", scorer)
        print(
            f"| {name} | {asked} | {figures['b3_f1']:.3f} | {figures['b3_p']:.3f} |"
            f" {figures['b3_r']:.3f} | {figures['n']:.0f} | {figures['pred_groups']:.0f},"
            f" {figures['gold_groups']:.0f} | {figures['seconds']:.1f} |"
        )


if __name__ == "__main__":
    main()
