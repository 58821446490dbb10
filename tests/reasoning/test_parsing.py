"""Patterns as text: read, written, read again; errors that point."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import InvalidPattern
from foedus.reasoning.classes import load_classes
from foedus.reasoning.language import (
    Expression,
    Group,
    Operator,
    Pattern,
    Role,
    RoleKind,
    find_patterns,
    named,
)
from foedus.reasoning.parsing import parse_events, parse_expression, parse_pattern
from foedus.reasoning.printing import print_expression
from foedus.reasoning.thresholds import load_thresholds
from foedus.world import World, load_world

TABLE = tomllib.loads((Path(__file__).parent / "cases/patterns.toml").read_text("utf-8"))

NAMES = ("RUS", "UKR", "POL", "USA", "org:NATO", "org:CSTO", "org:EU-Commission")
DATES = st.sampled_from([None, "1999", "2008-04", "2022-02-24"])
SOME = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def roles(draw: st.DrawFn) -> Role:
    kind = draw(st.sampled_from(RoleKind))
    alone = (RoleKind.SELF, RoleKind.ATTACKER, RoleKind.ATTACKED, RoleKind.UNKNOWN)
    names: tuple[str, ...] = () if kind in alone else draw(SOME)
    if kind is RoleKind.ANY and draw(st.booleans()):
        names = ()
    but = draw(st.one_of(st.just(()), SOME))
    return Role(kind=kind, names=names, at=draw(DATES), but=but)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    thresholds = load_thresholds()
    return Pattern(
        event_class=draw(st.sampled_from(sorted(load_classes().rows))),
        actor=draw(roles()),
        target=draw(roles()),
        place=draw(st.sampled_from([None, "Donbas", "Crimea", "Poland"])),
        manner=tuple(draw(st.lists(st.sampled_from(thresholds.manners), max_size=2))),
        scale=draw(st.sampled_from([None, *thresholds.scales])),
        date=draw(DATES),
        loose=draw(st.booleans()),
    )


def groups(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Group, operator=st.just(Operator.ALL), parts=several),
        st.builds(Group, operator=st.just(Operator.ANY), parts=several),
        st.builds(Group, operator=st.just(Operator.NOT), parts=inner.map(lambda part: (part,))),
    )


@settings(max_examples=200, deadline=None)
@given(expression=st.recursive(patterns(), groups, max_leaves=6))
def test_print_expression_reads_back_as_the_same(expression: Expression) -> None:
    text = print_expression(expression)
    assert parse_expression(text, load_world()) == expression


@pytest.mark.parametrize("case", TABLE["read"], ids=[case["text"] for case in TABLE["read"]])
def test_parse_expression_reads_each_case(case: dict[str, str], world: World) -> None:
    assert print_expression(parse_expression(case["text"], world, "2022")) == case["means"]


@pytest.mark.parametrize("case", TABLE["wrong"], ids=[case["text"] for case in TABLE["wrong"]])
def test_parse_expression_points_at_the_fault(case: dict[str, str], world: World) -> None:
    with pytest.raises(InvalidPattern) as caught:
        parse_expression(case["text"], world)
    message, text, caret = str(caught.value).split("\n")
    assert case["says"] in message
    assert text.removeprefix("  ") == case["text"]
    assert caret.index("^") - 2 == case["text"].index(case["at"]) if case["at"] else True
    assert caret.strip() == "^"


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="armed_tck(),;&|!?:@=\"' UKRNATO2022-any but", max_size=40))
def test_parse_expression_fails_with_a_pointer_or_not_at_all(text: str) -> None:
    assert outcome(text).endswith(("^", "read"))


def outcome(text: str) -> str:
    """Return the message of a text that cannot be read, "read" for one that can."""
    try:
        found = parse_expression(text, load_world())
    except InvalidPattern as error:
        return str(error)
    return "read" if list(find_patterns(found)) else "nothing"


def test_parse_events_keeps_the_order(world: World) -> None:
    first, second = parse_events("invasion(RUS, UKR); sanctions(USA, RUS)", world)
    assert (first.event_class, second.event_class) == ("invasion", "sanctions")


@pytest.mark.parametrize("joint", ["|", "unless"])
def test_parse_events_takes_only_what_happens(joint: str, world: World) -> None:
    with pytest.raises(InvalidPattern, match="events are joined with"):
        parse_events(f"talks(RUS, UKR) {joint} talks(RUS, POL)", world)


def test_parse_pattern_takes_one(world: World) -> None:
    assert parse_pattern("talks(Berlin, the Kremlin)", world) == Pattern(
        event_class="talks", actor=named("DEU"), target=named("RUS")
    )
    with pytest.raises(InvalidPattern, match="one pattern"):
        parse_pattern("talks(DEU) & talks(RUS)", world)


def test_parse_expression_reads_names_at_the_date(world: World) -> None:
    assert parse_pattern("talks(Moscow)", world, "1985").actor == named("SUN")
    assert parse_pattern("talks(Moscow)", world, "2022").actor == named("RUS")
