"""How the tables of facts are read: tab-separated rows into their classes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
from foedus.world.periods import Period

TABLES = Path(__file__).parent / "tables"
"""The folder of the tables; several values in a cell are divided by semicolons."""


def read_rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by column name."""
    with (TABLES / table).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = next(rows)
        yield from (dict(zip(columns, row, strict=True)) for row in rows)


@cache
def read_states() -> dict[str, State]:
    """Return every state by its code."""
    return {
        row["code"]: State(
            code=row["code"],
            name=row["name"],
            adjectives=_several(row["adjectives"]),
            people=_several(row["people"]),
            capitals=_several(row["capitals"]),
            other_names=_several(row["other_names"]),
            period=Period.of(row["from"], row["to"]),
            source=row["source"],
        )
        for row in read_rows("states.tsv")
    }


def read_neighbours() -> tuple[Neighbour, ...]:
    """Return every land border, once from each side."""
    return tuple(
        Neighbour(
            code=row["code"],
            neighbour=row["neighbour"],
            direction=row["direction"] or None,
            period=Period.of(row["from"], row["to"]),
            source=row["source"],
        )
        for row in read_rows("neighbours.tsv")
    )


@cache
def read_organisations() -> dict[str, Organisation]:
    """Return every organisation by its id."""
    return {
        row["id"]: Organisation(
            id=row["id"],
            name=row["name"],
            other_names=_several(row["other_names"]),
            sector=row["sector"],
            code=row["code"] or None,
            kind=row["kind"],
            period=Period.of(row["from"], row["to"]),
            source=row["source"],
        )
        for row in read_rows("organisations.tsv")
    }


def read_members() -> tuple[Member, ...]:
    """Return every membership, by organisation, state and date."""
    return tuple(
        Member(
            org=row["org"],
            code=row["code"],
            period=Period.of(row["from"], row["to"]),
            source=row["source"],
        )
        for row in read_rows("members.tsv")
    )


@cache
def read_persons() -> dict[str, Person]:
    """Return every person by "person:…"; without listed surnames the last word is the surname."""
    return {
        f"person:{row['id']}": Person(
            id=f"person:{row['id']}",
            name=row["name"],
            other_names=_several(row["other_names"]),
            surnames=_surnames(row["name"], row["surnames"]),
            source=row["source"],
        )
        for row in read_rows("persons.tsv")
    }


def read_terms() -> tuple[Term, ...]:
    """Return every term of office, by office and date."""
    return tuple(
        Term(
            person=f"person:{row['person']}",
            holder_of=row["holder_of"],
            office=row["office"],
            period=Period.of(row["from"], row["to"]),
            source=row["source"],
        )
        for row in read_rows("terms.tsv")
    )


def read_leaders() -> tuple[Leader, ...]:
    """Return which office leads which state or organisation."""
    return tuple(
        Leader(
            holder_of=row["holder_of"],
            office=row["office"],
            period=Period.of(row["from"], row["to"]),
            source=row["source"],
        )
        for row in read_rows("leaders.tsv")
    )


def read_seats() -> tuple[Seat, ...]:
    """Return the palaces, departments and cities that stand for a state or organisation."""
    return tuple(
        Seat(
            name=row["name"],
            other_names=_several(row["other_names"]),
            code=row["code"],
            own_name=row["own_name"] or None,
            sector=row["sector"],
            period=Period.of(row["from"], row["to"]),
            source=row["source"],
        )
        for row in read_rows("seats.tsv")
    )


@cache
def read_places() -> tuple[Place, ...]:
    """Return the places that are no states."""
    return tuple(
        Place(
            name=row["name"],
            other_names=_several(row["other_names"]),
            code=row["code"] or None,
            kind=row["kind"],
            dispute=row["dispute"] or None,
            source=row["source"],
        )
        for row in read_rows("places.tsv")
    )


def read_collectives() -> tuple[Collective, ...]:
    """Return the names of many actors at once."""
    return tuple(
        Collective(
            name=row["name"],
            other_names=_several(row["other_names"]),
            adjectives=_several(row["adjectives"]),
            source=row["source"],
        )
        for row in read_rows("collectives.tsv")
    )


@cache
def read_outlets() -> tuple[Outlet, ...]:
    """Return the news outlets."""
    return tuple(
        Outlet(
            name=row["name"],
            other_names=_several(row["other_names"]),
            kind=row["kind"],
            code=row["code"] or None,
            source=row["source"],
        )
        for row in read_rows("outlets.tsv")
    )


def read_alliances() -> dict[str, Alliance]:
    """Return the treaties of the alliances by the id of the organisation."""
    with (TABLES / "alliances.toml").open("rb") as lines:
        rows = tomllib.load(lines)["alliance"]
    return {row["id"]: Alliance(**row) for row in rows}


def _several(cell: str) -> tuple[str, ...]:
    """Return the values of one cell."""
    return tuple(cell.split(";")) if cell else ()


def _surnames(name: str, cell: str) -> tuple[str, ...]:
    """Return the listed surnames; a hyphen says that the person has no short form."""
    if cell == "-":
        return ()
    return _several(cell) or ((name.rsplit(" ", 1)[-1],) if " " in name else ())
