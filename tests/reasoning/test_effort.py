"""Answers that stop after a round, and reasons that are worked out where they are looked at."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.networks import make_small
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.language import Pattern
from foedus.world import World, load_world
from tests.reasoning.test_fixpoint import rule

Happen = Callable[[str], tuple[Pattern, ...]]


def test_follows_begins_no_round_beyond_its_effort(world: World, happen: Happen) -> None:
    rules = [
        rule("sanctions(LTU, BLR) => armed_attack(BLR, LTU)", "first", world=world),
        rule("armed_attack(BLR, LTU) => joins_war(POL, BLR)", "second", world=world),
        rule("joins_war(POL, BLR) => sanctions(HUN, POL)", "third", world=world),
    ]
    events = happen("sanctions(LTU, BLR)")
    short, whole = (follows(events, rules, world, effort=effort) for effort in (0, 1000))
    assert [one.rule.id for one in short.triggered] == ["first"]
    assert short.rounds == 1
    assert "Followed through 1 round;" in short.note
    assert short.to_dict()["note"] == short.note
    assert [one.rule.id for one in short.unmet] == ["second", "third"]
    assert short.unmet[0].why.startswith("asks for an armed attack; the event is sanctions")
    assert [one.rule.id for one in whole.triggered] == ["first", "second", "third"]
    assert whole.rounds is None


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), effort=st.integers(0, 60))
def test_follows_with_less_effort_finds_the_first_rounds(seed: int, effort: int) -> None:
    network, world = make_small(seed), load_world()
    # What an act of a later round would block is not known to be, so nothing blocks here.
    rules = [one for one in network.rules if not any(way.negatives for way in one.alternatives)]
    short = follows(network.events, rules, world, effort=effort)
    whole = follows(network.events, rules, world)
    rounds = short.rounds or len(rules) + 1
    for few, all_of_them in (
        (short.bounds.possible, whole.bounds.possible),
        (short.bounds.certain, whole.bounds.certain),
    ):
        assert {key: one.round for key, one in few.fired.items()} == {
            key: one.round for key, one in all_of_them.fired.items() if one.round <= rounds
        }


@settings(max_examples=60, deadline=None)
@example(seed=272)  # a promise that hangs on another whose "unless" turns on itself
@given(seed=st.integers(0, 10**9))
def test_partly_and_unmet_are_all_that_did_not_fire(seed: int) -> None:
    network = make_small(seed)
    answer = follows(network.events, network.rules, load_world())
    every = [one.rule for one in answer.shortfalls]
    assert [one.rule for one in answer.shortfalls[1:3]] == every[1:3]
    partly = {(one.rule.id, one.rule.committer) for one in answer.shortfalls if one.is_partial}
    assert {(one.rule.id, one.rule.committer) for one in answer.partly} == partly
    assert [one.rule for one in answer.unmet] == [
        rule for rule in every if (rule.id, rule.committer) not in partly
    ]
    assert len(answer.triggered) + len(answer.shortfalls) == len(answer.book.rules)
