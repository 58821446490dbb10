"""From commitments to rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from foedus.reasoning.printing import print_expression
from foedus.reasoning.rules import Rule, rules_of
from foedus.records.commitments import Strength
from foedus.records.entries import Entry
from foedus.world import World

SLOTS = {
    "id": "c-1",
    "text": "If a neighbour is shelled, we shall send guns to the front, said the minister.",
    "speaker": "Poland",
    "committer": "Poland",
    "condition": "If a neighbour is shelled",
    "events": [{"class": "armed_attack", "target": "Ukraine"}],
    "action": "send guns to the front",
    "act": "military_aid",
    "beneficiary": "Ukraine",
}

Build = Callable[..., Entry]


def trigger(rule: Rule) -> str:
    assert rule.trigger is not None
    return print_expression(rule.trigger)


def one(world: World, entry: Entry) -> Rule:
    (rule,) = rules_of([entry], world)
    return rule


def test_rules_of_reads_a_defence_pledge(world: World, entry_of: Build) -> None:
    rule = one(world, entry_of(**SLOTS))
    assert trigger(rule) == "armed_attack(any but POL, UKR, manner=first)"
    assert print_expression(rule.consequence) == "military_aid(POL, UKR)"
    assert (rule.committer, rule.beneficiary, rule.defensive) == ("POL", "UKR", True)


def test_rules_of_aims_force_at_the_attacker(world: World, entry_of: Build) -> None:
    rule = one(world, entry_of(**SLOTS | {"act": "join_war"}))
    assert print_expression(rule.consequence) == "joins_war(POL, attacker)"
    assert any("names no target" in missing for missing in rule.missing)


def test_rules_of_finds_the_unnamed_victim_in_the_promise(world: World, entry_of: Build) -> None:
    events = [{"class": "armed_attack"}]
    rule = one(world, entry_of(**SLOTS | {"events": events}))
    assert trigger(rule) == "armed_attack(any but POL, UKR, manner=first)"
    own = {key: value for key, value in SLOTS.items() if key != "beneficiary"}
    rule = one(world, entry_of(**own | {"events": events, "act": "use_force"}))
    assert trigger(rule) == "armed_attack(any but POL, POL, manner=first)"
    assert any("names nobody who is attacked" in missing for missing in rule.missing)


def test_rules_of_takes_what_is_cut_off_for_that_of_who_is_helped(
    world: World, entry_of: Build
) -> None:
    slots = SLOTS | {"events": [{"class": "supply_cut"}]}
    rule = one(world, entry_of(**slots))
    assert trigger(rule) == "supply_cut(any, UKR)"
    assert any("nobody whom it hits" in missing for missing in rule.missing)
    own = {key: value for key, value in slots.items() if key != "beneficiary"}
    assert trigger(one(world, entry_of(**own | {"act": "use_force"}))) == "supply_cut(any, any)"


def test_rules_of_waits_for_a_war_to_start(world: World, entry_of: Build) -> None:
    slots = SLOTS | {
        "text": "If war comes to Ukraine, we shall send guns to the front.",
        "condition": "If war comes to Ukraine",
    }
    assert trigger(one(world, entry_of(**slots))).endswith("manner=first, scale=war)")


@pytest.mark.parametrize("connective", ["unless", "until", "or"])
def test_rules_of_turns_round_what_ends_a_promise(
    connective: str, world: World, entry_of: Build
) -> None:
    slots = SLOTS | {"events": [{"class": "talks", "actor": "Russia"}], "connective": connective}
    assert trigger(one(world, entry_of(**slots))) == "not talks(RUS, any)"


def test_rules_of_reads_a_coarse_label_with_doubt(world: World, entry_of: Build) -> None:
    slots = SLOTS | {"events": [{"class": "agreement_or_compliance", "actor": "Russia"}]}
    text = trigger(one(world, entry_of(**slots)))
    assert "talks?(RUS, any)" in text
    assert "withdrawal?(RUS, any)" in text


def test_rules_of_asks_the_words_of_a_condition_without_class(
    world: World, entry_of: Build
) -> None:
    slots = SLOTS | {
        "text": "In case of aggression against Ukraine we shall send guns to the front.",
        "condition": "In case of aggression against Ukraine",
        "events": [{"class": "other", "target": "Ukraine"}],
    }
    assert trigger(one(world, entry_of(**slots))).startswith("armed_attack?(any but POL, UKR")
    slots |= {
        "text": "In case of bad luck against Ukraine we shall send guns to the front.",
        "condition": "In case of bad luck against Ukraine",
    }
    assert trigger(one(world, entry_of(**slots))) == "other?(any, UKR)"


def test_rules_of_makes_one_for_each_committer(world: World, entry_of: Build) -> None:
    rules = rules_of([entry_of(**SLOTS | {"committer": ["Poland", "Lithuania"]})], world)
    assert [(rule.id, rule.committer) for rule in rules] == [("c-1", "POL"), ("c-1", "LTU")]


def test_rules_of_lets_each_of_two_help_the_other(world: World, entry_of: Build) -> None:
    both = ["Poland", "Ukraine"]
    events = [{"class": "armed_attack", "target": "Poland; Ukraine"}]
    slots = SLOTS | {"committer": both, "beneficiary": both, "events": events}
    rules = rules_of([entry_of(**slots)], world)
    assert [(rule.committer, rule.beneficiary) for rule in rules] == [
        ("POL", "UKR"),
        ("UKR", "POL"),
    ]
    assert trigger(rules[0]) == "armed_attack(any but POL, UKR, manner=first)"
    assert print_expression(rules[0].consequence) == "military_aid(POL, UKR)"


def test_rules_of_marks_a_refusal(world: World, entry_of: Build) -> None:
    assert one(world, entry_of(**SLOTS | {"polarity": "will_not"})).refused
    assert one(world, entry_of(**SLOTS | {"act": "not_join"})).refused
    assert not one(world, entry_of(**SLOTS)).refused


def test_rules_of_lets_the_best_evidence_lead(world: World, entry_of: Build) -> None:
    tellings = [
        entry_of(**SLOTS | {"id": "c-head", "style": "headline", "voice": "direct_quote"}),
        entry_of(**SLOTS | {"id": "c-told", "voice": "indirect", "strength": "possible"}),
        entry_of(**SLOTS | {"id": "c-firm", "voice": "indirect"}),
        entry_of(**SLOTS | {"id": "c-other"}),
    ]
    threads = {"c-head": "t-1", "c-told": "t-1", "c-firm": "t-1"}
    first, second = rules_of(tellings, world, threads=threads)
    assert (first.id, first.thread, first.strength) == ("c-firm", "t-1", Strength.FIRM)
    assert first.also == ("c-head", "c-told")
    assert second.id == "c-other"


def test_rules_of_keeps_names_that_the_tables_lack(world: World, entry_of: Build) -> None:
    slots = SLOTS | {"events": [{"class": "armed_attack", "actor": "the rebels"}]}
    assert 'armed_attack("the rebels"' in trigger(one(world, entry_of(**slots))) or (
        "armed_attack(the rebels" in trigger(one(world, entry_of(**slots)))
    )


def test_rules_of_has_no_trigger_without_condition(world: World, entry_of: Build) -> None:
    slots = {key: value for key, value in SLOTS.items() if key not in ("condition", "events")}
    assert one(world, entry_of(**slots)).trigger is None
