"""The words of a store: which events its promises wait for, by whom, to whom and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from foedus.reasoning.classes import OTHER, load_classes
from foedus.reasoning.language import (
    ANYBODY,
    NOT_STATED,
    Pattern,
    Role,
    find_patterns,
    named,
)
from foedus.reasoning.names import Directory
from foedus.reasoning.printing import print_expression, say_class, say_pattern
from foedus.reasoning.rules import Rule
from foedus.scenarios import Promises
from foedus.world import load_world

MOST_SUGGESTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a form offers: (value, words) pairs, the most common first or by name.

    `suggested` are whole events that the store's own promises wait for: (pattern, words).
    """

    classes: tuple[tuple[str, str], ...]
    actors: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    suggested: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An event as the form puts it together; empty roles are somebody who is not named."""

    event_class: str
    actor: str = ""
    target: str = ""
    place: str = ""

    def text(self) -> str:
        """Return the event in the syntax of patterns."""
        directory = Directory(load_world())
        actor, target = (
            named(directory.find_actor(name) or name) if name else NOT_STATED
            for name in (self.actor, self.target)
        )
        return print_expression(
            Pattern(
                event_class=self.event_class, actor=actor, target=target, place=self.place or None
            )
        )


def vocabulary_of(promises: Promises) -> Vocabulary:
    """Return the words that the promises of a store are made of."""
    directory = Directory(load_world())
    rules = promises.book.rules
    waited = Counter(pattern for rule in rules for pattern in _waited_for(rule))
    classes = Counter(pattern.event_class for pattern in waited.elements())
    actors: Counter[str] = Counter()
    for rule in rules:
        actors[rule.committer] += 1
        actors.update(_names_of(rule.consequence))
    for pattern, count in waited.items():
        actors.update(dict.fromkeys(_names_of(pattern), count))
    known = {name for name in actors if directory.is_known(name)}
    return Vocabulary(
        classes=tuple((name, say_class(name)) for name, _ in classes.most_common()),
        actors=tuple(
            sorted(((one, directory.name_of(one)) for one in known), key=lambda pair: pair[1])
        ),
        places=tuple(sorted({pattern.place for pattern in waited if pattern.place})),
        suggested=tuple(
            (print_expression(pattern), say_pattern(pattern, directory))
            for pattern in islice(_suggested(waited, directory), MOST_SUGGESTED)
        ),
    )


def every_class() -> tuple[tuple[str, str], ...]:
    """Return every class of event that there is, with its words."""
    names = (name for name in load_classes().rows if name != OTHER)
    return tuple((name, say_class(name)) for name in names)


def _waited_for(rule: Rule) -> Iterator[Pattern]:
    if rule.trigger is not None:
        yield from (one for one in find_patterns(rule.trigger) if one.event_class != OTHER)


def _suggested(waited: Counter[Pattern], directory: Directory) -> Iterator[Pattern]:
    """Yield events to ask about, one for each two parties.

    What a coarse label only may mean ("compliance": a halt, a withdrawal, talks …) comes last.
    """
    seen = set[tuple[Role, Role]]()
    for pattern in sorted(waited, key=lambda one: (one.loose, -waited[one])):
        parties = (pattern.actor, pattern.target)
        if parties not in seen and _is_whole(pattern, directory):
            seen.add(parties)
            yield pattern


def _names_of(pattern: Pattern) -> Iterator[str]:
    yield from pattern.actor.names
    yield from pattern.target.names


def _is_whole(pattern: Pattern, directory: Directory) -> bool:
    """Say whether a pattern names by itself who does it to whom."""
    roles = (pattern.actor, pattern.target)
    return (
        all(
            role.kind == named("x").kind and all(directory.is_known(name) for name in role.names)
            for role in roles
        )
        and ANYBODY not in roles
    )
