"""The timeline: when commitments were made and events took place, in lanes by actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.records.actions import Event
from foedus.records.commitments import Commitment
from foedus.records.entries import Entry, Listed
from foedus.records.times import When
from foedus.reviewing import find_reviewed
from foedus.stores import Store
from foedus.web.asked import Asked, Wanted
from foedus.web.scales import Bar, Lane, Scale, draw_lane, scale_of
from foedus.web.sentences import tell
from foedus.web.site import Reader, show, site_of

router = APIRouter(include_in_schema=False)

MOST_DRAWN = 400
MOST_LANES = 14
MOST_SAID = 5
COMMITMENTS, EVENTS = "commitments", "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in time: whose, what in words, its interval, and where it is shown.

    `first` and `last` are None for an open end; `how` says what kind of date it is.
    """

    id: str
    noun: str
    who: str
    said: str
    first: date | None
    last: date | None
    how: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Lanes over a scale; `outside` so many dated items lie before or after it."""

    scale: Scale
    lanes: tuple[Lane, ...]
    height: int
    outside: int
    others: int


@router.get("/timeline")
def timeline(request: Request, _: Reader, asked: Wanted, what: str = "") -> Response:
    """Show the timeline as a drawing and as a table."""
    nouns = [noun for noun in (COMMITMENTS, EVENTS) if what in ("", noun)]
    items = site_of(request).kept.of(
        f"timeline {nouns} {asked.filters}", lambda store: find_items(store, asked, nouns)
    )
    dated = [item for item in items if item.first is not None or item.last is not None]
    return show(
        request,
        "timeline.html",
        asked=asked,
        what=what,
        drawing=draw(dated, wide=bool(asked.filters.since or asked.filters.until)),
        dated=sorted(dated, key=lambda item: (item.first or item.last or date.min, item.id)),
        undated=[item for item in items if item.first is None and item.last is None],
        most=MOST_DRAWN,
        total=len(items),
    )


def find_items(store: Store, asked: Asked, nouns: list[str]) -> list[Item]:
    """Return what the store dates, commitments first, so many of each."""
    filters = replace(asked.filters, limit=MOST_DRAWN)
    found: list[Item] = []
    for noun in nouns:
        reviewed = find_reviewed(store, Listed(noun), filters)
        found += (_item(entry) for entry, _ in islice(reviewed, MOST_DRAWN))
    return found


def draw(items: list[Item], *, wide: bool) -> Drawing | None:
    """Return a drawing of dated items; None where there are none.

    Unless `wide`, what lies far from nearly all others is left out of the drawing.
    """
    scale = scale_of([(item.first, item.last) for item in items], wide=wide)
    if scale is None:
        return None
    inside = [item for item in items if scale.meets(item.first, item.last)]
    by_actor: dict[str, list[Item]] = defaultdict(list)
    for item in inside:
        by_actor[item.who].append(item)
    ordered = sorted(by_actor.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    lanes: list[Lane] = []
    top = scale.top
    for who, own in ordered[:MOST_LANES]:
        bars = [_bar(who, items) for items in _together(own)]
        lane = draw_lane(who, bars, scale, top=top)
        lanes.append(lane)
        top += lane.height
    return Drawing(
        scale=scale,
        lanes=tuple(lanes),
        height=top,
        outside=len(items) - len(inside),
        others=sum(len(own) for _, own in ordered[MOST_LANES:]),
    )


def _together(items: list[Item]) -> Iterator[list[Item]]:
    """Yield the items of one kind that have the same interval."""
    same: dict[tuple[str, date | None, date | None], list[Item]] = defaultdict(list)
    for item in items:
        same[item.noun, item.first, item.last].append(item)
    yield from same.values()


def _bar(who: str, items: list[Item]) -> Bar:
    """Return one bar for items of one interval: it leads to the record, or to the list of them."""
    first, *others = items
    link = first.link
    if others and first.noun == COMMITMENTS and first.first and first.last:
        days = {"committer": who, "from": first.first.isoformat(), "to": first.last.isoformat()}
        link = f"/commitments?{urlencode(days)}"
    elif others:
        link = "#table"
    said = "; ".join(item.said for item in items[:MOST_SAID])
    more = f" and {len(items) - MOST_SAID} more" if len(items) > MOST_SAID else ""
    return Bar(
        link=link,
        said=f"{who}: {said}{more} ({first.how})",
        kind=first.noun,
        first=first.first,
        last=first.last,
        count=len(items),
    )


def _item(entry: Entry) -> Item:
    record = entry.record
    if isinstance(record, Commitment):
        telling = tell(entry)
        when = entry.statement.said if entry.statement else None
        return _dated(entry, when, COMMITMENTS, telling.who, f"{telling.would} {telling.act}")
    assert isinstance(record, Event)
    who = "; ".join(actor.name for actor in record.actors) or "nobody named"
    return _dated(entry, record.when, EVENTS, who, " ".join(record.span.exact.split()))


def _dated(entry: Entry, when: When | None, noun: str, who: str, said: str) -> Item:
    """Return an item dated by its own words, else by its document's date of publication."""
    published = entry.document.published
    source = when if when is not None else published
    how = "said" if noun == COMMITMENTS else "happened"
    return Item(
        id=entry.id,
        noun=noun,
        who=who,
        said=said,
        first=_date(source.earliest),
        last=_date(source.latest),
        how=how if when is not None else "published",
        link=f"/commitments/{entry.id}" if noun == COMMITMENTS else f"/records/{entry.id}",
    )


def _date(text: str | None) -> date | None:
    """Return the day of an ISO text; None for an open end or a year no calendar has."""
    try:
        return date.fromisoformat(text[:10]) if text and len(text) >= 10 else None
    except ValueError:
        return None
