"""What treaties say follows from events of their time."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.reasoning.fixpoint import follows
from foedus.reasoning.parsing import parse_events
from foedus.reasoning.rules import TREATY
from foedus.reasoning.treaties import treaty_rules
from foedus.records.commitments import Kind
from foedus.world import load_world

CASES = tomllib.loads((Path(__file__).parent / "cases/treaties.toml").read_text("utf-8"))["case"]


def fired(events: str, date: str | None) -> dict[str, str]:
    """Return the bound of every act of the answer: "GBR joins_war" or "ITA not joins_war"."""
    world = load_world()
    happens = parse_events(events, world, date)
    rules = treaty_rules(world, date, events=happens)
    found: dict[str, str] = {}
    for one in follows(happens, rules, world, date).triggered:
        refused = "not " if one.rule.refused else ""
        act = f"{one.rule.committer} {refused}{one.rule.consequence.event_class}"
        if found.get(act) != "certain":
            found[act] = one.bound
    return found


@pytest.mark.parametrize("case", CASES, ids=[str(case["why"]) for case in CASES])
def test_treaty_rules_answer_as_the_treaties_read(case: dict[str, object]) -> None:
    found = fired(str(case["events"]), None if "at" not in case else str(case["at"]))
    for bound in ("certain", "possible"):
        wanted = case.get(bound, [])
        assert isinstance(wanted, list)
        assert {act for act in wanted if found.get(act) != bound} == set(), (bound, found)
    silent = case.get("silent", [])
    assert isinstance(silent, list)
    talks = (" not ", " consultation")
    acting = {act.split()[0] for act in found if not any(word in act for word in talks)}
    assert acting.isdisjoint(silent), found


def test_treaty_rules_are_marked_and_carry_their_source() -> None:
    rules = treaty_rules(load_world(), "2022-02-24")
    assert rules
    assert all(rule.origin == TREATY and rule.kind is Kind.OBLIGATION for rule in rules)
    assert all(rule.sources and rule.since is not None for rule in rules)


def test_treaty_rules_say_what_no_pattern_checks() -> None:
    rules = treaty_rules(load_world(), "2022-02-24")
    nato = next(r for r in rules if r.id == "north-atlantic-1949:5" and r.committer == "USA")
    assert any("Tropic of Cancer" in words for words in nato.missing)
    assert nato.hedges


@settings(max_examples=12, deadline=None)
@given(st.integers(1840, 2030).map(str), st.sampled_from(["GBR", "FRA", "DEU", "TUR", "JPN"]))
def test_treaty_rules_never_bind_anybody_against_himself(date: str, attacker: str) -> None:
    found = fired(f"armed_attack({attacker}, CHE)", date)
    assert f"{attacker} joins_war" not in found
