"""The tables: every row has a source, every reference leads somewhere, dates are dates."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from foedus.world.index import build_index
from foedus.world.rows import TABLES, read_alliances, read_rows, read_terms

NAMES = sorted(path.name for path in TABLES.glob("*.tsv"))
DATE = re.compile(r"\d{4}(?:-[01]\d(?:-[0-3]\d)?)?")


@pytest.mark.parametrize("table", NAMES)
def test_read_rows_has_a_source_in_every_row(table: str) -> None:
    rows = list(read_rows(table))
    assert rows
    assert [row for row in rows if not row["source"].strip()] == []


@pytest.mark.parametrize("table", [name for name in NAMES if "from" in next(read_rows(name))])
def test_read_rows_has_dates_in_order(table: str) -> None:
    for row in read_rows(table):
        for date in filter(None, (row["from"], row["to"])):
            assert DATE.fullmatch(date), row
        assert not (row["from"] and row["to"]) or row["from"] < row["to"], row


@pytest.mark.parametrize("table", NAMES)
def test_read_rows_repeats_no_row(table: str) -> None:
    rows = [tuple(row.values()) for row in read_rows(table)]
    assert len(rows) == len(set(rows))


def test_every_reference_leads_to_a_row() -> None:
    index = build_index()
    known = index.states.keys() | index.organisations.keys()
    for table in ("seats.tsv", "places.tsv", "outlets.tsv", "organisations.tsv"):
        assert {row["code"] for row in read_rows(table) if row["code"]} <= known, table
    for rows in index.members.values():
        assert all(row.org in index.organisations and row.code in index.states for row in rows)
    for borders in index.neighbours.values():
        assert all(row.neighbour in index.states for row in borders)
    for term in read_terms():
        assert term.person in index.persons
        assert term.holder_of in known, term
    assert index.leaders.keys() <= known
    assert read_alliances().keys() <= index.organisations.keys()


def test_every_person_served_and_every_alliance_has_a_source() -> None:
    index = build_index()
    assert index.persons.keys() == index.terms_of_person.keys()
    assert all(alliance.source for alliance in read_alliances().values())


def test_no_office_has_two_holders_on_one_day() -> None:
    shared = {"senator", "deputy_foreign_minister", "foreign_spokesperson", "senior_adviser"}
    for (holder_of, office), terms in build_index().terms_of_office.items():
        if office in shared:
            continue
        ordered = sorted(terms, key=lambda term: term.period.start or "")
        for one, following in pairwise(ordered):
            assert one.period.end, (holder_of, office, one.person)
            assert following.period.start, (holder_of, office, following.person)
            assert one.period.end <= following.period.start, (holder_of, office, one.person)
