"""Instruments: sources, dates and parties of every row, counts that others published."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.world import load_world
from foedus.world.instruments import (
    UNOPENED,
    Duty,
    Instrument,
    in_force,
    instruments,
    parties_at,
    suspended_at,
)
from foedus.world.rows import read_rows

CASES = tomllib.loads((Path(__file__).parent / "cases/instruments.toml").read_text("utf-8"))["case"]
BY_ID = {one.id: one for one in instruments()}
DATE = re.compile(r"\d{4}(?:-[01]\d(?:-[0-3]\d)?)?")
EVERY = pytest.mark.parametrize("instrument", instruments(), ids=lambda one: one.id)
DATES = st.dates().map(str)


@pytest.mark.parametrize("case", CASES, ids=[f"{c['id']} {c['at']}" for c in CASES])
def test_parties_at_is_as_many_as_published(case: dict[str, object]) -> None:
    parties = parties_at(BY_ID[str(case["id"])], str(case["at"]))
    inside, outside = case.get("inside", []), case.get("outside", [])
    assert isinstance(inside, list)
    assert isinstance(outside, list)
    assert set(inside) <= set(parties), case["why"]
    assert set(outside).isdisjoint(parties), case["why"]
    assert len(parties) == case["count"], (case["why"], case["published"])


def test_instruments_are_many_and_each_is_listed_once() -> None:
    assert len(instruments()) >= 80
    assert len(BY_ID) == len(instruments())


@EVERY
def test_instruments_have_a_source_and_say_whether_it_was_opened(instrument: Instrument) -> None:
    assert instrument.source.strip()
    assert instrument.checked == UNOPENED or re.search(r"https?://|CRS report", instrument.checked)
    assert all(party.source.strip() for party in instrument.parties)


@EVERY
def test_instruments_have_dates_in_order(instrument: Instrument) -> None:
    periods = [instrument.period, *(clause.period for clause in instrument.clauses)]
    periods += [pause.period for pause in instrument.suspensions]
    if instrument.organisation is None:
        periods += [party.period for party in instrument.parties]
    assert DATE.fullmatch(instrument.signed)
    for period in periods:
        assert period.start is not None
        assert DATE.fullmatch(period.start)
        assert period.end is None or DATE.fullmatch(period.end)
        assert period.end is None or period.start < period.end
        assert (instrument.period.start or "")[:4] <= period.start[:4]
        assert instrument.period.end is None or (period.end or "9") <= instrument.period.end
    # A law may work from before its signature, as the Taiwan Relations Act does.
    assert instrument.signed[:4] <= (instrument.period.start or "")[:4]


@EVERY
def test_instruments_name_known_parties_and_none_twice_at_once(instrument: Instrument) -> None:
    world = load_world()
    assert instrument.parties
    for party in instrument.parties:
        is_place = party.code.startswith("place:") and world.place(party.code) is not None
        assert is_place or world.state_of(party.code) is not None, party.code
    stays = sorted((p.code, p.period.start or "", p.period.end or "9") for p in instrument.parties)
    for (code, _, end), (following, start, _) in pairwise(stays):
        assert code != following or end <= start, code


@EVERY
def test_clauses_say_what_is_owed_to_whom(instrument: Instrument) -> None:
    known = {party.code for party in instrument.parties}
    assert instrument.clauses
    for clause in instrument.clauses:
        assert clause.duty.strip()
        assert set(clause.committers) | set(clause.beneficiaries) <= known, clause.article
        assert (clause.action is None) == (clause.kind is Duty.NONE), clause.article
        assert all(load_world().place(place) is not None for place in clause.outside)
        if clause.kind in (Duty.DEFENCE, Duty.OFFENCE, Duty.GUARANTEE, Duty.CONSULTATION):
            assert clause.trigger is not None, clause.article
        assert clause.on_request == ("request(" in (clause.trigger or "")), clause.article


@EVERY
def test_articles_are_told_apart_for_every_committer(instrument: Instrument) -> None:
    articles = [clause.article for clause in instrument.clauses]
    assert len(articles) == len(set(articles))


def test_every_row_of_parties_belongs_to_an_instrument() -> None:
    assert {row["instrument"] for row in read_rows("parties.tsv")} <= BY_ID.keys()


def test_alliances_and_instruments_agree_on_their_dates() -> None:
    founding = {one.organisation: one for one in instruments() if one.organisation is not None}
    for organisation, alliance in load_world().alliances.items():
        instrument = founding[organisation]
        assert alliance.signed == instrument.signed, organisation
        assert alliance.ended == instrument.period.end, organisation
        if alliance.in_force is not None:
            assert alliance.in_force == instrument.period.start, organisation


@given(DATES)
def test_in_force_is_what_has_parties_in_force(date: str) -> None:
    for instrument in instruments():
        begun = (instrument.period.start or "") <= date
        over = instrument.period.end is not None and instrument.period.end <= date
        assert (instrument in in_force(date)) == (begun and not over)
        if instrument not in in_force(date):
            assert parties_at(instrument, date) == ()


@given(DATES, st.sampled_from(sorted(BY_ID)))
def test_parties_at_has_one_germany_and_one_russia(date: str, instrument_id: str) -> None:
    parties = set(parties_at(BY_ID[instrument_id], date))
    for rivals in ({"FRG", "DEU"}, {"SUN", "RUS"}, {"SRB", "YUG"}):
        assert len(parties & rivals) < 2


def test_suspended_at_is_between_two_and_for_a_time() -> None:
    anzus = BY_ID["anzus-1951"]
    assert suspended_at(anzus, "USA", "NZL", "1990")
    assert not suspended_at(anzus, "USA", "NZL", "1980")
    assert not suspended_at(anzus, "AUS", "NZL", "1990")
