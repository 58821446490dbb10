"""Outside: an event from outside the promises, with as much left open as may be.

Everything that a condition asks for is stated in it, so that the event meets it as surely as any
event can; who acts and who suffers are slots, which any name that they admit may fill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from foedus.reasoning.classes import OTHER, EventClasses
from foedus.reasoning.language import ANYBODY, NOT_STATED, Pattern, Role, RoleKind, named
from foedus.reasoning.least_slots import ANYONE, Slot, just
from foedus.reasoning.names import Directory
from foedus.reasoning.thresholds import FIRST, REPLY, Thresholds

STRANGERS = ("Somebody", "Somebody else", "A third", "A fourth", "A fifth", "A sixth")
"""Names for those whom no promise names; capitals make them names and not descriptions."""

Wide: TypeAlias = Callable[[Slot], Slot]
"""Returns who may stand for whom a slot admits: members for their organisation and it for them."""

_MAX_LEFT_OUT = 3
"""An organisation but so many members is still said as the organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """An event of a least cause.

    `first` says that a condition asks for the first blow, so that it cannot be a reply; a reply
    has the manner of that name. `manner` is sorted.
    """

    event_class: str
    actor: Slot = ANYONE
    target: Slot = ANYONE
    place: str | None = None
    manner: tuple[str, ...] = ()
    scale: str | None = None
    date: str | None = None
    first: bool = False

    @property
    def is_placed(self) -> bool:
        """Say whether the place alone says whom it is done to."""
        return self.place is not None and self.target.only is None

    def covers(self, other: Outside, classes: EventClasses, thresholds: Thresholds) -> bool:
        """Say whether another event is surely an instance of this one."""
        return (
            classes.is_kind(other.event_class, self.event_class)
            and other.target.within(self.target)
            and other.actor.within(self.actor)
            and (self.place is None or self.place == other.place)
            and set(self.manner) <= set(other.manner)
            and (self.scale is None or _reaches(other.scale, self.scale, thresholds))
            and (self.date is None or self.date == other.date)
        )

    def may_cover(
        self, other: Outside, classes: EventClasses, thresholds: Thresholds, wide: Wide
    ) -> bool:
        """Say whether whatever may be the other event may be this one, as far as its words say."""
        alone = self.target.single
        if alone is not None and other.target.only is None:
            return False
        kind = classes.is_kind(other.event_class, self.event_class)
        if not kind:
            may_be = classes.may_be.get(other.event_class, ("",))[0]
            further = any(doubtful == other.event_class for doubtful, _ in classes.may_be.values())
            kind = may_be == self.event_class and not further
        return (
            kind
            and _may_be_within(other.actor, self.actor, wide)
            and _may_be_within(other.target, self.target, wide)
            and (REPLY in self.manner) <= (REPLY in other.manner)
            and not any(thresholds.opposite.get(value) in other.manner for value in self.manner)
        )

    def denying(self, wanted: Outside, thresholds: Thresholds) -> Outside:
        """Return the event with the opposite said of all that another says and it does not."""
        manner = {*self.manner}
        manner |= {thresholds.opposite[v] for v in wanted.manner if v in thresholds.opposite
                   and v not in self.manner and v != REPLY}  # fmt: skip
        scale = self.scale
        if wanted.scale is not None and scale is None:
            below = thresholds.scales[: thresholds.scales.index(wanted.scale)]
            scale = below[-1] if below else None
        return replace(self, manner=tuple(sorted(manner)), scale=scale)

    def ground(self, actor: str, target: str) -> Pattern:
        """Return the event with these two; whom a place already names is left unsaid."""
        return Pattern(
            event_class=self.event_class,
            actor=named(actor),
            target=NOT_STATED if self.is_placed else named(target),
            place=self.place,
            manner=self.manner,
            scale=self.scale,
            date=self.date,
        )


def settled(event: Outside) -> Outside | None:
    """Return an event without exceptions that go without saying, or None if nobody fits.

    Who acts is never whom it is done to, so that neither needs to be left out for the other.
    """
    actor, target = event.actor, event.target
    if actor.single is not None and actor.single == target.single:
        return None
    if target.single is not None and actor.only is None:
        actor = Slot(but=actor.but - {target.single})
    if actor.single is not None and target.only is None:
        target = Slot(but=target.but - {actor.single})
    if actor == event.actor and target == event.target:
        return event
    return replace(event, actor=actor, target=target)


