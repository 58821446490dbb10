"""From a reported event to a pattern."""

from __future__ import annotations

from foedus.reasoning.events import event_of
from foedus.reasoning.language import NOT_STATED, Pattern, named
from foedus.reasoning.names import Directory
from foedus.records.actions import Event, EventStatus
from foedus.records.actors import Actor
from foedus.records.documents import Evidence
from foedus.records.times import Precision, When

TEXT = "Germans launched a full-scale attack directly on Polish towns in Donbass."


def event(**slots: object) -> Event:
    given: dict[str, object] = {
        "id": "e-1",
        "type": "ASSAULT",
        "mode": None,
        "event_class": "armed_attack",
        "actors": (Actor(name="Germany", id="DEU", code="DEU"),),
        "recipients": (Actor(name="Polish towns", code="POL"),),
        "place": "Donbass",
        "when": When(earliest="2022-02-24T06:00", latest="2022-02-25", precision=Precision.DAY),
        "status": EventStatus.OCCURRED,
        "span": Evidence.of(TEXT, 0, len(TEXT)),
    }
    return Event(**given | slots)  # type: ignore[arg-type]  # slots of several types


def test_event_of_reads_every_slot(directory: Directory) -> None:
    assert event_of(event(), directory) == Pattern(
        event_class="armed_attack",
        actor=named("DEU"),
        target=named("POL"),
        place="Donbas",
        manner=("direct",),
        scale="large",
        date="2022-02-24",
    )


def test_event_of_leaves_open_what_is_not_said(directory: Directory) -> None:
    found = event_of(event(actors=(), recipients=(), place=None, when=None), directory)
    assert (found.actor, found.target, found.place, found.date) == (
        NOT_STATED,
        NOT_STATED,
        None,
        None,
    )


def test_event_of_lets_a_leader_act_for_his_state(directory: Directory) -> None:
    leader = Actor(name="Vladimir Putin", id="person:vladimir-putin", code="RUS")
    both = Actor(name="a; b", members=(leader, Actor(name="NATO", id="org:NATO")))
    assert event_of(event(actors=(both,)), directory).actor == named("RUS", "org:NATO")
