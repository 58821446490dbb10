"""Found: the least causes so far, none an instance of another."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from foedus.reasoning.answers import CERTAIN
from foedus.reasoning.classes import EventClasses
from foedus.reasoning.least_check import Verdict
from foedus.reasoning.least_events import Outside, Wide
from foedus.reasoning.least_near import Events, Near
from foedus.reasoning.least_slots import Slot
from foedus.reasoning.thresholds import Thresholds

Brings: TypeAlias = Callable[[Events], bool]
"""Says whether events bring the act."""


@dataclass(slots=True)
class Found:
    """Sets of outside events, kept minimal; `count` leaves out those of the actor's own choice.

    A set is dropped for one of which it is an instance only if that brings the act as surely.
    """

    classes: EventClasses
    thresholds: Thresholds
    actor: str
    wide: Wide
    sets: dict[Events, Verdict] = field(default_factory=dict)
    count: int = 0
    _near: Near = field(init=False)

    def __post_init__(self) -> None:
        self._near = Near(self.wide)

    def covers(self, events: Collection[Outside], bound: str) -> bool:
        """Say whether a listed set that brings the act as surely is there in these events."""
        return any(
            self.sets[one].bound in (bound, CERTAIN) and self._within(one, events)
            for one in self._near.parts(events)
        )

    def may_cover(self, events: Events, brings: Brings) -> bool:
        """Say whether a listed set is there as far as the words of events say that bring the act
        only possibly, and not if their words denied what they leave open."""
        return any(
            self._outdoes(one, self.sets[one].bound, events, brings)
            for one in self._near.parts(events)
        )

    def add(self, events: Events, verdict: Verdict, brings: Brings) -> None:
        """List a set, as wide as it and another like it make it together."""
        events = tuple(replace(event, first=False) for event in events)
        for known in self._near.alike(events):
            other = self.sets[known]
            alike = other.bound == verdict.bound and len(known) == len(events)
            wider = _joined(known, events) if alike else None
            if wider is not None:
                self._drop(known)
                self.add(wider, other, brings)
                return
        for known in self._near.wholes(events):
            other = self.sets[known]
            sure = verdict.bound in (other.bound, CERTAIN) and self._within(events, known)
            doubtful = other.bound != CERTAIN
            if sure or (doubtful and self._outdoes(events, verdict.bound, known, brings)):
                self._drop(known)
        if events in self.sets:
            self._drop(events)
        self.sets[events] = verdict
        self._near.add(events)
        self.count += not self._is_own(events)

    def _drop(self, events: Events) -> None:
        del self.sets[events]
        self._near.drop(events)
        self.count -= not self._is_own(events)

    def _is_own(self, events: Events) -> bool:
        return any(event.actor.single == self.actor for event in events)

    def _outdoes(self, one: Events, bound: str, events: Events, brings: Brings) -> bool:
        """Say whether a set needs not be listed that brings the act possibly, as another does."""
        if bound != CERTAIN and self._within(events, one):
            return False
        pairs = self._may_be_within(one, events)
        if pairs is None:
            return False
        denied = dict(pairs)
        fewer = [e.denying(denied[e], self.thresholds) if e in denied else e for e in events]
        return fewer == list(events) or not brings(tuple(fewer))

    def _within(self, one: Events, events: Collection[Outside]) -> bool:
        return len(one) <= len(events) and all(
            any(event.covers(other, self.classes, self.thresholds) for other in events)
            for event in one
        )

    def _may_be_within(self, one: Events, events: Events) -> list[tuple[Outside, Outside]] | None:
        """Return each event that may be one of another set's, with that; None if one has none."""
        if len(one) > len(events):
            return None
        found = []
        for event in one:
            for other in events:
                if event.may_cover(other, self.classes, self.thresholds, self.wide):
                    found.append((other, event))
                    break
            else:
                return None
        return found


def _joined(one: Events, other: Events) -> Events | None:
    """Return two sets as one if they differ in one place only."""
    if len(one) != len(other):
        return None
    mine = [event for event in one if event not in other]
    theirs = [event for event in other if event not in one]
    if len(mine) != 1 or len(theirs) != 1:
        return None
    first, second = mine[0], theirs[0]
    if first.actor != second.actor and first.target != second.target:
        return None
    if replace(first, actor=second.actor) == second:
        wider = _wider(first, actor=_union(first.actor, second.actor))
    elif replace(first, target=second.target) == second:
        wider = _wider(first, target=_union(first.target, second.target))
    else:
        return None
    if wider is None:
        return None
    return tuple(wider if event is first else event for event in one)


def _wider(event: Outside, *, actor: Slot | None = None, target: Slot | None = None,
           ) -> Outside | None:  # fmt: skip
    if actor is not None:
        return replace(event, actor=actor)
    return replace(event, target=target) if target is not None else None


def _union(one: Slot, other: Slot) -> Slot | None:
    """Return two slots as one; names stay apart, as each is an answer of its own."""
    return None if one.only is not None and other.only is not None else one.joined(other)