def joined(
    one: Outside,
    other: Outside,
    classes: EventClasses,
    thresholds: Thresholds,
    *,
    perhaps: bool = False,
) -> Iterator[Outside]:
    """Yield the events that are instances of both: one for each class that is a kind of both, or
    perhaps one that is of the one class and may be of the other."""
    actor, target = one.actor.meet(other.actor), one.target.meet(other.target)
    if actor is None or target is None:
        return
    if None not in (one.place, other.place) and one.place != other.place:
        return
    manner = {*one.manner, *other.manner}
    if any(thresholds.opposite.get(value) in manner for value in manner):
        return
    first = one.first or other.first
    if first and REPLY in manner:
        return
    if None not in (one.date, other.date) and one.date != other.date:
        return
    scales = [scale for scale in (one.scale, other.scale) if scale is not None]
    kinds = _kinds_of_both(one.event_class, other.event_class, classes)
    if not kinds and perhaps:
        pairs = ((one.event_class, other.event_class), (other.event_class, one.event_class))
        kinds = [mine for mine, its in pairs if classes.may_be.get(mine, ("",))[0] == its]
    for event_class in kinds:
        found = settled(
            Outside(
                event_class=event_class,
                actor=actor,
                target=target,
                place=one.place or other.place,
                manner=tuple(sorted(manner)),
                scale=max(scales, key=thresholds.scales.index, default=None),
                date=one.date or other.date,
                first=first,
            )
        )
        if found is not None:
            yield found


def to_pattern(
    event: Outside, directory: Directory, organisations: Iterable[str], *, but: str | None = None,
    at: str | None = None,
) -> Pattern:  # fmt: skip
    """Return an event as a pattern in the syntax of people; `but` is left out as who acts."""
    actor = event.actor
    if but is not None and but != event.target.single:
        actor = actor.without(but) or actor
    orgs = tuple(organisations)
    target = NOT_STATED if event.is_placed else _role(event.target, directory, orgs, at)
    return Pattern(
        event_class=event.event_class,
        actor=_role(actor, directory, orgs, at),
        target=target,
        place=event.place,
        manner=event.manner,
        scale=event.scale,
        date=event.date,
    )


def pick(event: Outside, avoid: frozenset[str], used: list[str]) -> tuple[str, str]:
    """Return an actor and a target for an event, the least special; `used` grows by strangers."""
    alone = event.target.single
    actor = _pick(event.actor.without(alone) or event.actor if alone else event.actor, avoid, used)
    return actor, _pick(event.target.without(actor) or event.target, avoid, used)


def manner_of(pattern: Pattern) -> tuple[str, ...]:
    """Return the manners of a pattern that an event states; that it is the first its place says."""
    return tuple(sorted({value for value in pattern.manner if value != FIRST}))


def _pick(slot: Slot, avoid: frozenset[str], used: list[str]) -> str:
    if slot.only is None:
        free = next(name for name in STRANGERS if name not in used)
        used.append(free)
        return free
    return min(slot.only, key=lambda name: (name in avoid, name))


def _role(slot: Slot, directory: Directory, organisations: tuple[str, ...], at: str | None) -> Role:
    """Return a slot as a role: a name, a member of an organisation, or anybody."""
    if slot.only is None:
        return Role(kind=RoleKind.ANY, but=tuple(sorted(slot.but))) if slot.but else ANYBODY
    if len(slot.only) > 1:
        for organisation in organisations:
            inside = directory.members(organisation, at)
            left_out = inside - slot.only
            if slot.only <= inside | {organisation} and len(left_out) <= _MAX_LEFT_OUT:
                but = tuple(sorted(left_out))
                return Role(kind=RoleKind.ANY, names=(organisation,), but=but)
    return named(*sorted(slot.only))


def _may_be_within(other: Slot, mine: Slot, wide: Wide) -> bool:
    if other.within(mine):
        return True
    if other.only is None or mine.single is None:
        return False  # several are said as members of an organisation: nobody stands for those
    whole = wide(mine)
    return all(wide(just(name)).within(whole) for name in other.only)


def _kinds_of_both(one: str, other: str, classes: EventClasses) -> list[str]:
    """Return the widest classes that are kinds of both; an unread class may be any."""
    if OTHER in (one, other):
        return [other if one == OTHER else one]
    both = [name for name, above in classes.above.items() if one in above and other in above]
    return [n for n in both if not any(m != n and classes.is_kind(n, m) for m in both)]


def _reaches(scale: str | None, wanted: str, thresholds: Thresholds) -> bool:
    return scale is not None and thresholds.at_least(scale, wanted)


def in_order(events: Iterable[Outside]) -> tuple[Outside, ...]:
    """Return events of a set in an order that is the same in every run."""
    found = tuple(events)
    return tuple(sorted(found, key=_order_of)) if len(found) > 1 else found


def _order_of(event: Outside) -> str:
    names = (_sorted(event.actor), _sorted(event.target))
    more = (event.place, event.scale, event.date, event.first)
    return repr((event.event_class, *names, event.manner, *more))


def _sorted(slot: Slot) -> tuple[str, ...]:
    return tuple(sorted(slot.only if slot.only is not None else ("", *slot.but)))
