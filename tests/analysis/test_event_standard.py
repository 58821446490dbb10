"""Events to the field's standard, with the shipped model: types, modes, dyads, no conditions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

import pytest

import foedus
from foedus.export.plover import load_codebook
from foedus.languages.actions import ActionWords
from foedus.records import Actor, Event


class Case(TypedDict, total=False):
    """A sentence, the day of its report, why it is here, and the event it reports."""

    text: str
    why: str
    published: str
    event: str


TABLE: dict[str, list[Case]] = tomllib.loads(
    (Path(__file__).parent / "cases/event_standard.toml").read_text("utf-8")
)


def read(case: Case) -> foedus.Analysis:
    return foedus.analyze(case["text"], published=case.get("published", "2024-05-06"))


def parties(actors: Iterable[Actor]) -> str:
    return "; ".join(f"{actor.code} {actor.sector}" for actor in actors)


def told(event: Event) -> str:
    head = f"{event.type} {event.mode or '-'} {event.status}"
    return f"{head} {parties(event.actors)} > {parties(event.recipients)}"


@pytest.mark.parametrize("case", TABLE["event"], ids=lambda case: case["text"])
def test_events_have_type_mode_and_dyad(case: Case) -> None:
    assert [told(event) for event in read(case).events] == [case["event"]], case["why"]


@pytest.mark.parametrize("case", TABLE["event"], ids=lambda case: case["text"])
def test_events_are_of_the_tables(case: Case) -> None:
    types, classes = set(load_codebook().quad), set(ActionWords.load().classes)
    for event in read(case).events:
        assert event.type in types
        assert event.event_class in classes


@pytest.mark.parametrize("case", TABLE["condition"], ids=lambda case: case["text"])
def test_a_condition_never_becomes_an_event(case: Case) -> None:
    found = read(case)
    assert found.events == (), case["why"]
    (commitment,) = found.commitments
    assert commitment.condition is not None


@pytest.mark.parametrize("case", TABLE["nothing"], ids=lambda case: case["text"])
def test_what_nobody_did_is_no_event(case: Case) -> None:
    assert read(case).events == (), case["why"]
