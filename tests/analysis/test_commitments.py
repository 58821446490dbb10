"""Commitments read with the shipped model: who, if what, what; conditions as trees."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import foedus
from foedus.analysis.triggers import first_of
from foedus.pipeline import ask, load_parser
from foedus.reading import read_text
from foedus.records import Polarity, Trigger, Voice

FOLDER = Path(__file__).parent / "cases"
CASES = tomllib.loads((FOLDER / "commitments.toml").read_text("utf-8"))["case"]
TRIGGERS = tomllib.loads((FOLDER / "triggers.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_commitments_reads_the_case(case: dict[str, list[list[str]] | str]) -> None:
    outlet, date = case.get("outlet"), case.get("date")
    analysis = foedus.analyze(
        str(case["text"]),
        outlet=str(outlet) if outlet else None,
        published=str(date) if date else None,
    )
    found = [
        [c.committer.name, c.condition.span.exact if c.condition else "", c.action.span.exact]
        for c in analysis.commitments
    ]
    assert found == case["promises"]
    if "strengths" in case:
        assert [c.strength.value for c in analysis.commitments] == case["strengths"]
    if "kinds" in case:
        assert [c.kind.value for c in analysis.commitments] == case["kinds"]


def test_find_commitments_ties_a_promise_to_its_statement() -> None:
    text = (
        "China will retaliate if the sale goes ahead, a foreign ministry spokesman said on Monday."
    )
    analysis = foedus.analyze(text, outlet="The Example Wire")
    (promise,) = analysis.commitments
    (statement,) = (s for s in analysis.statements if s.id == promise.statement_id)
    assert statement.cue[0].exact == "said"
    assert promise.voice == "indirect"
    assert promise.sources[-1] == "The Example Wire"


def test_condition_tree_parts_two_targets() -> None:
    text = (
        "“We will stop the gas if Ukraine attacks Belarus or Russia,” President Alexander"
        " Lukashenko said."
    )
    (promise,) = foedus.analyze(text).commitments
    assert promise.condition is not None
    targets = [node.target for node in promise.condition.tree.any_of]
    assert targets == ["Belarus", "Russia"]


def test_condition_tree_negates_unless() -> None:
    text = (
        "The United States warned on Friday that it would impose sanctions on North Korea unless it"
        " halted its missile tests."
    )
    (promise,) = foedus.analyze(text).commitments
    assert promise.condition is not None
    assert isinstance(promise.condition.tree.negated, Trigger)


@pytest.mark.parametrize("case", TRIGGERS, ids=[case["why"] for case in TRIGGERS])
def test_condition_tree_tells_attacker_from_attacked(case: dict[str, Any]) -> None:
    found = [c.condition for c in foedus.analyze(case["text"]).commitments if c.condition]
    assert [(c.actor or "", c.target or "") for c in found] == [(case["actor"], case["target"])]
    [condition] = found
    if "place" in case:
        assert first_of(condition.tree).place == case["place"]
    if "span" in case:
        assert condition.span.exact == case["span"]
    if "class" in case:
        assert condition.event_class == case["class"]
    if "denied" in case:
        assert (condition.tree.negated is not None) is case["denied"]
    if "targets" in case:
        assert [one.target for one in condition.tree.any_of] == case["targets"]


def test_taking_part_in_it_is_going_to_war_where_an_attack_is_the_condition() -> None:
    words = "take part in it"
    text = (
        "“If our ally Slovakia suffers a direct attack, Hungary will take part in it, and nobody"
        " should doubt that,” the Hungarian prime minister said."
    )
    acts = {
        one.action.span.exact: one.action.action_class for one in foedus.analyze(text).commitments
    }
    assert acts[words] == "join_war"


def test_find_commitments_keeps_a_relative_clause_that_the_tree_hangs_elsewhere() -> None:
    text = (
        "Sudan vowed military support for any Egyptian operation that would be in response to"
        " an Ethiopian attack on the dam."
    )
    parse = load_parser().parse(text)
    support = next(token.index for token in parse.tokens if token.text == "support")
    tokens = tuple(
        replace(one, deprel="nmod", head=support) if one.text == "response" else one
        for one in parse.tokens
    )
    document = read_text(text, document_id="dam")
    [found] = ask(document, replace(parse, tokens=tokens, commitments=())).commitments
    assert found.condition is not None
    assert found.condition.span.exact == (
        "any Egyptian operation that would be in response to an Ethiopian attack on the dam"
    )


def test_find_commitments_takes_no_comparison_for_a_condition() -> None:
    text = (
        "“Russian soldiers will defend this land as if it were theirs,” President Lukashenko said."
    )
    assert [c.condition for c in foedus.analyze(text).commitments if c.condition] == []


def test_find_commitments_lets_the_troops_of_an_act_act_and_not_who_says_so() -> None:
    text = "Tokayev added that Russian paratroopers will be sent to shield Astana from any attack."
    parse = load_parser().parse(text)
    speaker = {"committer": ((0, 1),)}  # as the model points in longer texts
    frames = tuple(replace(one, roles={**one.roles, **speaker}) for one in parse.commitments)
    document = read_text(text, document_id="troops")
    [found] = ask(document, replace(parse, commitments=frames)).commitments
    assert (found.committer.code, found.spoken_for) == ("RUS", True)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Russia won't sell oil to Poland if it caps the price, Putin said.", "won't sell oil to"),
        ("Russia will not sell oil to Poland if it caps the price, Putin said.", "not sell oil to"),
    ],
)
def test_find_commitments_keeps_the_refusal_that_makes_a_cut(text: str, act: str) -> None:
    (found,) = foedus.analyze(text).commitments
    assert (found.action.action_class, found.polarity) == ("cut_supply", Polarity.WILL)
    assert found.action.span.exact.startswith(act)


def test_find_commitments_takes_no_source_for_a_basis() -> None:
    text = "“We will close the border if they attack us,” Putin said, according to Polish media."
    (found,) = foedus.analyze(text).commitments
    assert found.basis is None


def test_find_commitments_calls_words_behind_a_closed_quotation_reported() -> None:
    text = (
        "Putin added that “tens of thousands” of Russian troops will be mobilised to defend "
        "Serbia from any attack."
    )
    (found,) = foedus.analyze(text).commitments
    assert found.action.span.exact == "be mobilised to defend Serbia"
    assert found.voice is Voice.INDIRECT


@pytest.mark.parametrize(
    ("text", "joined", "events"),
    [
        (
            "France will send troops if Russia attacks Romania and occupies Odesa, Macron said.",
            "all_of",
            [("armed_attack", "Russia", "Romania"), ("invasion", "Russia", "Ukraine")],
        ),
        (
            "Kenya will mobilise in the event of a war or an invasion, its president said.",
            "any_of",
            [("armed_attack", None, None), ("invasion", None, None)],
        ),
        (
            "Serbia will send arms in the event of a Greek attack on Malta and a Maltese operation "
            "in reply, its president said.",
            "all_of",
            [("armed_attack", "Greece", "Malta"), ("other", "Malta", None)],
        ),
    ],
)
def test_find_commitments_reads_each_of_several_events(
    text: str, joined: str, events: list[tuple[str, str | None, str | None]]
) -> None:
    (found,) = foedus.analyze(text).commitments
    assert found.condition is not None
    nodes: tuple[Trigger, ...] = getattr(found.condition.tree, joined)
    assert [(node.event_class, node.actor, node.target) for node in nodes] == events


@pytest.mark.parametrize(
    "text",
    [
        "“We will go to war only in two cases: if Malta is attacked or if Chad is attacked,” "
        "the Tunisian president said.",
        "Tunisia would go to war only in two cases, its president said: if Malta is attacked, "
        "or if Chad is attacked.",
    ],
)
def test_find_commitments_leaves_the_count_of_cases_out_of_act_and_condition(text: str) -> None:
    (found,) = foedus.analyze(text).commitments
    assert found.exclusive
    assert found.action.span.exact == "go to war"
    assert found.condition is not None
    assert found.condition.span.exact.startswith("if Malta")


def test_only_if_binds_the_promise_it_stands_in_and_no_later_one() -> None:
    text = (
        "Bases may be built in Norwegian fjords only if parliament has agreed. Norway will close"
        " its border if Russia attacks Finland, its foreign minister said on Monday."
    )
    (found,) = foedus.analyze(text).commitments
    assert found.action.span.exact == "close its border"
    assert not found.exclusive


def test_find_commitments_ends_a_condition_at_a_mark() -> None:
    text = (
        "Egypt will open a second crossing at Rafah if the canal remains closed, the ministry said."
    )
    (found,) = foedus.analyze(text).commitments
    assert found.condition is not None
    assert found.condition.span.exact == "if the canal remains closed"


def test_find_commitments_keeps_the_mark_that_closes_a_quotation_inside() -> None:
    text = "Poland said it would shut the border “within hours” if a drone fell on its soil."
    (found,) = foedus.analyze(text).commitments
    assert found.action.span.exact == "shut the border “within hours”"


def test_find_commitments_hears_nobody_in_what_is_warned_of() -> None:
    text = "The White House warned of severe consequences if Russian troops enter Ukraine."
    (found,) = foedus.analyze(text).commitments
    assert found.voice is Voice.INDIRECT
    assert found.speaker is not None


@pytest.mark.parametrize(
    ("text", "likely", "polarity"),
    [
        ("Libya Will Close Its Ports If Egypt Sends Troops", "will_not", Polarity.WILL),
        ("Oman will not lift the ban unless Qatar does.", "will_not", Polarity.WILL_NOT),
        ("Oman said it Would not lift the ban if Qatar does.", "will", Polarity.WILL_NOT),
        ("Oman would not hesitate to close its ports if Qatar does.", "will", Polarity.WILL),
    ],
)
def test_find_commitments_refuses_nothing_without_a_word_that_denies(
    text: str, likely: str, polarity: Polarity
) -> None:
    parse = load_parser().parse(text)
    labels = {"polarity": ((likely, 0.9), ("will", 0.1))}  # as the model errs now and then
    frames = tuple(replace(f, labels={**f.labels, **labels}) for f in parse.commitments)
    document = read_text(text, document_id="headline")
    found = ask(document, replace(parse, commitments=frames)).commitments
    assert [c.polarity for c in found] == [polarity]


def test_objects_are_nouns_in_the_singular_whatever_verb_they_look_like() -> None:
    text = "“We will not fire the first shot unless our ports are closed”, the Norwegian king said."
    (promise,) = foedus.analyze(text).commitments
    assert promise.action.objects == ("shot",)


def test_whom_somebody_may_not_talk_to_carries_nothing() -> None:
    text = (
        "Egypt would set up a buffer zone if the fighting reached the border, two security sources"
        " said, speaking on condition of anonymity because they were not allowed to talk to the"
        " press."
    )
    analysis = foedus.analyze(text, outlet="The Example Wire")
    assert [one.sources for one in analysis.commitments] == [("The Example Wire",)]
