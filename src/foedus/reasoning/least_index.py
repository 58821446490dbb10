"""Backwards: the promises of a book by what they would bring about, to search from the end."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from foedus.reasoning.classes import OTHER, EventClasses, load_classes
from foedus.reasoning.fitting import Checks, Fitter, find_checks
from foedus.reasoning.happenings import ATTACKING, DEFENDING
from foedus.reasoning.language import Pattern, RoleKind
from foedus.reasoning.pausing import paused_collection
from foedus.reasoning.rulebook import RuleBook, Way
from foedus.reasoning.rules import WARNING, Rule
from foedus.reasoning.thresholds import FIRST, REPLY
from foedus.records.commitments import Strength

RANKS = {strength: rank for rank, strength in enumerate(Strength)}
"""How weak a promise is: the firmest least."""

_TOLD = frozenset({RoleKind.NAME, RoleKind.ATTACKER, RoleKind.ATTACKED})
"""Roles of an act's target that say whom it is done to."""


@dataclass(slots=True, kw_only=True, eq=False)
class Wish:
    """A pattern that something must meet; equal patterns of several promises are one wish."""

    pattern: Pattern
    checks: Checks
    force: bool

    @property
    def checks_but_target(self) -> Checks:
        """Return the checks of all slots but the target's."""
        return tuple(check for check in self.checks if check is not Fitter.fit_target)

    @property
    def wants_first(self) -> bool:
        """Say whether only a first blow meets it."""
        return self.force and FIRST in self.pattern.manner

    @property
    def wants_reply(self) -> bool:
        """Say whether only a reply to a blow meets it."""
        return self.force and REPLY in self.pattern.manner

    @property
    def side(self) -> int | None:
        """Return the side on which alone an act meets it; None if it may stand on either."""
        if self.wants_first:
            return ATTACKING
        return DEFENDING if self.wants_reply else None


Ways: TypeAlias = list[Way]
Slots: TypeAlias = dict[tuple[str, str], Ways]


