"""Loops of who promises to help whom."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.reasoning.backing import find_backings
from foedus.reasoning.language import Pattern, named
from foedus.reasoning.loops import find_loops
from foedus.reasoning.names import Directory
from foedus.reasoning.rules import Rule
from foedus.reasoning.treaties import treaty_rules
from foedus.world import World, load_world
from tests.reasoning.promises import build_rule, build_rules

CASES = tomllib.loads((Path(__file__).parent / "cases/loops.toml").read_text("utf-8"))["case"]

CODES = ("ARG", "BOL", "CHL", "ECU", "PER")


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_loops_finds_those_of_the_case(
    case: dict[str, Any], world: World, directory: Directory
) -> None:
    at = case.get("at")
    rules = build_rules(case["promises"], world)
    rules += treaty_rules(world, at) if case.get("treaties") else ()
    loops = find_loops(rules, directory, at)
    wanted = case["loops"]
    assert [(list(loop.actors), loop.treaty) for loop in loops.found] == [
        (one["actors"], one.get("treaty")) for one in wanted
    ]
    for loop, one in zip(loops.found, wanted, strict=True):
        assert loop.strength == one.get("strength", loop.strength)
        if "rules" in one:
            assert [rule.id for rule in loop.rules] == one["rules"]
    assert loops.complete


def test_find_loops_knows_whom_no_table_knows_by_his_promises(directory: Directory) -> None:
    pairs = (("Norland", "Sudmark"), ("Sudmark", "Norland"), ("Norland", "herders"))
    rules = tuple(
        Rule(
            id=f"c-{number}",
            committer=one,
            trigger=Pattern(event_class="armed_attack", target=named(other)),
            consequence=Pattern(event_class="military_aid", actor=named(one), target=named(other)),
            beneficiary=other,
        )
        for number, (one, other) in enumerate(pairs)
    )
    (loop,) = find_loops(rules, directory).found
    assert loop.actors == ("Norland", "Sudmark")
    backed = {one.backed for one in find_backings(rules, directory)}
    assert backed == {"Norland", "Sudmark"}  # mere words promise nothing and are no friend


def pledges() -> st.SearchStrategy[tuple[Rule, ...]]:
    """Return promises of some states to help others."""
    pairs = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=14)
    return pairs.map(
        lambda found: tuple(
            build_rule(
                {
                    "id": f"c-{n}",
                    "rule": f"armed_attack(any, {two}) => military_aid({one}, {two})",
                    "beneficiary": two,
                },
                load_world(),
            )
            for n, (one, two) in enumerate(found)
        )
    )


@settings(max_examples=60, deadline=None)
@given(pledges())
def test_find_loops_returns_only_cycles_of_promises(rules: tuple[Rule, ...]) -> None:
    directory = Directory(load_world())
    held = {(one.backer, one.backed, one.rule.id) for one in find_backings(rules, directory)}
    for loop in find_loops(rules, directory).found:
        assert len(set(loop.actors)) == len(loop.actors) >= 2
        for place, step in enumerate(loop.steps):
            assert step.backer == loop.actors[place]
            assert step.backed == loop.actors[(place + 1) % len(loop.actors)]
            ids = {(step.backer, step.backed, rule.id) for rule in step.rules}
            assert ids
            assert ids <= held


def test_find_loops_says_when_it_stopped(world: World, directory: Directory) -> None:
    rules = build_rules(
        [
            {
                "id": f"c-{one}{two}",
                "rule": f"armed_attack(any, {two}) => aid({one}, {two})",
                "beneficiary": two,
            }
            for one in CODES
            for two in CODES
            if one != two
        ],
        world,
    )
    whole = find_loops(rules, directory)
    assert (len(whole.found), whole.complete) == (84, True)  # 10 + 20 + 30 + 24
    some = find_loops(rules, directory, most=12, longest=3)
    assert [len(loop.actors) for loop in some.found] == [2] * 10 + [3] * 2
    assert not some.complete
    assert len(find_loops(rules, directory, longest=2).found) == 10
