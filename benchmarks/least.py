"""How fast foedus finds the least that draws an actor in; and whether trying everything agrees.

usage: python -m benchmarks.least [--seed 1] [--json]
       python -m benchmarks.least --oracle [--networks 500] [--seed 1]

Least: random networks of promises, an actor with promises to use force, 200 sets of at most three
events; the index is made before; memory is what the process holds more than before.

--oracle: for small random networks (up to 8 actors and 15 promises, with organisations, requests,
"unless"): every single ground event, and every set of up to three of a sample of what meets
conditions, of replies and at random. Each set, in each order, is put to `follows`. "missed" counts
sets that bring the act and hold no instance of a listed set; "wrong" instances of listed sets that
do not bring it as surely, and listed sets of which a part does (see foedus.reasoning.least).
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations, product

from benchmarks.networks import FORCE, Network, make_large, make_small
from benchmarks.reasoning import _held, _loop_seconds
from benchmarks.speed import bind_to_one_core
from foedus.reasoning.fitting import Fitter, Truth
from foedus.reasoning.fixpoint import find_bounds
from foedus.reasoning.happenings import Field
from foedus.reasoning.language import Pattern, find_patterns, named
from foedus.reasoning.least import Limits, least_cause
from foedus.reasoning.least_answers import Cause, Least
from foedus.reasoning.least_events import Outside, to_pattern
from foedus.reasoning.least_index import Backwards
from foedus.reasoning.names import ORGANISATION, Directory
from foedus.reasoning.outcomes import Bounds
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import Rule
from foedus.reasoning.switches import Switches
from foedus.reasoning.wanted import Wanted, wanted_of
from foedus.world import load_world

SIZES = ((100, 1_000), (1_000, 10_000), (10_000, 100_000))
TRIES = 3
MOST = 3
MOST_STEPS = 5_000
SAMPLE = 20
"""Events of which every set of up to three is tried: 1,350 sets, in every order."""
INSTANCES = 12
"""How many instances of a listed set are tried, at most."""
STRANGERS = ("BRA", "JPN")
"""Actors that no promise of a small network names, and members of no organisation that it does."""
DOUBTS = ("defence_as_attack", "force_as_attack", "attack_as_invasion")
"""The switches by which an event of one class may be of another, in small networks."""
CERTAIN, POSSIBLE = "certain", "possible"


@dataclass
class Trial:
    """One question to one network, put to the forward reasoning set by set."""

    network: Network
    wanted: Wanted

    def __post_init__(self) -> None:
        self.fitter = Fitter(directory=Directory(load_world()))
        self.book = RuleBook.of(self.network.rules)
        self.organisations = sorted(name for name, _ in self.book.organisations)
        self.known: dict[frozenset[Pattern], str | None] = {}

    def bound(self, events: Iterable[Pattern]) -> str | None:
        """Return how surely events bring the act, in the order that does so best."""
        key = frozenset(events)
        if key not in self.known:
            bounds = {self._ask(order) for order in permutations(key)}
            best = [one for one in (CERTAIN, POSSIBLE) if one in bounds]
            self.known[key] = best[0] if best else None
        return self.known[key]

    def _ask(self, order: Sequence[Pattern]) -> str | None:
        field = Field(self.fitter.directory)
        placed = field.place_all(order)
        if any(one.conflict is not None and one.conflict.disputed for one in placed):
            return None
        bounds = find_bounds(order, self.book, self.fitter)
        for bound, allowed in ((CERTAIN, {Truth.YES}), (POSSIBLE, {Truth.YES, Truth.UNKNOWN})):
            happenings = bounds.certain if bound == CERTAIN else bounds.possible
            for one in happenings.happenings:
                if one.cause is None or one.cause.rule.committer != self.wanted.actor:
                    continue
                if self._is_open(one.cause.rule, bounds):
                    continue
                fits = (self.fitter.fit(one.pattern, wanted) for wanted in self.wanted.outcomes)
                if any(fit.answer in allowed for fit in fits):
                    return bound
        return None

    def _is_open(self, rule: Rule, bounds: Bounds) -> bool:
        """Say whether a rule's own "unless" hangs on a cycle: such a one triggers nothing."""
        ways = [way for way in self.book.ways if way.rule.id == rule.id]
        fired = [way for way in ways if way.number in bounds.possible.ways]
        return bool(bounds.undecided and fired) and all(
            way.number in bounds.undecided and way.alternative.negatives for way in fired
        )

    def is_decided(self, events: Sequence[Pattern], bound: str) -> bool:
        """Say whether events bring the act without a doubt that is read both ways or a cycle.

        That is in a world in which each class is another or is not, and without promises that
        hang on a cycle through "unless".
        """
        orders = list(permutations(events))
        if any(find_bounds(order, self.book, self.fitter).undecided for order in orders):
            return False
        if bound == CERTAIN:
            return True
        kept = self.fitter
        try:
            for states in product((True, False), repeat=len(DOUBTS)):
                switches = Switches(dict(zip(DOUBTS, states, strict=True)))
                self.fitter = replace(kept, switches=switches)
                if any(map(self._ask, orders)):
                    return True
            return False
        finally:
            self.fitter = kept

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
        names |= {rule.beneficiary} - {None}
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
    for cause in chance.sample(list(_all(least)), min(4, len(list(_all(least))))):
        found.update(dict.fromkeys(next(_instances(cause, universe, chance), ())))
    conditions = [p for r in trial.network.rules if r.trigger for p in find_patterns(r.trigger)]
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
        bound = trial.bound(events)
        if bound is None or any(map(trial.is_act, events)):
            continue
        held = any(_holds(trial, cause, events, bound) for cause in _all(least))
        if not held and trial.is_decided(events, bound):
            found.append(f"missed {bound} {_show(events)}")
    return found


