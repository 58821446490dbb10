"""Accuracy by source and by decade: where the reading can be trusted more, and where less.

usage: python -m benchmarks.sources --shared ../shared

Prints, for statements and commitments of the development sets, F1 with the number of labelled and
read records for every outlet and decade. Groups of few records say little: the numbers stand there.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.analyzer import analyze_gold, read_rows
from benchmarks.calibration import Row, judge, same_commitment, same_statement

MIN_LABELLED = 5
"""Sources with fewer labelled records are counted together as "others"."""


def decade(row: Row) -> str:
    """Return the decade of a passage by its date or year, "undated" without either."""
    found = re.search(r"\b(1[89]|20)\d\d", f"{row.get('date') or ''} {row.get('year') or ''}")
    return f"{found[0][:3]}0s" if found else "undated"


def source(row: Row) -> str:
    """Return the outlet of a passage."""
    return str(row.get("outlet") or row.get("publisher") or "unnamed")


def grouped(
    gold: list[Row], found: dict[str, list[Row]], key: str, same: Callable[[Row, Row], float]
) -> dict[str, dict[str, tuple[int, int, int]]]:
    """Return by source and by decade: (labelled, read, right) of each group, largest first."""
    right: dict[str, int] = defaultdict(int)
    for row in judge(gold, found, key, same):
        right[row.passage] += row.right
    tables: dict[str, dict[str, tuple[int, int, int]]] = {}
    for name, group_of in (("source", source), ("decade", decade)):
        table: dict[str, tuple[int, int, int]] = {}
        for passage in gold:
            old = table.get(group_of(passage), (0, 0, 0))
            own = (len(passage[key]), len(found[passage["id"]]), right[passage["id"]])
            table[group_of(passage)] = (old[0] + own[0], old[1] + own[1], old[2] + own[2])
        tables[name] = with_others(table)
    return tables


def with_others(table: dict[str, tuple[int, int, int]]) -> dict[str, tuple[int, int, int]]:
    """Return the groups, largest first, the small ones as one."""
    large = {name: row for name, row in table.items() if row[0] >= MIN_LABELLED}
    small = [row for name, row in table.items() if name not in large]
    ranked = dict(sorted(large.items(), key=lambda pair: (-pair[1][0], pair[0])))
    if small:
        a, b, c = (sum(row[i] for row in small) for i in range(3))
        ranked["others"] = (a, b, c)
    return ranked


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared.resolve()
    for kind, key, same in (
        ("statement", "attributions", same_statement),
        ("commitment", "commitments", same_commitment),
    ):
        path = shared / f"data/{kind}s/dev.jsonl"
        with tempfile.TemporaryDirectory() as scratch:
            rows = read_rows(analyze_gold(path, Path(scratch)))
        found = {str(row["document"]["id"]): row[f"{kind}s"] for row in rows}
        for group, table in grouped(read_rows(path), found, key, same).items():
            print(f"{kind}s by {group}")
            for name, (labelled, read, right) in table.items():
                f1 = 2 * right / (labelled + read) if labelled + read else 1.0
                print(f"  {f1:.2f}  {labelled:3} labelled {read:3} read  {name}")


if __name__ == "__main__":
    main()
