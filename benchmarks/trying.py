"""Trying sets of ground events on small networks, to compare with the least causes listed.

What is tried goes through the forward reasoning alone. A set is not put to it if its answer follows
from another's: an event that no promise behind the act asks for, and that strikes nobody whom
another blow of the set touches, changes nothing; and of orders those are alike in which blows that
have somebody in common come in the same order.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, permutations, product

from benchmarks.networks import FORCE, Network
from foedus.reasoning.fitting import NO, YES, Fit, Fitter, Truth
from foedus.reasoning.fixpoint import find_bounds, find_widest
from foedus.reasoning.happenings import Field
from foedus.reasoning.language import Pattern, find_patterns, named
from foedus.reasoning.least_answers import Cause, Least
from foedus.reasoning.least_events import Outside, to_pattern
from foedus.reasoning.names import ORGANISATION, Directory
from foedus.reasoning.outcomes import Bounds, Outcome
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import Rule
from foedus.reasoning.switches import Switches
from foedus.reasoning.wanted import Wanted, wanted_of
from foedus.world import load_world

MOST = 3
SAMPLE = 24
"""Events of which every set of up to three is tried: 2,301 sets, in every order that differs."""
INSTANCES = 12
"""How many instances of a listed set are tried, at most."""
STRANGERS = ("BRA", "JPN")
"""Actors that no promise of a small network names, and members of no organisation that it does."""
DOUBTS = ("defence_as_attack", "force_as_attack", "attack_as_invasion")
"""The switches by which an event of one class may be of another, in small networks."""
MOST_ASKED = 6
"""Of more questions on who stands for whom, all are answered alike: yes, or no."""
CERTAIN, POSSIBLE = "certain", "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(Fitter):
    """A fitter that notes who might stand for whom, and may be told."""

    stands: Mapping[str, bool] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def _ask(self, slot: str, question: str) -> Fit:
        if " stand for " not in question:
            return Fitter._ask(self, slot, question)
        self.asked.add(question)
        if question not in self.stands:
            return Fitter._ask(self, slot, question)
        return YES if self.stands[question] else NO


@dataclass
class Trial:
    """One question to one network, put to the forward reasoning set by set."""

    network: Network
    wanted: Wanted
    fitter: Fitter = field(default_factory=lambda: Fitter(directory=Directory(load_world())))
    known: dict[frozenset[Pattern], str | None] = field(default_factory=dict)
    _asked: dict[Pattern, bool] = field(default_factory=dict)
    _fits: dict[tuple[Pattern, Outside], Truth] = field(default_factory=dict)

    @cached_property
    def organisations(self) -> list[str]:
        """Return the organisations that the promises name."""
        return sorted(name for name, _ in RuleBook.of(self.network.rules).organisations)

    @cached_property
    def book(self) -> RuleBook:
        """Return the promises on which the act may rest, or an "unless" on the way."""
        rules = [r for r in self.network.rules if r.committer == self.wanted.actor]
        outcomes = self.wanted.outcomes
        behind = [r for r in rules if any(self._may_meet(r, one) for one in outcomes)]
        for rule in behind:  # grows meanwhile
            conditions = list(find_patterns(rule.trigger)) if rule.trigger is not None else []
            for other in self.network.rules:
                met = other not in behind and any(self._may_meet(other, c) for c in conditions)
                behind += [other] if met else []
        return RuleBook.of([rule for rule in self.network.rules if rule in behind])

    def _may_meet(self, rule: Rule, pattern: Pattern) -> bool:
        """Say whether what a promise brings may meet a condition, whomever it is done to."""
        act = rule.consequence
        fits = (self.fitter.fit_class(act, pattern), self.fitter.fit_actor(act, pattern))
        return all(fit.answer is not Truth.NO for fit in fits)

    def bound(self, events: Iterable[Pattern]) -> str | None:
        """Return how surely events bring the act, in the order that does so best."""
        key = frozenset(self._live(tuple(events)))
        if key not in self.known:
            found = None
            for order in _orders(sorted(key, key=_sorted_by)):
                one = self._ask(order)
                found = one or found
                if one == CERTAIN:
                    break
            self.known[key] = found
        return self.known[key]

    def _live(self, events: Sequence[Pattern]) -> list[Pattern]:
        """Return events without those that cannot change the answer."""
        blows = [event for event in events if event.event_class in FORCE]
        return [
            event
            for event in events
            if self._is_asked(event)
            or (event in blows and any(b is not event and _touch(b, event) for b in blows))
        ]

    def _is_asked(self, event: Pattern) -> bool:
        """Say whether an event may meet a condition of the promises behind the act."""
        if event not in self._asked:
            conditions = (p for r in self.book.rules if r.trigger for p in find_patterns(r.trigger))
            fits = (self.fitter.fit(event, pattern).answer for pattern in conditions)
            self._asked[event] = any(answer is not Truth.NO for answer in fits)
        return self._asked[event]

    def _ask(self, order: Sequence[Pattern]) -> str | None:
        field = Field(self.fitter.directory)
        placed = field.place_all(order)
        if any(one.conflict is not None and one.conflict.disputed for one in placed):
            return None
        widest = find_widest(order, self.book, self.fitter)
        if not any(self._acts(widest, POSSIBLE)):
            return None
        bounds = find_bounds(order, self.book, self.fitter)
        for bound in (CERTAIN, POSSIBLE):
            outcome = bounds.certain if bound == CERTAIN else bounds.possible
            if any(not self._is_open(rule, bounds) for rule in self._acts(outcome, bound)):
                return bound
        return None

    def _acts(self, outcome: Outcome, bound: str) -> Iterator[Rule]:
        """Yield the promises of the actor whose act in an outcome is that which is asked for."""
        allowed = {Truth.YES} if bound == CERTAIN else {Truth.YES, Truth.UNKNOWN}
        for one in outcome.happenings:
            if one.cause is not None and one.cause.rule.committer == self.wanted.actor:
                fits = (self.fitter.fit(one.pattern, wanted) for wanted in self.wanted.outcomes)
                if any(fit.answer in allowed for fit in fits):
                    yield one.cause.rule

    def _is_open(self, rule: Rule, bounds: Bounds) -> bool:
        """Say whether a rule's own "unless" hangs on a cycle: such a one triggers nothing."""
        ways = [way for way in self.book.ways if way.rule.id == rule.id]
        fired = [way for way in ways if way.number in bounds.possible.ways]
        if not fired or not all(way.alternative.negatives for way in fired):
            return False
        return all(way.number in bounds.undecided for way in fired)

    def is_decided(self, events: Sequence[Pattern], bound: str) -> bool:
        """Say whether events bring the act without a doubt that is read both ways or a cycle.

        That is in a world in which each class is another or is not, in which a member stands for
        its organisation or does not, and without promises that hang on a cycle through "unless".
        """
        orders = list(_orders(self._live(events)))
        if any(find_bounds(order, self.book, self.fitter).undecided for order in orders):
            return False
        if bound == CERTAIN:
            return True
        kept = self.fitter
        try:
            for switches, asked in self._readings(orders):
                self.fitter = Reader(directory=kept.directory, switches=switches, stands=asked)
                if any(map(self._ask, orders)):
                    return True
            return False
        finally:
            self.fitter = kept

    def _readings(
        self, orders: Sequence[Sequence[Pattern]]
    ) -> Iterator[tuple[Switches, dict[str, bool]]]:
        """Yield every way to read the doubts on classes and on who stands for whom."""
        reader = Reader(directory=self.fitter.directory)
        for order in orders:
            find_bounds(order, self.book, reader)
        asked = sorted(reader.asked)
        free = len(asked) if len(asked) <= MOST_ASKED else 0
        for states in product((True, False), repeat=len(DOUBTS)):
            switches = Switches(dict(zip(DOUBTS, states, strict=True)))
            for said in product((True, False), repeat=free or 1):
                yield switches, dict(zip(asked, said if free else said * len(asked), strict=True))

    def fit_listed(self, event: Pattern, one: Outside) -> Truth:
        """Say whether an event meets the pattern of a listed one."""
        if (event, one) not in self._fits:
            pattern = to_pattern(one, self.fitter.directory, self.organisations)
            self._fits[event, one] = self.fitter.fit(event, pattern).answer
        return self._fits[event, one]

    def is_act(self, event: Pattern) -> bool:
        """Say whether an event is, or may be, the actor's act itself: no promise is needed."""
        fits = (self.fitter.fit(event, one).answer for one in self.wanted.outcomes)
        return self.wanted.actor in event.actor.names and any(f is not Truth.NO for f in fits)


