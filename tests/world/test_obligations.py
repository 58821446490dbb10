"""Obligations: who owes what to whom at a date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.records import Polarity, Strength
from foedus.world.instruments import Duty
from foedus.world.obligations import Obligation, instrument_commitments

YEARS = st.integers(1830, 2030).map(str)


def owed(date: str, start: str) -> dict[str, Obligation]:
    return {
        f"{one.committer} {one.id}": one
        for one in instrument_commitments(date)
        if one.id.startswith(start)
    }


def test_instrument_commitments_fill_in_both_sides_of_a_pact_of_two() -> None:
    found = owed("1939-09-01", "anglo-polish-1939:1-with-the-secret-protocol-1-a")
    triggers = {one.committer: one.trigger for one in found.values()}
    assert triggers == {
        "GBR": "armed_attack(DEU, POL, manner=first)",
        "POL": "armed_attack(DEU, GBR, manner=first)",
    }


def test_instrument_commitments_name_an_organisation_for_all_other_members() -> None:
    found = owed("2022-02-24", "north-atlantic-1949:5")
    assert len(found) == 30
    estonia = found["EST north-atlantic-1949:5"]
    assert estonia.trigger == "armed_attack(any but EST, any:NATO but EST, manner=first)"
    assert estonia.strength is Strength.READY
    assert estonia.hedges
    assert len(estonia.beneficiaries) == 29


def test_instrument_commitments_ask_the_attacked_for_a_request_where_it_is_needed() -> None:
    found = owed("2022-01-01", "collective-security-treaty-1992:4")
    assert len(found) == 6 * 5
    one = found["RUS collective-security-treaty-1992:4:ARM"]
    assert one.trigger == "armed_attack(any but RUS, ARM, manner=first) & request(ARM)"
    assert one.on_request


@pytest.mark.parametrize(
    ("date", "partners"), [("1980-01-01", ("AUS", "NZL")), ("1990-01-01", ("AUS",))]
)
def test_instrument_commitments_leave_out_suspended_partners(
    date: str, partners: tuple[str, ...]
) -> None:
    assert owed(date, "anzus-1951:iv")["USA anzus-1951:iv-and-v"].beneficiaries == partners


def test_instrument_commitments_bind_a_guarantor_and_not_the_guaranteed() -> None:
    found = owed("1939-09-01", "anglo-french-romanian-guarantee-1939")
    assert {one.committer for one in found.values()} == {"FRA", "GBR"}
    assert all(one.beneficiaries == ("ROU",) for one in found.values())


def test_instrument_commitments_keep_a_clause_out_before_it_came() -> None:
    start = "union-state-1999:military-doctrine"
    assert not owed("2020-01-01", start)
    assert len(owed("2022-01-01", start)) == 2


@pytest.mark.parametrize("silent", ["aukus-2021", "taiwan-relations-act-1979"])
def test_instrument_commitments_are_none_where_nothing_is_owed(silent: str) -> None:
    assert not owed("2022-01-01", silent)


def test_nonaggression_is_an_act_refused_to_the_partner() -> None:
    found = owed("1941-01-01", "german-soviet-1939:i")
    refused = found["DEU german-soviet-1939:i"]
    assert (refused.polarity, refused.action) == (Polarity.WILL_NOT, "use_force")
    assert refused.against == ("SUN",)
    assert refused.trigger is None


@given(YEARS)
def test_instrument_commitments_are_told_apart_and_never_owed_to_oneself(date: str) -> None:
    found = instrument_commitments(date)
    assert len({(one.id, one.committer) for one in found}) == len(found)
    for one in found:
        assert one.committer not in one.beneficiaries
        assert one.committer not in one.against
        assert one.since is not None
        assert one.since[:4] <= date
        assert one.until is None or date <= one.until
        words = set((one.trigger or "").replace("(", " ").replace(",", " ").split())
        assert words.isdisjoint({"self", "partner"})
        if one.kind is Duty.DEFENCE:
            assert one.polarity is Polarity.WILL
