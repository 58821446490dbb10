"""How often promises are triggered, with probabilities that the user gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.networks import make_small
from foedus.errors import InvalidPattern
from foedus.reasoning.answers import Answer
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.frequencies import Frequencies
from foedus.reasoning.keeping import Draws, draw
from foedus.reasoning.language import Pattern
from foedus.reasoning.rules import Rule
from foedus.world import World, load_world
from tests.reasoning.promises import build_rules

Happen = Callable[[str], tuple[Pattern, ...]]

CHAIN = [
    {"id": "c-1", "rule": "sanctions(LTU, BLR) => armed_attack(BLR, LTU)"},
    {"id": "c-2", "rule": "armed_attack(any but POL, LTU) => joins_war(POL, attacker)"},
    {"id": "c-3", "rule": "joins_war(POL, any) => sanctions(HUN, POL)"},
    {"id": "c-4", "rule": "sanctions(LTU, BLR) => sanctions(RUS, LTU)"},
]


@pytest.fixture
def chain(world: World, happen: Happen) -> Answer:
    """Return an answer in which three promises follow from one another, and one stands apart."""
    return follows(happen("sanctions(LTU, BLR)"), build_rules(CHAIN, world), world)


def shares(found: Frequencies, part: str = "triggered") -> dict[str, float | None]:
    """Return by promise how often it is surely triggered or done, None where no number is."""
    counts = {row.rule.id: getattr(row, part) for row in found.rows}
    return {name: c.certain / c.draws if c is not None else None for name, c in counts.items()}


def test_draw_multiplies_along_a_chain(chain: Answer) -> None:
    found = draw(chain, Draws(keep={"BLR": 0.5, "c-2": 0.8}, draws=20_000, seed=3))
    triggered, done = shares(found), shares(found, "done")
    assert triggered["c-1"] is None
    assert triggered["c-2"] == pytest.approx(0.5, abs=0.02)
    assert triggered["c-3"] == pytest.approx(0.4, abs=0.02)
    assert done["c-1"] == pytest.approx(0.5, abs=0.02)
    assert done["c-2"] == pytest.approx(0.4, abs=0.02)
    assert found.worlds == 4


def test_draw_gives_no_number_that_rests_on_none_given(chain: Answer) -> None:
    found = draw(chain, Draws(keep={"c-2": 0.3}, draws=50))
    assert {name for name, share in shares(found).items() if share is not None} == {"c-3"}
    assert {name for name, share in shares(found, "done").items() if share is not None} == {
        "c-2",
        "c-3",
    }
    written = found.to_dict(chain.fitter.directory)
    assert json.loads(json.dumps(written)) == written
    assert "c-4" not in "\n".join(found.say(chain.fitter.directory)[1:-2])


def test_draw_takes_the_narrower_name(chain: Answer) -> None:
    found = draw(chain, Draws(keep={"c-1": 0.0, "Belarus": 1.0}, draws=20))
    assert shares(found)["c-2"] == 0.0


def test_draw_is_the_same_for_the_same_seed(chain: Answer) -> None:
    asked = [Draws(keep={"BLR": 0.5}, draws=200, seed=seed) for seed in (1, 1, 2)]
    first, again, other = (shares(draw(chain, one)) for one in asked)
    assert first == again
    assert first != other


def test_draw_counts_what_only_a_broken_promise_brings(world: World, happen: Happen) -> None:
    rows = [
        {"id": "c-1", "rule": "decision(RUS) => talks(RUS, UKR)"},
        {"id": "c-2", "rule": "decision(RUS) unless talks(RUS, UKR) => sanctions(DEU, RUS)"},
    ]
    answer = follows(happen("decision(RUS)"), build_rules(rows, world), world)
    assert [one.rule.id for one in answer.triggered] == ["c-1"]
    found = draw(answer, Draws(keep={"RUS": 0.25}, draws=4_000, seed=5))
    assert shares(found)["c-2"] == pytest.approx(0.75, abs=0.03)


def test_draw_keeps_the_bounds_apart(border_rules: tuple[Rule, ...], world: World) -> None:
    events = (Pattern(event_class="armed_attack"),)
    answer = follows(events, border_rules, world)
    found = draw(answer, Draws(keep={"BLR": 0.5}, draws=100, seed=1))
    for row in found.rows:
        for count in (row.triggered, row.done):
            assert count is None or count.certain <= count.possible <= count.draws


@pytest.mark.parametrize(
    ("keep", "said"),
    [({"BLR": 1.2}, "from 0 to 1"), ({"c-9": 0.5}, "no promise here"), ({"Belarsu": 1}, "Belarus")],
)
def test_draw_says_what_is_wrong(chain: Answer, keep: Mapping[str, float], said: str) -> None:
    with pytest.raises(InvalidPattern, match=said):
        draw(chain, Draws(keep=keep))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), kept=st.booleans())
def test_draw_with_certainties_equals_the_answer(seed: int, kept: bool) -> None:
    network, world = make_small(seed), load_world()
    keep = {rule.id: float(kept) for rule in network.rules if not rule.refused}
    if not keep:
        return
    answer = follows(network.events, network.rules, world)
    found = draw(answer, Draws(keep=keep, draws=3))
    plain = follows(network.events, network.rules, world, None, {"promise_kept": kept})
    bounds = {(o.rule.id, o.rule.committer): o.bound for o in plain.triggered}
    for row in found.rows:
        bound = bounds.get((row.rule.id, row.rule.committer))
        if row.triggered is not None:
            assert row.triggered.certain == (3 if bound == "certain" else 0)
            assert row.triggered.possible == (3 if bound is not None else 0)
        if row.done is not None:
            assert row.done.possible == (3 if kept and bound is not None else 0)
    assert bounds.keys() <= {(row.rule.id, row.rule.committer) for row in found.rows}