def find_wrong(
    trial: Trial, least: Least, universe: list[Pattern], chance: random.Random
) -> list[str]:
    """Return the instances of listed sets that are none, and the listed sets that are not least."""
    found = []
    for cause in _all(least):
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


def compare(networks: int, seed: int, *, verbose: bool) -> dict[str, int]:
    """Return how many sets were tried and how the answers differ."""
    world = load_world()
    counts = {"networks": networks, "listed": 0, "tried": 0, "bring": 0, "wrong": 0, "missed": 0}
    for number in range(seed, seed + networks):
        chance = random.Random(number)
        network = make_small(number)
        wanted = draw_question(network, chance)
        least = least_cause(
            wanted, network.rules, world, limits=Limits(causes=100_000, steps=MOST_STEPS)
        )
        trial = Trial(network, wanted)
        universe = list_events(network)
        sample = draw_sample(trial, least, universe, chance)
        sets: list[tuple[Pattern, ...]] = [(event,) for event in universe]
        sets += [s for size in (0, 2, MOST) for s in combinations(sample, size)]
        missed = find_missed(trial, least, sets)
        wrong = find_wrong(trial, least, universe, chance)
        counts["listed"] += len(list(_all(least)))
        counts["tried"] += len(sets)
        counts["bring"] += sum(trial.bound(events) is not None for events in sets)
        counts["wrong"] += len(wrong)
        counts["missed"] += len(missed)
        if verbose:
            for line in (*wrong[:3], *missed[:3]):
                print(number, wanted.text, line)
    return counts


def _all(least: Least) -> Iterator[Cause]:
    yield from least.causes
    yield from least.choices


def _holds(trial: Trial, cause: Cause, events: Sequence[Pattern], bound: str) -> bool:
    """Say whether events hold an instance of a listed set that brings the act as surely."""
    if bound == CERTAIN and cause.bound != CERTAIN:
        return False
    return all(any(_is_instance(trial, e, one, bound) for e in events) for one in cause.events)


def _is_instance(trial: Trial, event: Pattern, one: Outside, bound: str) -> bool:
    """Say whether an event meets the pattern of a listed one: surely, or as its words say."""
    pattern = to_pattern(one, trial.fitter.directory, trial.organisations)
    fit = trial.fitter.fit(event, pattern).answer
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


def _show(events: Iterable[Pattern]) -> str:
    return "; ".join(
        f"{e.event_class}({e.actor.names[0]}, {e.target.names[0]}{', reply' if e.manner else ''})"
        for e in events
    )


def measure(network: Network) -> dict[str, float]:
    """Return the seconds and megabytes of one question; the best of a few tries."""
    world = load_world()
    begin = time.process_time()
    index = Backwards.of(network.rules)
    made = time.process_time() - begin
    actor = _busiest(network)
    wanted = wanted_of(actor, (Pattern(event_class="use_of_force"),))
    before = _held()
    seconds, least = [], None
    for _ in range(TRIES):
        begin = time.process_time()
        least = least_cause(wanted, index, world)
        seconds.append(time.process_time() - begin)
    found = list(_all(least)) if least is not None else []
    return {
        "index": made,
        "least": min(seconds),
        "memory": _held() - before,
        "sets": len(found),
        "largest": max((len(cause.events) for cause in found), default=0),
    }


def _busiest(network: Network) -> str:
    """Return an actor with most promises to use force."""
    acts = [r.committer for r in network.rules if r.consequence.event_class in FORCE]
    return max(sorted(set(acts)), key=acts.count)


def main() -> int:
    """Measure or compare, and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.least",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--oracle", action="store_true", help="compare with trying everything")
    parser.add_argument("--networks", type=int, default=500, help="how many are compared")
    parser.add_argument("--verbose", action="store_true", help="print what differs")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--only", nargs=2, metavar=("ACTORS", "PROMISES"))
    given = parser.parse_args()
    bind_to_one_core()
    if given.oracle:
        found = compare(given.networks, given.seed, verbose=given.verbose)
        print(json.dumps(found) if given.json else f"{found}; seeds from {given.seed}")
        return 1 if found["wrong"] or found["missed"] else 0
    if given.only:
        actors, promises = map(int, given.only)
        print(json.dumps(measure(make_large(actors, promises, given.seed))))
        return 0
    rows = []
    for actors, promises in SIZES:
        command = [sys.executable, "-m", "benchmarks.least", "--only", str(actors), str(promises)]
        run = subprocess.run(
            [*command, "--seed", str(given.seed)], check=True, stdout=subprocess.PIPE, text=True
        )
        rows.append({"actors": actors, "promises": promises, **json.loads(run.stdout)})
    if given.json:
        print(json.dumps(rows))
        return 0
    print(f"least causes; seed {given.seed}, Python {platform.python_version()},", end=" ")
    print(f"ten million additions {_loop_seconds():.2f} s")
    print("| actors | promises | index s | least s | MB | sets | largest |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        print(
            f"| {row['actors']} | {row['promises']} | {row['index']:.2f} | {row['least']:.2f} |"
            f" {row['memory']:.0f} | {row['sets']:.0f} | {row['largest']:.0f} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
