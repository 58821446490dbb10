"""Answer: what events trigger, nearly trigger and do not, in words and as JSON."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from foedus.reasoning.clashes import (
    Clash,
    find_both_sides,
    find_broken,
    find_contravened,
    find_cycles,
    find_outside,
    find_refused,
)
from foedus.reasoning.fitting import Fitter
from foedus.reasoning.frequencies import Frequencies
from foedus.reasoning.happenings import Firing
from foedus.reasoning.language import Pattern
from foedus.reasoning.outcomes import Bounds
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.rulebook import RuleBook, Way
from foedus.reasoning.rules import TREATY, WARNING, Rule
from foedus.reasoning.shortfalls import Explainer, Shortfall, Shortfalls, find_shortfall
from foedus.records.commitments import Strength

NOTE = "This says what texts say, not what will happen."

CERTAIN, POSSIBLE = "certain", "possible"

_STRENGTHS = tuple(Strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggered:
    """A promise whose condition is met.

    `bound` is "certain" or "possible", `round` 1 for what the events trigger directly, 2 for what
    follows from that, and so on. `chain` holds the rules on which it rests, its own first;
    `strength` is the weakest of them and `spoken_for` true if somebody else speaks in any.
    `questions` would settle what is unknown; `assumptions` are the switches on which it rests.
    """

    firing: Firing
    bound: str
    chain: tuple[Rule, ...]

    @property
    def rule(self) -> Rule:
        """Return the promise."""
        return self.firing.rule

    @property
    def key(self) -> tuple[str, str]:
        """Return the id and the committer of the promise."""
        return self.firing.rule.id, self.firing.rule.committer

    @property
    def round(self) -> int:
        """Return in which round it is triggered."""
        return self.firing.round

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Return the switches on which it rests."""
        return self.firing.assumptions

    @property
    def questions(self) -> tuple[str, ...]:
        """Return what to ask before it is certain."""
        return tuple(fit.question for fit in self.firing.fits if fit.question is not None)

    @property
    def strength(self) -> Strength:
        """Return the weakest strength along the chain."""
        return max((rule.strength for rule in self.chain), key=_STRENGTHS.index)

    @property
    def spoken_for(self) -> bool:
        """Say whether any promise of the chain is asserted by somebody else."""
        return any(rule.spoken_for for rule in self.chain)

    @property
    def hedges(self) -> tuple[str, ...]:
        """Return the hedges of every promise of the chain, its own first."""
        return tuple(dict.fromkeys(words for rule in self.chain for words in rule.hedges))

    @property
    def weaknesses(self) -> tuple[tuple[str, str], ...]:
        """Return what makes the chain less than firm and the committers' own: a label and words.

        Each names the promises that bring it in, so that a firm promise at the end of a weak
        chain is not taken for firm.
        """
        weakest = [rule.id for rule in self.chain if rule.strength is self.strength]
        others = [rule.id for rule in self.chain if rule.spoken_for]
        through = "" if self.rule.id in weakest else f", through {', '.join(weakest)}"
        found = []
        if self.strength is not Strength.FIRM:
            found.append(("strength", f"{self.strength}{through}"))
        if others:
            found.append(("spoken for", f"by another, in {', '.join(others)}"))
        if self.hedges:
            found.append(("hedges", "; ".join(self.hedges)))
        return tuple(found)


