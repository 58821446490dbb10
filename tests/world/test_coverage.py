"""How much of the world the tables know: counted, so that what we claim stays true."""

from __future__ import annotations

from functools import cache

import pytest

from foedus.world import load_world
from foedus.world.index import Index, build_index

HEADS = ("president", "prime_minister", "monarch", "supreme_leader", "general_secretary", "leader")
COLLEGIAL = {"SMR"}
"""Headed by several persons at once for half a year, so no one holder can be named."""

OBSERVERS = {"PSE", "VAT"}
"""Listed by the United Nations as states, but not members."""


@cache
def _index() -> Index:
    return build_index()


def _members_of_the_un() -> list[str]:
    return [
        code
        for code, state in _index().states.items()
        if "; UN member list" in state.source and state.period.end is None
    ]


def test_tables_have_every_member_of_the_united_nations() -> None:
    assert len(set(_members_of_the_un()) - OBSERVERS) == 193


def test_every_un_member_has_an_adjective_a_people_and_a_capital() -> None:
    states = _index().states
    missing = {
        code
        for code in _members_of_the_un()
        if not (states[code].adjectives and states[code].people and states[code].capitals)
    }
    assert missing == set()


def test_every_un_member_has_a_head_at_some_date_since_2000() -> None:
    terms = _index().terms_of_office
    missing = {
        code
        for code in _members_of_the_un()
        if not any(
            (term.period.end or "9") > "2000"
            for office in HEADS
            for term in terms.get((code, office), ())
        )
    }
    assert missing == COLLEGIAL


def test_tables_name_enough_organisations_groups_and_seats() -> None:
    organisations = _index().organisations.values()
    assert sum(row.sector == "IGO" for row in organisations) >= 90
    assert sum(row.kind == "armed group" for row in organisations) >= 90
    assert len(_index().members) >= 30
    assert len(_index().seats) >= 45


def test_tables_name_enough_ministers() -> None:
    terms = _index().terms_of_office
    assert sum(office == "foreign_minister" for _, office in terms) >= 50
    assert sum(office == "defence_minister" for _, office in terms) >= 15


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky"),
        ("Alyaksandr Lukashenka", "Alexander Lukashenko"),
        ("Moammar Gadhafi", "Muammar Gaddafi"),
        ("Franjo Tudjman", "Franjo Tuđman"),
        ("Hizballah", "Hezbollah"),
        ("Lashkar-i-Taiba", "Lashkar-e-Taiba"),
        ("Viktor Yanukovich", "Viktor Yanukovych"),
        ("Ansarullah", "Houthis"),
        ("ISIS-K", "Islamic State Khorasan"),
    ],
)
def test_canonical_knows_the_other_spellings(variant: str, expected: str) -> None:
    assert load_world().canonical(variant) == expected


@pytest.mark.parametrize(
    ("surname", "at", "expected"),
    [
        ("Milanović", "2024", "Zoran Milanović"),
        ("Kabila", "1999", "Laurent-Désiré Kabila"),
        ("Kabila", "2010", "Joseph Kabila"),
        ("Déby", "2015", "Idriss Déby"),
        ("Déby", "2023", "Mahamat Déby"),
    ],
)
def test_a_shared_surname_is_told_apart_by_the_date(surname: str, at: str, expected: str) -> None:
    actor = load_world().resolve(f"President {surname}", at=at)
    assert actor is not None
    assert actor.name == expected


@pytest.mark.parametrize(
    ("code", "at", "expected"),
    [
        ("ARM", "2010", "Serzh Sargsyan"),
        ("ARM", "2022", "Nikol Pashinyan"),
        ("SRB", "2015", "Aleksandar Vučić"),
        ("HRV", "1995", "Franjo Tuđman"),
        ("MMR", "2012", "Thein Sein"),
        ("HTI", "2022", "Ariel Henry"),
        ("VEN", "2015", "Nicolás Maduro"),
    ],
)
def test_the_leader_is_whoever_holds_the_power_at_the_date(
    code: str, at: str, expected: str
) -> None:
    assert load_world().holder("leader", code, at) == expected


def test_a_people_of_two_states_is_left_open() -> None:
    mention = load_world().find_mentions("the Congolese army")[0]
    assert set(mention.key.split("|")) == {"COD", "COG"}
