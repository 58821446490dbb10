"""Wanted: whose act is asked about, and which acts count, in words, classes or patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from foedus.errors import InvalidPattern
from foedus.reasoning.classes import OTHER, load_classes
from foedus.reasoning.language import ANYBODY, Pattern, RoleKind, named
from foedus.reasoning.names import Directory, nearest
from foedus.reasoning.parsing import parse_pattern
from foedus.reasoning.printing import print_expression, say_class, say_pattern
from foedus.world.world import World

_TABLE = Path(__file__).parent / "wanted.toml"
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An actor and the acts of his that count: any that is, or may be, one of `outcomes`."""

    actor: str
    outcomes: tuple[Pattern, ...]

    def says(self, directory: Directory) -> str:
        """Return what is asked, in words ("going to war or military aid by Belarus")."""
        classes = " or ".join(dict.fromkeys(say_class(o.event_class) for o in self.outcomes))
        if len(self.outcomes) == 1:
            return say_pattern(self.outcomes[0], directory)
        return f"{classes} by {directory.name_of(self.actor)}"

    @property
    def text(self) -> str:
        """Return what is asked in the syntax of patterns."""
        return " | ".join(print_expression(outcome) for outcome in self.outcomes)


def read_actor(name: str, world: World, at: str | None = None) -> str:
    """Return the id of an actor.

    Raises:
        InvalidPattern: The tables know no such name; the message names the nearest.
    """
    directory = Directory(world)
    found = directory.find_actor(name, at)
    if found is not None:
        return found
    near = directory.nearest_actors(name)
    raise InvalidPattern(
        f"no actor {name!r} in the tables" + (f"; nearest: {', '.join(near)}" if near else "")
    )


def read_wanted(actor: str, outcome: str, world: World, at: str | None = None) -> Wanted:
    """Return what is asked about: "Belarus" and "goes to war", "cut_supply" or a pattern.

    Args:
        actor: A name as in patterns.
        outcome: A class, family or action, a phrase of wanted.toml, or a pattern whose actor is
            left open or is this actor.
        world: Knows the names.
        at: The date at which names are read.

    Raises:
        InvalidPattern: An actor or an outcome that is not known; the message names the nearest.

    Example:
        >>> from foedus.world import load_world
        >>> read_wanted("Belarus", "cut_supply", load_world()).text
        'supply_cut(BLR, any)'
    """
    who = read_actor(actor, world, at)
    if "(" in outcome:
        return wanted_of(who, (parse_pattern(outcome, world, at),))
    text = " ".join(outcome.lower().split()).rstrip(".")
    known = _names()
    if text not in known:
        near = nearest(text, known)
        hint = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(sorted(known))}"
        raise InvalidPattern(f"no act {outcome!r}; {hint}; or a pattern: joins_war({who}, any)")
    return wanted_of(who, tuple(Pattern(event_class=name) for name in known[text]))


def is_known(outcome: str) -> bool:
    """Say whether an outcome is a pattern, or meant as a class: plain English is neither."""
    text = " ".join(outcome.lower().split()).rstrip(".")
    return "(" in outcome or text in _names() or _WORD.fullmatch(text) is not None


def outcome_names() -> tuple[str, ...]:
    """Return the phrases that an outcome may be asked by, in the order of their table."""
    return tuple(tomllib.loads(_TABLE.read_text("utf-8"))["phrases"])


def wanted_of(actor: str, patterns: Sequence[Pattern]) -> Wanted:
    """Return what is asked of an actor by patterns of what he would do.

    Raises:
        InvalidPattern: A pattern in which somebody else acts, or that says no class.
    """
    for pattern in patterns:
        if pattern.event_class == OTHER:
            raise InvalidPattern("the act names no class of events; right would be: joins_war")
        if pattern.actor.kind is RoleKind.NAME and actor not in pattern.actor.names:
            raise InvalidPattern(
                f"{print_expression(pattern)} is not an act of {actor}; leave out who acts, or"
                f" write {pattern.event_class}({actor}, …)"
            )
    return Wanted(actor=actor, outcomes=tuple(_of(actor, pattern) for pattern in patterns))


def _of(actor: str, pattern: Pattern) -> Pattern:
    target = pattern.target if pattern.target.kind is not RoleKind.UNKNOWN else ANYBODY
    return replace(pattern, actor=named(actor), target=target)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Return the classes that each word or phrase stands for."""
    classes = load_classes()
    found: dict[str, tuple[str, ...]] = {}
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    found.update({label: (name,) for label, name in classes.kept.items() if name != OTHER})
    found.update({name: tuple(sorted(row)) for name, row in classes.families.items()})
    found.update({name: (name,) for name in classes.rows if name != OTHER})
    for phrase, name in table["phrases"].items():
        found[phrase] = found[name]
    return found
