"""How near two classes of action are, which is the harder, and which refusals are acts."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foedus.merging.words import content_stems
from foedus.records.commitments import Polarity

STEPS_TO_NOTHING = 5
"""Ranks so far apart in one family share nothing any more."""

CONCESSIONS = "peace"
"""The family whose ranks are no scale of hardness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Refusals that amount to an act: classes refused, and words refused under class "other"."""

    classes: frozenset[str]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Ranks of force by family and class, the classes that name nothing, and the refusals.

    `harms` and `helps` are the acts that take a side when two fight.
    """

    ranks: Mapping[str, Mapping[str, int]]
    families_of: Mapping[str, frozenset[str]]
    vague: frozenset[str]
    refusals: Mapping[str, Refusal]
    harms: frozenset[str]
    helps: frozenset[str]

    def families(self, action_class: str) -> frozenset[str]:
        """Return the families of a class, all of them for a class that names nothing."""
        return self.families_of.get(action_class) or frozenset({action_class})

    def nearness(self, left: str, right: str) -> float | None:
        """Return how near two classes are, 0–1; None where one of them names nothing."""
        if left in self.vague or right in self.vague:
            return None
        if left == right:
            return 1.0
        apart = [
            abs(ranks[left] - ranks[right])
            for ranks in self.ranks.values()
            if left in ranks and right in ranks
        ]
        return max(0.0, 1.0 - min(apart) / STEPS_TO_NOTHING) if apart else 0.0

    def step(self, earlier: str, later: str) -> int | None:
        """Return by how many ranks the later class is harder (below 0: softer); None: no scale."""
        for name, ranks in self.ranks.items():
            if name != CONCESSIONS and earlier in ranks and later in ranks:
                return ranks[later] - ranks[earlier]
        return None

    def sense(
        self, action_class: str, polarity: Polarity, *, stems: Collection[str]
    ) -> tuple[str, Polarity]:
        """Return the act that a promise comes to: to refuse supplies is to cut them."""
        if polarity is Polarity.WILL_NOT:
            for act, refusal in self.refusals.items():
                if action_class in refusal.classes or (
                    action_class in self.vague and not refusal.stems.isdisjoint(stems)
                ):
                    return act, Polarity.WILL
        return action_class, polarity


@cache
def load_acts() -> Acts:
    """Return the table of acts, read on the first call."""
    table = tomllib.loads((Path(__file__).parent / "acts.toml").read_text("utf-8"))
    ranks = table["ranks"]
    vague = frozenset(table["vague"]["classes"])
    ranked = {action_class for row in ranks.values() for action_class in row}
    families = {
        action_class: frozenset(name for name, row in ranks.items() if action_class in row)
        for action_class in ranked
    }
    return Acts(
        ranks=ranks,
        families_of=families | dict.fromkeys(vague, frozenset(ranks)),
        vague=vague,
        harms=frozenset(table["sides"]["harms"]),
        helps=frozenset(table["sides"]["helps"]),
        refusals={
            act: Refusal(
                classes=frozenset(row["classes"]),
                stems=frozenset(content_stems(row["words"])),
            )
            for act, row in table["refusals"].items()
        },
    )