def draw_question(network: Network, chance: random.Random) -> Wanted:
    """Return an actor with a promise and the act of it, against somebody or not."""
    rules = [rule for rule in network.rules if not rule.refused] or list(network.rules)
    rule = chance.choice(rules)
    act = Pattern(event_class=rule.consequence.event_class)
    if chance.random() < 0.3:
        victim = chance.choice([r.committer for r in network.rules])
        if victim != rule.committer:
            act = Pattern(event_class=act.event_class, target=named(victim))
    return wanted_of(rule.committer, (act,))


def list_events(network: Network) -> list[Pattern]:
    """Return every ground event of the classes, actors and manners of a network's conditions."""
    classes, names = set(), set(STRANGERS)
    for rule in network.rules:
        names.add(rule.committer)
        names |= {rule.beneficiary or rule.committer}
        names.update(rule.consequence.target.names)
        for pattern in find_patterns(rule.trigger) if rule.trigger is not None else ():
            classes.add(pattern.event_class)
            names.update(n for r in (pattern.actor, pattern.target) for n in (*r.names, *r.but))
    names = {name for name in names if not name.startswith(ORGANISATION)}
    found = []
    for event_class, actor, target in product(sorted(classes), sorted(names), sorted(names)):
        if actor != target:
            for manner in ((), ("reply",)) if event_class in FORCE else ((),):
                found.append(
                    Pattern(
                        event_class=event_class,
                        actor=named(actor),
                        target=named(target),
                        manner=manner,
                    )
                )
    return found


