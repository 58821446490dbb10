"""ConditionWords: how a language opens a condition, bounds a promise and names its ground."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionWords:
    """The words of conditions.toml; all in lower case."""

    connectives: Mapping[str, str]
    exclusive: tuple[str, ...]
    basis_nouns: frozenset[str]
    basis_openers: tuple[str, ...]
    basis_sentences: tuple[str, ...]
    hedges: tuple[str, ...]
    auxiliaries: frozenset[str]
    manner: frozenset[str]
    suffering: frozenset[str]
    empty: frozenset[str]
    possible: frozenset[str]
    weighing: frozenset[str]
    reserving: tuple[str, ...]
    vowing: Mapping[str, str]
    asking: frozenset[str]
    assents: frozenset[str]
    impersonal: frozenset[str]
    business_parties: frozenset[str]
    business_matters: frozenset[str]
    negators: frozenset[str]
    excluded_kinds: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path | None = None) -> ConditionWords:
        """Return the words of a `conditions.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "conditions.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        return cls(
            connectives=table["connectives"],
            exclusive=tuple(table["exclusive"]["phrases"]),
            basis_nouns=frozenset(table["basis"]["nouns"]),
            basis_openers=tuple(table["basis"]["openers"]),
            basis_sentences=tuple(table["basis"]["sentences"]),
            hedges=tuple(table["hedges"]["phrases"]),
            auxiliaries=frozenset(table["auxiliaries"]["words"]),
            manner=frozenset(table["manner"]["words"]),
            suffering=frozenset(table["suffering"]["verbs"]),
            empty=frozenset(table["empty"]["words"]),
            vowing=table["vowing"],
            possible=frozenset(table["possible"]["modals"]),
            reserving=tuple(table["possible"]["reserving"]),
            weighing=frozenset(table["possible"]["weighing"]),
            asking=frozenset(table["asking"]["verbs"]),
            assents=frozenset(table["asking"]["assents"]),
            impersonal=frozenset(table["impersonal"]["words"]),
            business_parties=frozenset(table["business"]["parties"]),
            business_matters=frozenset(table["business"]["matters"]),
            negators=frozenset(table["empty"]["negators"]),
            excluded_kinds={key: tuple(row) for key, row in table["excluded_kinds"].items()},
        )

    def kind_of(self, ranked: Sequence[str], event_class: str, sense: str) -> str:
        """Return the first kind that a condition of this class and sense allows.

        Args:
            ranked: The kinds, most probable first.
            event_class: The class of the condition, "none" without one.
            sense: The sense of its connective.
        """
        rows = self.excluded_kinds
        excluded = rows.get(f"{event_class} {sense}", rows.get(event_class, ()))
        return next((kind for kind in ranked if kind not in excluded), ranked[0])

    def connective_of(self, words: list[str]) -> tuple[str, str] | None:
        """Return the (connective, sense) that these lower-case words begin with, the longest."""
        for size in range(min(4, len(words)), 0, -1):
            sense = self.connectives.get(" ".join(words[:size]))
            if sense:
                return " ".join(words[:size]), sense
        return None
