"""Pages of scenarios: what events would trigger, assumptions as switches; and the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from foedus.errors import InvalidPattern
from foedus.reasoning.answers import Answer, Triggered
from foedus.reasoning.explain import Words, find_words
from foedus.reasoning.printing import print_expression, say_pattern
from foedus.reasoning.rules import Rule
from foedus.reasoning.treaties import TREATY
from foedus.records.documents import Evidence
from foedus.scenarios import read_events, whatif
from foedus.stores import Filters
from foedus.web.access import Caller, Role
from foedus.web.marks import Mark, cut
from foedus.web.site import Site, needs, show, site_of

router = APIRouter(include_in_schema=False)

MOST_PLACES = 100
AROUND_CHARACTERS = 120

Reader = Annotated[Caller, Depends(needs(Role.READER))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A promise in an answer: its rule, who would do what, and the words it stands on."""

    rule: Rule
    who: str
    act: str
    words: tuple[Words, ...]
    state: Triggered | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """An assumption: its name, how it stands, and the addresses that throw it."""

    name: str
    state: str
    on: str
    off: str
    open: str


@router.get("/what-if")
def what_if(
    request: Request,
    _: Reader,
    event: Annotated[list[str] | None, Query()] = None,
    assume: Annotated[list[str] | None, Query()] = None,
    at: str = "",
    treaties: bool = False,
) -> Response:
    """Show what events would trigger, nearly trigger and not, and why."""
    asked = [text for text in event or () if text.strip()]
    values: dict[str, object] = {
        "asked": asked, "at": at, "treaties": treaties, "answer": None, "fault": None,
        "assume": assume or [],
    }  # fmt: skip
    if asked:
        try:
            answer = _answer(site_of(request), asked, assume or [], at=at, treaties=treaties)
        except InvalidPattern as error:
            values["fault"] = str(error)
            return show(request, "what_if.html", 422, **values)
        values |= _shown(answer, asked, assume or [], at=at)
    return show(request, "what_if.html", 200, **values)


@router.get("/what-if.json")
def what_if_data(
    request: Request,
    _: Reader,
    event: Annotated[list[str], Query()],
    assume: Annotated[list[str] | None, Query()] = None,
    at: str = "",
    treaties: bool = False,
) -> Response:
    """Return the same answer as JSON."""
    answer = _answer(site_of(request), event, assume or [], at=at, treaties=treaties)
    return JSONResponse({"events": [print_expression(one) for one in answer.events],
                         **answer.to_dict()})  # fmt: skip


@router.get("/search")
def search(request: Request, _: Reader, q: str = "") -> Response:
    """Show the places in the texts where words stand."""
    places = []
    hits = iter(site_of(request).pages.search(q, Filters())) if q.strip() else iter(())
    for hit, _number in zip(hits, range(MOST_PLACES), strict=False):
        words = Evidence.of(hit.document.text, hit.start, hit.end)
        start = max(hit.start - AROUND_CHARACTERS, 0)
        end = min(hit.end + AROUND_CHARACTERS, len(hit.document.text))
        mark = Mark(span=words, record_id="", label="", kind="lit")
        places.append((hit, cut(hit.document.text, [mark], start=start, end=end)))
    return show(request, "search.html", q=q, places=places, most=MOST_PLACES)


def _answer(site: Site, events: list[str], assume: list[str], *, at: str, treaties: bool) -> Answer:
    switches = {
        name: value == "on"
        for name, _, value in (text.partition("=") for text in assume)
        if value in ("on", "off")
    }
    patterns = read_events(events, at=at or None)
    return whatif(site.promises(), patterns, at=at or None, assume=switches, treaties=treaties)


def _shown(answer: Answer, asked: list[str], assume: list[str], *, at: str) -> dict[str, object]:
    names = answer.fitter.directory
    unmet = [one for one in answer.unmet if one.rule.origin != TREATY]
    return {
        "answer": answer,
        "read": [(print_expression(one), say_pattern(one, names)) for one in answer.events],
        "triggered": [_line(one.rule, answer, state=one) for one in answer.triggered],
        "partly": [
            _line(one.rule, answer, notes=tuple(miss.changes for miss in one.misses))
            for one in answer.partly
            if one.rule.origin != TREATY
        ],
        "unmet": [_line(one.rule, answer, notes=(one.why,)) for one in unmet],
        "conflicts": answer.conflicts,
        "switches": _switches(answer, asked, assume, at=at),
    }


def _line(
    rule: Rule, answer: Answer, *, state: Triggered | None = None, notes: tuple[str, ...] = ()
) -> Line:
    names = answer.fitter.directory
    act = rule.action_words or say_pattern(rule.consequence, names)
    return Line(
        rule=rule,
        who=names.name_of(rule.committer),
        act=act,
        words=find_words(rule) if rule.entry is not None else (),
        state=state,
        notes=notes,
    )


def _switches(answer: Answer, asked: list[str], assume: list[str], *, at: str) -> list[Switch]:
    """Return every assumption that the answer rests on or that was thrown, with its addresses."""
    held = dict(text.partition("=")[::2] for text in assume)
    names = list(dict.fromkeys([*answer.assumptions, *held]))

    def link(name: str, value: str | None) -> str:
        states = {**held, name: value} if value else {k: v for k, v in held.items() if k != name}
        pairs = [("event", text) for text in asked]
        pairs += [("assume", f"{key}={state}") for key, state in states.items()]
        pairs += [("at", at)] if at else []
        return f"/what-if?{urlencode(pairs)}"

    return [
        Switch(
            name=name,
            state=held.get(name, "open"),
            on=link(name, "on"),
            off=link(name, "off"),
            open=link(name, None),
        )
        for name in names
    ]
