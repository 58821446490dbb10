from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import pytest

import foedus
from foedus.analysis.actors import find_cast
from foedus.analysis.events import find_events
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords
from foedus.records import (
    Actor,
    Analysis,
    Commitment,
    Document,
    Event,
    EventStatus,
    Evidence,
    Figure,
    FigureStatus,
    Kind,
    Polarity,
    Precision,
    Promise,
    SpeechAct,
    Statement,
    Strength,
    Style,
    Voice,
    When,
)
from foedus.world import World

ReadTree = Callable[[str, str], Parse]


class Case(TypedDict):
    """A sentence with its tree, the events it reports, and why."""

    text: str
    why: str
    tree: str
    events: list[str]


CASES: list[Case] = tomllib.loads((Path(__file__).parent / "cases/events.toml").read_text("utf-8"))[
    "case"
]
SENT = CASES[0]


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.fixture(scope="module")
def words() -> ActionWords:
    return ActionWords.load()


@pytest.fixture
def read(read_tree: ReadTree, world: World, words: ActionWords) -> Callable[..., tuple[Event, ...]]:
    """Return a reader of a case, with what else is known of its document."""

    def find(case: Case, **known: object) -> tuple[Event, ...]:
        parse = read_tree(case["text"], case["tree"])
        document = Document(id="case", text=case["text"])
        analysis = dataclasses.replace(Analysis(document=document), **known)  # type: ignore[arg-type]  # any field
        cast = find_cast(analysis.document, parse, world=world)
        return find_events(analysis, parse, cast=cast, words=words)

    return find


def described(event: Event) -> str:
    actors = " ".join(str(actor.code) for actor in event.actors)
    recipients = " ".join(str(actor.code) for actor in event.recipients)
    head = f"{event.type} {event.event_class} {event.status} {actors} > {recipients}"
    return f"{head} | {event.span.exact}"


def statement_over(text: str, **fields: object) -> Statement:
    whole = Evidence.of(text, 0, len(text))
    base = Statement(
        id="s-1",
        speaker=Actor(name="Iceland", id="ISL", code="ISL"),
        cue=(),
        content=(whole,),
        source=(),
        style=Style.INDIRECT,
    )
    return dataclasses.replace(base, **fields)  # type: ignore[arg-type]  # any field


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_find_events_reads_case(read: Callable[..., tuple[Event, ...]], case: Case) -> None:
    assert [described(event) for event in read(case)] == case["events"], case["why"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_find_events_quotes_its_characters(
    read: Callable[..., tuple[Event, ...]], case: Case
) -> None:
    for event in read(case):
        assert case["text"][event.span.start : event.span.end] == event.span.exact


def test_find_events_in_a_statement_are_alleged_and_tied_to_it(
    read: Callable[..., tuple[Event, ...]],
) -> None:
    (event,) = read(SENT, statements=(statement_over(SENT["text"]),))
    assert (event.status, event.statement_id) == (EventStatus.ALLEGED, "s-1")


def test_find_events_in_a_denial_are_denied(read: Callable[..., tuple[Event, ...]]) -> None:
    said = statement_over(SENT["text"], acts=(SpeechAct.DENY,))
    (event,) = read(SENT, statements=(said,))
    assert event.status is EventStatus.DENIED


def test_find_events_of_the_narrator_have_no_statement(
    read: Callable[..., tuple[Event, ...]],
) -> None:
    (event,) = read(SENT)
    assert (event.status, event.statement_id) == (EventStatus.OCCURRED, None)


def test_find_events_leaves_boilerplate_alone(read: Callable[..., tuple[Event, ...]]) -> None:
    document = Document(id="case", text=SENT["text"], boilerplate=((0, len(SENT["text"])),))
    assert read(SENT, document=document) == ()


def test_find_events_leaves_promised_actions_to_commitments(
    read: Callable[..., tuple[Event, ...]],
) -> None:
    case = next(case for case in CASES if case["text"].startswith("Canada"))
    start = case["text"].index("lift")
    promise = Promise(
        span=Evidence.of(case["text"], start, start + len("lift tariffs on Mexico")),
        action_class="lift_sanctions",
    )
    commitment = Commitment(
        id="c-1",
        kind=Kind.PLEDGE,
        speaker=None,
        committer=Actor(name="Canada", id="CAN", code="CAN"),
        beneficiary=None,
        target=None,
        condition=None,
        action=promise,
        polarity=Polarity.WILL,
        strength=Strength.FIRM,
        voice=Voice.AUTHORIAL,
    )
    assert len(read(case)) == 1
    assert read(case, commitments=(commitment,)) == ()


def test_find_events_links_the_figures_and_times_inside_their_words(
    read: Callable[..., tuple[Event, ...]],
) -> None:
    text = SENT["text"]
    inside = Figure(
        id="f-1",
        minimum=2,
        maximum=2,
        unit="frigates",
        of=None,
        status=FigureStatus.REPORTED,
        span=Evidence.of(text, 12, 24),
    )
    monday = When(
        earliest="2024-05-06",
        latest="2024-05-06",
        precision=Precision.DAY,
        span=Evidence.of(text, text.index("on Monday"), len(text) - 1),
    )
    (event,) = read(SENT, figures=(inside,), times=(monday,))
    assert (event.figures, event.when) == (("f-1",), monday)


def test_find_events_gives_the_same_ids_again(read: Callable[..., tuple[Event, ...]]) -> None:
    assert read(SENT) == read(SENT)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Reporters asked about the border treaty between Chile and Peru in May.", "in May"),
        ("The border treaty between Chile and Peru dates back to 1929.", "1929"),
        ("The border treaty between Chile and Peru is older than the war of 1929.", None),
    ],
)
def test_find_events_dates_a_noun_by_what_follows_or_what_is_said_of_it(
    text: str, when: str | None
) -> None:
    found = [e for e in foedus.analyze(text, published="2024-03-01").events if e.type == "AGREE"]
    assert [(e.when.span.exact if e.when and e.when.span else None) for e in found] == [when]


@pytest.mark.parametrize(
    "text",
    [
        "Peru's president made ending the pact with Chile a centrepiece of his election campaign.",
        "Chile cancelled joint exercises with Peru.",
    ],
)
def test_find_events_reads_no_force_in_a_campaign_or_in_what_is_called_off(text: str) -> None:
    assert [e for e in foedus.analyze(text).events if e.type in ("ASSAULT", "MOBILIZE")] == []
