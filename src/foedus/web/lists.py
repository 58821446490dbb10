"""Every list page as .json and .csv with the page's own filters, and commitments as a feed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from foedus.export.atom import Feed, to_atom
from foedus.gathering import find_copies, find_stories
from foedus.records.codec import to_line
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Standing
from foedus.reviewing import find_reviewed
from foedus.spelling.cells import load_columns, to_cells
from foedus.spelling.rows import Row, document_row, record_row
from foedus.spelling.threads import conflict_row, thread_row
from foedus.stores import Filters, Order, Status, Store
from foedus.weaving import find_conflicts, find_threads
from foedus.web.api.paging import has_tag, tag_of
from foedus.web.api.questions import place_row
from foedus.web.asked import Asked, Wanted
from foedus.web.site import Reader, Refused, site_of

router = APIRouter(include_in_schema=False)

MOST_ENTRIES = 100
"""So many new and so many changed commitments stand in a feed."""
MOST_PLACES = 1000

Rows = Callable[[Store, Filters], Iterator[Row]]


@router.get("/search.{ending}")
def search(
    request: Request, _: Reader, ending: str, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Return the places that a search finds."""
    hits = site_of(request).pages.search(q, Filters()) if q.strip() else iter(())
    rows = (place_row(hit) for hit in islice(hits, MOST_PLACES))
    return write_rows(rows, "places", ending)


@router.get("/commitments.atom")
def feed(request: Request, _: Reader, asked: Wanted) -> Response:
    """Return the newest and the latest reviewed commitments that match, as an Atom feed."""
    store = site_of(request).pages
    tag = f"W/{tag_of(*store.state(), request.url.query)}"
    if has_tag(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers={"etag": tag})
    base = str(request.base_url).rstrip("/")
    made = to_atom(
        Feed(
            title=f"foedus: commitments{_say(asked)}",
            address=str(request.url),
            page=base + asked.link("/commitments"),
            record=base + "/commitments/{id}",
        ),
        list(_latest(store, asked.filters)),
    )
    return Response(
        made.encode("utf-8", "replace"), media_type="application/atom+xml", headers={"etag": tag}
    )


def _latest(store: Store, filters: Filters) -> Iterator[tuple[Entry, Standing]]:
    """Yield what people changed last, then what was stored last; nothing twice."""
    seen: set[str] = set()
    for order in (Order.REVIEWED, Order.NEWEST):
        asked = replace(filters, order=order, limit=MOST_ENTRIES)
        for entry, standing in find_reviewed(store, Listed.COMMITMENTS, asked):
            if entry.id not in seen:
                yield entry, standing
            seen.add(entry.id)


def _say(asked: Asked) -> str:
    said = ", ".join(f"{name} {value}" for name, value in asked.fields())
    return f" ({said})" if said else ""


def write_rows(rows: Iterable[Row], noun: str, ending: str) -> Response:
    """Return rows as they come, as one JSON array or as CSV with the columns of a noun.

    The first row is waited for, so that what cannot be asked is refused before anything is sent.
    """
    coming = iter(rows)
    rows = chain(list(islice(coming, 1)), coming)
    if ending == "json":
        return StreamingResponse(_array(rows), media_type="application/json")
    if ending == "csv":
        headers = {"content-disposition": f'attachment; filename="{noun}.csv"'}
        return StreamingResponse(_table(rows, noun), 200, headers, "text/csv; charset=utf-8")
    raise Refused(404, f"no list as .{ending}; there is .json and .csv")


def _array(rows: Iterable[Row]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before + to_line(row)
        before = ",\n"
    yield "]\n" if before != "[" else "[]\n"


def _table(rows: Iterable[Row], noun: str) -> Iterator[bytes]:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(name for name, _ in load_columns()[noun])
    for row in rows:
        table.writerow(to_cells(row, noun))
        yield _taken(written)
    yield _taken(written)


def _taken(written: io.StringIO) -> bytes:
    """Return what was written since the last time; halves of characters as their escapes."""
    text = written.getvalue()
    written.seek(0)
    written.truncate()
    return text.encode("utf-8", "backslashreplace")


def _records(noun: Listed) -> Rows:
    def rows(store: Store, filters: Filters) -> Iterator[Row]:
        for entry, standing in find_reviewed(store, noun, filters):
            yield record_row(entry, standing)

    return rows


def _documents(store: Store, filters: Filters) -> Iterator[Row]:
    return ({"document": document_row(one)} for one in store.find_documents(filters))


def _unreviewed(store: Store, filters: Filters) -> Iterator[Row]:
    asked = replace(filters, status=Status.UNREVIEWED)
    return _records(Listed.COMMITMENTS)(store, asked)


def _threads(store: Store, filters: Filters) -> Iterator[Row]:
    return (thread_row(thread) for thread in find_threads(store, filters))


def _conflicts(store: Store, filters: Filters) -> Iterator[Row]:
    return (conflict_row(one) for one in find_conflicts(store, filters))


def _stories(store: Store, _: Filters) -> Iterator[Row]:
    return ({"id": one, "group": group} for one, group in find_stories(store).items())


def _copies(store: Store, _: Filters) -> Iterator[Row]:
    for copies in find_copies(store):
        yield {
            "source": copies.source_id,
            "carriers": list(copies.carrier_ids),
            "how": copies.how,
            "agency": copies.agency,
        }


LISTS: dict[str, tuple[str, Rows]] = {
    "documents": ("documents", _documents),
    "commitments": ("commitments", _records(Listed.COMMITMENTS)),
    "statements": ("statements", _records(Listed.STATEMENTS)),
    "events": ("events", _records(Listed.EVENTS)),
    "figures": ("figures", _records(Listed.FIGURES)),
    "timeline": ("commitments", _records(Listed.COMMITMENTS)),
    "network": ("commitments", _records(Listed.COMMITMENTS)),
    "review": ("commitments", _unreviewed),
    "threads": ("threads", _threads),
    "conflicts": ("conflicts", _conflicts),
    "stories": ("stories", _stories),
    "copies": ("copies", _copies),
}
"""The list pages: the noun whose columns they have, and their rows."""


def _list_of(noun: str, rows: Rows) -> Callable[..., Response]:
    def listed(request: Request, _: Reader, asked: Wanted, ending: str) -> Response:
        return write_rows(rows(site_of(request).pages, asked.filters), noun, ending)

    return listed


def _add_routes() -> None:
    for page, (noun, rows) in LISTS.items():
        router.add_api_route(f"/{page}.{{ending}}", _list_of(noun, rows), name=f"{page} as data")


_add_routes()
