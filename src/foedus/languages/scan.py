"""ScanWords: the words by which a fast read tells which sentences may hold a record.

A sentence is worth reading for a kind of record when its words and pairs of words, weighed and
summed, reach the kind's threshold. The weights are fitted (training/scan.py), the groups are lists.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NUMBER = "#"
"""What stands in the table for every number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What weighs for one kind: words, pairs ("ready to") and groups ("@vow", "@vow@will")."""

    intercept: float
    threshold: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanWords:
    """The groups of words and, by kind ("commitments" …), what weighs."""

    groups: Mapping[str, frozenset[str]]
    kinds: Mapping[str, Cues]

    @classmethod
    def load(cls, folder: Path | None = None) -> ScanWords:
        """Return the words of a language's folder; without a path, the English ones."""
        folder = folder or Path(__file__).parent / "en"
        table = tomllib.loads((folder / "scan.toml").read_text("utf-8"))
        weights: dict[str, dict[str, float]] = {kind: {} for kind in table["kinds"]}
        with (folder / "scan.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                for kind, known in weights.items():
                    if row[kind]:
                        known[row["words"]] = float(row[kind])
        return cls(
            groups=read_groups(folder),
            kinds={
                kind: Cues(
                    intercept=row["intercept"], threshold=row["threshold"], weights=weights[kind]
                )
                for kind, row in table["kinds"].items()
            },
        )


@cache
def load_scan(language: str) -> ScanWords:
    """Return the words of a language, read on the first call."""
    return ScanWords.load(Path(__file__).parent / language)


def read_groups(folder: Path) -> dict[str, frozenset[str]]:
    """Return the groups of words of a language's folder."""
    table = tomllib.loads((folder / "scan.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in table["groups"].items()}
