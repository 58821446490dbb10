"""Happening, Conflict and Firing: what happens, on whose side, and by which promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from foedus.reasoning.classes import EventClasses, load_classes
from foedus.reasoning.fitting import Fit
from foedus.reasoning.language import NOT_STATED, Pattern, Role, RoleKind, named
from foedus.reasoning.names import Directory
from foedus.reasoning.rules import Rule
from foedus.reasoning.thresholds import FIRST, REPLY

ATTACKING, DEFENDING = 0, 1
"""The sides of a conflict: of who struck first, and of who was struck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A conflict, named by its first blow; `sides` are who struck and who was struck.

    `disputed` marks a blow that may be a reply in another conflict: nobody in it is known to have
    struck first.
    """

    id: str
    sides: tuple[Role, Role]
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Happening:
    """An event that is given (`cause` None, round 0) or follows from a promise kept.

    A use of force stands on a side of a conflict: all that is kept of it beyond who acts, so that
    the number of happenings never grows with the pairs of actors.
    """

    pattern: Pattern
    conflict: Conflict | None = None
    side: int | None = None
    round: int = 0
    cause: Firing | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[object, ...]:
        """Return where it stands: its conflict and side, or without one who acts."""
        if self.conflict is None:
            return self.pattern.actor.names
        return self.conflict.id, self.side


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Firing:
    """A rule whose trigger is met: by which happenings, how well each fits, and in which round.

    `supports` and `fits` go together, in the order of the alternative's positive patterns; `bound`
    is the support that says who is answered.
    """

    rule: Rule
    supports: tuple[Happening, ...]
    fits: tuple[Fit, ...]
    round: int
    assumptions: tuple[str, ...] = ()
    bound: Happening | None = None


Stand: TypeAlias = tuple[Role, Conflict | None, int | None]
"""Whom an act is done to, and for a use of force the conflict and the side."""


@dataclass(slots=True)
class Field:
    """The conflicts that the given events open, and on which side each happening stands."""

    directory: Directory
    classes: EventClasses = field(default_factory=load_classes)
    opened: list[Conflict] = field(default_factory=list)

    def place_all(self, events: Sequence[Pattern]) -> list[Happening]:
        """Return the given events, in order, each on its side.

        The first blow between two opens a conflict; a blow back belongs to it as a reply. A blow
        by a third party at who struck first may be either, so it is called neither.
        """
        return [self._place(event) for event in events]

    def derive(self, rule: Rule, bound: Happening | None) -> Stand:
        """Return whom the act that a rule promises is done to, and on which side it stands."""
        act = rule.consequence
        target = self._resolve(act.target, bound)
        if not self.classes.is_force(act.event_class):
            return target, None, None
        if bound is not None and bound.conflict is not None and bound.side is not None:
            joined = _join(rule, bound, bound.conflict, side=bound.side, target=target)
            if joined is not None:
                return joined
        for conflict in self.opened:
            first, struck = conflict.sides
            if _meet(first, target) and rule.committer in struck.names:
                return target, conflict, DEFENDING
        own = named(rule.committer)
        opened = Conflict(id=f"{rule.committer}>{'+'.join(target.names)}", sides=(own, target))
        return target, opened, ATTACKING

    def _resolve(self, role: Role, bound: Happening | None) -> Role:
        """Return who a role of a consequence is, given what is answered."""
        if role.kind not in (RoleKind.ATTACKER, RoleKind.ATTACKED):
            return role
        if bound is None:
            return NOT_STATED
        if role.kind is RoleKind.ATTACKED:
            stated = bound.pattern.target.kind is RoleKind.NAME
            if stated or bound.conflict is None or bound.side is None:
                return bound.pattern.target
            return bound.conflict.sides[1 - bound.side]  # to whom the place belongs
        if bound.conflict is not None and bound.side is not None:
            return bound.conflict.sides[bound.side]
        return bound.pattern.actor

    def _place(self, event: Pattern) -> Happening:
        if not self.classes.is_force(event.event_class):
            return Happening(pattern=event)
        actor, target = event.actor, self._victim(event)
        if REPLY in event.manner:
            conflict = self._open(target, actor)
            return Happening(pattern=event, conflict=conflict, side=DEFENDING)
        for conflict in self.opened:
            first, struck = conflict.sides
            if _meet(actor, first) and _meet(target, struck):
                return _blow(event, conflict, ATTACKING, FIRST)
            if _meet(target, first) and _meet(actor, struck):
                return _blow(event, conflict, DEFENDING, REPLY)
        third = any(_meet(target, conflict.sides[ATTACKING]) for conflict in self.opened)
        conflict = self._open(actor, target, disputed=third)
        return _blow(event, conflict, ATTACKING, None if third else FIRST)

    def _open(self, first: Role, struck: Role, *, disputed: bool = False) -> Conflict:
        names = ">".join("+".join(role.names) for role in (first, struck))
        number = len(self.opened)
        conflict = Conflict(id=f"{number}:{names}", sides=(first, struck), disputed=disputed)
        self.opened.append(conflict)
        return conflict

    def _victim(self, event: Pattern) -> Role:
        """Return who is struck: the target, else whose place it is, unless that is who strikes."""
        if event.target.kind is RoleKind.NAME or event.place is None:
            return event.target
        place = self.directory.find_place(event.place)
        if place is None or place.code is None or place.code in event.actor.names:
            return NOT_STATED
        return named(place.code)


def _blow(event: Pattern, conflict: Conflict, side: int, manner: str | None) -> Happening:
    said = conflict.disputed or manner is None or manner in event.manner
    pattern = event if said else replace(event, manner=(*event.manner, manner or ""))
    return Happening(pattern=pattern, conflict=conflict, side=side)


def _join(
    rule: Rule, bound: Happening, conflict: Conflict, *, side: int, target: Role
) -> Stand | None:
    """Return where a rule stands in the conflict of the happening it answers, if it belongs there.

    Whom the act names, or who is answered, is the enemy; the beneficiary is the friend.
    """
    mine, theirs = conflict.sides[side], conflict.sides[1 - side]
    if rule.consequence.target.kind is RoleKind.NAME:
        if _meet(target, mine) or _meet(target, bound.pattern.actor):
            return target, conflict, 1 - side
        if _meet(target, theirs) or _meet(target, bound.pattern.target):
            return target, conflict, side
        return None
    if rule.beneficiary is not None and rule.beneficiary in bound.pattern.actor.names:
        return theirs, conflict, side
    return mine, conflict, 1 - side


def act_of(rule: Rule, stand: Stand) -> Pattern:
    """Return the act that a rule promises as a pattern of what happens."""
    target, conflict, side = stand
    if conflict is None or conflict.disputed:
        return replace(rule.consequence, target=target)
    manner = FIRST if side == ATTACKING else REPLY
    return replace(rule.consequence, target=target, manner=(*rule.consequence.manner, manner))


def _meet(one: Role, other: Role) -> bool:
    return any(name in other.names for name in one.names)
