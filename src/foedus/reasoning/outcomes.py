"""Outcome and Bounds: all that happens in one bound, and the two bounds of an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from foedus.reasoning.happenings import Firing, Happening

Key: TypeAlias = tuple[str, str, tuple[str, ...], str | None, int | None]
"""What makes an act the same: class, actor, targets, conflict, side."""


@dataclass(slots=True)
class Outcome:
    """One fixpoint: what happens, and the first firing of each rule.

    `fired` is keyed by the rule's id and committer; `ways` numbers the ways that fired.
    `blockers` maps a way to what meets its "unless", surely or perhaps; `blocked_surely` numbers
    those where it is a YES. `begun` numbers the ways with a joint condition of which some part is
    met, surely or perhaps. `rounds` is after how many rounds it was broken off; None: nothing more
    follows.
    """

    happenings: list[Happening] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    fired: dict[tuple[str, str], Firing] = field(default_factory=dict)
    ways: set[int] = field(default_factory=set)
    blocked_surely: set[int] = field(default_factory=set)
    blockers: dict[int, list[Happening]] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    rounds: int | None = None

    @property
    def blocked_perhaps(self) -> frozenset[int]:
        """Return the numbers of the ways whose "unless" is met, surely or perhaps."""
        return frozenset(self.blockers)

    def note(self, firing: Firing, way: int) -> None:
        """Keep a firing, if it is the first of its rule or rests on fewer assumptions as early."""
        self.ways.add(way)
        key = (firing.rule.id, firing.rule.committer)
        known = self.fired.get(key)
        if known is None or (firing.round, len(firing.assumptions)) < (
            known.round,
            len(known.assumptions),
        ):
            self.fired[key] = firing


@dataclass(slots=True, kw_only=True)
class Bounds:
    """The lower bound (certain: only YES counts) and the upper (possible: UNKNOWN too).

    `find_undecided` finds the ways that hang on a cycle through "unless"; few ask for them.
    """

    certain: Outcome
    possible: Outcome
    find_undecided: Callable[[], frozenset[int]] = frozenset
    _undecided: frozenset[int] | None = None

    @property
    def undecided(self) -> frozenset[int]:
        """Return the numbers of the ways that hang on a cycle: neither bound chooses."""
        if self._undecided is None:
            self._undecided = self.find_undecided()
            self.find_undecided = frozenset  # what it held is no longer needed
        return self._undecided
