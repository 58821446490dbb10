"""Rules from the table of treaties: what instruments in force at a date oblige their parties to."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.reasoning.classes import load_classes
from foedus.reasoning.language import (
    ANYBODY,
    Expression,
    Group,
    Operator,
    Pattern,
    Role,
    RoleKind,
    any_of,
    find_patterns,
    named,
    unless,
)
from foedus.reasoning.names import Directory
from foedus.reasoning.parsing import parse_expression
from foedus.reasoning.rules import TREATY, Rule
from foedus.records.commitments import Kind, Polarity
from foedus.world.instruments import Duty
from foedus.world.obligations import Obligation, instrument_commitments
from foedus.world.world import World

_HELPS_THE_ATTACKED = frozenset({Duty.DEFENCE, Duty.GUARANTEE})


def treaty_rules(
    world: World, date: str | None = None, *, events: Sequence[Pattern] = ()
) -> tuple[Rule, ...]:
    """Return the rules of every instrument in force at a date, the oldest instrument first.

    Args:
        world: Knows the names.
        date: When the question is asked (ISO text; None: today).
        events: Those of the question. A place that one of them names, and that a treaty leaves
            out, ends the duty there; an event without a place is read as inside the treaty's area.
            Who strikes in them has no ally's war to join, which would be his own.

    Returns:
        One rule for each party and clause, with origin TREATY.
    """
    directory = Directory(world)
    named_places = {event.place for event in events if event.place is not None}
    is_force = load_classes().is_force
    striking = {
        name for event in events if is_force(event.event_class) for name in event.actor.names
    }
    return tuple(
        _rule(
            obligation,
            world,
            directory,
            date,
            places=named_places,
            strikes=obligation.committer in striking,
        )
        for obligation in instrument_commitments(date)
    )


def _rule(
    obligation: Obligation,
    world: World,
    directory: Directory,
    date: str | None,
    *,
    places: set[str],
    strikes: bool,
) -> Rule:
    trigger = None
    if obligation.trigger is not None:
        trigger = parse_expression(obligation.trigger, world, date)
        trigger = _without(trigger, places.intersection(obligation.outside))
        trigger = _defensive(trigger) if strikes else trigger
    owed = obligation.beneficiaries
    return Rule(
        id=obligation.id,
        committer=obligation.committer,
        trigger=trigger,
        consequence=_consequence(obligation),
        refused=obligation.polarity is Polarity.WILL_NOT,
        beneficiary=owed[0] if len(owed) == 1 and directory.is_known(owed[0]) else None,
        defensive=obligation.kind in _HELPS_THE_ATTACKED,
        strength=obligation.strength,
        kind=Kind.OBLIGATION,
        hedges=obligation.hedges,
        sources=(obligation.source,),
        missing=_unchecked(obligation),
        since=obligation.since,
        origin=TREATY,
    )


def _consequence(obligation: Obligation) -> Pattern:
    """Return what the committer would do: to named states, the attacker or who is attacked."""
    classes = load_classes()
    event_class = classes.of_action(obligation.action)
    target = ANYBODY
    if obligation.against:
        target = named(*obligation.against)
    elif classes.is_in(event_class, "help"):
        target = Role(kind=RoleKind.ATTACKED)
    elif classes.is_in(event_class, "harm") and obligation.trigger is not None:
        target = Role(kind=RoleKind.ATTACKER)
    return Pattern(event_class=event_class, actor=named(obligation.committer), target=target)


def _defensive(trigger: Expression) -> Expression:
    """Return a trigger without the ways in which an ally strikes, if there are others."""
    if not isinstance(trigger, Group) or trigger.operator is not Operator.ANY:
        return trigger
    others = [
        part
        for part in trigger.parts
        if not isinstance(part, Pattern) or part.actor.kind is not RoleKind.NAME
    ]
    return any_of(*others) if others else trigger


def _without(trigger: Expression, places: set[str]) -> Expression:
    """Return a trigger that does not hold for what happens in these places."""
    for place in sorted(places):
        first = next(find_patterns(trigger))
        blocker = Pattern(event_class=first.event_class, target=first.target, place=place)
        trigger = unless(trigger, blocker)
    return trigger


def _unchecked(obligation: Obligation) -> tuple[str, ...]:
    """Return in words what narrows an obligation and no pattern says."""
    found = []
    if obligation.area is not None:
        found.append(f"holds for {obligation.area}; an event is read as inside")
    if obligation.judged_by is not None:
        found.append(f"to be judged by {obligation.judged_by}; read as judged so")
    return tuple(found)
