"""Shortfall: what a promise that did not fire still waits for, slot by slot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from foedus.reasoning.fitting import SLOTS, Fit, Fitter, Truth, find_checks
from foedus.reasoning.happenings import Happening
from foedus.reasoning.language import Pattern
from foedus.reasoning.outcomes import Bounds
from foedus.reasoning.printing import say_pattern
from foedus.reasoning.rulebook import Way
from foedus.reasoning.rules import Rule, is_in_force
from foedus.reasoning.switches import load_assumptions

MAX_COMPARED = 200
"""How many happenings a condition is compared with to say why none of them meets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One pattern of a condition that is not met, by the event that comes nearest.

    `slots` are the slots where it fails, `why` says how in words, `changes` what would change it,
    `assumptions` the switches that would. `event` is None if nothing happens at all.
    """

    pattern: Pattern
    event: Pattern | None
    slots: tuple[str, ...]
    why: str
    changes: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """Why a rule did not fire: `met` of `wanted` parts of its nearest alternative are there.

    `reason` stands for itself where no condition fails: no condition at all, made only later,
    blocked by its "unless", or hanging on a cycle through one.
    """

    rule: Rule
    misses: tuple[Miss, ...] = ()
    met: int = 0
    wanted: int = 0
    reason: str | None = None

    @property
    def is_partial(self) -> bool:
        """Say whether some part of a joint condition is surely met and another is missing."""
        return 0 < self.met < self.wanted

    @property
    def why(self) -> str:
        """Return why it did not fire, in words."""
        return self.reason or "; ".join(miss.why for miss in self.misses)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Return the switches that would change the answer."""
        return tuple(dict.fromkeys(name for miss in self.misses for name in miss.assumptions))


class Shortfalls(Sequence[Shortfall]):
    """Why each of some promises did not fire, worked out for those that are looked at."""

    def __init__(self, rules: Sequence[Rule], explain: Callable[[Rule], Shortfall]) -> None:
        self.rules = rules
        self._explain = explain

    def __len__(self) -> int:
        return len(self.rules)

    @overload
    def __getitem__(self, place: int) -> Shortfall: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Shortfall]: ...

    def __getitem__(self, place: int | slice) -> Shortfall | Sequence[Shortfall]:
        if isinstance(place, slice):
            return tuple(self._explain(rule) for rule in self.rules[place])
        return self._explain(self.rules[place])


@dataclass(frozen=True, slots=True)
class Explainer:
    """Says of one answer why rules did not fire: `brief` finds the nearest event, `full` says why.

    To word every NO of every event took nine tenths of the time with the treaties of a day. Parties
    of one treaty wait for the same events, so what was found for a pattern is kept.
    """

    full: Fitter
    brief: Fitter
    bounds: Bounds
    _found: dict[Pattern, Truth] = field(default_factory=dict)
    _missed: dict[Pattern, Miss] = field(default_factory=dict)

    @classmethod
    def of(cls, fitter: Fitter, bounds: Bounds) -> Explainer:
        """Return what explains the answer of a fitter and its bounds."""
        return cls(fitter, replace(fitter, brief=True), bounds)

    def find(self, way: Way) -> list[Miss | Truth]:
        """Return for each part of a condition whether any event meets it, surely or perhaps.

        Where none does it is how the nearest fails. Of a way that nothing began to meet, that is
        so of every part.
        """
        parts = way.alternative.positives
        if way.number not in self.bounds.possible.begun:
            return [self._miss(pattern) for pattern in parts]
        answers = [(pattern, self._answer(pattern)) for pattern in parts]
        return [self._miss(p) if found is Truth.NO else found for p, found in answers]

    def _answer(self, pattern: Pattern) -> Truth:
        if pattern not in self._found:
            self._found[pattern] = _best_answer(pattern, self._events(), self.brief)
        return self._found[pattern]

    def _miss(self, pattern: Pattern) -> Miss:
        if pattern not in self._missed:
            self._missed[pattern] = _nearest_miss(pattern, self._events(), self)
        return self._missed[pattern]

    def _events(self) -> list[Pattern]:
        """Return what conditions were compared with: not what follows from the last round."""
        rounds = self.bounds.possible.rounds
        known = self.bounds.possible.happenings[:MAX_COMPARED]
        return [one.pattern for one in known if rounds is None or one.round < rounds]


