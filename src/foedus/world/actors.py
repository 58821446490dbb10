"""From a key of the tables to an Actor, at a date."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.records import Actor
from foedus.world.holders import find_term, serves
from foedus.world.index import Index
from foedus.world.lexicon import Name, find_words


def find_keys(index: Index, name: str) -> list[str]:
    """Return the keys a whole name may mean, the likeliest first; empty when unknown."""
    found = find_name(index, name)
    return [key for _, key in found.meanings] if found is not None else []


def find_name(index: Index, text: str) -> Name | None:
    """Return the entry of the lexicon that a text is as a whole, or None."""
    words = find_words(text)
    found = index.lexicon.at(text, words, 0) if words else None
    return found if found is not None and len(found.words) == len(words) else None


def choose_actor(index: Index, keys: Sequence[str], at: str | None) -> Actor | None:
    """Return the actor that the likeliest of several keys stands for at a date.

    Persons of one surname are told apart by who served at the date; None when that leaves several.
    """
    persons = [key for key in keys if key.startswith("person:")]
    if len(persons) > 1 and len(persons) == len(keys):
        serving = [key for key in persons if serves(index, key, at)]
        return person_actor(index, serving[0], at) if len(serving) == 1 else None
    living = [key for key in keys if _lives(index, key, at)]
    return actor_of_key(index, (living or list(keys))[0], at) if keys else None


def actor_of_key(index: Index, key: str, at: str | None) -> Actor | None:
    """Return the actor of one key; None for a place that stands for nobody."""
    if key in index.states:
        return state_actor(index, key)
    if key in index.persons:
        return person_actor(index, key, at)
    if key in index.organisations:
        row = index.organisations[key]
        return Actor(name=row.name, id=key, code=row.code, sector=row.sector)
    if key in index.seats:
        return _seat_actor(index, key)
    if key in index.collectives:
        return Actor(name=index.collectives[key].name)
    if key in index.outlets:
        outlet = index.outlets[key]
        return Actor(name=outlet.name, code=outlet.code, sector="MED")
    return None


def state_actor(index: Index, code: str) -> Actor:
    """Return a state as an actor."""
    return Actor(name=index.states[code].name, id=code, code=code, sector="GOV")


def person_actor(index: Index, key: str, at: str | None) -> Actor:
    """Return a person, with the state or sector of the office held at the date."""
    term = find_term(index, key, at)
    holder_of = term.holder_of if term is not None else None
    code, sector = None, None
    if holder_of in index.states:
        code, sector = holder_of, "GOV"
    elif holder_of in index.organisations:
        organisation = index.organisations[holder_of]
        code, sector = organisation.code, organisation.sector
    return Actor(name=index.persons[key].name, id=key, code=code, sector=sector)


def represented(index: Index, actor: Actor, at: str | None) -> Actor | None:
    """Return the state or organisation an actor acts for; a state or organisation is its own.

    Whoever comes into office only later, as a candidate does, acts for himself.
    """
    if actor.id is not None and (actor.id in index.states or actor.id in index.organisations):
        return actor
    if actor.id in index.persons:
        term = find_term(index, actor.id, at)
        if term is not None and at is not None and (term.period.start or "") > at:
            return None
        if term is not None and term.holder_of in index.organisations:
            return actor_of_key(index, term.holder_of, at)
    return state_actor(index, actor.code) if actor.code in index.states else None


def _seat_actor(index: Index, key: str) -> Actor | None:
    """Return who sits there: the state or organisation, or the body if it has its own name."""
    seat = index.seats[key]
    if seat.own_name is not None:
        return Actor(name=seat.own_name, code=seat.code, sector=seat.sector)
    return actor_of_key(index, seat.code, None)


def _lives(index: Index, key: str, at: str | None) -> bool:
    """Say whether what a key names exists at the date."""
    for table in (index.states, index.organisations, index.seats):
        if key in table:
            return table[key].period.covers(at)
    return True
