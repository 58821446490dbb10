"""Least causes: the smallest sets of outside events that would bring an actor to an act.

**What is listed.** An outside event is one that is given, by whomever; its places are a name, one
of several names, or anybody (but some). A set of events *brings* an act if, with strangers (whom no
promise names) in the places open to anybody, reasoning forward (`follows`) triggers a promise of
the actor whose act is, or may be, the one that is asked for, in an order of the events in which
none of the blows leaves it open who struck first. A set is listed if it brings the act and no part
of it does.

**Lifted and ground.** A ground event names who acts and who suffers, two different states, and
neither is nor may be the act itself. It is an *instance* of a listed event if it meets its pattern
(`fits`): surely, or, if it brings the act only possibly, as far as its words say. What is listed is
right and complete in this sense:

* nothing wrong: if each event of a listed set is replaced by a ground event that its places admit,
  the set still brings the act as surely, unless two of its blows now answer each other;
* nothing missed: whatever ground events, at most `size`, bring the act, for every event of some
  listed set, as sure as they are, there is one among them that is an instance of it. What brings it
  only if one doubt is read both ways (force that is an attack, or a member that stands for all, for
  one promise and not for another's "unless"), or while promises hang on a cycle, does not count.
  Not looked for is a blow that came before, by or against whom an act of force answers that answers
  no blow, and so makes a reply of it: it would have to name one actor in two events.

So "P attacks T" is not listed beside "somebody attacks T", nor is a set with a part that suffices.
The search goes back over the promises by size, then by the weakest promise; every set it
finds is put to the forward reasoning before it is listed. In a book so large that the promises
behind an act are more than MAX_CONE, only the promises that a set uses, and those that might meet
an "unless" of theirs, are put to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from foedus.reasoning.answers import CERTAIN, POSSIBLE
from foedus.reasoning.fitting import Fitter
from foedus.reasoning.least_answers import Cause, Least
from foedus.reasoning.least_check import Checker, Verdict
from foedus.reasoning.least_cone import Cone, find_cone
from foedus.reasoning.least_events import Outside, in_order, settled, to_pattern
from foedus.reasoning.least_found import Found
from foedus.reasoning.least_index import RANKS, Backwards
from foedus.reasoning.least_near import Events
from foedus.reasoning.least_search import Search, State
from foedus.reasoning.least_slots import Slot, just
from foedus.reasoning.least_steps import Goal, Steps
from foedus.reasoning.names import Directory
from foedus.reasoning.pausing import paused_collection
from foedus.reasoning.printing import print_expression
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import Rule
from foedus.reasoning.switches import Switches, read_switches
from foedus.reasoning.thresholds import REPLY
from foedus.reasoning.wanted import Wanted
from foedus.world.world import World

MAX_SIZE = 3
MAX_CAUSES = 200
MAX_STEPS = 200_000
"""How many states the search looks at; a few hundred do for most questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many events a set may have, how many sets are listed, and how much work is done."""

    size: int = MAX_SIZE
    causes: int = MAX_CAUSES
    steps: int = MAX_STEPS


_USUAL = Limits()


def least_cause(
    wanted: Wanted,
    rules: Iterable[Rule] | RuleBook | Backwards,
    world: World,
    date: str | None = None,
    assumptions: Mapping[str, bool] | None = None,
    *,
    limits: Limits = _USUAL,
) -> Least:
    """Return the least that would bring an actor to an act, as far as promises say.

    Args:
        wanted: The actor and the acts that count; see `read_wanted`.
        rules: The promises; an index that was made before saves the time to make one.
        world: Knows members, allies and places.
        date: When (ISO text); members are looked up then, later promises do not count. None: now.
        assumptions: Switches by name, on or off.
        limits: Events in a set, sets in the answer.

    Returns:
        Sets by size, then by the weakest promise of their chain, then the certain first. Sets in
        which the actor himself does one of the events stand apart as his choices.

    Raises:
        InvalidPattern: A switch that does not exist.
    """
    directory = Directory(world)
    index = rules if isinstance(rules, Backwards) else Backwards.of(rules)
    fitter = Fitter(
        directory=directory, date=date, switches=read_switches(assumptions or {}, directory)
    )
    with paused_collection():
        return _hunt(wanted, index, fitter, limits)


def _hunt(wanted: Wanted, index: Backwards, fitter: Fitter, limits: Limits) -> Least:
    """Return the answer; what the search kept is gone when the collector goes on."""
    hunt = _Hunt.of(wanted, index, fitter, limits)
    hunt.run()
    least = hunt.answer()
    for search in hunt.searches:
        search.clear()
    return least


@dataclass(slots=True, kw_only=True)
class _Hunt:
    """One question on its way."""

    wanted: Wanted
    index: Backwards
    fitter: Fitter
    limits: Limits
    searches: tuple[Search, Search]
    cone: Cone
    checker: Checker
    found: Found
    checkers: dict[str, Checker] = field(default_factory=dict)

    @classmethod
    def of(cls, wanted: Wanted, index: Backwards, fitter: Fitter, limits: Limits) -> _Hunt:
        """Return a question with its two searches at the beginning: certain, and perhaps."""
        steps = [
            Steps(index=index, directory=fitter.directory, date=fitter.date, certain=certain)
            for certain in (True, False)
        ]
        found = Found(
            classes=index.classes,
            thresholds=fitter.thresholds,
            actor=wanted.actor,
            wide=steps[1].widen,
        )
        searches = [_search(one, fitter, limits, found) for one in steps]
        for search in searches:
            for pattern in wanted.outcomes:
                search.wanted(pattern, wanted.actor)
        cone = find_cone(wanted, searches[1])
        for search in searches:
            search.thrifty = cone.book is None
        return cls(
            wanted=wanted,
            index=index,
            fitter=fitter,
            limits=limits,
            searches=(searches[0], searches[1]),
            cone=cone,
            checker=Checker(wanted=wanted, fitter=fitter, special=cone.names),
            found=found,
        )

    def run(self) -> None:
        """Search until the limit is reached or nothing is left, the smallest first in both."""
        while self.found.count < self.limits.causes:
            ranks = [search.next_rank for search in self.searches]
            if ranks == [None, None]:
                return
            nearest = min((rank, number) for number, rank in enumerate(ranks) if rank is not None)
            search = self.searches[nearest[1]]
            state = search.step()
            if state is not None:
                self._try(search, state, in_order(state.events))

    def answer(self) -> Least:
        """Return what was found, in order."""
        causes = sorted((self._cause(*pair) for pair in self.found.sets.items()), key=_rank)
        own = [cause for cause in causes if cause.own]
        return Least(
            wanted=self.wanted,
            causes=tuple(cause for cause in causes if not cause.own)[: self.limits.causes],
            choices=tuple(own)[: self.limits.causes],
            complete=self.cone.book is not None and all(s.exhausted for s in self.searches),
            directory=self.fitter.directory,
            date=self.fitter.date,
            names=self.index.committers | self.cone.names,
        )

    def _try(self, search: Search, state: State, events: tuple[Outside, ...]) -> None:
        """List a set if it brings the act; if a part of it does, that part."""
        book = self.cone.book_of(state.ways)
        verdict = self.checker.check(events, book)
        enough = verdict is not None and (verdict.bound == CERTAIN or not search.steps.certain)
        if self.cone.has_negatives and not enough:
            self._widen(search, state, events)
        if verdict is None or self.found.covers(events, verdict.bound):
            return
        for part, smaller in self.checker.smaller(events, book):
            enough = smaller.bound in (CERTAIN, verdict.bound)
            if not self.found.covers(part, smaller.bound):
                self._narrow(search, state, part, events if enough else part)
            if enough:
                return
        if self.cone.book is not None:
            self._narrow(search, state, events, events)
        else:
            self._list(events, verdict, book)

    def _list(self, events: tuple[Outside, ...], verdict: Verdict, book: RuleBook) -> None:
        """List a set, unless it may well be one that is listed."""

        def brings(others: tuple[Outside, ...]) -> bool:
            return self.checker.check(others, book) is not None

        if verdict.bound == CERTAIN or not self.found.may_cover(events, brings):
            verdict = self.checker.as_proved(verdict, book)
            self.found.add(verdict.events, verdict, brings)

    def _narrow(self, search: Search, state: State, events: Events, proved: Events) -> None:
        """List a set without those in its open places with whom it does not bring the act.

        With them all that was proved is taken up, for that may bring it where a part does not.
        """
        book, part = self.cone.book_of(state.ways), events
        whole = self.checker.check(events, book)
        bound = whole.bound if whole is not None else CERTAIN
        for special in self._specialised(events):
            verdict = self.checker.check(special.events, book)
            if verdict is None or verdict.bound != bound:
                self._take_up_all(search, state, special, special.among(proved, part))
                events = special.without(events)
        for special in self._odd_pairs(events, bound, book):
            self._take_up_all(search, state, special, special.among(proved, part))
            events = special.without(events)
        verdict = self.checker.check(events, book)
        if verdict is not None:
            self._list(events, verdict, book)

    def _widen(self, search: Search, state: State, events: tuple[Outside, ...]) -> None:
        """Take up what might keep an "unless" from being met: more events, or more special."""
        block = self.checker.blocks(events, self.cone.book_of(state.ways))
        for wish in self.cone.guards(block.rules):
            search.push(replace(state, goals=((Goal(wish=wish), ()),)))
        for wish in self.cone.blows(block.rules):
            search.push(replace(state, goals=((Goal(wish=wish, source="event"), ()),)))
        for event in block.events:
            force = self.index.classes.is_force(event.event_class)
            if force and not event.first and REPLY not in event.manner:
                reply = replace(event, manner=tuple(sorted({*event.manner, REPLY})))
                others = state.events - {event} | {reply}
                search.push(replace(state, goals=(), events=others, special=True))
        for special in self._specialised(events):
            matters = special.name in block.names or (block.by_members and special.among_few)
            if events[special.number] in block.events and matters:
                self._take_up(search, state, special)

    def _take_up_all(self, search: Search, state: State, *specials: _Special) -> None:
        """Take up special sets, each once."""
        for special in dict.fromkeys(specials):
            self._take_up(search, state, special)

    def _take_up(self, search: Search, state: State, special: _Special) -> None:
        """Take up a special set, and with its event of a class that only may be the one asked for:
        what is less sure meets an "unless" less surely too."""
        search.push(replace(state, goals=(), events=frozenset(special.events), special=True))
        event = special.events[special.number]
        for name, (may_be, switch) in self.index.classes.may_be.items():
            if may_be != event.event_class:
                continue
            doubtful = replace(event, event_class=name)
            events = tuple(doubtful if one is event else one for one in special.events)
            if self._with(switch).check(events, self.cone.book_of(state.ways)) is not None:
                search.push(replace(state, goals=(), events=frozenset(events), special=True))

    def _with(self, switch: str) -> Checker:
        """Return who puts events to promises while one doubt is read one way throughout."""
        if switch not in self.checkers:
            given = Switches({**self.fitter.switches.given, switch: True})
            self.checkers[switch] = Checker(
                wanted=self.wanted,
                fitter=replace(self.fitter, switches=given),
                special=self.cone.names,
            )
        return self.checkers[switch]

    def _specialised(self, events: tuple[Outside, ...]) -> Iterator[_Special]:
        """Yield a set with each name that the promises treat unlike others in each open place."""
        for number, event in enumerate(events):
            for place in ("actor", "target"):
                slot = event.actor if place == "actor" else event.target
                if slot.single is not None or (place == "target" and event.is_placed):
                    continue
                for name in sorted(self.cone.names):
                    special = (
                        _Special.of(events, number, place, name) if slot.admits(name) else None
                    )
                    if special is not None:
                        yield special

    def _odd_pairs(
        self, events: tuple[Outside, ...], bound: str, book: RuleBook
    ) -> Iterator[_Special]:
        """Yield a set with each victim at whom somebody in particular does not bring the act."""
        for special in self._specialised(events):
            if special.place == "target":
                for pair in self._specialised(special.events):
                    own = pair.name == self.wanted.actor
                    if pair.number == special.number and pair.place == "actor" and not own:
                        verdict = self.checker.check(pair.events, book)
                        if verdict is None or verdict.bound != bound:
                            yield special
                            break

    def _cause(self, events: tuple[Outside, ...], verdict: Verdict) -> Cause:
        own = any(event.actor.single == self.wanted.actor for event in events)
        patterns = tuple(
            to_pattern(
                event,
                self.fitter.directory,
                sorted(self.index.organisations),
                but=None if own else self.wanted.actor,
                at=self.fitter.date,
            )
            for event in events
        )
        return Cause(events=events, patterns=patterns, verdict=verdict, own=own)


def _search(steps: Steps, fitter: Fitter, limits: Limits, found: Found) -> Search:
    return Search(
        index=steps.index,
        steps=steps,
        fitter=replace(fitter, brief=True),
        size=limits.size,
        steps_left=limits.steps,
        is_spare=partial(found.covers, bound=CERTAIN if steps.certain else POSSIBLE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Special:
    """A set with one name in one place of one event, where few or where anybody might stand."""

    events: tuple[Outside, ...]
    number: int
    place: str
    name: str
    among_few: bool

    @classmethod
    def of(cls, events: tuple[Outside, ...], number: int, place: str, name: str) -> _Special | None:
        """Return the set with a name in a place, or None if the other place is his alone."""
        found = settled(_filled(events[number], place, just(name)))
        if found is None:
            return None
        special = (*events[:number], found, *events[number + 1 :])
        slot = events[number].actor if place == "actor" else events[number].target
        among = slot.only is not None
        return cls(events=special, number=number, place=place, name=name, among_few=among)

    def among(self, whole: Events, part: Events) -> _Special:
        """Return a set with the name in the same place, of which a part was looked at."""
        number = whole.index(part[self.number])
        events = (*whole[:number], self.events[self.number], *whole[number + 1 :])
        return replace(self, events=events, number=number)

    def without(self, events: tuple[Outside, ...]) -> tuple[Outside, ...]:
        """Return a set with the name left out of the place, where others are left."""
        event = events[self.number]
        slot = event.actor if self.place == "actor" else event.target
        kept = slot.without(self.name)
        if kept is None:
            return events
        changed = _filled(event, self.place, kept)
        return (*events[: self.number], changed, *events[self.number + 1 :])


def _filled(event: Outside, place: str, slot: Slot) -> Outside:
    return replace(event, actor=slot) if place == "actor" else replace(event, target=slot)


def _rank(cause: Cause) -> tuple[int, int, bool, str]:
    text = " ".join(map(print_expression, cause.patterns))
    return len(cause.events), RANKS[cause.strength], cause.bound != CERTAIN, text
