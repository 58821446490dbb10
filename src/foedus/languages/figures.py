"""FigureWords: numbers, scales and bounds in words of one language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """The words of figures.toml, all in lower case.

    `words` holds its lists by "table.name", such as "rates.units"; the other fields give values.
    `starts` are the words, besides digits, with which a quantity can begin.
    """

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    plurals: Mapping[str, int]
    pairs: Mapping[str, int]
    fractions: Mapping[str, float]
    opened: Mapping[str, str]
    starts: frozenset[str]
    words: Mapping[str, frozenset[str]]
    people: str

    @classmethod
    def load(cls, path: Path | None = None) -> FigureWords:
        """Return the words of a `figures.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "figures.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        phrases = [*table["fractions"], *table["pairs"], *table["plurals"]]
        ones = [*table["numbers"], *table["ranges"]["opened"], *table["ones"]["words"]]
        return cls(
            starts=frozenset([*(phrase.split()[0] for phrase in phrases), *ones, *"$€£¥"]),
            numbers=table["numbers"],
            scales=table["scales"],
            plurals=table["plurals"],
            pairs=table["pairs"],
            fractions=table["fractions"],
            opened=table["ranges"]["opened"],
            people=table["people"]["unit"],
            words={
                f"{name}.{key}": frozenset(found)
                for name, rows in table.items()
                for key, found in rows.items()
                if isinstance(found, list)
            },
        )
