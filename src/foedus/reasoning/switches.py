"""Switches: what an answer may rest on that no text says, each on, off or open."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from foedus.errors import InvalidPattern
from foedus.reasoning.names import Directory, nearest
from foedus.reasoning.thresholds import load_thresholds

_TABLE = Path(__file__).parent / "assumptions.toml"

PROMISE_KEPT = "promise_kept"
DEADLINES_PASS = "deadlines_pass"
KEPT = "kept:"
_AS = "_as_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A named switch: what it says when on, and how it stands by default (None: open)."""

    name: str
    says: str
    default: bool | None


@cache
def load_assumptions() -> Mapping[str, Assumption]:
    """Return the switches by name: those of the table and one for every threshold."""
    rows = tomllib.loads(_TABLE.read_text("utf-8"))
    found = {
        name: Assumption(name=name, says=row["says"], default=row.get("default"))
        for name, row in rows.items()
    }
    for value, question in load_thresholds().questions.items():
        says = f"yes to: {question}"
        found[value] = Assumption(name=value, says=says, default=None)
    return found


@dataclass(frozen=True, slots=True)
class Switches:
    """How every switch stands."""

    given: Mapping[str, bool] = field(default_factory=dict)

    def state(self, name: str) -> bool | None:
        """Return on, off, or None when the switch stands open."""
        if name in self.given:
            return self.given[name]
        row = load_assumptions().get(name)
        return row.default if row is not None else None

    def counts_as(self, place: str, actor: str) -> bool:
        """Say whether a place is to count as an actor's; off unless it was switched on."""
        return self.given.get(territory_switch(place, actor), False)

    def keeps(self, record_id: str, committer: str) -> bool:
        """Say whether a promise is assumed to be kept: the narrowest switch that was given."""
        if self.given:
            narrow = kept_switch(record_id, committer)
            for name in (narrow, f"{KEPT}{record_id}", f"{KEPT}{committer}"):
                if name in self.given:
                    return self.given[name]
        return bool(self.state(PROMISE_KEPT))


def read_switches(given: Mapping[str, bool], directory: Directory) -> Switches:
    """Return switches with the names checked; places and actors may be written in any known way.

    Raises:
        InvalidPattern: No switch has this name; the message names the nearest.
    """
    return Switches({_read_name(name, directory): state for name, state in given.items()})


def kept_switch(record_id: str, committer: str) -> str:
    """Return the name of the switch by which one committer keeps a promise of several."""
    return f"{KEPT}{record_id}/{committer}"


def territory_switch(place: str, actor: str) -> str:
    """Return the name of the switch that counts a place as an actor's ("donbas_as_russia")."""
    return f"{_slug(place)}{_AS}{_slug(actor)}"


def _read_name(name: str, directory: Directory) -> str:
    if name in load_assumptions():
        return name
    if name.startswith(KEPT):
        who = directory.find_actor(name.removeprefix(KEPT))
        return f"{KEPT}{who}" if who is not None else name
    place_words, _, actor_words = name.partition(_AS)
    if actor_words:
        place = directory.find_place(_words(place_words))
        actor = directory.find_actor(_words(actor_words))
        if place is not None and actor is not None:
            return territory_switch(place.name, directory.name_of(actor))
    known = nearest(name, load_assumptions())
    raise InvalidPattern(
        f"no assumption {name!r}; "
        + (f"nearest: {', '.join(known)}" if known else f"known: {', '.join(load_assumptions())}")
        + "; or PLACE_as_ACTOR, or kept:ID"
    )


def _words(slug: str) -> str:
    return slug.replace("_", " ").title() if slug.islower() else slug.replace("_", " ")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