def draw_sample(
    trial: Trial, least: Least, universe: list[Pattern], chance: random.Random
) -> list[Pattern]:
    """Return events among which sets are likely to bring the act: half of them meet conditions."""
    found: dict[Pattern, None] = {}
    for cause in chance.sample(list(all_of(least)), min(4, len(list(all_of(least))))):
        found.update(dict.fromkeys(next(_instances(cause, universe, chance), ())))
    conditions = [p for r in trial.book.rules if r.trigger for p in find_patterns(r.trigger)]
    chance.shuffle(conditions)
    for pattern in conditions:
        fitting = [e for e in universe if trial.fitter.fit(e, pattern).answer is not Truth.NO]
        if fitting and len(found) < SAMPLE * 3 // 4:
            found[chance.choice(fitting)] = None
    while len(found) < min(SAMPLE, len(universe)):
        found[chance.choice(universe)] = None
    return list(found)


def find_missed(trial: Trial, least: Least, sets: Iterable[Sequence[Pattern]]) -> list[str]:
    """Return the sets that bring the act though no listed set is there in them."""
    found = []
    for events in sets:
        if any(map(trial.is_act, events)):
            continue
        if any(_holds(trial, cause, events, CERTAIN) for cause in all_of(least)):
            continue  # whatever bound it has, it is there
        bound = trial.bound(events)
        if bound is None:
            continue
        held = any(_holds(trial, cause, events, bound) for cause in all_of(least))
        if not held and trial.is_decided(events, bound):
            found.append(f"missed {bound} {_show(events)}")
    return found


