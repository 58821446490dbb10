"""Weights: what each feature of a comparison adds, as data."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The numbers of weights.toml; `of` maps "group.feature" to its weight."""

    bias: float
    veto: float
    same: float
    unsure: float
    of: Mapping[str, float]

    def score(self, total: float) -> float:
        """Return the sum of weights with the bias as a score, 0–1."""
        return 1 / (1 + math.exp(-(total + self.bias)))


@cache
def load_weights() -> Weights:
    """Return the weights, read on the first call."""
    table = tomllib.loads((Path(__file__).parent / "weights.toml").read_text("utf-8"))
    return Weights(
        bias=table["bias"],
        veto=table["veto"],
        same=table["same"],
        unsure=table["unsure"],
        of={
            f"{group}.{name}": float(weight)
            for group, row in table.items()
            if isinstance(row, dict)
            for name, weight in row.items()
        },
    )
