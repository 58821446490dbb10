"""Does an event meet a pattern? Yes, no, or unknown with a question."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.reasoning.fitting import SLOTS, Fitter, Truth, find_checks, fits
from foedus.reasoning.language import ANYBODY, Pattern, Role, RoleKind, named
from foedus.reasoning.names import Directory
from foedus.reasoning.parsing import parse_pattern
from foedus.reasoning.switches import Switches, read_switches
from foedus.world import World, load_world

CASES = tomllib.loads((Path(__file__).parent / "cases/fits.toml").read_text("utf-8"))["fit"]

CODES = st.sampled_from(["RUS", "UKR", "POL", "BLR", "DEU"])


def roles() -> st.SearchStrategy[Role]:
    members = Role(kind=RoleKind.ANY, names=("org:NATO",))
    return st.one_of(st.just(ANYBODY), CODES.map(named), st.just(members))


def patterns() -> st.SearchStrategy[Pattern]:
    return st.builds(
        Pattern,
        event_class=st.sampled_from(["use_of_force", "armed_attack", "invasion", "talks"]),
        actor=roles(),
        target=roles(),
        place=st.sampled_from([None, "Donbas"]),
        manner=st.sampled_from([(), ("direct",), ("first",)]),
        scale=st.sampled_from([None, "major", "war"]),
    )


def events() -> st.SearchStrategy[Pattern]:
    return st.builds(
        Pattern,
        event_class=st.sampled_from(["use_of_force", "armed_attack", "invasion", "talks"]),
        actor=CODES.map(named),
        target=CODES.map(named),
        manner=st.sampled_from([(), ("direct",), ("indirect",), ("reply",)]),
        scale=st.sampled_from([None, "limited", "large"]),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_fits_answers_each_case(case: dict[str, Any], world: World, directory: Directory) -> None:
    found = fits(
        parse_pattern(case["event"], world),
        parse_pattern(case["pattern"], world),
        world,
        case.get("date"),
        switches=read_switches(case.get("assume", {}), directory),
    )
    assert found.answer == case["answer"]
    assert found.slot == case.get("slot")
    assert case.get("says", "") in (found.question or "")
    assert found.assumptions == tuple(case.get("assumptions", ()))


def test_fit_is_unknown_for_words_that_name_nobody(world: World) -> None:
    event = Pattern(event_class="talks", actor=named("POL"))
    found = fits(event, Pattern(event_class="talks", actor=named("the neighbours")), world)
    assert (found.answer, found.question) == (Truth.UNKNOWN, "is Poland meant by “the neighbours”?")
    found = fits(event, Pattern(event_class="talks", actor=named("Ruritania")), world)
    assert (found.answer, found.slot) == (Truth.NO, "actor")


@settings(max_examples=150, deadline=None)
@given(event=events(), pattern=patterns())
def test_fit_is_the_worst_of_its_slots(event: Pattern, pattern: Pattern) -> None:
    fitter = Fitter(directory=Directory(load_world()), date="2022")
    slots = {fit.answer for fit in fitter.fit_slots(event, pattern)}
    worst = next(t for t in (Truth.NO, Truth.UNKNOWN, Truth.YES) if t in slots)
    assert fitter.fit(event, pattern).answer is worst
    brief = Fitter(directory=fitter.directory, date="2022", brief=True)
    assert brief.fit(event, pattern, find_checks(pattern)).answer is worst


@settings(max_examples=150, deadline=None)
@given(event=events(), pattern=patterns(), on=st.booleans())
def test_fit_has_no_doubt_left_when_its_switches_are_set(
    event: Pattern, pattern: Pattern, on: bool
) -> None:
    directory = Directory(load_world())
    first = Fitter(directory=directory, date="2022").fit(event, pattern)
    if first.answer is not Truth.UNKNOWN or first.slot not in ("class", "manner", "scale"):
        return
    switches = Switches(dict.fromkeys(first.assumptions, on))
    second = Fitter(directory=directory, date="2022", switches=switches).fit(event, pattern)
    doubts = {
        s: f
        for s, f in zip(SLOTS, [*second_slots(directory, switches, event, pattern)], strict=True)
        if f is Truth.UNKNOWN
    }
    assert doubts.keys() <= {"actor", "target", "place"}
    assert on or second.answer is Truth.NO


def second_slots(
    directory: Directory, switches: Switches, event: Pattern, pattern: Pattern
) -> list[Truth]:
    fitter = Fitter(directory=directory, date="2022", switches=switches)
    return [fit.answer for fit in fitter.fit_slots(event, pattern)]
