"""Cone: the promises that may have a part in bringing an act about, or in preventing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foedus.reasoning.language import RoleKind, find_patterns
from foedus.reasoning.least_index import Backwards, Wish
from foedus.reasoning.least_search import Search
from foedus.reasoning.least_slots import ANYONE, Slot, just
from foedus.reasoning.least_steps import Goal, find_prior
from foedus.reasoning.names import Directory
from foedus.reasoning.rulebook import RuleBook, Way
from foedus.reasoning.rules import Rule
from foedus.reasoning.wanted import Wanted

MAX_CONE = 300
"""Ways beyond which not all that may have a part are put to the forward reasoning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cone:
    """The ways behind an act, and their book; beyond MAX_CONE there is none (`book` None).

    `names` are those whom its promises name; `has_negatives` says whether one has an "unless".
    """

    search: Search
    book: RuleBook | None
    names: frozenset[str] = frozenset()
    has_negatives: bool = False
    _books: dict[frozenset[int], RuleBook] = field(default_factory=dict)

    def guards(self, rules: Iterable[Rule]) -> tuple[Wish, ...]:
        """Return the patterns of the "unless" of promises."""
        wish = self.search.index.wish
        ways = (way for rule in rules for way in rule.alternatives)
        return tuple({wish(pattern): None for way in ways for pattern in way.negatives})

    def blows(self, rules: Iterable[Rule]) -> tuple[Wish, ...]:
        """Return the patterns of prior blows that would make replies of the acts of promises."""
        index = self.search.index
        return tuple({wish: None for rule in rules for wish in _blows(index, rule)})

    def book_of(self, ways: Sequence[Way]) -> RuleBook:
        """Return the promises to try a proof with: the cone, or else what may touch its ways."""
        if self.book is not None:
            return self.book
        key = frozenset(way.number for way in ways)
        if key not in self._books:
            index = self.search.index
            starts = [wish for way in ways for wish in index.blockers[way.number]]
            closed, _ = _close(self.search, starts)
            self._books[key] = RuleBook.of(_rules((*ways, *closed)))
        return self._books[key]


def find_cone(wanted: Wanted, search: Search) -> Cone:
    """Return the cone of an act."""
    index = search.index
    starts = [
        way
        for pattern in wanted.outcomes
        for way in search.producers(Goal(wish=index.wish(pattern), actor=just(wanted.actor)))
    ]
    wishes = [wish for way in starts for wish in _wishes(index, way)]
    ways, whole = _close(search, wishes)
    if not whole:
        return Cone(search=search, book=None)
    ways = list(dict.fromkeys((*starts, *ways)))
    return Cone(
        search=search,
        book=RuleBook.of(_rules(ways)),
        names=_with_members(_names(ways, search.fitter.directory), search),
        has_negatives=any(index.blockers[way.number] for way in ways),
    )


def _close(search: Search, wishes: Iterable[Wish]) -> tuple[list[Way], bool]:
    """Return the ways that may meet any of these or a wish of theirs, and whether that is all."""
    found: dict[Way, None] = {}
    waiting = list(dict.fromkeys(wishes))
    seen = set(waiting)
    while waiting:
        wish = waiting.pop(0)
        for way in search.producers(Goal(wish=wish, actor=ANYONE)):
            if way in found:
                continue
            if len(found) >= MAX_CONE:
                return list(found), False
            found[way] = None
            for one in _wishes(search.index, way):
                if one not in seen:
                    seen.add(one)
                    waiting.append(one)
    return list(found), True


def _wishes(index: Backwards, way: Way) -> tuple[Wish, ...]:
    return (*index.wishes[way.number], *index.blockers[way.number])


def _rules(ways: Iterable[Way]) -> tuple[Rule, ...]:
    return tuple({id(way.rule): way.rule for way in ways}.values())


def _blows(index: Backwards, rule: Rule) -> list[Wish]:
    act, committer = rule.consequence, rule.committer
    names = act.target.names if act.target.kind is RoleKind.NAME else ()
    if not index.classes.is_force(act.event_class):
        return []
    others = [name for name in names if name != committer]
    return [index.wish(blow) for name in others for blow in find_prior(name, committer)]


def _with_members(names: frozenset[str], search: Search) -> frozenset[str]:
    """Return names with those who may stand for them: members, and whole organisations."""
    return search.steps.widen(Slot(only=names)).only or names


def _names(ways: Iterable[Way], directory: Directory) -> frozenset[str]:
    """Return the names in promises: whoever is not among them is like any other."""
    found: set[str] = set()
    for rule in _rules(ways):
        found.add(rule.committer)
        if rule.beneficiary is not None:
            found.add(rule.beneficiary)
        patterns = [rule.consequence, *(find_patterns(rule.trigger) if rule.trigger else ())]
        for pattern in patterns:
            for role in (pattern.actor, pattern.target):
                found.update(role.names, role.but)
            place = directory.find_place(pattern.place) if pattern.place is not None else None
            if place is not None and place.code is not None:
                found.add(place.code)
    return frozenset(found)
