"""The page of briefs: choose records and scenarios, put them in order, look, download, print.

Everything chosen stands in the address, so that a brief can be shared and the page needs no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from foedus.briefing import MOST_RECORDS, MOST_SCENARIOS, Question, make_brief
from foedus.errors import FoedusError, InvalidKind, InvalidPattern, UnknownRecord
from foedus.export.brief import Brief, lay_out
from foedus.export.brief_records import say_commitment
from foedus.export.sheet_html import policy_of_style, to_html
from foedus.export.sheet_markdown import to_markdown
from foedus.records.commitments import Commitment, Kind
from foedus.records.entries import Listed
from foedus.reviewing import find_reviewed, get_reviewed
from foedus.scenarios import read_events
from foedus.spelling.blocks import to_block
from foedus.spelling.days import last_day
from foedus.stores import Order, Store
from foedus.weaving import get_thread
from foedus.web.asked import Asked, Wanted
from foedus.web.site import Reader, Refused, Site, promises_of, show, site_of

router = APIRouter(include_in_schema=False)

PAGE = "/brief"
MOST_OFFERED = 25
LONGEST_TITLE_CHARACTERS = 200
LONGEST_EVENT_CHARACTERS = 300
UP, DOWN, OUT = "up", "down", "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is chosen for a brief, in order: ids of records, events, switches, day and title."""

    ids: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    at: str = ""
    treaties: bool = False
    title: str = ""

    def link(self, page: str = PAGE) -> str:
        """Return the address of a page with the same selection."""
        pairs = [("id", one) for one in self.ids]
        pairs += [("event", one) for one in self.events]
        pairs += [("assume", one) for one in self.assume]
        pairs += [("at", self.at)] if self.at else []
        pairs += [("treaties", "true")] if self.treaties else []
        pairs += [("title", self.title)] if self.title else []
        return f"{page}?{urlencode(pairs)}" if pairs else page

    def questions(self) -> tuple[Question, ...]:
        """Return the scenarios: one for every event, all with the same switches and day."""
        switches = {
            name: state == "on" for name, _, state in (text.rpartition("=") for text in self.assume)
        }
        return tuple(
            Question(events=(event,), assume=switches, at=self.at or None, treaties=self.treaties)
            for event in self.events
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing chosen: its id or event, what it says, and what is wrong with it."""

    key: str
    says: str
    fault: str | None = None


@router.get("/brief")
def brief(request: Request, _: Reader, asked: Wanted) -> Response:
    """Show what is chosen, with forms to add, move and take out, and links to the whole brief."""
    selection = selection_of(request)
    if any(name in request.query_params for name in (UP, DOWN, OUT)):
        return RedirectResponse(_moved(request, selection).link(), status_code=303)
    store = site_of(request).pages
    records = [_record(store, one) for one in selection.ids]
    scenarios = [_scenario(event, selection) for event in selection.events]
    sound = all(line.fault is None for line in (*records, *scenarios))
    return show(
        request,
        "brief.html",
        selection=selection,
        records=records,
        scenarios=scenarios,
        ready=sound and bool(records or scenarios),
        most=MOST_RECORDS,
        asked=asked,
        kinds=[kind.value for kind in Kind],
        offered=list(_offered(store, selection, asked)),
        links={kind: selection.link(f"{PAGE}.{kind}") for kind in ("html", "md")},
        download=selection.link(f"{PAGE}.html") + "&download=true",
    )


@router.get("/brief.html")
def brief_html(request: Request, _: Reader, download: bool = False) -> Response:
    """Return the brief as one HTML file: to look at, to print (also as PDF), or to keep."""
    sheet = lay_out(_make(site_of(request), selection_of(request)))
    headers = {"content-security-policy": policy_of_style()}
    if download:
        headers["content-disposition"] = 'attachment; filename="brief.html"'
    return HTMLResponse(to_html(sheet), headers=headers)


@router.get("/brief.md")
def brief_markdown(request: Request, _: Reader) -> Response:
    """Return the brief as Markdown, to keep."""
    sheet = lay_out(_make(site_of(request), selection_of(request)))
    headers = {"content-disposition": 'attachment; filename="brief.md"'}
    return Response(to_markdown(sheet), 200, headers, "text/markdown; charset=utf-8")


def selection_of(request: Request) -> Selection:
    """Return what the address of a request chooses; raises Refused for more than a brief takes."""
    said = request.query_params
    ids = tuple(dict.fromkeys(" ".join(said.getlist("id")).replace(",", " ").split()))
    events = tuple(dict.fromkeys(text.strip() for text in said.getlist("event") if text.strip()))
    if len(ids) > MOST_RECORDS or len(events) > MOST_SCENARIOS:
        raise Refused(422, f"a brief takes {MOST_RECORDS} records and {MOST_SCENARIOS} scenarios")
    if any(len(event) > LONGEST_EVENT_CHARACTERS for event in events):
        raise Refused(422, f"an event may have {LONGEST_EVENT_CHARACTERS} characters")
    try:
        at = said.get("at", "").strip() and last_day(said["at"].strip())
    except InvalidPattern as error:
        raise Refused(422, str(error)) from error
    return Selection(
        ids=ids,
        events=events,
        assume=tuple(text for text in said.getlist("assume") if text.endswith(("=on", "=off"))),
        at=at,
        treaties=said.get("treaties", "") in ("true", "on", "1"),
        title=said.get("title", "").strip()[:LONGEST_TITLE_CHARACTERS],
    )


def _moved(request: Request, selection: Selection) -> Selection:
    """Return the selection after a button "up", "down" or "out" with the place it stands for."""
    said = request.query_params
    ids, events = list(selection.ids), list(selection.events)
    for name in (UP, DOWN, OUT):
        key = said.get(name)
        chosen = ids if key in ids else events
        if key is None or key not in chosen:
            continue
        place = chosen.index(key)
        chosen.pop(place)
        if name != OUT:
            chosen.insert(max(place - 1, 0) if name == UP else place + 1, key)
    return Selection(
        ids=tuple(ids), events=tuple(events), assume=selection.assume, at=selection.at,
        treaties=selection.treaties, title=selection.title,
    )  # fmt: skip


def _record(store: Store, any_id: str) -> Line:
    try:
        shown = get_thread(store, any_id).entries[0].id if any_id.startswith("t-") else any_id
        entry, standing = get_reviewed(store, shown)
    except UnknownRecord as error:
        return Line(key=any_id, says=any_id, fault=str(error))
    record = entry.record
    if isinstance(record, Commitment):
        return Line(key=any_id, says=say_commitment(record))
    return Line(key=any_id, says=to_block(entry, standing).title)


def _offered(store: Store, selection: Selection, asked: Asked) -> Iterator[Line]:
    """Yield the newest commitments that match and are not chosen yet."""
    filters = replace(asked.filters, order=Order.NEWEST, limit=MOST_OFFERED + len(selection.ids))
    for entry, _ in islice(find_reviewed(store, Listed.COMMITMENTS, filters), MOST_RECORDS):
        if entry.id not in selection.ids and isinstance(entry.record, Commitment):
            where = entry.document.outlet or entry.document.id
            yield Line(key=entry.id, says=f"{say_commitment(entry.record)} ({where})")


def _scenario(event: str, selection: Selection) -> Line:
    try:
        read_events([event], at=selection.at or None)
    except FoedusError as error:
        return Line(key=event, says=event, fault=str(error))
    return Line(key=event, says=event)


def _make(site: Site, selection: Selection) -> Brief:
    questions = selection.questions()
    try:
        return make_brief(
            site.pages,
            selection.ids,
            questions,
            title=selection.title or None,
            promises=promises_of(site) if questions else None,
        )
    except (InvalidKind, InvalidPattern) as error:
        raise Refused(422, str(error)) from error
