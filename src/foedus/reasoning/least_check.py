"""Whether outside events bring an act about, as reasoning forward says: the last word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

from foedus.reasoning.answers import CERTAIN, POSSIBLE, Answer
from foedus.reasoning.fitting import Fitter, Truth
from foedus.reasoning.fixpoint import find_bounds
from foedus.reasoning.happenings import Field, Firing, Happening
from foedus.reasoning.language import Pattern, find_patterns
from foedus.reasoning.least_events import Outside, pick
from foedus.reasoning.names import ORGANISATION
from foedus.reasoning.outcomes import Bounds, Outcome
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import Rule
from foedus.reasoning.wanted import Wanted

MAX_KEPT = 50
"""How many outcomes are kept to say what blocks an act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """That events bring the act: in which bound, by which firing, in which order, as one answer."""

    bound: str
    firing: Firing
    answer: Answer
    events: tuple[Outside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What meets an "unless": the promises kept for it, and the outside events at its root.

    With one of `names` in a place of an event, the "unless" may not be met; `by_members` says that
    it may turn on who is a member of what.
    """

    rules: tuple[Rule, ...]
    events: tuple[Outside, ...]
    names: frozenset[str]
    by_members: bool


@dataclass(slots=True, kw_only=True)
class Checker:
    """Puts events to promises; `special` are the names that promises treat unlike others."""

    wanted: Wanted
    fitter: Fitter
    special: frozenset[str]
    _brief: Fitter = field(init=False)
    _known: dict[tuple[tuple[Pattern, ...], int], Verdict | None] = field(default_factory=dict)
    _last: dict[tuple[tuple[Pattern, ...], int], Bounds] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._brief = replace(self.fitter, brief=True)

    def check(self, events: Sequence[Outside], book: RuleBook) -> Verdict | None:
        """Return how events bring the act, in the first order that does; None if none does.

        Strangers fill the places that are open to anybody. An order in which it stays open who
        struck first, because a third strikes at one who did, is passed over.
        """
        used: list[str] = []
        chosen = [(event, event.ground(*pick(event, self.special, used))) for event in events]
        return self.check_ground(chosen, book)

    def check_ground(
        self, chosen: Sequence[tuple[Outside, Pattern]], book: RuleBook
    ) -> Verdict | None:
        """Return how events bring the act with these fillers."""
        for order in _orders(chosen):
            verdict = self._known_verdict(order, book)
            if verdict is not None:
                return verdict
        return None

    def as_proved(self, verdict: Verdict, book: RuleBook) -> Verdict:
        """Return a verdict with the events in the order of the proof, if that does as well."""
        order = list(zip(verdict.events, verdict.answer.events, strict=True))
        used = [h.pattern for h in _given(verdict.firing)]
        places = [next((n for n, p in enumerate(used) if _is_same(p, q)), 9) for _, q in order]
        proved = [pair for _, pair in sorted(zip(places, order, strict=True), key=lambda x: x[0])]
        if proved == order:
            return verdict
        other = self._known_verdict(proved, book)
        return other if other is not None and other.bound == verdict.bound else verdict

    def _known_verdict(
        self, order: Sequence[tuple[Outside, Pattern]], book: RuleBook
    ) -> Verdict | None:
        """Return the verdict on one order, asked for only once."""
        patterns = tuple(pattern for _, pattern in order)
        key = (patterns, id(book))
        if key not in self._known:
            self._known[key] = self._ask(patterns, book)
        verdict = self._known[key]
        if verdict is None:
            return None
        return replace(verdict, events=tuple(event for event, _ in order))

    def blocks(self, events: Sequence[Outside], book: RuleBook) -> Block:
        """Return what takes part in meeting an "unless" that keeps a promise from firing."""
        used: list[str] = []
        chosen = [(event, event.ground(*pick(event, self.special, used))) for event in events]
        firings: dict[int, Firing] = {}
        roots: dict[Outside, None] = {}
        names: set[str] = set()
        by_members = False
        for order in _orders(chosen):
            bounds = self._bounds(tuple(pattern for _, pattern in order), book)
            for happening, pattern in self._blocking(bounds, book):
                names.update(pattern.actor.but, pattern.target.but)
                by_members |= _asks_members(pattern)
                waiting = [happening]
                while waiting:
                    one = waiting.pop()
                    if one.cause is None:
                        same = (e for e, pattern in order if _is_same(one.pattern, pattern))
                        roots.update(dict.fromkeys(same))
                    elif id(one.cause) not in firings:
                        firings[id(one.cause)] = one.cause
                        waiting.extend(one.cause.supports)
        rules = tuple(firing.rule for firing in firings.values())
        for rule in rules:
            names |= {rule.committer, rule.beneficiary or rule.committer}
            for one in (rule.consequence, *(find_patterns(rule.trigger) if rule.trigger else ())):
                names.update(one.actor.but, one.target.but)
                by_members |= _asks_members(one)
            names.update(rule.consequence.target.names)
        return Block(
            rules=rules, events=tuple(roots), names=frozenset(names), by_members=by_members
        )

    def _bounds(self, patterns: tuple[Pattern, ...], book: RuleBook) -> Bounds:
        """Return the outcome of events; that of the last ones is kept."""
        key = (patterns, id(book))
        if key not in self._last:
            if len(self._last) > MAX_KEPT:
                self._last.clear()
            self._last[key] = find_bounds(patterns, book, self.fitter)
        return self._last[key]

    def _blocking(self, bounds: Bounds, book: RuleBook) -> Iterator[tuple[Happening, Pattern]]:
        """Yield what meets the "unless" of a way whose other conditions are met, and that."""
        for outcome in (bounds.certain, bounds.possible):
            for number, happenings in outcome.blockers.items():
                positives = book.ways[number].alternative.positives
                if all(self._is_met(pattern, bounds.possible) for pattern in positives):
                    for pattern in book.ways[number].alternative.negatives:
                        yield from ((one, pattern) for one in happenings)

    def _is_met(self, pattern: Pattern, outcome: Outcome) -> bool:
        fits = (self._brief.fit(one.pattern, pattern) for one in outcome.happenings)
        return any(fit.answer is not Truth.NO for fit in fits)

    def smaller(
        self, events: Sequence[Outside], book: RuleBook
    ) -> Iterator[tuple[tuple[Outside, ...], Verdict]]:
        """Yield the parts of a set that bring the act by themselves, the smallest first.

        The fillers are those of the whole set.
        """
        used: list[str] = []
        chosen = [(event, event.ground(*pick(event, self.special, used))) for event in events]
        for size in range(1, len(chosen)):
            for part in combinations(chosen, size):
                verdict = self.check_ground(part, book)
                if verdict is not None:
                    yield tuple(event for event, _ in part), verdict

    def _ask(self, patterns: tuple[Pattern, ...], book: RuleBook) -> Verdict | None:
        placed = Field(self.fitter.directory).place_all(patterns)
        if any(one.conflict is not None and one.conflict.disputed for one in placed):
            return None
        bounds = self._bounds(patterns, book)
        if not any(self._meets(h, certain=False) for h in bounds.possible.happenings):
            return None
        answer = Answer(events=patterns, book=book, fitter=self.fitter, bounds=bounds)
        for bound, outcome in ((CERTAIN, bounds.certain), (POSSIBLE, bounds.possible)):
            firing = self._find(outcome, answer, certain=bound == CERTAIN)
            if firing is not None:
                return Verdict(bound=bound, firing=firing, answer=answer)
        return None

    def _find(self, outcome: Outcome, answer: Answer, *, certain: bool) -> Firing | None:
        """Return the first firing in an outcome that brings the act and hangs on no cycle."""
        found = [
            happening.cause
            for happening in outcome.happenings
            if happening.cause is not None and self._meets(happening, certain=certain)
        ]
        found.sort(key=lambda firing: firing.round)
        fired = ((one, (one.rule.id, one.rule.committer)) for one in found)
        return next((one for one, key in fired if answer.is_triggered(key)), None)

    def _meets(self, happening: Happening, *, certain: bool) -> bool:
        """Say whether a happening is the act that is asked for, by a promise of the actor's own."""
        cause = happening.cause
        if cause is None or cause.rule.committer != self.wanted.actor:
            return False
        fitter = self._brief
        allowed = (Truth.YES,) if certain else (Truth.YES, Truth.UNKNOWN)
        return any(
            fitter.fit(happening.pattern, one).answer in allowed for one in self.wanted.outcomes
        )


def _orders(
    chosen: Sequence[tuple[Outside, Pattern]],
) -> Iterator[tuple[tuple[Outside, Pattern], ...]]:
    """Yield the orders that can make a difference: all if two blows have anybody in common."""
    whole = tuple(chosen)
    names = [
        {*pattern.actor.names, *pattern.target.names, *filter(None, [pattern.place])}
        for _, pattern in whole
    ]
    tied = any(one & other for one, other in combinations(names, 2))
    yield from permutations(whole) if tied else (whole,)


def _given(firing: Firing) -> Iterator[Happening]:
    """Yield the events at the root of a proof, what its conditions name first coming first."""
    for happening in firing.supports:
        if happening.cause is None:
            yield happening
        else:
            yield from _given(happening.cause)


def _is_same(placed: Pattern, given: Pattern) -> bool:
    """Say whether a placed event is a given one: its place adds whether it was the first blow."""
    return replace(placed, manner=given.manner) == given


def _asks_members(pattern: Pattern) -> bool:
    """Say whether a pattern names an organisation, so that its members are not like others."""
    names = (*pattern.actor.names, *pattern.target.names)
    return any(name.startswith(ORGANISATION) for name in names)
