"""Fit the weights by which a fast read chooses sentences, from what the full read finds.

usage: python -m training.scan --shared ../shared [--out src/foedus/languages/en]

Texts: commitments/train.jsonl and every sixth text of attribution/polnear-train.jsonl.gz. Every
sentence is read in full once; what holds a record of a kind is a positive of that kind. The weights
are those of a logistic regression that keeps few cues (L1). A kind's threshold passes over LOSS
of the positives: those of either half of the texts as weighed by a fit on the other half.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedus.analysis.scan import find_cues, find_stretches
from foedus.languages.scan import ScanWords, read_groups
from foedus.pipeline import analyze_text
from foedus.records.analyses import Analysis

KINDS = ("commitments", "events", "figures", "statements")
STEP, TEXTS = 6, 130
L1, L2, RATE, ROUNDS = 9.0, 0.3, 0.5, 300
MOST_WEIGHT = 8.0
"""A positive weighs as much as the negatives it stands against, but no more than this."""
MIN_SENTENCES = 3
LOSS = 0.03
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """An intercept and the weights of the cues."""

    intercept: float
    weights: Vector


@dataclass(frozen=True)
class Table:
    """Sentences as rows of cue numbers: `cue[i]` stands in sentence `row[i]`."""

    cue: NDArray[np.int64]
    row: NDArray[np.int64]
    rows: int
    cues: int

    def scores(self, fit: Fit) -> Vector:
        """Return the log-odds of every sentence."""
        sums = np.bincount(self.row, fit.weights[self.cue], self.rows)
        return np.asarray(sums + fit.intercept, dtype=np.float64)

    def part(self, kept: NDArray[np.bool_]) -> Table:
        """Return the table of some of the sentences."""
        number = np.cumsum(kept) - 1
        inside = kept[self.row]
        row = number[self.row[inside]]
        return Table(cue=self.cue[inside], row=row, rows=int(kept.sum()), cues=self.cues)


def fit(table: Table, positive: Vector) -> Fit:
    """Return the logistic regression of a kind, by AdaGrad with soft thresholds."""
    share = positive.mean()
    stress = np.where(positive > 0, min(MOST_WEIGHT, (1 - share) / max(share, 1e-6)), 1.0)
    weights, squares = np.zeros(table.cues), np.full(table.cues, 1e-8)
    intercept, square = float(np.log((share + 1e-6) / (1 - share))), 1e-8
    for _ in range(ROUNDS):
        odds = 1 / (1 + np.exp(-table.scores(Fit(intercept, weights))))
        error = (odds - positive) * stress
        slope = np.bincount(table.cue, error[table.row], table.cues) + L2 * weights
        squares += slope * slope
        pace = RATE / np.sqrt(squares)
        moved = weights - pace * slope
        weights = np.sign(moved) * np.maximum(np.abs(moved) - L1 * pace, 0.0)
        square += float(error.sum()) ** 2
        intercept -= RATE * float(error.sum()) / square**0.5
    return Fit(intercept, weights)


def threshold_of(table: Table, positive: Vector, half: NDArray[np.bool_]) -> float:
    """Return what all but LOSS of the positives reach, weighed by a fit that has not seen them."""
    held = []
    for seen in (half, ~half):
        scores = table.part(~seen).scores(fit(table.part(seen), positive[seen]))
        held.append(scores[positive[~seen] > 0])
    return float(np.quantile(np.concatenate(held), LOSS))


def texts_of(shared: Path) -> list[str]:
    """Return the texts that are read."""
    promised = (shared / "data/commitments/train.jsonl").read_text("utf-8")
    packed = (shared / "data/attribution/polnear-train.jsonl.gz").read_bytes()
    reported = gzip.decompress(packed).decode("utf-8")
    rows = [[json.loads(line)["text"] for line in re.split("\n+", part) if line]
            for part in (promised, reported)]  # fmt: skip
    return rows[0] + rows[1][::STEP][:TEXTS]


def labelled(analysis: Analysis) -> Iterator[tuple[str, list[float]]]:
    """Yield the sentences of a text with, for each kind, whether one of its records is there."""
    said = {
        "commitments": [
            span.start
            for c in analysis.commitments
            for span in (c.action.span, *([c.condition.span] if c.condition else []))
        ],
        "events": [event.span.start for event in analysis.events],
        "figures": [figure.span.start for figure in analysis.figures],
        "statements": [
            span.start for s in analysis.statements for span in (*s.source, *s.cue, *s.content)
        ],
    }
    text = analysis.document.text
    for start, end in find_stretches(text):
        yield text[start:end], [float(any(start <= p < end for p in said[k])) for k in KINDS]


def write(
    out: Path, names: Sequence[str], fits: Sequence[Fit], thresholds: Sequence[float]
) -> None:
    """Write the table of weights, and intercepts and thresholds into scan.toml."""
    lines = ["\t".join(("words", *KINDS))]
    for number, name in sorted(enumerate(names), key=lambda pair: pair[1]):
        row = [f"{f.weights[number]:.2f}" for f in fits]
        kept = ["" if float(weight) == 0 else weight for weight in row]
        if any(kept):
            lines.append("\t".join((name, *kept)))
    (out / "scan.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = out / "scan.toml"
    before = path.read_text("utf-8").partition("# Fitted")[0]
    rows = [
        f"{kind} = {{ intercept = {f.intercept:.2f}, threshold = {t:.2f} }}"
        for kind, f, t in zip(KINDS, fits, thresholds, strict=True)
    ]
    said = "# Fitted by training/scan.py; a sentence is read when its sum reaches the threshold."
    path.write_text("\n".join([before + said, "[kinds]", *rows, ""]), encoding="utf-8")


def main() -> None:
    """Read, fit and write."""
    parser = argparse.ArgumentParser(prog="python -m training.scan")
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/foedus/languages/en"))
    given = parser.parse_args()
    words = ScanWords(groups=read_groups(given.out), kinds={})
    sentences: list[tuple[int, set[str], list[float]]] = []
    for number, text in enumerate(texts_of(given.shared)):
        for sentence, labels in labelled(analyze_text(text)):
            sentences.append((number, find_cues(sentence, words), labels))
    seen = Counter(cue for _, cues, _ in sentences for cue in cues)
    names = sorted(cue for cue, count in seen.items() if count >= MIN_SENTENCES)
    place = {name: index for index, name in enumerate(names)}
    pairs = [
        (place[cue], row)
        for row, (_, cues, _) in enumerate(sentences)
        for cue in sorted(cues)
        if cue in place
    ]
    table = Table(
        cue=np.array([cue for cue, _ in pairs]),
        row=np.array([row for _, row in pairs]),
        rows=len(sentences),
        cues=len(names),
    )
    half = np.array([number % 2 == 0 for number, _, _ in sentences])
    columns = np.array([labels for _, _, labels in sentences]).T
    fits = [fit(table, column) for column in columns]
    thresholds = [threshold_of(table, column, half) for column in columns]
    write(given.out, names, fits, thresholds)
    for kind, column, found, least in zip(KINDS, columns, fits, thresholds, strict=True):
        kept = (table.scores(found) >= least).mean()
        print(f"{kind}: {int(column.sum())} of {len(column)} sentences, {kept:.0%} are kept")


if __name__ == "__main__":
    main()
