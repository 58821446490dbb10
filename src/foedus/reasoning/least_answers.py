"""Cause and Least: the least that would bring an act about, in words and as JSON."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product

from foedus.reasoning.answers import NOTE
from foedus.reasoning.happenings import Firing
from foedus.reasoning.language import Pattern
from foedus.reasoning.least_check import Verdict
from foedus.reasoning.least_events import Outside
from foedus.reasoning.least_index import RANKS
from foedus.reasoning.names import Directory
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.rules import Rule
from foedus.reasoning.wanted import Wanted
from foedus.records.commitments import Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A minimal set of outside events that would bring the act about.

    `events` go in an order in which they do; `patterns` are the same as patterns. `steps` are the
    promises that fire, in order. `unless` are the events that would keep one of them from firing.
    `own` says that the actor does one of the events himself: his choice, not what draws him in.
    """

    events: tuple[Outside, ...]
    patterns: tuple[Pattern, ...]
    verdict: Verdict
    own: bool

    @property
    def bound(self) -> str:
        """Return "certain" or "possible"."""
        return self.verdict.bound

    @property
    def steps(self) -> tuple[Firing, ...]:
        """Return the firings that lead to the act, in their order."""
        return _steps(self.verdict.firing)

    @property
    def chain(self) -> tuple[Rule, ...]:
        """Return the promises that fire, in their order."""
        return tuple({id(firing.rule): firing.rule for firing in self.steps}.values())

    @property
    def strength(self) -> Strength:
        """Return the weakest strength in the chain."""
        return max((rule.strength for rule in self.chain), key=RANKS.__getitem__)

    @property
    def spoken_for(self) -> bool:
        """Say whether somebody else speaks in any promise of the chain."""
        return any(rule.spoken_for for rule in self.chain)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Return the switches on which it rests."""
        return self.verdict.firing.assumptions

    @property
    def questions(self) -> tuple[str, ...]:
        """Return what to ask before it is certain."""
        fits = (fit for firing in self.steps for fit in firing.fits)
        return tuple(dict.fromkeys(fit.question for fit in fits if fit.question is not None))

    @property
    def hedges(self) -> tuple[str, ...]:
        """Return the hedges of the chain."""
        return tuple(dict.fromkeys(hedge for rule in self.chain for hedge in rule.hedges))

    @property
    def unless(self) -> tuple[Pattern, ...]:
        """Return what would keep a promise of the chain from firing."""
        found: dict[Pattern, None] = {}
        for firing in self.steps:
            for way in firing.rule.alternatives:
                if len(way.positives) == len(firing.supports):
                    found.update(dict.fromkeys(way.negatives))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """The least causes of an act, the smallest first, then those of firmer promises.

    `choices` are those in which the actor himself does one of the events. `complete` is False if
    there may be more: the limit or the bound on the work was reached. `names` are those whom the
    promises name: who of them is known fills an open place in the instances.
    """

    wanted: Wanted
    causes: tuple[Cause, ...]
    choices: tuple[Cause, ...]
    complete: bool
    directory: Directory
    date: str | None
    names: frozenset[str] = frozenset()
    _fillers: list[str] = field(default_factory=list, repr=False, compare=False)

    def instances(self, cause: Cause, limit: int) -> tuple[tuple[Pattern, ...], ...]:
        """Return a cause with names of the promises in the places that it leaves open."""
        return tuple(islice(self._instances(cause), limit))

    def to_dict(self, *, instances: int = 0) -> dict[str, object]:
        """Return the answer as JSON can carry it, with fixed keys; at most so many instances."""
        return {
            "actor": self.directory.name_of(self.wanted.actor),
            "outcome": self.wanted.text,
            "causes": [self._to_dict(one, instances) for one in self.causes],
            "choices": [self._to_dict(one, instances) for one in self.choices],
            "complete": self.complete,
            "note": NOTE,
        }

    def __str__(self) -> str:
        """Return the answer as lines of text."""
        lines = [f"Least for {self.wanted.says(self.directory)}:"]
        lines.extend(self._line(cause) for cause in self.causes)
        if not self.causes:
            lines.append("  nothing: no promise would bring it about")
        if self.choices:
            lines.append("By a choice of the actor's own:")
            lines.extend(self._line(cause) for cause in self.choices)
        if not self.complete:
            lines.append("There may be more: the search stopped at its limit.")
        return "\n".join([*lines, NOTE])

    def _repr_html_(self) -> str:
        """Return the answer as a table for a notebook."""
        rows = []
        for cause in (*self.causes, *self.choices):
            chain = " → ".join(self.say_rule(rule) for rule in cause.chain)
            cells = (self.say(cause), cause.bound, cause.strength.value, chain)
            rows.append("".join(f"<td>{html.escape(text)}</td>" for text in cells))
        head = "<tr><th>events</th><th>bound</th><th>weakest</th><th>promises</th></tr>"
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table>{head}{body}</table><p>{html.escape(NOTE)}</p>"

    def say(self, cause: Cause) -> str:
        """Return the events of a cause in words."""
        said = [self.say_event(pattern) for pattern in cause.patterns]
        return ", and then ".join(said) or "nothing at all"

    def say_event(self, pattern: Pattern) -> str:
        """Return an event in words, with those named who are left out as who acts."""
        text = say_pattern(pattern, self.directory)
        role = pattern.actor
        if not role.is_open or not role.but:
            return text
        but = " or ".join(self.directory.name_of(name) for name in role.but)
        return text.replace(" by somebody", f" by somebody but {but}", 1)

    def say_rule(self, rule: Rule) -> str:
        """Return a promise in words: its id, who promises and what; a star if another speaks."""
        who = self.directory.name_of(rule.committer) + "*" * rule.spoken_for
        act = rule.action_words or say_pattern(rule.consequence, self.directory)
        return f"{rule.id} {who}: {act}"

    def _line(self, cause: Cause) -> str:
        chain = " → ".join(self.say_rule(rule) for rule in cause.chain)
        return f"  {cause.bound}: {self.say(cause)} ({chain}; {cause.strength})"

    def _instances(self, cause: Cause) -> Iterator[tuple[Pattern, ...]]:
        places = [slot for event in cause.events for slot in (event.actor, event.target)]
        own = self.wanted.actor
        if not self._fillers:
            self._fillers.extend(sorted(filter(self.directory.is_known, self.names)))
        fillers = []
        for number, slot in enumerate(places):
            names = self._fillers if slot.only is None else sorted(slot.only)
            acts = number % 2 == 0 and not cause.own
            found = [n for n in names if slot.admits(n) and not (acts and n == own)]
            fillers.append(found)
        for number, event in enumerate(cause.events):
            if event.is_placed:
                fillers[2 * number + 1] = [""]
        for chosen in product(*fillers):
            pairs = list(zip(chosen[::2], chosen[1::2], strict=True))
            if all(actor != target for actor, target in pairs):
                yield tuple(
                    event.ground(*pair) for event, pair in zip(cause.events, pairs, strict=True)
                )

    def _to_dict(self, cause: Cause, instances: int) -> dict[str, object]:
        return {
            "events": [
                {"pattern": print_expression(one), "words": self.say_event(one)}
                for one in cause.patterns
            ],
            "size": len(cause.events),
            "bound": cause.bound,
            "strength": cause.strength.value,
            "chain": [
                {
                    "id": firing.rule.id,
                    "committer": self.directory.name_of(firing.rule.committer),
                    "action": firing.rule.action_words
                    or say_pattern(firing.rule.consequence, self.directory),
                    "strength": firing.rule.strength.value,
                    "round": firing.round,
                    "also": list(firing.rule.also),
                }
                for firing in cause.steps
            ],
            "assumptions": list(cause.assumptions),
            "questions": list(cause.questions),
            "unless": [print_expression(one) for one in cause.unless],
            "spoken_for": cause.spoken_for,
            "hedges": list(cause.hedges),
            "instances": [
                [print_expression(one) for one in patterns]
                for patterns in self.instances(cause, instances)
            ],
        }


def _steps(last: Firing) -> tuple[Firing, ...]:
    """Return a firing and those it rests on, in the order of their rounds."""
    found: dict[int, Firing] = {}
    waiting = [last]
    while waiting:
        one = waiting.pop()
        if id(one) not in found:
            found[id(one)] = one
            waiting.extend(s.cause for s in one.supports if s.cause is not None)
    return tuple(sorted(found.values(), key=lambda firing: firing.round))