@dataclass(frozen=True, slots=True)
class Backwards:
    """A book's ways by the class of their act and by who acts, or whom the act names.

    An act against whoever is answered is kept in `loose`, and in `opening` too if it can be a first
    blow: one that answers nothing but first blows never is. `founding` holds those that open a
    conflict of their own; `by_answered` has the loose ones by who must do what they answer (""
    where anybody may), `defenders` the committers of force by whose being struck they answer. All
    lists have the firmest first. `committers` are all who promise anything. `unnamed` are the
    classes of acts that may be done to nobody in particular, or stand in the conflict of one.
    """

    book: RuleBook
    committers: frozenset[str] = frozenset()
    classes: EventClasses = field(default_factory=load_classes)
    by_class: dict[str, Ways] = field(default_factory=lambda: defaultdict(list))
    by_committer: Slots = field(default_factory=lambda: defaultdict(list))
    by_target: Slots = field(default_factory=lambda: defaultdict(list))
    loose: dict[str, Ways] = field(default_factory=lambda: defaultdict(list))
    opening: dict[str, Ways] = field(default_factory=lambda: defaultdict(list))
    founding: dict[str, Ways] = field(default_factory=lambda: defaultdict(list))
    by_answered: Slots = field(default_factory=lambda: defaultdict(list))
    defenders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wishes: dict[int, tuple[Wish, ...]] = field(default_factory=dict)
    blockers: dict[int, tuple[Wish, ...]] = field(default_factory=dict)
    known: dict[Pattern, Wish] = field(default_factory=dict)
    unnamed: set[str] = field(default_factory=set)
    _answers: set[tuple[str, str]] = field(default_factory=set)
    """What class of act answers what class."""

    @classmethod
    def of(cls, rules: Iterable[Rule] | RuleBook) -> Backwards:
        """Return the index of a book; refusals and warnings bring nothing about."""
        book = rules if isinstance(rules, RuleBook) else RuleBook.of(rules)
        found = cls(book, frozenset({rule.committer for rule in book.rules}))
        able = [w for w in book.ways if not w.rule.refused and w.rule.origin != WARNING]
        able.sort(key=rank_of)
        with paused_collection():
            for way in able:
                found._add(way)
        found._spread_unnamed()
        return found

    def may_be_unnamed(self, wish: Wish) -> bool:
        """Say whether an act done to nobody in particular may be meant by a wish."""
        return not self.unnamed.isdisjoint(self._acts(wish.pattern.event_class))

    def _spread_unnamed(self) -> None:
        """Add to the classes of unnamed targets those of the acts that answer them."""
        grown = True
        while grown:
            fresh = {
                act
                for answered, act in self._answers
                if act not in self.unnamed and not self.unnamed.isdisjoint(self._acts(answered))
            }
            self.unnamed.update(fresh)
            grown = bool(fresh)

    @property
    def organisations(self) -> frozenset[str]:
        """Return the organisations that conditions name."""
        return frozenset(name for name, _ in self.book.organisations)

    def wish(self, pattern: Pattern) -> Wish:
        """Return the wish of a pattern."""
        found = self.known.get(pattern)
        if found is None:
            found = Wish(
                pattern=pattern,
                checks=find_checks(pattern),
                force=self.classes.is_force(pattern.event_class),
            )
            self.known[pattern] = found
        return found

    def find(
        self,
        event_class: str,
        *,
        actors: frozenset[str] | None,
        targets: frozenset[str] | None,
        opening: bool = False,
        thrifty: bool = False,
    ) -> Iterator[Way]:
        """Yield the ways whose act may be of a class, the firmest first.

        Args:
            event_class: The class that is asked for; acts of a kind of it are found too.
            actors: Who may act; None: anybody.
            targets: Whom it may be done to; None: anybody.
            opening: Leave out acts that can only be replies.
            thrifty: Leave out too what stands in a conflict more than one answer away from those
                whom it may be done to, and first blows in a conflict where there was one.
        """
        lists: list[Ways] = []
        for act in self._acts(event_class):
            if actors is not None:
                lists += (self.by_committer.get((act, name), []) for name in sorted(actors))
            elif targets is not None:
                lists += (self.by_target.get((act, name), []) for name in sorted(targets))
                lists += self._loose(act, targets, opening=opening, thrifty=thrifty)
            else:
                lists.append(self.by_class[act])
        filled = [ways for ways in lists if ways]
        return iter(filled[0]) if len(filled) == 1 else heapq.merge(*filled, key=rank_of)

    def _loose(
        self, act: str, targets: frozenset[str], *, opening: bool, thrifty: bool
    ) -> list[Ways]:
        """Return the ways that act against whoever is answered, if that may be these."""
        if not thrifty:
            return [(self.opening if opening else self.loose).get(act, [])]
        if opening:
            return [self.founding.get(act, [])]
        near = {"", *targets}.union(*(self.defenders.get(name, ()) for name in targets))
        return [self.by_answered.get((act, name), []) for name in sorted(near)]

    def _acts(self, wanted: str) -> list[str]:
        """Return the classes of acts in the book that are, or may be, of a class."""
        may_be, above = self.classes.may_be, self.classes.above
        return [
            act
            for act in self.by_class
            if wanted == OTHER or wanted in above[act] or may_be.get(act, ("",))[0] == wanted
        ]

    def _add(self, way: Way) -> None:
        rule, alternative = way.rule, way.alternative
        self.wishes[way.number] = tuple(map(self.wish, alternative.positives))
        self.blockers[way.number] = tuple(map(self.wish, alternative.negatives))
        act, target = rule.consequence.event_class, rule.consequence.target
        self.by_class[act].append(way)
        self.by_committer[act, rule.committer].append(way)
        bound = alternative.positives[way.binding] if alternative.positives else None
        if way.force and bound is not None:
            for name in bound.target.names:
                self.defenders[name].add(rule.committer)
        if target.kind not in _TOLD or bound is None:
            self.unnamed.add(act)
        elif way.force or target.kind is not RoleKind.NAME:
            self._answers.add((bound.event_class, act))
        if target.kind is RoleKind.NAME:
            for name in target.names:
                self.by_target[act, name].append(way)
            return
        self.loose[act].append(way)
        named_one = bound is not None and bound.actor.kind is RoleKind.NAME
        for name in bound.actor.names if bound is not None and named_one else ("",):
            self.by_answered[act, name].append(way)
        if not self._only_replies(way):
            self.opening[act].append(way)
        if bound is None or not self.classes.is_force(bound.event_class):
            self.founding[act].append(way)

    def _only_replies(self, way: Way) -> bool:
        """Say whether a use of force answers first blows alone, and never on their side."""
        if not way.force or not way.alternative.positives:
            return False
        bound, friend = way.alternative.positives[way.binding], way.rule.beneficiary
        if not self.wish(bound).wants_first:
            return False
        return friend is None or bound.target.names == (friend,) or friend in bound.actor.but


def rank_of(way: Way) -> int:
    """Return how weak the promise of a way is."""
    return RANKS[way.rule.strength]
