"""Questions to the whole store: what if, and where words stand."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from foedus.reasoning.answers import Answer as Worked
from foedus.reasoning.least import least_cause
from foedus.reasoning.least_index import Backwards
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.switches import load_assumptions
from foedus.reasoning.wanted import read_wanted
from foedus.scenarios import read_events, whatif_soon
from foedus.spelling.rows import document_row
from foedus.stores import Filters, Hit
from foedus.web.api.answers import Answer, Least, Place
from foedus.web.api.models import Model
from foedus.web.api.paging import MOST_ITEMS, Day, answer
from foedus.web.site import Site, promises_of, site_of
from foedus.world import load_world

router = APIRouter(tags=["questions"])

MOST_EVENTS = 8
AROUND_CHARACTERS = 90
ON, OFF = "on", "off"
EFFORT = 20_000
"""So many comparisons of events with conditions are made before an answer stops after a round."""

EventText = Annotated[str, Field(min_length=1, max_length=300)]
SwitchText = Annotated[str, Field(pattern=r"^[^=]{1,120}=(on|off)$")]


class Scenario(BaseModel):
    """What is asked: events in order, switches, a day, and how many promises are listed."""

    model_config = ConfigDict(extra="forbid")

    event: list[EventText] = Field(
        min_length=1, max_length=MOST_EVENTS,
        description='plain English, or patterns: "armed_attack(UKR, RUS, place=Donbas)"',
    )  # fmt: skip
    assume: list[SwitchText] = Field(default=[], max_length=20, description="NAME=on or NAME=off")
    at: Day = Field(default=None, description="the day; promises made later do not count")
    treaties: bool = Field(default=False, description="let alliances and treaties of the day join")
    limit: int = Field(default=100, ge=0, le=MOST_ITEMS, description="of each list, so many")


class Places(Model):
    """The first places of a search."""

    items: list[Place]


class Sought(BaseModel):
    """The words of a search, and how many places are listed."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(min_length=1, max_length=200, description='words, word*, "two words", -word')
    limit: int = Field(default=50, ge=1, le=MOST_ITEMS)


@router.get("/what-if", responses={200: {"model": Answer}})
def what_if(request: Request, asked: Annotated[Scenario, Query()]) -> Response:
    """Say what events would trigger, partly and not, and why: as texts say, no forecast."""
    return answer(request, answer_row(_ask(site_of(request), asked), asked))


class Hunted(BaseModel):
    """Whose act is asked about, which act, when, and how many instances of each cause."""

    model_config = ConfigDict(extra="forbid")

    actor: str = Field(min_length=1, max_length=200, description="name, id or code")
    outcome: str = Field(
        min_length=1, max_length=200,
        description='a phrase ("goes to war"), a class ("supply_cut") or a pattern',
    )  # fmt: skip
    at: Day = None
    instances: int = Field(default=0, ge=0, le=100)


@router.get("/least", responses={200: {"model": Least}})
def least(request: Request, asked: Annotated[Hunted, Query()]) -> Response:
    """Say the least that would have to happen for an actor to act: as texts say, no forecast."""
    site, world = site_of(request), load_world()
    wanted = read_wanted(asked.actor, asked.outcome, world, asked.at)
    index = site.kept.of("backwards", lambda _: Backwards.of(promises_of(site).book))
    found = least_cause(wanted, index, world, asked.at)
    return answer(request, found.to_dict(instances=asked.instances))


@router.get("/search", responses={200: {"model": Places}})
def search(request: Request, asked: Annotated[Sought, Query()]) -> Response:
    """Find the places in the texts where words stand, the best documents first."""
    hits = islice(site_of(request).pages.search(asked.q, Filters()), asked.limit)
    return answer(request, {"items": [place_row(hit) for hit in hits]})


def place_row(hit: Hit) -> dict[str, object]:
    """Return a place as a row, with the words around it."""
    text = hit.document.text
    return {
        "document": document_row(hit.document),
        "start": hit.start,
        "end": hit.end,
        "before": text[max(hit.start - AROUND_CHARACTERS, 0) : hit.start],
        "exact": text[hit.start : hit.end],
        "after": text[hit.end : hit.end + AROUND_CHARACTERS],
    }


def answer_row(worked: Worked, asked: Scenario) -> dict[str, object]:
    """Return an answer as JSON can carry it: the first of every list, and how many there are."""
    names, known = worked.fitter.directory, load_assumptions()
    thrown = _switches(asked)
    row = worked.to_dict(most=asked.limit)
    switches = []
    for name in dict.fromkeys([*worked.assumptions, *thrown]):
        held = known.get(name)
        state = thrown.get(name, held.default if held is not None else None)
        switches.append({"name": name, "says": held.says if held else name, "on": state})
    lists = {name: row[name] for name in ("triggered", "partly", "not")}
    return {
        "events": [print_expression(event) for event in worked.events],
        "words": [say_pattern(event, names) for event in worked.events],
        **lists,
        "counts": {
            "triggered": len(worked.triggered),
            "partly": len(worked.partly),
            "not": len(worked.missed) - len(worked.partly),
        },
        "rounds": worked.rounds,
        "conflicts": row["conflicts"],
        "switches": switches,
        "note": row["note"],
    }


def _ask(site: Site, asked: Scenario) -> Worked:
    events = read_events(asked.event, at=asked.at)
    switches = _switches(asked)
    return whatif_soon(
        promises_of(site),
        events,
        at=asked.at,
        assume=switches,
        treaties=asked.treaties,
        effort=EFFORT,
    )


def _switches(asked: Scenario) -> dict[str, bool]:
    return {name: state == ON for name, _, state in (text.rpartition("=") for text in asked.assume)}
