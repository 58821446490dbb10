"""FigureWords: numbers, scales and bounds in words of one language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """The words of figures.toml, all in lower case."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    plurals: Mapping[str, int]
    pairs: Mapping[str, int]
    minimum: tuple[str, ...]
    maximum: tuple[str, ...]
    about: tuple[str, ...]
    maximum_after: tuple[str, ...]
    minimum_after: tuple[str, ...]
    unknown_nouns: frozenset[str]
    unknown_predicates: frozenset[str]
    not_counted: frozenset[str]
    names: frozenset[str]

    @classmethod
    def load(cls, path: Path | None = None) -> FigureWords:
        """Return the words of a `figures.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "figures.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        bounds = {name: tuple(phrases) for name, phrases in table["bounds"].items()}
        return cls(
            numbers=table["numbers"],
            scales=table["scales"],
            plurals=table["plurals"],
            pairs=table["pairs"],
            unknown_nouns=frozenset(table["unknown"]["nouns"]),
            unknown_predicates=frozenset(table["unknown"]["predicates"]),
            not_counted=frozenset(table["not_counted"]["nouns"]),
            names=frozenset(table["not_counted"]["names"]),
            **bounds,
        )
