"""Thresholds: manners and scales, the words for them, and what to ask when an event says none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "thresholds.toml"

FIRST, REPLY, WAR = "first", "reply", "war"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The values of manner and scale; `scales` go from small to large."""

    scales: tuple[str, ...]
    words: Mapping[str, str]
    opposite: Mapping[str, str]
    implied: Mapping[str, frozenset[str]]
    things: frozenset[str]
    questions: Mapping[str, str]

    @property
    def manners(self) -> tuple[str, ...]:
        """Return every manner in the order of the table."""
        return tuple(value for value in self.questions if value not in self.scales)

    def at_least(self, scale: str, wanted: str) -> bool:
        """Say whether a scale reaches another."""
        return self.scales.index(scale) >= self.scales.index(wanted)

    def find(self, words: Iterable[str]) -> tuple[tuple[str, ...], str | None]:
        """Return the manners, in order, and the largest scale that words name."""
        values = [self.words[word] for word in words if word in self.words]
        scales = [value for value in values if value in self.scales]
        manners = dict.fromkeys(value for value in values if value not in self.scales)
        return tuple(manners), max(scales, key=self.scales.index, default=None)

    def find_in(self, text: str) -> tuple[tuple[str, ...], str | None]:
        """Return the manners and the scale that a text names; what describes a thing is none."""
        words = re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower())
        following = [*words[1:], ""]
        return self.find(
            word for word, after in zip(words, following, strict=True) if after not in self.things
        )


@cache
def load_thresholds() -> Thresholds:
    """Return the table, read on the first call."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return Thresholds(
        scales=tuple(table["scales"]),
        words=table["words"],
        opposite=table["opposite"],
        implied={name: frozenset(values) for name, values in table["implied"].items()},
        things=frozenset(table["things"]["nouns"]),
        questions=table["questions"],
    )
