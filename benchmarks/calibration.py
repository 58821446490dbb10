"""Whether scores mean what they say: of records scored .8, are eight in ten right?

usage: python -m benchmarks.calibration --shared ../shared [--fit]

Prints a reliability table and the expected calibration error (Naeini et al. 2015, bins of equal
size) for statements and commitments of the development sets. `--fit` prints besides the logistic
scale (Platt 1999) for `languages/en/confidence.toml`, with its error when every passage is judged
by a scale fitted on the others.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.analyzer import analyze_gold, read_rows

BINS, FOLDS = 10, 10
STEPS, RATE = 3000, 0.05
TABLE = Path(__file__).parent.parent / "src/foedus/languages/en/confidence.toml"
Row = dict
Span = Sequence[int]


@dataclass(frozen=True)
class Judged:
    """A record's score, whether it is right, and the passage that it stands in."""

    score: float
    right: bool
    passage: str


def overlap(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Return the share of characters that two lists of spans have in common (Jaccard)."""
    left, right = ({c for s in spans for c in range(*s)} for spans in (a, b))
    return len(left & right) / len(left | right) if left or right else 1.0


def span_of(record: Row, key: str) -> list[Span]:
    """Return the characters of a part of a commitment, gold or read; none without it."""
    part = record.get(key)
    if part is None:
        return []
    span = part["span"]
    return [(span["start"], span["end"])] if isinstance(span, dict) else [span]


def same_commitment(gold: Row, found: Row) -> float:
    """Return how well two commitments agree; 0 if action or condition differ."""
    parts = [overlap(span_of(gold, k), span_of(found, k)) for k in ("action", "condition")]
    return min(parts) if min(parts) >= 1 / 3 else 0.0  # a Jaccard of 1/3 is an F1 of 1/2


def same_statement(gold: Row, found: Row) -> float:
    """Return how well two statements agree in content (gold without any: in their cue)."""
    key = "content" if gold["content"] else "cue"
    share = overlap(gold[key], [(s["start"], s["end"]) for s in found[key]])
    return share if share >= (0.5 if gold["content"] else 0.01) else 0.0


def judge(
    gold: list[Row], found: dict[str, list[Row]], key: str, same: Callable[[Row, Row], float]
) -> list[Judged]:
    """Return every record read, right if it can be paired with a labelled one, best pairs first."""
    judged = []
    for passage in gold:
        name, records = passage["id"], found[passage["id"]]
        pairs = [
            (same(label, record), i, j)
            for i, label in enumerate(passage[key])
            for j, record in enumerate(records)
        ]
        used: set[int] = set()
        right: set[int] = set()
        for share, i, j in sorted(pairs, reverse=True):
            if share > 0 and i not in used and j not in right:
                used.add(i)
                right.add(j)
        judged += [Judged(r["score"], j in right, name) for j, r in enumerate(records)]
    return judged


def bins(judged: Sequence[Judged]) -> list[tuple[int, float, float]]:
    """Return (records, mean score, share right) of bins of like size, by score.

    Equal scores stay in one bin, which may grow larger than the others by that.
    """
    ranked = sorted(judged, key=lambda row: row.score)
    size = max(1, round(len(ranked) / BINS))
    parts: list[list[Judged]] = []
    for row in ranked:
        if not parts or (len(parts[-1]) >= size and parts[-1][-1].score < row.score):
            parts.append([])
        parts[-1].append(row)
    if len(parts) > 1 and len(parts[-1]) < size / 2:
        parts[-2:] = [parts[-2] + parts[-1]]
    return [
        (len(p), sum(r.score for r in p) / len(p), sum(r.right for r in p) / len(p)) for p in parts
    ]


def calibration_error(judged: Sequence[Judged]) -> float:
    """Return the mean distance of score and share right over the bins, weighed by size."""
    return sum(n * abs(score - right) for n, score, right in bins(judged)) / len(judged)


def logit(score: float) -> float:
    """Return the log-odds of a score, kept finite at 0 and 1 as the tool keeps it."""
    score = min(0.999, max(0.001, score))
    return math.log(score / (1 - score))


def fit(judged: Sequence[Judged]) -> tuple[float, float]:
    """Return (slope, offset) of the logistic scale of the greatest likelihood, slope at least 0."""
    slope, offset = 1.0, 0.0
    for _ in range(STEPS):
        up, side = 0.0, 0.0
        for row in judged:
            miss = row.right - 1 / (1 + math.exp(-(slope * logit(row.score) + offset)))
            up, side = up + miss * logit(row.score), side + miss
        slope = max(0.0, slope + RATE * up / len(judged))
        offset += RATE * side / len(judged)
    return slope, offset


def scaled(judged: Sequence[Judged], scale: tuple[float, float]) -> list[Judged]:
    """Return the rows with their scores on a scale."""
    return [
        Judged(1 / (1 + math.exp(-(scale[0] * logit(r.score) + scale[1]))), r.right, r.passage)
        for r in judged
    ]


def crossed(judged: Sequence[Judged]) -> list[Judged]:
    """Return the rows, each on a scale fitted without its passage's fold."""
    names = sorted({row.passage for row in judged})
    folds = {name: index % FOLDS for index, name in enumerate(names)}
    found: list[Judged] = []
    for fold in range(FOLDS):
        rest = [row for row in judged if folds[row.passage] != fold]
        found += scaled([row for row in judged if folds[row.passage] == fold], fit(rest))
    return found


def measure(shared: Path, folder: Path) -> dict[str, list[Judged]]:
    """Return the judged records of each kind."""
    found: dict[str, list[Judged]] = {}
    for kind, key, same in (
        ("statement", "attributions", same_statement),
        ("commitment", "commitments", same_commitment),
    ):
        path = shared / f"data/{kind}s/dev.jsonl"
        read = {
            str(row["document"]["id"]): row[f"{kind}s"]
            for row in read_rows(analyze_gold(path, folder))
        }
        found[kind] = judge(read_rows(path), read, key, same)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        judged = measure(given.shared.resolve(), Path(scratch))
    table = tomllib.loads(TABLE.read_text("utf-8"))
    for kind, rows in judged.items():
        print(f"{kind}: {len(rows)} records, calibration error {calibration_error(rows):.3f}")
        for size, score, right in bins(rows):
            print(f"  {size:4} records  mean score {score:.3f}  right {right:.3f}")
        if given.fit:
            slope, offset = fit(rows)
            old = table[kind]
            whole = (slope * old["slope"], slope * old["offset"] + offset)
            error = calibration_error(crossed(rows))
            print(f"  slope = {whole[0]:.3f}, offset = {whole[1]:.3f}; fitted across: {error:.3f}")


if __name__ == "__main__":
    main()
