"""Why and why not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from foedus.errors import UnknownRecord
from foedus.reasoning.answers import NOTE
from foedus.reasoning.explain import Proof, find_words, why, why_not
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.language import Pattern
from foedus.reasoning.rules import Rule
from foedus.world import World

Happen = Callable[[str], tuple[Pattern, ...]]
KEYS = ["triggered", "partly", "not", "conflicts", "note"]


def leaves(proof: Proof) -> list[Proof]:
    return [leaf for part in proof.parts for leaf in leaves(part)] or [proof]


def test_why_ends_in_exact_characters(
    border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    answer = follows(happen("armed_attack(Ukraine, Russia)"), border_rules, world)
    proof = why(answer, "c-friend")
    condition, act = proof.words
    assert condition.evidence.exact == "when a direct strike hits our friend Russia"
    assert act.evidence.exact == "be in that war"
    assert act.speaker == "Alexander Lukashenko"
    assert act.channel == ("State Radio", "Border Post")
    assert [leaf.rule for leaf in leaves(proof)] == [None]
    assert proof.parts[0].question == "was it direct?"
    assert "“be in that war” (Alexander Lukashenko via State Radio, Border Post" in str(proof)


def test_why_answers_for_every_telling_of_a_thread(
    border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    answer = follows(happen("armed_attack(Ukraine, Russia)"), border_rules, world)
    assert why(answer, "c-headline") == why(answer, "c-friend")


def test_why_shows_the_chain(border_rules: tuple[Rule, ...], world: World, happen: Happen) -> None:
    answer = follows(happen("armed_attack(any, Belarus)"), border_rules, world)
    contravened = answer.bounds.certain.fired.get(("e-troops", "USA"))
    assert contravened is None
    text = str(why(answer, "c-garrison"))
    assert text.startswith("Russia is bound to: stand here [c-garrison]")
    assert "an armed attack by somebody on Belarus, first (given)" in text


def test_why_says_where_to_ask_for_what_did_not_fire(
    border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    answer = follows(happen("invasion(Russia, Ukraine)"), border_rules, world)
    with pytest.raises(UnknownRecord, match="ask why_not"):
        why(answer, "c-friend")


def test_why_not_names_the_slot_and_what_would_change_it(
    border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    rules = {rule.id: rule for rule in border_rules}
    answer = follows(happen("armed_attack(Poland, Russia)"), border_rules, world)
    (miss,) = why_not(rules["c-cut"], answer).misses
    assert miss.slots == ("actor",)
    assert miss.why == ("asks for an armed attack by Ukraine; the event's attacker is Poland")
    assert miss.changes.startswith("an armed attack by Ukraine on Russia")
    with pytest.raises(UnknownRecord, match="ask why"):
        why_not(rules["c-friend"], answer)


def test_find_words_is_empty_for_what_no_text_states(world: World) -> None:
    assert find_words(Rule(id="r", committer="POL", consequence=Pattern(event_class="aid"))) == ()


def test_answer_has_fixed_keys(
    border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    for events in ("armed_attack(Ukraine, place=Donbas)", "talks(Russia, Ukraine)"):
        written = follows(happen(events), border_rules, world).to_dict()
        assert list(written) == KEYS
        assert written["note"] == NOTE
        assert json.loads(json.dumps(written)) == written


def test_answer_writes_each_triggered_promise(
    border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    answer = follows(happen("armed_attack(any, Belarus, manner=direct)"), border_rules, world)
    triggered = answer.to_dict()["triggered"]
    assert isinstance(triggered, list)
    garrison = next(one for one in triggered if one["id"] == "c-garrison")
    assert garrison["committer"] == "Russia"
    assert (garrison["bound"], garrison["round"], garrison["spoken_for"]) == ("certain", 1, True)
    assert garrison["because"][0]["fit"] == "yes"


def test_answer_prints_and_shows_itself(
    border_rules: tuple[Rule, ...], world: World, happen: Happen
) -> None:
    answer = follows(happen("armed_attack(Ukraine, place=Donbas)"), border_rules, world)
    text = str(answer)
    assert text.startswith("If an armed attack by Ukraine in Donbas:")
    assert "partly, 1 of 2: c-support" in text
    assert text.endswith(NOTE)
    assert "<td>partly, 1 of 2</td>" in answer._repr_html_()
    assert (
        "<ul>"
        in why(
            follows(happen("armed_attack(Ukraine, Russia)"), border_rules, world), "c-friend"
        )._repr_html_()
    )
