"""Confidence: from the model's probability to how often such a record is right."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FINITE = 0.001
"""Probabilities nearer to 0 or 1 count as this near, so that their log-odds stay finite."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The scales of confidence.toml: kind of record → (slope, offset) of a logistic scale."""

    scales: Mapping[str, tuple[float, float]]

    @classmethod
    def load(cls, path: Path) -> Confidence:
        """Return the scales of a `confidence.toml`."""
        table = tomllib.loads(path.read_text("utf-8"))
        return cls({kind: (row["slope"], row["offset"]) for kind, row in table.items()})

    def of(self, kind: str, probability: float) -> float:
        """Return the score of a record, 0 to 1: the share of records like it that is right.

        Args:
            kind: "statement" or "commitment".
            probability: What the model says; outside 0 to 1 it counts as the nearer end.
        """
        slope, offset = self.scales[kind]
        inside = min(1 - FINITE, max(FINITE, probability))
        odds = slope * math.log(inside / (1 - inside)) + offset
        return round(1 / (1 + math.exp(-odds)), 3)
