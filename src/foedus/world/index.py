"""Index: all facts in memory, with the lexicon of their names and the ways to a single fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from foedus.world.facts import (
    Alliance,
    Collective,
    Leader,
    Member,
    Neighbour,
    Organisation,
    Outlet,
    Person,
    Place,
    Seat,
    State,
    Term,
)
from foedus.world.lexicon import Lexicon, fold
from foedus.world.roles import Roles, read_roles
from foedus.world.rows import (
    read_alliances,
    read_collectives,
    read_leaders,
    read_members,
    read_neighbours,
    read_organisations,
    read_outlets,
    read_persons,
    read_places,
    read_seats,
    read_states,
    read_terms,
)

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Every table by its keys: alpha-3, "org:…", "person:…", "seat:…", "place:…", "outlet:…"."""

    states: dict[str, State]
    neighbours: dict[str, list[Neighbour]]
    organisations: dict[str, Organisation]
    members: dict[str, list[Member]]
    persons: dict[str, Person]
    terms_of_person: dict[str, list[Term]]
    terms_of_office: dict[tuple[str, str], list[Term]]
    leaders: dict[str, list[Leader]]
    seats: dict[str, Seat]
    places: dict[str, Place]
    collectives: dict[str, Collective]
    outlets: dict[str, Outlet]
    alliances: dict[str, Alliance]
    roles: Roles
    lexicon: Lexicon


def build_index() -> Index:
    """Read every table and return the facts by their keys."""
    terms = read_terms()
    index = Index(
        states=read_states(),
        neighbours=_grouped((row.code, row) for row in read_neighbours()),
        organisations=read_organisations(),
        members=_grouped((row.org, row) for row in read_members()),
        persons=read_persons(),
        terms_of_person=_grouped((row.person, row) for row in terms),
        terms_of_office=_grouped(((row.holder_of, row.office), row) for row in terms),
        leaders=_grouped((row.holder_of, row) for row in read_leaders()),
        seats={f"seat:{row.name}@{row.code}": row for row in read_seats()},
        places={f"place:{row.name}": row for row in read_places()},
        collectives={f"collective:{row.name}": row for row in read_collectives()},
        outlets={f"outlet:{row.name}": row for row in read_outlets()},
        alliances=read_alliances(),
        roles=read_roles(),
        lexicon=Lexicon(),
    )
    _name_states(index)
    _name_organisations(index)
    _name_persons(index)
    _name_places(index)
    return index


def _name_states(index: Index) -> None:
    """Add the names of states first, then what stands for them, so that the state is likeliest."""
    add, roles = index.lexicon.add, index.roles
    for code, state in sorted(index.states.items(), key=lambda item: item[1].period.end or "9"):
        for name in (state.name, *state.other_names):
            guard = "first name" if fold(name) in roles.state_first_names else ""
            add(name, "state", code, guard=guard)
    for key, seat in index.seats.items():
        for name in (seat.name, *seat.other_names):
            add(name, "office", key)
    for code, state in index.states.items():
        for name in (*state.adjectives, *state.people):
            add(name, "demonym", code)
        for name in state.capitals:
            add(name, "place", code)


def _name_organisations(index: Index) -> None:
    """Add the names of organisations, collectives and outlets."""
    add = index.lexicon.add
    for key, organisation in index.organisations.items():
        kind = "group" if organisation.sector == "REB" else "org"
        for name in (organisation.name, *organisation.other_names):
            add(name, kind, key)
    for key, collective in index.collectives.items():
        for name in (collective.name, *collective.other_names, *collective.adjectives):
            add(name, "collective", key)
    for key, outlet in index.outlets.items():
        for name in (outlet.name, *outlet.other_names):
            add(name, "outlet", key)


def _name_persons(index: Index) -> None:
    """Add full names, then surnames with their guard."""
    for key, person in index.persons.items():
        for name in (person.name, *person.other_names):
            index.lexicon.add(name, "person", key)
    for key, person in index.persons.items():
        for name in person.surnames:
            risky = fold(name).replace("-", " ") in index.roles.risky_surnames
            index.lexicon.add(name, "person", key, guard="risky" if risky else "surname")


def _name_places(index: Index) -> None:
    """Add places last: a name that is also a state's or a person's means these first."""
    for key, place in index.places.items():
        for name in (place.name, *place.other_names):
            index.lexicon.add(name, "place", key)


def _grouped(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    """Return the rows of each key in the order of the table."""
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return dict(found)