@dataclass(slots=True, kw_only=True)
class Answer:
    """What follows from events.

    Lists are in the order of the rules; why a promise did not fire is worked out when it is first
    looked at. `keeping` says how often, if the user gave probabilities that promises are kept.
    """

    events: tuple[Pattern, ...]
    book: RuleBook
    fitter: Fitter
    bounds: Bounds
    keeping: Frequencies | None = None
    _triggered: tuple[Triggered, ...] | None = field(default=None, repr=False)
    _missed: tuple[Rule, ...] | None = field(default=None, repr=False)
    _partly: tuple[Shortfall, ...] | None = field(default=None, repr=False)
    _keys: set[tuple[str, str]] | None = field(default=None, repr=False)
    _explainer: Explainer | None = field(default=None, repr=False)
    _why: dict[tuple[str, str], Shortfall] = field(default_factory=dict, repr=False)

    @property
    def triggered(self) -> tuple[Triggered, ...]:
        """Return the promises whose condition is met: by round, certain first, as in the book."""
        if self._triggered is None:
            certain, possible = self.bounds.certain.fired, self.bounds.possible.fired
            found = [
                Triggered(
                    firing=certain.get(key, firing),
                    bound=CERTAIN if key in certain else POSSIBLE,
                    chain=_chain(certain.get(key, firing)),
                )
                for key, firing in possible.items()
                if self.is_triggered(key)
            ]
            order = self.book.places
            found.sort(key=lambda one: (one.round, one.bound != CERTAIN, order[one.key]))
            self._triggered = tuple(found)
        return self._triggered

    def is_triggered(self, key: tuple[str, str]) -> bool:
        """Say whether a promise, by its id and committer, is triggered: certainly or possibly."""
        firing = self.bounds.possible.fired.get(key)
        if firing is None or firing.rule.origin == WARNING:
            return False
        return key in self.bounds.certain.fired or not self._is_undecided(key)

    @property
    def rounds(self) -> int | None:
        """Return through which round it was followed; None: until nothing more follows."""
        return self.bounds.possible.rounds

    @property
    def note(self) -> str:
        """Return what an answer is and is not, and how far this one was followed."""
        if self.rounds is None:
            return NOTE
        said = "1 round" if self.rounds == 1 else f"{self.rounds} rounds"
        return f"{NOTE} Followed through {said}; what these acts would trigger in turn is left out."

    @property
    def missed(self) -> tuple[Rule, ...]:
        """Return the promises that did not fire, in the order of the rules, without a reason."""
        if self._missed is None:
            self._missed = tuple(self.find_missed())
        return self._missed

    def find_missed(self) -> Iterator[Rule]:
        """Yield the promises that did not fire, in the order of the rules."""
        fired = self._fired()
        for rule, key in zip(self.book.rules, self.book.keys, strict=True):
            if key not in fired and rule.origin != WARNING:
                yield rule

    @property
    def shortfalls(self) -> Sequence[Shortfall]:
        """Return why each of these did not fire."""
        return Shortfalls(self.missed, self.explain)

    @property
    def partly(self) -> tuple[Shortfall, ...]:
        """Return the promises with some part of their condition met and another missing."""
        if self._partly is None:
            begun = (self.book.ways[number].rule for number in self.bounds.possible.begun)
            keys = {(rule.id, rule.committer) for rule in begun if rule.origin != WARNING}
            places = sorted(map(self.book.places.__getitem__, keys - self._fired()))
            near = (self.explain(self.book.rules[place]) for place in places)
            self._partly = tuple(one for one in near if one.is_partial)
        return self._partly

    @property
    def unmet(self) -> Sequence[Shortfall]:
        """Return the promises that are not triggered at all, with the reason."""
        partly = {(one.rule.id, one.rule.committer) for one in self.partly}
        if not partly:
            return self.shortfalls
        rules = (rule for rule in self.missed if (rule.id, rule.committer) not in partly)
        return Shortfalls(tuple(rules), self.explain)

    def _fired(self) -> set[tuple[str, str]]:
        if self._keys is None:
            self._keys = {one.key for one in self.triggered}
        return self._keys

    def explain(self, rule: Rule) -> Shortfall:
        """Return why a promise did not fire."""
        if self._explainer is None:
            self._explainer = Explainer.of(self.fitter, self.bounds)
        key = rule.id, rule.committer
        if key not in self._why:
            self._why[key] = find_shortfall(rule, self.ways_of(rule), self._explainer)
        return self._why[key]

    @property
    def conflicts(self) -> tuple[Clash, ...]:
        """Return the promises that cannot all be kept."""
        rules = [one.rule for one in self.triggered]
        names = self.fitter.directory
        return (
            *find_outside(rules, self.book, self.explain, names),
            *find_both_sides(self.bounds, names),
            *find_refused(rules, names),
            *find_cycles(self.book, self.bounds),
            *find_contravened(self.bounds, names),
            *find_broken(self.events, self.book, self.fitter, rules),
        )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Return every switch on which something triggered rests."""
        return tuple(dict.fromkeys(name for one in self.triggered for name in one.assumptions))

    def ways_of(self, rule: Rule) -> list[Way]:
        """Return the ways in which a rule can fire."""
        return self.book.ways_of.get((rule.id, rule.committer), [])

    def to_dict(self, *, most: int | None = None) -> dict[str, object]:
        """Return the answer as JSON can carry it, with fixed keys; "keeping" only where asked.

        `most` is how many promises each list holds; None: all of them.
        """
        directory = self.fitter.directory
        keeping = {} if self.keeping is None else {"keeping": self.keeping.to_dict(directory)}
        return {
            "triggered": [self._triggered_dict(one) for one in self.triggered[:most]],
            "partly": [
                {"id": one.rule.id, "missing": [miss.changes for miss in one.misses]}
                for one in self.partly[:most]
            ],
            "not": [{"id": one.rule.id, "why": one.why} for one in islice(self.unmet, most)],
            "conflicts": [
                {"kind": one.kind, "ids": list(one.ids), "note": one.note, "unless": one.unless}
                for one in self.conflicts
            ],
            **keeping,
            "note": self.note,
        }

    def __str__(self) -> str:
        """Return the answer as lines of text."""
        lines = [f"If {' and '.join(self._say(event) for event in self.events)}:"]
        for one in self.triggered:
            said = "; ".join((*one.questions, *(f"{a}: {b}" for a, b in one.weaknesses)))
            doubt = f" ({said})" if said else ""
            then = "then" if one.round > 1 else "triggers"
            lines.append(f"  {one.bound}, {then}: {self._title(one.rule)}{doubt}")
        for state, rule, why in self._not_triggered():
            lines.append(f"  {state}: {self._title(rule)}: {why}")
        if silent := self._silent_treaties():
            lines.append(f"  not: {silent}")
        for clash in self.conflicts:
            end = f", unless {clash.unless}" if clash.unless else ""
            lines.append(f"  conflict: {', '.join(clash.ids)}: {clash.note}{end}")
        if self.assumptions:
            lines.append(f"  rests on: {', '.join(self.assumptions)}")
        if self.keeping is not None:
            lines.extend(f"  {line}" for line in self.keeping.say(self.fitter.directory))
        return "\n".join([*lines, self.note])

    def _repr_html_(self) -> str:
        """Return the answer as a table for a notebook."""
        rows = []
        for one in self.triggered:
            why = "; ".join((*one.questions, *(f"{a}: {b}" for a, b in one.weaknesses)))
            rows.append((f"{one.bound}, round {one.round}", self._title(one.rule), why))
        rows += [(state, self._title(rule), why) for state, rule, why in self._not_triggered()]
        if silent := self._silent_treaties():
            rows.append(("not", silent, ""))
        rows += [("conflict", ", ".join(one.ids), one.note) for one in self.conflicts]
        cells = (
            "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>"
            for row in rows
        )
        head = "<tr><th>answer</th><th>promise</th><th>why</th></tr>"
        drawn = self.keeping.to_html(self.fitter.directory) if self.keeping is not None else ""
        return f"<table>{head}{''.join(cells)}</table>{drawn}<p>{html.escape(self.note)}</p>"

    def _not_triggered(self) -> Iterator[tuple[str, Rule, str]]:
        """Yield what did not fire, for readers: how far, which promise, what is missing or why.

        Clauses of treaties are hundreds; they are only counted.
        """
        for one in self.partly:
            if one.rule.origin != TREATY:
                missing = "; ".join(miss.changes for miss in one.misses)
                yield f"partly, {one.met} of {one.wanted}", one.rule, f"missing: {missing}"
        for one in self.unmet:
            if one.rule.origin != TREATY:
                yield "not", one.rule, one.why

    def _silent_treaties(self) -> str:
        """Return how many obligations of treaties are not triggered; empty without treaties."""
        fired = {one.key for one in self.triggered}
        silent = sum(
            rule.origin == TREATY and (rule.id, rule.committer) not in fired
            for rule in self.book.rules
        )
        return f"{silent} obligations of treaties" if silent else ""

    def _is_undecided(self, key: tuple[str, str]) -> bool:
        """Say whether a rule's own "unless" is what leaves it undecided."""
        ways = self.book.ways_of.get(key, ())
        fired = [way for way in ways if way.number in self.bounds.possible.ways]
        if not fired or not all(way.alternative.negatives for way in fired):
            return False
        return all(way.number in self.bounds.undecided for way in fired)

    def _triggered_dict(self, one: Triggered) -> dict[str, object]:
        return {
            "id": one.rule.id,
            "committer": self.fitter.directory.name_of(one.rule.committer),
            "action": one.rule.action_words or self._say(one.rule.consequence),
            "bound": one.bound,
            "round": one.round,
            "because": [
                {
                    "event": self._say(support.pattern),
                    "pattern": print_expression(support.pattern),
                    "by": support.cause.rule.id if support.cause is not None else None,
                    "fit": fit.answer.value,
                    "question": fit.question,
                }
                for support, fit in zip(one.firing.supports, one.firing.fits, strict=True)
            ],
            "assumptions": list(one.assumptions),
            "strength": one.strength.value,
            "spoken_for": one.spoken_for,
            "hedges": list(one.hedges),
            "also": list(one.rule.also),
        }

    def _title(self, rule: Rule) -> str:
        """Return a promise in one line: its id, who promises and what."""
        who = self.fitter.directory.name_of(rule.committer)
        act = rule.action_words or self._say(rule.consequence)
        refused = "not " if rule.refused else ""
        return f"{rule.id} {who}: {refused}{act}"

    def _say(self, pattern: Pattern) -> str:
        return say_pattern(pattern, self.fitter.directory)


def _chain(firing: Firing) -> tuple[Rule, ...]:
    """Return the rules a firing rests on, its own first."""
    if all(support.cause is None for support in firing.supports):  # by far the most
        return (firing.rule,)
    found: dict[int, Rule] = {}
    waiting = [firing]
    while waiting:
        one = waiting.pop()
        if id(one) not in found:
            found[id(one)] = one.rule
            waiting.extend(s.cause for s in one.supports if s.cause is not None)
    return tuple(found.values())
