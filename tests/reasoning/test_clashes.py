"""What of an answer clashes: cycles, warnings, both sides, refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from foedus.reasoning.fixpoint import follows
from foedus.reasoning.language import Pattern
from foedus.reasoning.rules import Rule
from foedus.world import World
from tests.reasoning.promises import build_rules
from tests.reasoning.test_fixpoint import rule

Happen = Callable[[str], tuple[Pattern, ...]]


def test_follows_reports_a_cycle_through_unless(world: World, happen: Happen) -> None:
    rules = [
        rule(
            "decision(RUS) unless mobilisation(DEU, any) => mobilisation(FRA, RUS)",
            "c-1",
            world=world,
        ),
        rule(
            "decision(RUS) unless mobilisation(FRA, any) => mobilisation(DEU, RUS)",
            "c-2",
            world=world,
        ),
        rule("mobilisation(FRA, any) => sanctions(RUS, FRA)", "c-3", world=world),
    ]
    answer = follows(happen("decision(RUS)"), rules, world)
    assert [(one.rule.id, one.bound) for one in answer.triggered] == [("c-3", "possible")]
    (clash,) = answer.conflicts
    assert (clash.kind, clash.ids) == ("unless_cycle", ("c-1", "c-2"))
    assert all("turns on itself" in one.why for one in answer.unmet)


@pytest.mark.parametrize(
    ("given", "bounds", "clashes"),
    [
        ({}, {"c-1": "possible", "c-2": "possible"}, []),
        ({"force_as_attack": False}, {"c-1": "certain"}, []),
        ({"force_as_attack": True}, {"c-2": "possible"}, ["unless_cycle"]),
    ],
)
def test_follows_reports_no_cycle_that_needs_a_doubt(
    given: dict[str, bool], bounds: dict[str, str], clashes: list[str], world: World, happen: Happen
) -> None:
    """Force that may be an attack keeps itself from being used only if it is one."""
    rules = [
        rule(
            "invasion(any but AUS, any) unless deployment(KAZ, any) => use_of_force(AUS, attacker)",
            "c-1",
            world=world,
        ),
        rule("armed_attack(AUS, any) => deployment(KAZ, ARM)", "c-2", world=world),
    ]
    answer = follows(happen("invasion(JPN, ARM)"), rules, world, assumptions=given)
    assert {one.rule.id: one.bound for one in answer.triggered} == bounds
    assert [clash.kind for clash in answer.conflicts] == clashes


@pytest.mark.parametrize(
    ("event", "end"),
    [
        (
            "deployment(Russia, Belarus)",
            "may happen with a deployment of forces by Russia to Belarus",
        ),
        ("deployment(Russia, Belarus, manner=further)", "Russia to Belarus, further"),
    ],
)
def test_follows_says_who_warned_against_what(
    event: str, end: str, border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    (clash,) = follows(happen(event), border_rules, world).conflicts
    assert clash.note.startswith("United States warned against “move additional brigades")
    assert clash.note.endswith(end)


def test_follows_reports_who_would_fight_on_both_sides(world: World, happen: Happen) -> None:
    rules = [
        rule("armed_attack(any, UKR) => joins_war(BLR, attacker)", "c-1", world=world),
        rule(
            "armed_attack(RUS, any) => use_of_force(BLR, UKR)",
            "c-2",
            world=world,
            beneficiary="RUS",
        ),
    ]
    answer = follows(happen("armed_attack(RUS, UKR)"), rules, world)
    (found,) = answer.conflicts
    assert (found.kind, set(found.ids)) == ("both_sides", {"c-1", "c-2"})
    assert found.note == "Belarus would fight on both sides of one conflict"


def test_follows_reports_what_is_promised_and_refused(world: World, happen: Happen) -> None:
    rules = [
        rule("armed_attack(any, UKR) => military_aid(DEU, UKR)", "c-1", world=world),
        rule("armed_attack(RUS, any) => military_aid(DEU, UKR)", "c-2", world=world, refused=True),
    ]
    answer = follows(happen("armed_attack(RUS, UKR)"), rules, world)
    assert [(c.kind, c.ids) for c in answer.conflicts] == [("refused", ("c-1", "c-2"))]


def test_follows_reports_a_refusal_that_an_event_breaks(world: World, happen: Happen) -> None:
    rows = [
        {"id": "c-1", "rule": "=> other(FIN, NATO)", "refused": True, "words": "join NATO"},
        {"id": "c-2", "rule": "=> armed_attack(RUS, FIN)", "refused": True},
        {"id": "c-3", "rule": "talks(FIN, RUS) => deployment(RUS, any)", "refused": True},
        {"id": "c-4", "rule": "=> sanctions(FIN, RUS)"},
    ]
    rules = build_rules(rows, world)

    def broken(events: str) -> list[str]:
        answer = follows(happen(events), rules, world)
        return [one.ids[0] for one in answer.conflicts if one.kind == "refusal_broken"]

    assert broken("accession(FIN, NATO)") == ["c-1"]
    assert broken("accession(SWE, NATO)") == []
    assert broken("invasion(RUS, FIN); sanctions(FIN, RUS)") == ["c-2"]
    assert broken("deployment(RUS, NOR)") == []
    assert broken("talks(FIN, RUS); deployment(RUS, NOR)") == ["c-3"]
