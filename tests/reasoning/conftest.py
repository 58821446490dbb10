"""What the tests of reasoning share: the world, and promises built from a table of slots."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from foedus.reasoning.language import Pattern
from foedus.reasoning.names import Directory
from foedus.reasoning.parsing import parse_events
from foedus.reasoning.rules import Rule, rules_of
from foedus.reasoning.warned import warnings_of
from foedus.records.actions import Event, EventStatus, Promise
from foedus.records.actors import Actor
from foedus.records.commitments import (
    Commitment,
    Condition,
    Kind,
    Polarity,
    Strength,
    Trigger,
    Voice,
)
from foedus.records.documents import Document, Evidence
from foedus.records.entries import Entry, Listed
from foedus.records.statements import SpeechAct, Statement, Style
from foedus.world import World, load_world

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def world() -> World:
    """Return the shipped tables of facts."""
    return load_world()


@pytest.fixture(scope="session")
def directory(world: World) -> Directory:
    """Return the names of the world."""
    return Directory(world)


@pytest.fixture(scope="session")
def border_rules(world: World) -> tuple[Rule, ...]:
    """Return the promises of cases/border.toml, one rule for each thread."""
    table = tomllib.loads((CASES / "border.toml").read_text("utf-8"))
    entries = [build_entry(row, world) for row in table["promise"]]
    threads = {row["id"]: row["thread"] for row in table["promise"] if "thread" in row}
    return (
        *rules_of(entries, world, threads={e.id: threads.get(e.id, e.id) for e in entries}),
        *warnings_of([build_warning(row, world) for row in table["warning"]], world),
    )


@pytest.fixture(scope="session")
def entry_of(world: World) -> Callable[..., Entry]:
    """Return what builds an entry from slots given as keywords."""
    return lambda **slots: build_entry(slots, world)


@pytest.fixture(scope="session")
def happen(world: World) -> Callable[[str], tuple[Pattern, ...]]:
    """Return what reads events from their text."""
    return lambda text: parse_events(text, world)


def build_entry(row: Mapping[str, Any], world: World) -> Entry:
    """Return a commitment with its statement and document from one row of slots."""
    document = Document(id=row.get("document", "doc"), text=row["text"], outlet="Border Post")
    statement = _statement(row, document, world)
    voice = row.get("voice", Voice.INDIRECT)
    commitment = Commitment(
        id=row["id"],
        kind=Kind(row.get("kind", "pledge")),
        speaker=statement.speaker,
        committer=_actor(row["committer"], world),
        beneficiary=_actor(row["beneficiary"], world) if "beneficiary" in row else None,
        target=_actor(row["target"], world) if "target" in row else None,
        condition=_condition(row, document),
        action=Promise(span=_span(row["action"], document), action_class=row["act"]),
        polarity=Polarity(row.get("polarity", "will")),
        strength=Strength(row.get("strength", "firm")),
        voice=Voice(voice),
        statement_id=statement.id,
        spoken_for=row.get("spoken_for", False),
        exclusive=row.get("exclusive", False),
        hedges=tuple(row.get("hedges", ())),
    )
    return Entry(noun=Listed.COMMITMENTS, record=commitment, document=document, statement=statement)


def build_warning(row: Mapping[str, Any], world: World) -> Entry:
    """Return an event that a speaker warns against."""
    document = Document(id="doc", text=row["text"])
    event = Event(
        id=row["id"],
        type="MOBILIZE",
        mode=None,
        event_class=row["class"],
        actors=(_actor(row["actor"], world),),
        recipients=(_actor(row["target"], world),),
        place=None,
        when=None,
        status=EventStatus.WARNED_AGAINST,
        span=_span(row["words"], document),
    )
    return Entry(
        noun=Listed.EVENTS,
        record=event,
        document=document,
        statement=_statement(row, document, world),
    )


def _statement(row: Mapping[str, Any], document: Document, world: World) -> Statement:
    return Statement(
        id=f"s-{row['id']}",
        speaker=_actor(row["speaker"], world) if "speaker" in row else None,
        cue=(),
        content=(_span(row["text"], document),),
        source=(),
        style=Style(row.get("style", "indirect")),
        acts=(SpeechAct.COMMIT,),
        channel=tuple(row.get("channel", ())),
    )


def _condition(row: Mapping[str, Any], document: Document) -> Condition | None:
    if "condition" not in row:
        return None
    nodes = [_trigger(node) for node in row["events"]]
    tree = nodes[0]
    if len(nodes) > 1:
        joined = tuple(nodes)
        tree = Trigger(all_of=joined) if row.get("join") == "all" else Trigger(any_of=joined)
    return Condition(
        span=_span(row["condition"], document),
        connective=row.get("connective", "if"),
        event_class=row["events"][0]["class"],
        actor=nodes[0].actor,
        target=nodes[0].target,
        tree=tree,
    )


def _trigger(node: Mapping[str, str]) -> Trigger:
    return Trigger(
        event_class=node["class"],
        actor=node.get("actor"),
        target=node.get("target"),
        place=node.get("place"),
        manner=node.get("manner"),
    )


def _span(words: str, document: Document) -> Evidence:
    start = document.text.index(words)
    return Evidence.of(document.text, start, start + len(words))


def _actor(name: str | Sequence[str], world: World) -> Actor:
    if not isinstance(name, str):
        members = tuple(_actor(one, world) for one in name)
        return Actor(name="; ".join(m.name for m in members), members=members)
    return world.actor_of(name) or Actor(name=name)
