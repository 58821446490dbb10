"""Whether scores mean what they say: of records scored .8, are eight in ten right?

usage: python -m benchmarks.calibration --shared ../shared [--fit]

Prints a reliability table and the expected calibration error (Naeini et al. 2015, bins of equal
size) for statements and commitments of the development sets, and beside it the error that a score
without fault would show on so few records. `--fit` prints besides the logistic scale (Platt 1999)
with its signs for `languages/en/confidence.toml`, and the error when every passage is judged by a
scale fitted on the others. Development passages hold too few commitments for that: there the
training passages, which the model has seen, are read besides, which takes minutes.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.analyzer import analyze_gold, read_rows
from foedus.analysis.signs import signs_of_commitment, signs_of_statement
from foedus.languages.language import load_language
from foedus.records.codec import from_dict

BINS, FOLDS = 10, 10
STEPS, RIDGE = 30, 1.0
WEIGHT = 5
"""So often a development passage counts beside the training passages."""
DRAWS = 200
"""So often labels are drawn anew by the scores themselves, to see what chance alone does."""
Row = dict
Span = Sequence[int]


@dataclass(frozen=True)
class Judged:
    """A record's score, whether it is right, its passage, and what its score is made of."""

    score: float
    right: bool
    passage: str
    evidence: float = 0.0
    signs: tuple[float, ...] = ()


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


def chance_error(judged: Sequence[Judged]) -> float:
    """Return the calibration error that these scores would show if they were without fault."""
    rng = random.Random(0)
    drawn = ([replace(row, right=rng.random() < row.score) for row in judged] for _ in range(DRAWS))
    return sum(calibration_error(rows) for rows in drawn) / DRAWS


def fit(judged: Sequence[Judged]) -> NDArray[np.float64]:
    """Return offset, slope and the weights of the signs, of the greatest penalised likelihood."""
    x, y = _table(judged), np.array([row.right for row in judged], float)
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[0, 0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - ridge @ weights
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, slope)
    return weights


def _table(judged: Sequence[Judged]) -> NDArray[np.float64]:
    return np.array([(1.0, row.evidence, *row.signs) for row in judged])


def scaled(judged: Sequence[Judged], weights: NDArray[np.float64]) -> list[Judged]:
    """Return the rows with their scores on a scale."""
    scores = 1 / (1 + np.exp(-_table(judged) @ weights))
    return [replace(row, score=float(score)) for row, score in zip(judged, scores, strict=True)]


def crossed(judged: Sequence[Judged], others: Sequence[Judged] = ()) -> list[Judged]:
    """Return the rows, each on a scale fitted on others and on the rows of other folds."""
    names = sorted({row.passage for row in judged})
    folds = {name: index % FOLDS for index, name in enumerate(names)}
    found: list[Judged] = []
    for fold in range(FOLDS):
        rest = [row for row in judged if folds[row.passage] != fold]
        weights = fit([*others, *_weighed(rest, others)])
        found += scaled([row for row in judged if folds[row.passage] == fold], weights)
    return found


def _weighed(judged: Sequence[Judged], others: Sequence[Judged]) -> list[Judged]:
    """Return the rows as often as they count beside others, which were labelled less carefully."""
    return list(judged) * (WEIGHT if others else 1)


PARTS: Mapping[str, tuple[str, Callable[[Row, Row], float]]] = {
    "statement": ("attributions", same_statement),
    "commitment": ("commitments", same_commitment),
}


def measure(gold: Path, folder: Path, kind: str) -> list[Judged]:
    """Return the judged records of a kind, with the evidence and signs behind their scores."""
    key, same = PARTS[kind]
    output = read_rows(analyze_gold(gold, folder))
    found = {str(row["document"]["id"]): row[f"{kind}s"] for row in output}
    judged = judge(read_rows(gold), found, key, same)
    signs = {str(row["document"]["id"]): _signs(row, kind) for row in output}
    order = [one for passage in read_rows(gold) for one in signs[str(passage["id"])]]
    language = load_language("en")
    return [
        replace(
            row,
            evidence=language.confidence.evidence(kind, row.score, one),
            signs=tuple(one.values()),
        )
        for row, one in zip(judged, order, strict=True)
    ]


def _signs(row: Row, kind: str) -> list[dict[str, float]]:
    """Return the signs of the records of a document, in order."""
    analysis = from_dict(row)
    if kind == "commitment":
        return [signs_of_commitment(c) for c in analysis.commitments]
    words = load_language("en").cues
    return [signs_of_statement(s, words=words) for s in analysis.statements]


def show_fit(kind: str, rows: Sequence[Judged], others: Sequence[Judged]) -> None:
    """Print the scale fitted on the rows, and on others where there are any."""
    weights = fit([*others, *_weighed(rows, others)])
    print(f"  slope = {weights[1]:.3f}\n  offset = {weights[0]:.3f}")
    names = load_language("en").confidence.signs[kind]
    for name, weight in zip(names, weights[2:], strict=True):
        print(f"  {name} = {weight:.3f}")
    print(f"  fitted across: {calibration_error(crossed(rows, others)):.3f}")
    if others:
        error, chance = calibration_error(crossed(others)), chance_error(crossed(others))
        print(f"  {len(others)} training records, fitted across: {error:.3f} (chance {chance:.3f})")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    data = given.shared.resolve() / "data"
    with tempfile.TemporaryDirectory() as scratch:
        for kind in PARTS:
            rows = measure(data / f"{kind}s/dev.jsonl", Path(scratch), kind)
            error, chance = calibration_error(rows), chance_error(rows)
            print(f"{kind}: {len(rows)} records, calibration error {error:.3f}", end="")
            print(f" (of a score without fault {chance:.3f})")
            for size, score, right in bins(rows):
                print(f"  {size:4} records  mean score {score:.3f}  right {right:.3f}")
            if given.fit:
                train = Path(scratch) / "train"
                train.mkdir(exist_ok=True)
                many = kind == "commitment"
                gold = data / f"{kind}s/train.jsonl"
                show_fit(kind, rows, measure(gold, train, kind) if many else [])


if __name__ == "__main__":
    main()
