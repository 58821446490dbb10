"""RuleBook: rules taken apart into patterns and indexed, so that an event meets only its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from foedus.reasoning.classes import OTHER, EventClasses, load_classes
from foedus.reasoning.fitting import Checks, find_checks
from foedus.reasoning.happenings import Happening
from foedus.reasoning.language import Alternative, Pattern, Role, RoleKind
from foedus.reasoning.names import ORGANISATION, Directory
from foedus.reasoning.pausing import paused_collection
from foedus.reasoning.rules import WARNING, Rule
from foedus.reasoning.thresholds import FIRST, REPLY

_KEYED = frozenset({RoleKind.NAME, RoleKind.ANY, RoleKind.OTHER, RoleKind.EACH})


@dataclass(slots=True, kw_only=True, eq=False)
class Way:
    """One alternative of one rule; `binding` is the positive pattern whose event is answered.

    `alike` says that whatever is answered, the answer is the same act.
    """

    number: int
    rule: Rule
    alternative: Alternative
    binding: int
    force: bool
    alike: bool

    def answers(self, happening: Happening) -> Answered:
        """Return what of a happening makes another answer: the same again adds nothing."""
        if self.alike:
            return ()
        rule, target = self.rule, self.rule.consequence.target
        named = target.kind is not RoleKind.ATTACKER and target.kind is not RoleKind.ATTACKED
        whom = happening.pattern.target.names if target.kind is RoleKind.ATTACKED else ()
        if not self.force:
            return happening.place, whom
        actors = happening.pattern.actor.names
        friendly = rule.beneficiary in actors
        if not named:
            return happening.place, whom, friendly
        against = any(name in actors for name in target.names)
        beside = any(name in happening.pattern.target.names for name in target.names)
        return happening.place, friendly, against, beside


@dataclass(slots=True, kw_only=True, eq=False)
class Leaf:
    """One pattern of a way; `position` counts its positives, None for a negative."""

    way: Way
    pattern: Pattern
    position: int | None
    checks: Checks


Answered: TypeAlias = tuple[object, ...]
Slots: TypeAlias = dict[tuple[str, str], list[Leaf]]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules with an index by class and by who acts or suffers.

    A pattern is kept under each name of its target, else of its actor, else as open to anybody;
    one that waits for the first blow under a class of its own, which no reply looks up. `acting`
    are all those under an actor, class by class. `organisations` are those that patterns name, in
    order, each with the date of its members. `places` says where a rule stands among the rules, by
    its id and committer (`keys`, in their order), and `ways_of` how it can fire. `origins` counts
    them. `refusals` are the promises not to do something, `exclusive` those under an "only".
    """

    rules: tuple[Rule, ...]
    ways: list[Way] = field(default_factory=list)
    by_target: Slots = field(default_factory=lambda: defaultdict(list))
    by_actor: Slots = field(default_factory=lambda: defaultdict(list))
    acting: dict[str, list[Leaf]] = field(default_factory=lambda: defaultdict(list))
    open: dict[str, list[Leaf]] = field(default_factory=lambda: defaultdict(list))
    by_class: dict[str, list[Leaf]] = field(default_factory=lambda: defaultdict(list))
    organisations: dict[tuple[str, str | None], None] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    origins: Counter[str] = field(default_factory=Counter)
    refusals: list[Rule] = field(default_factory=list)
    exclusive: list[Rule] = field(default_factory=list)
    ways_of: dict[tuple[str, str], list[Way]] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> RuleBook:
        """Return the book of these rules; one without a trigger has no way to fire."""
        book = cls(tuple(rules))
        classes = load_classes()
        with paused_collection():
            for rule in book.rules:
                book._list(rule)
                for alternative in rule.alternatives:
                    book._add(rule, alternative, classes)
        return book

    @property
    def has_negatives(self) -> bool:
        """Say whether any rule has an "unless"."""
        return any(way.alternative.negatives for way in self.ways)

    def _list(self, rule: Rule) -> None:
        key = rule.id, rule.committer
        self.origins[rule.origin] += key not in self.places
        self.places[key] = len(self.keys)
        self.keys.append(key)
        if rule.refused and rule.origin != WARNING:
            self.refusals.append(rule)
        if rule.exclusive:
            self.exclusive.append(rule)

    def _add(self, rule: Rule, alternative: Alternative, classes: EventClasses) -> None:
        positives = alternative.positives
        forces = (i for i, p in enumerate(positives) if classes.is_force(p.event_class))
        force = classes.is_force(rule.consequence.event_class)
        named = rule.consequence.target.kind not in (RoleKind.ATTACKER, RoleKind.ATTACKED)
        way = Way(
            number=len(self.ways),
            rule=rule,
            alternative=alternative,
            binding=next(forces, 0),
            force=force,
            alike=rule.refused or (named and not force),
        )
        self.ways.append(way)
        self.ways_of.setdefault((rule.id, rule.committer), []).append(way)
        for position, pattern in enumerate(positives):
            self._index(way, pattern, position)
        for pattern in alternative.negatives:
            self._index(way, pattern, None)

    def _index(self, way: Way, pattern: Pattern, position: int | None) -> None:
        leaf = Leaf(way=way, pattern=pattern, position=position, checks=find_checks(pattern))
        event_class = pattern.event_class + (FIRST if FIRST in pattern.manner else "")
        self.by_class[event_class].append(leaf)
        self._note_organisations(pattern)
        for role, slots in ((pattern.target, self.by_target), (pattern.actor, self.by_actor)):
            if role.names and _is_keyed(role):
                for name in role.names:
                    slots[event_class, name].append(leaf)
                if slots is self.by_actor:
                    self.acting[event_class].append(leaf)
                return
        self.open[event_class].append(leaf)

    def _note_organisations(self, pattern: Pattern) -> None:
        for role in (pattern.target, pattern.actor):
            for name in role.names:
                if name.startswith(ORGANISATION):
                    self.organisations[name, role.at] = None


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the patterns of a book that a happening may fit, at a date."""

    book: RuleBook
    directory: Directory
    date: str | None
    classes: EventClasses = field(default_factory=load_classes)
    _inside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _related: dict[tuple[str, bool, bool], tuple[str, ...]] = field(default_factory=dict)

    def find(self, happening: Happening) -> Iterator[Leaf]:
        """Yield every pattern that the happening may fit, none twice; most that it does not are
        left out."""
        pattern = happening.pattern
        targets, actors = self._names(pattern.target), self._names(pattern.actor)
        book = self.book
        given = happening.cause is None
        reply = REPLY in pattern.manner
        for event_class in self._classes(pattern.event_class, given=given, reply=reply):
            if targets is None:
                yield from book.by_class.get(event_class, ())
                continue
            yield from _once(book.by_target, event_class, targets)
            if actors is None:  # by anybody: whoever a pattern names may be meant
                yield from book.acting.get(event_class, ())
            else:
                yield from _once(book.by_actor, event_class, actors)
            yield from book.open.get(event_class, ())

    def count(self, happening: Happening) -> int:
        """Return how many patterns `find` would look at, without looking at them."""
        pattern, book = happening.pattern, self.book
        targets, actors = self._names(pattern.target), self._names(pattern.actor)
        given, reply = happening.cause is None, REPLY in pattern.manner
        count = 0
        for event_class in self._classes(pattern.event_class, given=given, reply=reply):
            if targets is None:
                count += len(book.by_class.get(event_class, ()))
                continue
            count += sum(len(book.by_target.get((event_class, name), ())) for name in targets)
            if actors is None:
                count += len(book.acting.get(event_class, ()))
            else:
                count += sum(len(book.by_actor.get((event_class, name), ())) for name in actors)
            count += len(book.open.get(event_class, ()))
        return count

    def _names(self, role: Role) -> tuple[str, ...] | None:
        """Return the keys under which a filler is found; None when it may be anybody."""
        if role.kind is not RoleKind.NAME or not all(map(_is_proper, role.names)):
            return None
        if len(role.names) == 1:
            return self._around(role.names[0])
        return tuple(dict.fromkeys(key for name in role.names for key in self._around(name)))

    def _around(self, name: str) -> tuple[str, ...]:
        """Return a name, the organisations it belongs to, and the members it has."""
        if name not in self._inside:
            found = [name]
            for organisation, at in self.book.organisations:
                if name in self.directory.members(organisation, at or self.date):
                    found.append(organisation)
            if name.startswith(ORGANISATION):
                found.extend(sorted(self.directory.members(name, self.date)))
            self._inside[name] = tuple(dict.fromkeys(found))
        return self._inside[name]

    def _classes(self, event_class: str, *, given: bool, reply: bool) -> tuple[str, ...]:
        """Return the classes whose patterns an event may fit; a vague one only if it is given."""
        key = event_class, given, reply
        if key not in self._related:
            found = [*sorted(self.classes.above[event_class]), OTHER]
            if event_class in self.classes.may_be:
                found.append(self.classes.may_be[event_class][0])
            if given and self.classes.is_in(event_class, "vague"):
                found.extend(self.classes.rows)
            if not reply:
                found.extend([name + FIRST for name in found])
            known = self.book.by_class
            self._related[key] = tuple(name for name in dict.fromkeys(found) if name in known)
        return self._related[key]


def _is_keyed(role: Role) -> bool:
    """Say whether only who is named, or stands with whom is named, can fill a role."""
    return role.kind in _KEYED and bool(role.names) and all(map(_is_proper, role.names))


def _is_proper(name: str) -> bool:
    return ":" in name or name != name.lower()


def _once(slots: Slots, event_class: str, names: tuple[str, ...]) -> Iterator[Leaf]:
    """Yield the patterns under several names, each once."""
    if len(names) == 1:
        yield from slots.get((event_class, names[0]), ())
        return
    seen: set[int] = set()
    for name in names:
        for leaf in slots.get((event_class, name), ()):
            if id(leaf) not in seen:
                seen.add(id(leaf))
                yield leaf