def find_wrong(
    trial: Trial, least: Least, universe: list[Pattern], chance: random.Random
) -> list[str]:
    """Return the instances of listed sets that are none, and the listed sets that are not least."""
    found = []
    for cause in all_of(least):
        for events in _instances(cause, universe, chance):
            acts = not cause.own and any(trial.wanted.actor in e.actor.names for e in events)
            if acts or any(map(trial.is_act, events)):
                continue
            bound = trial.bound(events)
            if bound is None or (bound, cause.bound) == (POSSIBLE, CERTAIN):
                found.append(f"wrong {cause.bound} {_show(events)}")
        generic = next(_instances(cause, universe, chance, strange=True), None)
        if generic is None or len(set(generic)) < len(cause.events):
            continue
        for size in range(len(generic)):
            for part in combinations(generic, size):
                if trial.bound(part) in (CERTAIN, cause.bound):
                    found.append(f"not least {_show(generic)}: {_show(part)}")
    return found


def all_of(least: Least) -> Iterator[Cause]:
    """Yield every listed set, the actor's own choices too."""
    yield from least.causes
    yield from least.choices


def _holds(trial: Trial, cause: Cause, events: Sequence[Pattern], bound: str) -> bool:
    """Say whether events hold an instance of a listed set that brings the act as surely."""
    if bound == CERTAIN and cause.bound != CERTAIN:
        return False
    return all(any(_is_instance(trial, e, one, bound) for e in events) for one in cause.events)


def _is_instance(trial: Trial, event: Pattern, one: Outside, bound: str) -> bool:
    """Say whether an event meets the pattern of a listed one: surely, or as its words say."""
    fit = trial.fit_listed(event, one)
    return fit is Truth.YES or (fit is Truth.UNKNOWN and bound != CERTAIN)


def _instances(
    cause: Cause, universe: list[Pattern], chance: random.Random, *, strange: bool = False
) -> Iterator[tuple[Pattern, ...]]:
    """Yield some of the ground instances of a listed set, with strangers first if asked."""
    names = sorted({n for event in universe for n in event.actor.names})
    for _ in range(1 if strange else INSTANCES):
        found, strangers = [], list(STRANGERS)
        for event in cause.events:
            pairs = [
                (a, t)
                for a, t in product(names, names)
                if a != t and event.actor.admits(a) and event.target.admits(t)
            ]
            if not pairs:
                return
            if strange:
                pairs.sort(key=lambda p: sum(n not in strangers for n in p))
                kept = [p for p in pairs if _least_special(event, p, strangers)]
                pair = kept[0] if kept else pairs[0]
                strangers = [n for n in strangers if n not in pair] or list(STRANGERS)
            else:
                pair = chance.choice(pairs)
            found.append(event.ground(*pair))
        if not _strikes_back(found):
            yield tuple(found)


def _strikes_back(events: Sequence[Pattern]) -> bool:
    """Say whether two blows answer each other: by chance, for no set says that they do."""
    blows = {(e.actor.names, e.target.names) for e in events if e.event_class in FORCE}
    return any((target, actor) in blows for actor, target in blows)


def _least_special(event: Outside, pair: tuple[str, str], strangers: list[str]) -> bool:
    slots = (event.actor, event.target)
    return all(s.only is not None or n in strangers for s, n in zip(slots, pair, strict=True))


def _orders(events: Sequence[Pattern]) -> Iterator[tuple[Pattern, ...]]:
    """Yield the orders of events that differ in the order of blows with somebody in common."""
    blows = [event for event in events if event.event_class in FORCE]
    others = [event for event in events if event.event_class not in FORCE]
    tied = any(_touch(one, other) for one, other in combinations(blows, 2))
    for order in permutations(blows) if tied else (blows,):
        yield (*order, *others)


def _touch(one: Pattern, other: Pattern) -> bool:
    """Say whether two events have somebody in common."""
    names = {*one.actor.names, *one.target.names}
    return not names.isdisjoint((*other.actor.names, *other.target.names))


def _sorted_by(event: Pattern) -> tuple[str, ...]:
    return event.event_class, *event.actor.names, *event.target.names, *event.manner


def _show(events: Iterable[Pattern]) -> str:
    return "; ".join(
        f"{e.event_class}({e.actor.names[0]}, {e.target.names[0]}{', reply' if e.manner else ''})"
        for e in events
    )
