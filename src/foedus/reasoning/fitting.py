"""Fit: does an event meet a pattern? Yes, no, or unknown with the question to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from foedus.reasoning.classes import OTHER, EventClasses, load_classes
from foedus.reasoning.language import Pattern, Role, RoleKind, named
from foedus.reasoning.names import ORGANISATION, Directory
from foedus.reasoning.printing import say_class, say_role, say_wrong_role
from foedus.reasoning.roles import Inside, contains
from foedus.reasoning.switches import Switches, territory_switch
from foedus.reasoning.thresholds import FIRST, Thresholds, load_thresholds
from foedus.world.world import World


class Truth(StrEnum):
    """Three answers."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Whether an event meets a pattern.

    `slot` is where it fails or is unknown (class, actor, target, place, manner, scale, date) and
    `question` what would settle it; for a NO, why, in words. `assumptions` names the switches that
    a YES or an UNKNOWN rests on, and those that would turn a NO.
    """

    answer: Truth
    slot: str | None = None
    question: str | None = None
    assumptions: tuple[str, ...] = ()


SLOTS = ("class", "actor", "target", "place", "manner", "scale", "date")

YES = Fit(answer=Truth.YES)
NO = Fit(answer=Truth.NO)


def fits(
    event: Pattern,
    pattern: Pattern,
    world: World,
    date: str | None = None,
    *,
    switches: Switches | None = None,
) -> Fit:
    """Say whether an event meets a pattern.

    Args:
        event: What is said to happen; a slot that it lacks gives unknown.
        pattern: What it must be like; a slot that it lacks is met by anything.
        world: Supplies members, allies and places.
        date: When members are looked up, if neither the event nor the role says.
        switches: How the assumptions stand; by default all as the table says.
    """
    fitter = Fitter(directory=Directory(world), date=date, switches=switches or Switches())
    return fitter.fit(event, pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitter:
    """Fits many events against many patterns of one world, date and set of switches.

    A `brief` one leaves out why a NO is one, which takes longer than to find that it is.
    """

    directory: Directory
    date: str | None = None
    brief: bool = False
    switches: Switches = field(default_factory=Switches)
    classes: EventClasses = field(default_factory=load_classes)
    thresholds: Thresholds = field(default_factory=load_thresholds)
    _class_fits: dict[tuple[str, str, bool], Fit] = field(default_factory=dict, init=False)

    def fit(self, event: Pattern, pattern: Pattern, checks: Checks | None = None) -> Fit:
        """Return the fit of all slots: the first NO, else every UNKNOWN, else YES.

        `checks` are those of `find_checks` for this pattern, if they were looked up before.
        """
        unknown: Fit | None = None
        assumed: tuple[str, ...] = ()
        for check in checks if checks is not None else find_checks(pattern):
            found = check(self, event, pattern)
            if found.answer is Truth.NO:
                return found
            assumed += found.assumptions
            if found.answer is Truth.UNKNOWN and unknown is None:
                unknown = found
        if unknown is not None and len(unknown.assumptions) == len(assumed):
            return unknown
        if unknown is not None:
            return Fit(
                answer=Truth.UNKNOWN,
                slot=unknown.slot,
                question=unknown.question,
                assumptions=tuple(dict.fromkeys(assumed)),
            )
        return Fit(answer=Truth.YES, assumptions=assumed) if assumed else YES

    def fit_slots(self, event: Pattern, pattern: Pattern) -> tuple[Fit, ...]:
        """Return the fit of every slot by itself, in the order of SLOTS."""
        return tuple(check(self, event, pattern) for check in _CHECKS)

    def find_failing(
        self, event: Pattern, pattern: Pattern, *, at_most: int
    ) -> tuple[int, ...] | None:
        """Return which slots (their places in SLOTS) are a NO; None if more than `at_most` are."""
        failing: tuple[int, ...] = ()
        for place, check in find_placed_checks(pattern):
            if check(self, event, pattern).answer is Truth.NO:
                failing += (place,)
                if len(failing) > at_most:
                    return None
        return failing

    def fit_class(self, event: Pattern, pattern: Pattern) -> Fit:
        """Compare the classes: its own or a kind of it; a loose or vague class leaves a doubt."""
        mine, wanted = event.event_class, pattern.event_class
        if mine == wanted and not pattern.loose:
            return YES
        key = mine, wanted, pattern.loose
        found = self._class_fits.get(key)
        if found is None:
            found = self._compare_classes(event, pattern)
            if wanted != OTHER and not self.classes.is_in(mine, "vague"):
                self._class_fits[key] = found
        return found

    def _compare_classes(self, event: Pattern, pattern: Pattern) -> Fit:
        mine, wanted = event.event_class, pattern.event_class
        if wanted == OTHER and pattern.loose:
            if not _names_alike(event, pattern):
                if self.brief:
                    return NO
                return _no(
                    "class", f"no class was read from its words; is {say_class(mine)} meant?"
                )
            return self._ask("class", f"does {say_class(mine)} count as what the words name?")
        if self.classes.is_kind(mine, wanted):
            if pattern.loose:
                return self._ask("class", f"does {say_class(mine)} count as what the words name?")
            return YES
        other, switch = self.classes.may_be.get(mine, ("", ""))
        if other == wanted:
            return self._switched("class", f"was it {say_class(wanted)}?", switch)
        if self.classes.is_in(mine, "vague") and _names_alike(event, pattern):
            return self._ask("class", f"was it {say_class(wanted)}?")
        if self.brief:
            return NO
        return _no("class", f"asks for {say_class(wanted)}; the event is {say_class(mine)}")

    def fit_actor(self, event: Pattern, pattern: Pattern) -> Fit:
        """Compare who acts."""
        return self._fit_role(event, "actor", pattern)

    def fit_target(self, event: Pattern, pattern: Pattern) -> Fit:
        """Compare whom it is done to; where only a place is said, to whom the place belongs."""
        role = pattern.target
        stated = not (event.target.kind is RoleKind.UNKNOWN or event.target.is_open)
        if not stated and event.place is not None and role.names:
            return self._fit_owner(event, event.place, role)
        return self._fit_role(event, "target", pattern)

    def fit_place(self, event: Pattern, pattern: Pattern) -> Fit:
        """Compare places: the same, a place of the state that is asked for, or unknown."""
        if pattern.place is None:
            return YES
        wanted = self.directory.find_place(pattern.place)
        code = wanted.code if wanted is not None else None
        if event.place is None:
            whose = event.target.names if event.target.kind is RoleKind.NAME else ()
            states = whose and not any(name.startswith(ORGANISATION) for name in whose)
            if states and code is not None and code not in whose:
                return self._elsewhere(pattern.place, say_role(event.target, self.directory))
            return self._ask("place", f"was it in {pattern.place}?")
        place = self.directory.find_place(event.place)
        if event.place == pattern.place or (place is not None and place == wanted):
            return YES
        if place is None or wanted is None or place.code is None or code is None:
            return self._ask("place", f"is {event.place} in {pattern.place}?")
        if place.code != code:
            return self._elsewhere(pattern.place, event.place)
        if wanted.kind == "state":
            return YES
        return self._ask("place", f"is {event.place} in {pattern.place}?")

    def fit_manner(self, event: Pattern, pattern: Pattern) -> Fit:
        """Compare manners: said or implied by the class, the opposite said, or unknown."""
        if not pattern.manner:
            return YES
        said = set(event.manner)
        for above in self.classes.above[event.event_class]:
            said |= self.thresholds.implied.get(above, frozenset())
        result = YES
        for wanted in pattern.manner:
            if wanted in said:
                continue
            opposite = self.thresholds.opposite.get(wanted)
            if opposite in said and wanted == FIRST:
                return _no("manner", "asks for the first blow; the event is a reply to one")
            if opposite in said:
                return _no("manner", f"asks for “{wanted}”; the event is “{opposite}”")
            found = self._switched("manner", self._question(wanted), wanted)
            if found.answer is Truth.NO:
                return found
            result = _joined(result, found)
        return result

    def fit_scale(self, event: Pattern, pattern: Pattern) -> Fit:
        """Compare scales: as large or larger, smaller, or unknown."""
        if pattern.scale is None:
            return YES
        if event.scale is None:
            return self._switched("scale", self._question(pattern.scale), pattern.scale)
        if self.thresholds.at_least(event.scale, pattern.scale):
            return YES
        return _no("scale", f"asks for at least “{pattern.scale}”; the event is “{event.scale}”")

    def fit_date(self, event: Pattern, pattern: Pattern) -> Fit:
        """Compare dates: one lies in the other, or they differ."""
        if pattern.date is None:
            return YES
        date = event.date or self.date
        if date is None:
            return self._ask("date", f"was it in {pattern.date}?")
        if date.startswith(pattern.date):
            return YES
        if pattern.date.startswith(date):
            return self._ask("date", f"was it on {pattern.date}?")
        return _no("date", f"asks for {pattern.date}; the event is of {date}")

    def _fit_role(self, event: Pattern, slot: str, pattern: Pattern) -> Fit:
        role, filler, other = pattern.actor, event.actor, event.target
        if slot == "target":
            role, filler, other = pattern.target, other, filler
        at = event.date or self.date
        inside, question = contains(role, filler, self.directory, other=other, at=at)
        if inside:
            return YES
        if inside is None:
            return self._ask(slot, question or ("by whom?" if slot == "actor" else "to whom?"))
        return (
            NO if self.brief else _no(slot, say_wrong_role(slot, pattern, filler, self.directory))
        )

    def _fit_owner(self, event: Pattern, place_name: str, role: Role) -> Fit:
        """Say whether a place belongs to whom a role asks for, or is switched to count as his."""
        place = self.directory.find_place(place_name)
        if place is None:
            return self._ask("target", f"whose is {place_name}?")
        if place.code is not None:
            inside, question = self._holds(role, place.code, event)
            own = place.code in event.actor.names  # he strikes at somebody else there
            if inside and not own:
                return YES
            if inside or question is not None:
                return self._ask("target", question or "to whom?")
        claimants = sorted(self.directory.claimants(place))
        claimed = [code for code in claimants if self._holds(role, code, event)[0]]
        named_ones = role.names if role.kind is RoleKind.NAME else ()
        who = [self.directory.name_of(name) for name in dict.fromkeys((*claimed, *named_ones))]
        for name in who:
            if self.switches.counts_as(place.name, name):
                return Fit(answer=Truth.YES, assumptions=(territory_switch(place.name, name),))
        switches = tuple(territory_switch(place.name, name) for name in who)
        asked = say_role(role, self.directory)
        if place.code is None:
            question = f"does {place.name} count as {who[0] if who else asked}?"
            return Fit(
                answer=Truth.UNKNOWN, slot="target", question=question, assumptions=switches[:1]
            )
        owner = self.directory.name_of(place.code)
        why = f"asks for {asked}; {place.name} belongs to {owner}"
        return Fit(
            answer=Truth.NO, slot="target", question=why, assumptions=switches[: len(claimed)]
        )

    def _holds(self, role: Role, code: str, event: Pattern) -> Inside:
        """Say whether a role contains the state to which the place of an event belongs."""
        at = event.date or self.date
        return contains(role, named(code), self.directory, other=event.actor, at=at)

    def _elsewhere(self, wanted: str, place: str) -> Fit:
        return _no("place", f"asks for {wanted}; the event is in {place}")

    def _question(self, value: str) -> str:
        return self.thresholds.questions.get(value, f"was it {value}?")

    def _ask(self, slot: str, question: str) -> Fit:
        return Fit(answer=Truth.UNKNOWN, slot=slot, question=question)

    def _switched(self, slot: str, question: str, switch: str) -> Fit:
        """Return what a switch says; open, it is the question."""
        state = self.switches.state(switch)
        if state is True:
            return Fit(answer=Truth.YES, assumptions=(switch,))
        if state is False:
            why = f"{question} no, as assumed"
            return Fit(answer=Truth.NO, slot=slot, question=why, assumptions=(switch,))
        return Fit(answer=Truth.UNKNOWN, slot=slot, question=question, assumptions=(switch,))


Check: TypeAlias = Callable[[Fitter, Pattern, Pattern], Fit]
Checks: TypeAlias = tuple[Check, ...]

_CHECKS: Checks = (
    Fitter.fit_class,
    Fitter.fit_actor,
    Fitter.fit_target,
    Fitter.fit_place,
    Fitter.fit_manner,
    Fitter.fit_scale,
    Fitter.fit_date,
)


def find_checks(pattern: Pattern) -> Checks:
    """Return the checks of the slots that a pattern has; any event meets the others."""
    return _checks_of_shape(_shape_of(pattern))


def find_placed_checks(pattern: Pattern) -> tuple[tuple[int, Check], ...]:
    """Return the same checks, each with the place of its slot in SLOTS."""
    return _placed_checks_of_shape(_shape_of(pattern))


def _shape_of(pattern: Pattern) -> tuple[bool, ...]:
    return (
        bool(pattern.actor.names or pattern.actor.but or pattern.actor.kind is not RoleKind.ANY),
        bool(pattern.target.names or pattern.target.but or pattern.target.kind is not RoleKind.ANY),
        pattern.place is not None,
        bool(pattern.manner),
        pattern.scale is not None,
        pattern.date is not None,
    )


@cache
def _placed_checks_of_shape(shape: tuple[bool, ...]) -> tuple[tuple[int, Check], ...]:
    asked = zip(_CHECKS, (True, *shape), strict=True)
    return tuple((place, check) for place, (check, wanted) in enumerate(asked) if wanted)


@cache
def _checks_of_shape(shape: tuple[bool, ...]) -> Checks:
    return tuple(check for _, check in _placed_checks_of_shape(shape))


def _no(slot: str, why: str) -> Fit:
    return Fit(answer=Truth.NO, slot=slot, question=why)


def _joined(first: Fit, second: Fit) -> Fit:
    """Return two fits of one slot as one."""
    worse = first if first.answer is Truth.UNKNOWN else second
    return Fit(
        answer=worse.answer,
        slot=worse.slot,
        question=worse.question,
        assumptions=first.assumptions + second.assumptions,
    )


def _names_alike(event: Pattern, pattern: Pattern) -> bool:
    """Say whether a pattern names somebody, or the place, that the event names in the same slot."""
    return (
        not set(pattern.actor.names).isdisjoint(event.actor.names)
        or not set(pattern.target.names).isdisjoint(event.target.names)
        or (pattern.place is not None and pattern.place == event.place)
    )
