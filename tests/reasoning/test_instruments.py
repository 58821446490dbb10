"""Triggers of the table of treaties: they parse, print and parse again, at any date."""

from __future__ import annotations

import pytest

from foedus.languages.language import load_language
from foedus.reasoning.language import MAX_ALTERNATIVES, find_alternatives, find_patterns
from foedus.reasoning.parsing import parse_expression
from foedus.reasoning.printing import print_expression
from foedus.world import load_world
from foedus.world.instruments import Instrument, instruments
from foedus.world.obligations import instrument_commitments

EVERY = pytest.mark.parametrize("instrument", instruments(), ids=lambda one: one.id)


@EVERY
def test_triggers_parse_and_print_back(instrument: Instrument) -> None:
    world = load_world()
    dates = {clause.period.start for clause in instrument.clauses}
    for date in sorted(filter(None, dates)):
        for one in instrument_commitments(date):
            if one.instrument != instrument.id or one.trigger is None:
                continue
            expression = parse_expression(one.trigger, world, date)
            assert parse_expression(print_expression(expression), world, date) == expression
            assert 0 < len(find_alternatives(expression)) <= MAX_ALTERNATIVES


@EVERY
def test_triggers_never_wait_for_the_committer_to_attack(instrument: Instrument) -> None:
    world, date = load_world(), instrument.clauses[-1].period.start
    for one in instrument_commitments(date):
        if one.instrument != instrument.id or one.trigger is None:
            continue
        for pattern in find_patterns(parse_expression(one.trigger, world, date)):
            if pattern.event_class == "armed_attack" and pattern.actor.names == ():
                assert one.committer in pattern.actor.but, one.id


def test_actions_are_labels_of_the_table_of_actions() -> None:
    labels = {row.action for row in load_language("en").actions.classes.values()}
    used = {c.action for one in instruments() for c in one.clauses if c.action is not None}
    assert used <= labels
