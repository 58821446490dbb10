"""EventClasses: the one table of event classes as reasoning needs it, with lookups both ways."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foedus.errors import InvalidKind
from foedus.languages.actions import EventClass
from foedus.languages.language import load_language

FORCE = "use_of_force"
ATTACK = "armed_attack"
OTHER = "other"

_TABLE = Path(__file__).parent / "classes.toml"
_LANGUAGE = "en"
"""The folder whose actions.toml holds the labels; they are the same in every language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClasses:
    """The table of event classes.

    `above` maps a class to itself and every class it is a kind of; `may_be` maps a class to one
    that an event of it may also be, with the switch that decides; `families` names sets of
    classes that are handled alike (harm, help, taking_part, vague), kinds included.
    """

    rows: Mapping[str, EventClass]
    above: Mapping[str, frozenset[str]]
    says: Mapping[str, tuple[str, str]]
    kept: Mapping[str, str]
    may_be: Mapping[str, tuple[str, str]]
    families: Mapping[str, frozenset[str]]

    def is_kind(self, event_class: str, other: str) -> bool:
        """Say whether a class is another or a kind of it."""
        return other in self.above[event_class]

    def is_force(self, event_class: str) -> bool:
        """Say whether an event of this class is a use of force."""
        return FORCE in self.above[event_class]

    def is_in(self, event_class: str, family: str) -> bool:
        """Say whether a class, or one it is a kind of, belongs to a family."""
        return not self.families[family].isdisjoint(self.above[event_class])

    def of_condition(self, label: str) -> tuple[str, ...]:
        """Return the event classes that a condition's label may mean, the surest first.

        Only the class of the label's own name is sure; "other" may mean anything and stands alone.

        Raises:
            InvalidKind: No class has this label.
        """
        if label == OTHER:
            return (OTHER,)
        found = [name for name, row in self.rows.items() if label in (name, row.condition)]
        if not found:
            known = sorted({row.condition for row in self.rows.values() if row.condition})
            raise InvalidKind(f"no condition class {label!r}; known: {', '.join(known)}")
        found.sort(key=lambda name: name != label)
        return tuple(n for n in found if n == label or not (self.above[n] - {n}) & set(found))

    def of_action(self, label: str) -> str:
        """Return the event class that an act would be, if the promise is kept.

        Raises:
            InvalidKind: No class has this label.
        """
        if label not in self.kept:
            raise InvalidKind(f"no action class {label!r}; known: {', '.join(self.kept)}")
        return self.kept[label]


@cache
def load_classes() -> EventClasses:
    """Return the table, read on the first call.

    Example:
        >>> load_classes().is_kind("invasion", "use_of_force")
        True
    """
    rows = load_language(_LANGUAGE).actions.classes
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return EventClasses(
        rows=rows,
        above={name: frozenset(_above(name, rows)) for name in rows},
        says={name: (noun, toward) for name, (noun, toward) in table["says"].items()},
        kept=table["kept"],
        may_be={name: (other, switch) for name, (other, switch) in table["may_be"].items()},
        families={name: frozenset(text.split()) for name, text in table["families"].items()},
    )


def _above(name: str, rows: Mapping[str, EventClass]) -> list[str]:
    found = [name]
    for kind in rows[name].kind_of:
        found.extend(_above(kind, rows))
    return found