def find_shortfall(rule: Rule, ways: Iterable[Way], explainer: Explainer) -> Shortfall:
    """Return why a rule did not fire; of several alternatives, for the nearest.

    Args:
        rule: A rule that fired in neither bound.
        ways: Its ways, as the book numbers them.
        explainer: The fitters of the question and what happens.
    """
    fitter, bounds = explainer.full, explainer.bounds
    reason = None
    if rule.trigger is None:
        reason = "has no condition, so no event triggers it"
    elif not is_in_force(rule, fitter.date):
        reason = f"was made only on {rule.since}"
    if reason is not None:
        return Shortfall(rule=rule, reason=reason)
    found = []
    for way in ways:
        outcomes = (bounds.certain, bounds.possible)
        by = [one for outcome in outcomes for one in outcome.blockers.get(way.number, ())]
        # One that only hangs on others which turn on themselves is blocked by nothing.
        if by and (way.number in bounds.certain.blockers or way.number in bounds.undecided):
            found.append(_blocked(way, by[0], explainer))
        else:
            found.append(_missed(way, explainer))
    return max(found, key=_nearness)


def say_switch(name: str) -> str:
    """Return a switch in words ("Donbas counts as Russia")."""
    row = load_assumptions().get(name)
    if row is not None:
        return row.says
    place, _, actor = name.partition("_as_")
    return f"{_title(place)} counts as {_title(actor)}" if actor else name


def _title(slug: str) -> str:
    return slug.replace("_", " ").title()


def _blocked(way: Way, by: Happening, explainer: Explainer) -> Shortfall:
    said = say_pattern(by.pattern, explainer.full.directory)
    if way.number in explainer.bounds.undecided:
        reason = f"its “unless” turns on itself, through {said}: the texts do not decide"
    else:
        reason = f"stands only until there is {said}, and there is"
    return Shortfall(rule=way.rule, reason=reason)


def _missed(way: Way, explainer: Explainer) -> Shortfall:
    rule, alternative = way.rule, way.alternative
    if not alternative.positives:
        directory = explainer.full.directory
        asked = " or ".join(say_pattern(p, directory) for p in alternative.negatives)
        return Shortfall(rule=rule, reason=f"stands until there is {asked}; no event triggers it")
    found = explainer.find(way)
    misses = tuple(one for one in found if isinstance(one, Miss))
    met = sum(one is Truth.YES for one in found)
    return Shortfall(rule=rule, misses=misses, met=met, wanted=len(found))


def _best_answer(pattern: Pattern, events: Sequence[Pattern], fitter: Fitter) -> Truth:
    """Return whether any event meets a pattern, surely or perhaps."""
    checks = find_checks(pattern)
    best = Truth.NO
    for event in events:
        found = fitter.fit(event, pattern, checks).answer
        if found is Truth.YES:
            return found
        if found is Truth.UNKNOWN:
            best = found
    return best


def _nearest_miss(pattern: Pattern, events: Sequence[Pattern], explainer: Explainer) -> Miss:
    """Return how the event that meets most slots of a pattern fails it."""
    asked = say_pattern(pattern, explainer.full.directory)
    if not events:
        return Miss(pattern=pattern, event=None, slots=(), why=f"asks for {asked}", changes=asked)
    event = _nearest_event(pattern, events, explainer.brief)
    fits = explainer.full.fit_slots(event, pattern)
    failing = [(slot, fit) for slot, fit in zip(SLOTS, fits, strict=True) if _fails(fit)]
    return Miss(
        pattern=pattern,
        event=event,
        slots=tuple(slot for slot, _ in failing),
        why="; ".join(fit.question or slot for slot, fit in failing),
        changes=asked,
        assumptions=_deciding(failing),
    )


def _nearest_event(pattern: Pattern, events: Sequence[Pattern], fitter: Fitter) -> Pattern:
    """Return the event with the fewest slots that fail, and of these the one that fails latest."""
    nearest, least = events[0], (len(SLOTS) + 1, 0)
    for event in events:
        failing = fitter.find_failing(event, pattern, at_most=least[0])
        if failing is not None and (distance := _distance(failing)) < least:
            nearest, least = event, distance
    return nearest


def _deciding(failing: list[tuple[str, Fit]]) -> tuple[str, ...]:
    """Return the switches that would turn the answer: each failing slot must have one."""
    if not all(fit.assumptions for _, fit in failing):
        return ()
    return tuple(dict.fromkeys(name for _, fit in failing for name in fit.assumptions))


def _fails(fit: Fit) -> bool:
    return fit.answer is Truth.NO


def _distance(failing: Sequence[int]) -> tuple[int, int]:
    """Return how far an event is from a pattern: failing slots, and how early the last fails."""
    return len(failing), -max(failing, default=0)


def _nearness(shortfall: Shortfall) -> tuple[bool, int, int, int]:
    """Return how near an alternative is: blocked, parts met, slots that fail, the last of them."""
    blocked = shortfall.reason is not None and shortfall.wanted == 0
    failing = [SLOTS.index(slot) for miss in shortfall.misses for slot in miss.slots]
    return blocked, shortfall.met, -len(failing), max(failing, default=0)
