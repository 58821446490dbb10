"""What follows from events: the least fixpoint of the promises, in two bounds.

Only a YES counts for the lower bound (certain), an UNKNOWN too for the upper (possible). What
stands behind "unless" blocks a promise in one bound if it holds in the other; the bounds are
computed in turn until they stand still, so that without a cycle through "unless" the order of the
rules does not matter, and with one nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import TypeAlias

from foedus.reasoning.answers import Answer
from foedus.reasoning.fitting import Fit, Fitter, Truth
from foedus.reasoning.happenings import Field, Firing, Happening, act_of
from foedus.reasoning.language import Pattern
from foedus.reasoning.names import Directory
from foedus.reasoning.outcomes import Bounds, Outcome
from foedus.reasoning.pausing import paused_collection
from foedus.reasoning.rulebook import Finder, Leaf, RuleBook, Way
from foedus.reasoning.rules import Rule, is_in_force
from foedus.reasoning.switches import DEADLINES_PASS, PROMISE_KEPT, Switches, read_switches
from foedus.world.world import World

Match: TypeAlias = tuple[Happening, Fit]


def follows(
    events: Sequence[Pattern],
    rules: Iterable[Rule] | RuleBook,
    world: World,
    date: str | None = None,
    assumptions: Mapping[str, bool] | None = None,
    *,
    effort: int | None = None,
) -> Answer:
    """Return which promises the events trigger, which nearly, which not, and why.

    Args:
        events: What is said to happen, in the order in which it happens.
        rules: The promises; a book that was made before saves the time to make one.
        world: Knows members, allies and places.
        date: When it happens (ISO text of a year, month or day): members are looked up then, and
            a promise that was made only later does not count. None: now.
        assumptions: Switches by name, on or off; what is not named stands as the table says.
        effort: How many comparisons of an event with a condition may be made: no round but the
            first is begun that would exceed it, and the answer says how many rounds it holds.
            Among thousands of promises that wait for each other, everything follows from anything.
            None: until nothing follows.

    Raises:
        InvalidPattern: A switch that does not exist.
    """
    directory = Directory(world)
    book = rules if isinstance(rules, RuleBook) else RuleBook.of(rules)
    switches = read_switches(assumptions or {}, directory)
    fitter = Fitter(directory=directory, date=date, switches=switches)
    with paused_collection():
        bounds = find_bounds(events, book, fitter, effort=effort)
    return Answer(events=tuple(events), book=book, fitter=fitter, bounds=bounds)


def find_widest(events: Sequence[Pattern], book: RuleBook, fitter: Fitter) -> Outcome:
    """Return all that could follow from events, perhaps and with every "unless" passed over."""
    return _Engine.of(events, book, fitter).run(certain=False, blocked=frozenset())


def find_bounds(
    events: Sequence[Pattern], book: RuleBook, fitter: Fitter, *, effort: int | None = None
) -> Bounds:
    """Return the certain and the possible outcome of events, through the same round."""
    engine = _Engine.of(events, book, fitter)
    widest = engine.run(certain=False, blocked=frozenset(), effort=effort)
    engine.rounds = widest.rounds
    certain = engine.run(certain=True, blocked=widest.blocked_perhaps)
    # Only a way that fires unblocked can ever fire, so only its blockers can change anything.
    able = frozenset(widest.ways)
    if not able & widest.blocked_perhaps:
        return Bounds(certain=certain, possible=widest)
    possible = widest
    while True:
        surely, perhaps = able & certain.blocked_surely, able & possible.blocked_perhaps
        if surely:
            possible = engine.run(certain=False, blocked=surely)
        if able & possible.blocked_perhaps == perhaps:
            undecided = partial(_find_undecided, events, engine, widest, effort)
            return Bounds(certain=certain, possible=possible, find_undecided=undecided)
        certain = engine.run(certain=True, blocked=possible.blocked_perhaps)


def _find_undecided(
    events: Sequence[Pattern], engine: _Engine, widest: Outcome, effort: int | None
) -> frozenset[int]:
    """Return the ways that hang on a cycle through "unless", however doubts on a class are read.

    A cycle that needs a use of force to be an attack is none if it was no attack.
    """
    undecided = _find_cycles(engine, widest)
    for read in _readings(engine.fitter, widest) if undecided else ():
        other = find_bounds(events, engine.book, read, effort=effort)
        undecided -= other.possible.ways - other.undecided
        if not undecided:
            break
    return undecided


def _find_cycles(engine: _Engine, widest: Outcome) -> frozenset[int]:
    """Return the ways that hang on a cycle through "unless", with every UNKNOWN taken for a YES.

    This is the alternating fixpoint of van Gelder: what is in its upper bound and not in its lower.
    """
    able = frozenset(widest.ways)
    upper = widest
    while True:
        lower = engine.run(certain=False, blocked=upper.blocked_perhaps)
        if able & lower.blocked_perhaps == able & upper.blocked_perhaps:
            return frozenset()
        higher = engine.run(certain=False, blocked=lower.blocked_perhaps)
        if able & higher.blocked_perhaps == able & upper.blocked_perhaps:
            return frozenset(higher.ways - lower.ways)
        upper = higher


def _readings(fitter: Fitter, widest: Outcome) -> Iterator[Fitter]:
    """Yield fitters that read each doubt on a class one way or the other, in every combination."""
    may_be = fitter.classes.may_be
    classes = dict.fromkeys(h.pattern.event_class for h in widest.happenings)
    asked = dict.fromkeys(may_be[one][1] for one in classes if one in may_be)
    doubts = [one for one in asked if fitter.switches.state(one) is None]
    for states in product((False, True), repeat=len(doubts)) if doubts else ():
        read = {**fitter.switches.given, **dict(zip(doubts, states, strict=True))}
        yield replace(fitter, switches=Switches(read))


@dataclass(slots=True, kw_only=True)
class _Engine:
    """The events and rules of one question."""

    book: RuleBook
    fitter: Fitter
    brief: Fitter
    finder: Finder
    field: Field
    given: list[Happening]
    rounds: int | None = None
    """So many rounds are run; None: until nothing follows."""
    met: list[tuple[Happening, Leaf, Fit | None]] | None = None
    """What the given events mean for patterns, in order, once a run found it; no NO is kept."""

    @classmethod
    def of(cls, events: Sequence[Pattern], book: RuleBook, fitter: Fitter) -> _Engine:
        """Return the engine of a question, with every event on its side."""
        sides = Field(fitter.directory)
        return cls(
            book=book,
            fitter=fitter,
            brief=replace(fitter, brief=True),
            finder=Finder(book, fitter.directory, fitter.date),
            field=sides,
            given=sides.place_all(events),
        )

    def run(self, *, certain: bool, blocked: frozenset[int], effort: int | None = None) -> Outcome:
        """Return the least fixpoint in one bound, round by round; blocked ways never fire."""
        run = _Run(engine=self, certain=certain, blocked=blocked, effort=effort)
        run.start(self.given)
        return run.outcome


@dataclass(slots=True, kw_only=True)
class _Run:
    """One fixpoint on its way: what happened, what met which pattern, what is new."""

    engine: _Engine
    certain: bool
    blocked: frozenset[int]
    effort: int | None = None
    outcome: Outcome = field(default_factory=Outcome)
    matches: dict[int, list[list[Match]]] = field(default_factory=dict)
    new: list[Happening] = field(default_factory=list)
    answered: set[tuple[object, ...]] = field(default_factory=set)
    known: set[tuple[object, ...]] = field(default_factory=set)
    barren: bool = False
    """This round is the last, and what it would let happen is not asked: only what fires is."""

    def start(self, given: Sequence[Happening]) -> None:
        """Run until nothing new happens."""
        self.new = list(given)
        self.outcome.happenings.extend(given)
        self.known.update(_key_of(happening) for happening in given)
        self._pass_deadlines()
        done = spent = 0
        while self.new:
            if self.effort is not None:
                spent += sum(self.engine.finder.count(happening) for happening in self.new)
            too_much = self.effort is not None and done > 0 and spent > self.effort
            if too_much or done == self.engine.rounds:
                self.outcome.rounds = done
                return
            done += 1
            self.barren = self.certain and done == self.engine.rounds
            frontier, self.new = self.new, []
            if done == 1:
                self._meet_given(given)
                del frontier[: len(given)]
            for happening in frontier:
                for leaf in self.engine.finder.find(happening):
                    self._meet(happening, leaf)

    def _meet_given(self, given: Sequence[Happening]) -> None:
        """Note what the given events mean: the first run remembers it for those that follow."""
        if self.engine.met is not None:
            for happening, leaf, fit in self.engine.met:
                self._meet(happening, leaf, fit)
            return
        met = self.engine.met = []
        for happening in given:
            for leaf in self.engine.finder.find(happening):
                fit = self._meet(happening, leaf)
                if fit is None or fit.answer is not Truth.NO:
                    met.append((happening, leaf, fit))

    def _meet(self, happening: Happening, leaf: Leaf, fit: Fit | None = None) -> Fit | None:
        """Note what a happening means for one pattern, and fire what it completes.

        Returns how it fits, None where that was not looked at: another did the same before. `fit`
        is that, where it is known.
        """
        way, position = leaf.way, leaf.position
        answered: tuple[object, ...] = ()
        if position is not None:
            if position == way.binding:
                answered = (way.number, way.answers(happening))
                if answered in self.answered:
                    return fit
            elif way.number in self.matches and self.matches[way.number][position]:
                return fit
        if fit is None:
            fit = self.engine.brief.fit(happening.pattern, leaf.pattern, leaf.checks)
        if fit.answer is Truth.NO:
            return fit
        if position is None:
            self.outcome.blockers.setdefault(way.number, []).append(happening)
            if fit.answer is Truth.YES:
                self.outcome.blocked_surely.add(way.number)
            return fit
        if self.certain and fit.answer is Truth.UNKNOWN:
            return fit
        if not self._in_force(way.rule):
            return fit
        found = self.matches.get(way.number)
        if found is None:
            found = self.matches[way.number] = [[] for _ in way.alternative.positives]
        found[position].append((happening, fit))
        if len(found) > 1:
            self.outcome.begun.add(way.number)
        if position == way.binding:
            self.answered.add(answered)
        if way.number not in self.blocked and all(found):
            self._complete(way, found, position)
        return fit

    def _complete(self, way: Way, found: list[list[Match]], position: int) -> None:
        """Fire a way: for what came last, or for all that it answers if another part came last."""
        if len(found) == 1:  # by far the most, so the shortest way
            happening, fit = found[0][-1]
            assumed = happening.assumptions + fit.assumptions
            self._note(
                way,
                Firing(
                    rule=way.rule,
                    supports=(happening,),
                    fits=(fit,),
                    round=happening.round + 1,
                    assumptions=tuple(dict.fromkeys(assumed)) if assumed else (),
                    bound=happening,
                ),
            )
            return
        answered = found[way.binding]
        for match in answered[-1:] if position == way.binding else answered:
            chosen = [matches[0] for matches in found]
            chosen[way.binding] = match
            self._fire(way, chosen)

    def _fire(self, way: Way, chosen: Sequence[Match]) -> None:
        rule = way.rule
        supports = tuple(happening for happening, _ in chosen)
        assumed = [name for h, fit in chosen for name in (*h.assumptions, *fit.assumptions)]
        firing = Firing(
            rule=rule,
            supports=supports,
            fits=tuple(fit for _, fit in chosen),
            round=max((h.round for h in supports), default=0) + 1,
            assumptions=tuple(dict.fromkeys(assumed)) if chosen else (DEADLINES_PASS,),
            bound=chosen[way.binding][0] if chosen else None,
        )
        self._note(way, firing)

    def _note(self, way: Way, firing: Firing) -> None:
        """Keep a firing, and let what it promises happen if promises are kept."""
        rule = way.rule
        self.outcome.note(firing, way.number)
        if self.barren or rule.refused:
            return
        if self.engine.fitter.switches.keeps(rule.id, rule.committer):
            self._happen(firing)

    def _happen(self, firing: Firing) -> None:
        """Let a promise be kept, unless the same act happens already."""
        rule = firing.rule
        stand = self.engine.field.derive(rule, firing.bound)
        target, conflict, side = stand
        if target.names == (rule.committer,):
            return
        place = conflict.id if conflict is not None else None
        key = (rule.consequence.event_class, rule.committer, target.names, place, side)
        if key in self.outcome.keys or key in self.known:
            return
        self.outcome.keys.add(key)
        happening = Happening(
            pattern=act_of(rule, stand),
            conflict=conflict,
            side=side,
            round=firing.round,
            cause=firing,
            assumptions=tuple(dict.fromkeys((*firing.assumptions, PROMISE_KEPT))),
        )
        self.outcome.happenings.append(happening)
        self.new.append(happening)

    def _pass_deadlines(self) -> None:
        """Fire what only waits for nothing to happen, if deadlines are assumed to pass."""
        if not self.engine.fitter.switches.state(DEADLINES_PASS):
            return
        for way in self.engine.book.ways:
            bare = not way.alternative.positives and way.number not in self.blocked
            if bare and self._in_force(way.rule):
                self._fire(way, ())

    def _in_force(self, rule: Rule) -> bool:
        return is_in_force(rule, self.engine.fitter.date)


def _key_of(happening: Happening) -> tuple[object, ...]:
    """Return what makes a given event the same as an act that a promise would bring."""
    pattern, conflict = happening.pattern, happening.conflict
    place = conflict.id if conflict is not None else None
    who = pattern.actor.names[0] if len(pattern.actor.names) == 1 else pattern.actor.names
    return pattern.event_class, who, pattern.target.names, place, happening.side
