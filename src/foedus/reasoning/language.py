"""Pattern, Role and Group: what an event, a condition and a promised act are written in.

One shape serves the event that is said to happen, the condition that would have to happen and the
act that follows, so that a trigger is a slot-by-slot fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class RoleKind(StrEnum):
    """Who may fill a role."""

    NAME = "name"
    ANY = "any"
    OTHER = "other"
    """A member of an organisation, but not who stands in the other role."""
    EACH = "each"
    SELF = "self"
    ATTACKER = "attacker"
    ATTACKED = "attacked"
    ALLY_OF = "ally_of"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who may fill the actor's or the target's place.

    `names` holds ids ("RUS", "org:NATO") or, for somebody the tables do not know, words: whom
    NAME lists, the organisation of ANY (empty: anybody), OTHER and EACH, the friend of ALLY_OF.
    `at` is the date at which members are looked up (ISO text; None: at the event's).
    `but` lists who is left out.
    """

    kind: RoleKind
    names: tuple[str, ...] = ()
    at: str | None = None
    but: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether anybody at all fits, but for those left out."""
        return self.kind is RoleKind.ANY and not self.names


ANYBODY = Role(kind=RoleKind.ANY)
"""The role of a slot that a pattern lacks."""

NOT_STATED = Role(kind=RoleKind.UNKNOWN)
"""The role of a slot that an event lacks."""


def named(*names: str) -> Role:
    """Return the role that these ids fill."""
    return Role(kind=RoleKind.NAME, names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """An event, or what events must be like to fit.

    `manner` holds values of thresholds.toml ("direct", "first"), `scale` one of its scales; `date`
    is ISO text of a year, month or day. `loose` marks a class read from a coarse label: what fits
    it does so only perhaps.
    """

    event_class: str
    actor: Role = ANYBODY
    target: Role = ANYBODY
    place: str | None = None
    manner: tuple[str, ...] = ()
    scale: str | None = None
    date: str | None = None
    loose: bool = False


class Operator(StrEnum):
    """How the parts of a group belong together."""

    ALL = "all"
    ANY = "any"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All or any of several expressions, or the negation of one ("unless" is "and not")."""

    operator: Operator
    parts: tuple[Expression, ...]

    def __post_init__(self) -> None:
        if (len(self.parts) == 1) != (self.operator is Operator.NOT) or not self.parts:
            raise ValueError(f"{self.operator} of {len(self.parts)} parts")


Expression: TypeAlias = Pattern | Group


def all_of(*parts: Expression) -> Expression:
    """Return the expression that holds if all parts do; one part stands for itself."""
    return parts[0] if len(parts) == 1 else Group(operator=Operator.ALL, parts=parts)


def any_of(*parts: Expression) -> Expression:
    """Return the expression that holds if any part does; one part stands for itself."""
    return parts[0] if len(parts) == 1 else Group(operator=Operator.ANY, parts=parts)


def negated(part: Expression) -> Group:
    """Return the expression that holds if the part does not."""
    return Group(operator=Operator.NOT, parts=(part,))


def unless(part: Expression, blocker: Expression) -> Group:
    """Return the expression that holds if the part does and the blocker does not."""
    return Group(operator=Operator.ALL, parts=(part, negated(blocker)))


def find_patterns(expression: Expression) -> Iterator[Pattern]:
    """Yield every pattern of an expression in order, negated ones too."""
    if isinstance(expression, Pattern):
        yield expression
        return
    for part in expression.parts:
        yield from find_patterns(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way for an expression to hold: all of `positives` and none of `negatives`."""

    positives: tuple[Pattern, ...]
    negatives: tuple[Pattern, ...] = ()


MAX_ALTERNATIVES = 64


def find_alternatives(expression: Expression) -> tuple[Alternative, ...]:
    """Return every way for an expression to hold, in the order of its parts.

    Raises:
        ValueError: There are more than MAX_ALTERNATIVES.
    """
    if isinstance(expression, Pattern):
        return (Alternative(positives=(expression,)),)
    return tuple(
        Alternative(
            positives=tuple(dict.fromkeys(p for p, holds in way if holds)),
            negatives=tuple(dict.fromkeys(p for p, holds in way if not holds)),
        )
        for way in _ways(expression, True)
    )


_Way: TypeAlias = tuple[tuple[Pattern, bool], ...]


def _ways(expression: Expression, holds: bool) -> list[_Way]:
    """Return the ways in which an expression holds, or does not; De Morgan turns groups round."""
    if isinstance(expression, Pattern):
        return [((expression, holds),)]
    if expression.operator is Operator.NOT:
        return _ways(expression.parts[0], not holds)
    if (expression.operator is Operator.ANY) == holds:
        return [way for part in expression.parts for way in _ways(part, holds)]
    found: list[_Way] = [()]
    for part in expression.parts:
        found = [(*way, *more) for way in found for more in _ways(part, holds)]
        if len(found) > MAX_ALTERNATIVES:
            raise ValueError(f"a condition of more than {MAX_ALTERNATIVES} alternatives")
    return found
