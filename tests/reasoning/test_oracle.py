"""The answer equals the stable model that clingo finds for the same promises."""

from __future__ import annotations

import pytest

from foedus.reasoning.fixpoint import follows
from foedus.world import World

pytest.importorskip("clingo", reason="the extra [asp] is not installed")

from benchmarks.networks import make_small
from benchmarks.oracle import ask_clingo, read_answer, write_program

SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_follows_equals_the_stable_model(seed: int, world: World) -> None:
    network = make_small(seed)
    answer = follows(network.events, network.rules, world)
    mine = read_answer(answer)
    models = ask_clingo(write_program(network, world))
    assert mine in models
    for model in models:
        certain = {act for act in mine.acts if act[0] == "c"}
        assert certain <= model.acts
        assert {act for act in model.acts if act[0] == "p"} <= mine.acts
    if not answer.bounds.undecided:
        assert len(models) == 1


def test_networks_fire_often_enough_to_compare(world: World) -> None:
    networks = [make_small(seed) for seed in SEEDS]
    answers = [follows(network.events, network.rules, world) for network in networks]
    assert sum(len(answer.bounds.possible.fired) for answer in answers) > 100
    assert any(len(answer.bounds.possible.blockers) > 0 for answer in answers)
    assert max(h.round for answer in answers for h in answer.bounds.possible.happenings) >= 2
