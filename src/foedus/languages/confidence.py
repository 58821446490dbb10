"""Confidence: from the model's probability to how often such a record is right."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FINITE = 0.001
"""Probabilities nearer to 0 or 1 count as this near, so that their log-odds stay finite."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The scales of confidence.toml: kind of record → (slope, offset) of a logistic scale.

    `signs` gives for each kind what its signs add to the log-odds, by name.
    """

    scales: Mapping[str, tuple[float, float]]
    signs: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Confidence:
        """Return the scales of a `confidence.toml`."""
        table = tomllib.loads(path.read_text("utf-8"))
        return cls(
            {kind: (row["slope"], row["offset"]) for kind, row in table.items()},
            {kind: row["signs"] for kind, row in table.items() if "signs" in row},
        )

    def of(self, kind: str, probability: float, signs: Mapping[str, float] | None = None) -> float:
        """Return the score of a record, 0 to 1: the share of records like it that is right.

        Args:
            kind: "statement" or "commitment".
            probability: What the model says; outside 0 to 1 it counts as the nearer end.
            signs: The signs of the record by name; one that is left out counts as 0.
        """
        slope, _ = self.scales[kind]
        odds = slope * log_odds(probability) + self._added(kind, signs or {})
        return round(1 / (1 + math.exp(-odds)), 3)

    def evidence(self, kind: str, score: float, signs: Mapping[str, float] | None = None) -> float:
        """Return the log-odds of the model's probability from which a score was made.

        The way back of `of`, as near as the three decimals of a score allow; for fitting anew.
        """
        slope, _ = self.scales[kind]
        return (log_odds(score) - self._added(kind, signs or {})) / slope

    def _added(self, kind: str, signs: Mapping[str, float]) -> float:
        weights = self.signs.get(kind, {})
        return self.scales[kind][1] + sum(w * signs.get(name, 0.0) for name, w in weights.items())


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, kept finite at 0 and 1."""
    inside = min(1 - FINITE, max(FINITE, probability))
    return math.log(inside / (1 - inside))
