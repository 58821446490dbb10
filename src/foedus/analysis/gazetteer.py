"""Gazetteer: known names of persons, organisations and places, found by the words of a text.

The tables of facts and three lists: cities, personal names, and names that everybody knows. A name
found here is a clue for the model's entities and no decision: "Washington" is a city and a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from foedus.analysis.tokens import find_tokens
from foedus.world import rows

MAX_BARE_ACRONYM = 3
"""Up to so many letters a name must stand in capitals: "who" and "us" name nothing."""

PLATFORM = "platform"
"""The kind of outlet that is a place to publish rather than a body: "on Twitter"."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by their words in lower case, with their labels (PER, ORG, LOC).

    `cities` are the names known only from the list of cities, whose names are often ordinary words.
    """

    names: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    cities: set[tuple[str, ...]] = field(default_factory=set)
    lengths: dict[str, int] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    demonyms: set[str] = field(default_factory=set)

    def longest(
        self, words: Sequence[str], first: int, last: int
    ) -> tuple[tuple[str, ...], set[str]] | None:
        """Return the longest known name that begins at a word, with its labels, or None."""
        for size in range(min(self.lengths.get(words[first], 0), last - first), 0, -1):
            name = tuple(words[first : first + size])
            labels = self.names.get(name)
            if labels is not None:
                return name, labels
        return None

    def add(self, name: str, label: str, *, city: bool = False) -> None:
        """Add a name; a label more is added to a name that is known."""
        key = _words(name.lower())
        labels = self.names.get(key)
        if labels is not None:
            labels.add(label)
            if not city:
                self.cities.discard(key)
            return
        self.names[key] = {label}
        if city:
            self.cities.add(key)
        if self.lengths.get(key[0], 0) < len(key):
            self.lengths[key[0]] = len(key)


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name as a text would be cut."""
    if name.isalpha():
        return (name,)
    parts = name.split()
    if all(map(str.isalpha, parts)):
        return tuple(parts)
    return tuple(name[start:end] for start, end in find_tokens(name))


@cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer of this process, read on the first call."""
    found = Gazetteer()
    for name, label in _facts():
        found.add(name, label)
    for row in rows.read_rows("well_known.tsv"):
        found.add(row["name"], row["label"])
    for row in rows.read_rows("cities.tsv"):
        found.add(row["name"], "LOC", city=True)
    for row in rows.read_rows("person_names.tsv"):
        if row["kind"] != "surname":
            found.given.add(row["name"].lower())
        if row["kind"] != "given":
            found.surnames.add(row["name"].lower())
    for person in rows.read_persons().values():
        words = person.name.lower().split()
        if len(words) > 1 and len(words[0]) > 2 and (words[0],) not in found.names:
            found.given.add(words[0])
        found.surnames.update(name.lower() for name in person.surnames if " " not in name)
    for state in rows.read_states().values():
        found.demonyms.update(name.lower() for name in (*state.adjectives, *state.people))
    return found


def _facts() -> Iterator[tuple[str, str]]:
    """Yield the names of the tables of facts with their labels."""
    for state in rows.read_states().values():
        for name in (state.name, *state.other_names, *state.capitals):
            yield name, "LOC"
    for place in rows.read_places():
        for name in (place.name, *place.other_names):
            yield name, "LOC"
    for body in rows.read_organisations().values():
        for name in (body.name, *body.other_names):
            yield name, "ORG"
    for outlet in rows.read_outlets():
        if outlet.kind == PLATFORM:
            continue
        for name in (outlet.name, *outlet.other_names):
            yield name, "ORG"
    for person in rows.read_persons().values():
        for name in (person.name, *person.other_names):
            yield name, "PER"
