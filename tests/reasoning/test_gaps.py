"""What promises leave open, and what does not go together with an alliance."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.networks import make_small
from foedus.reasoning.backing import find_named
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.gaps import GapKind, find_gaps
from foedus.reasoning.language import NOT_STATED, Pattern, named
from foedus.reasoning.names import Directory
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.rules import Rule
from foedus.reasoning.treaties import treaty_rules
from foedus.world import World, load_world
from tests.reasoning.promises import build_rules

CASES = tomllib.loads((Path(__file__).parent / "cases/gaps.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_gaps_finds_those_of_the_case(
    case: dict[str, Any], world: World, directory: Directory
) -> None:
    at, treaties = case.get("at"), case.get("treaties", False)
    rules = build_rules(case["promises"], world)
    rules += treaty_rules(world, at) if treaties else ()
    gaps = find_gaps(RuleBook.of(rules), directory, at, treaties=treaties)
    found = [gap for gap in gaps if gap.kind in case.get("only", list(GapKind))]
    wanted = case["gaps"]
    assert [(gap.kind, gap.actor, gap.other) for gap in found] == [
        (one["kind"], one["actor"], one.get("other")) for one in wanted
    ]
    for gap, one in zip(found, wanted, strict=True):
        assert one["note"] in gap.note
        if "rules" in one:
            assert [rule.id for rule in gap.rules or gap.named_in] == one["rules"]
    assert all(gap.rules or gap.named_in for gap in gaps)


def test_find_gaps_of_the_border_names_whom_nobody_defends(
    border_rules: tuple[Rule, ...], directory: Directory
) -> None:
    gaps = find_gaps(RuleBook.of(border_rules), directory)
    assert [g.actor for g in gaps if g.kind is GapKind.UNANSWERED_ATTACK] == ["UKR"]
    (weak,) = [gap for gap in gaps if gap.kind is GapKind.WEAK_BACKING]
    assert weak.actor == "BLR"
    assert "Russia is spoken for by another" in weak.note


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_find_gaps_agrees_with_what_follows(seed: int) -> None:
    world = load_world()
    rules, directory = make_small(seed).rules, Directory(world)
    open_to_attack = {
        gap.actor
        for gap in find_gaps(RuleBook.of(rules), directory)
        if gap.kind is GapKind.UNANSWERED_ATTACK and gap.other is None
    }
    for victim in (one for one in find_named(rules, directory) if not one.startswith("org:")):
        event = Pattern(event_class="armed_attack", actor=NOT_STATED, target=named(victim))
        answer = follows((event,), rules, world)
        acting = {o.rule.committer for o in answer.triggered if o.round == 1 and not o.rule.refused}
        if victim in open_to_attack:
            assert acting <= {victim}
        elif not RuleBook.of(rules).has_negatives:  # what follows from it may block an answer
            assert not acting <= {victim}
