"""Sheet: the scores of all words of a text while clues about names are added to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.analysis.name_patterns import capital
from foedus.analysis.parse import Token

LABELS = ("PER", "ORG", "LOC")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the scores of each tag stand."""

    outside: int
    begin: dict[str, int]
    inside: dict[str, int]

    @classmethod
    def of(cls, names: Sequence[str]) -> Columns:
        """Return the places of the tags O, B-PER, I-PER and so on in a label set."""
        place = {name: index for index, name in enumerate(names)}
        return cls(
            place["O"],
            {label: place[f"B-{label}"] for label in LABELS},
            {label: place[f"I-{label}"] for label in LABELS},
        )


class Sheet:
    """The scores of all words of a text while clues are added; made and dropped by one call."""

    def __init__(
        self, tokens: Sequence[Token], scores: NDArray[np.float32], columns: Columns
    ) -> None:
        self.tokens, self.columns = tokens, columns
        self.rows: list[list[float]] = scores.tolist()
        self.low = [token.text.lower() for token in tokens]
        self.capital = [capital(token.text) for token in tokens]
        self.cover: dict[int, tuple[int, int]] = {}
        """Words of a pattern, with its ends."""
        self.known: set[int] = set()
        """Words of a known name."""
        self.storms: frozenset[str] = frozenset()
        """Names that the text gives to storms."""
        self.boxes: set[int] = set()
        """Surnames with a mailbox: "Holm@NORDBANK"."""
        self.starts: set[int] = set()
        """First words of known names."""

    def name(self, first: int, last: int, label: str, *, odds: float, joined: float) -> None:
        """Add odds for one name over tokens[first:last], and against one that begins inside."""
        self.rows[first][self.columns.begin[label]] += odds
        for index in range(first + 1, last):
            self.rows[index][self.columns.inside[label]] += odds
            self.begin(index, -joined)

    def outside(self, index: int, odds: float) -> None:
        """Add odds for a word that is part of no name."""
        self.rows[index][self.columns.outside] += odds

    def begin(self, index: int, odds: float) -> None:
        """Add odds for a word that begins a name of any label."""
        row = self.rows[index]
        for column in self.columns.begin.values():
            row[column] += odds

    def inside(self, index: int, odds: float) -> None:
        """Add odds for a word that continues a name of any label."""
        row = self.rows[index]
        for column in self.columns.inside.values():
            row[column] += odds

    def label(self, index: int, label: str, odds: float) -> None:
        """Add odds for a word that is part of a name of this label, wherever in it."""
        row = self.rows[index]
        row[self.columns.begin[label]] += odds
        row[self.columns.inside[label]] += odds

    def proper(self, index: int) -> bool:
        """Say whether a word stands in the sentence, is a proper noun and is written as a name."""
        return self.capital[index] and self.tokens[index].upos == "PROPN"

    def follows(self, index: int) -> bool:
        """Say whether one more word of the same sentence follows."""
        tokens = self.tokens
        return index + 1 < len(tokens) and tokens[index + 1].sentence == tokens[index].sentence
