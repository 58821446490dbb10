"""Threads, drift and conflicts: what several texts say of one commitment."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from foedus.merging import conflicts
from foedus.spelling.threads import change_row, conflict_row, thread_row
from foedus.weaving import find_drift, find_threads, find_told, get_thread
from foedus.web.api.answers import Conflicts, Movement, ThreadRow
from foedus.web.api.models import Page
from foedus.web.api.paging import Listing, Narrowed, answer, page_of
from foedus.web.site import site_of

router = APIRouter(tags=["threads"])

MOST_COMPARED = 500
"""So many threads are held against each other for conflicts; the answer says if there are more."""

ThreadId = Annotated[
    str, Path(pattern="^[a-z]-[0-9a-f]{12}$", description="a thread, or any record of it")
]


@router.get("/threads", responses={200: {"model": Page[ThreadRow]}})
def list_threads(request: Request, asked: Listing) -> Response:
    """List the threads of the commitments that match, each where its first telling stands."""
    filters = asked.filters()
    found = find_told(site_of(request).pages, replace(filters, limit=None))
    rows = (
        ((entry.document.id, entry.id), thread_row(thread))
        for entry, thread in islice(found, filters.limit)
    )
    return answer(request, page_of(rows, filters))


@router.get("/threads/{any_id}", responses={200: {"model": ThreadRow}})
def one_thread(request: Request, any_id: ThreadId) -> Response:
    """Return a thread by its id; any other id it ever had is answered 301."""
    thread = get_thread(site_of(request).pages, any_id)
    if any_id != thread.id:
        return RedirectResponse(f"/api/v1/threads/{thread.id}", status_code=301)
    return answer(request, thread_row(thread))


@router.get("/drift/{any_id}", responses={200: {"model": Movement}})
def drift(
    request: Request,
    any_id: ThreadId,
    other: Annotated[str | None, Query(pattern="^[a-z]-[0-9a-f]{12}$")] = None,
) -> Response:
    """Lay the wordings of a thread side by side: beside another, or all on its matter."""
    movement = find_drift(site_of(request).pages, any_id, other)
    return answer(
        request,
        {
            "threads": [thread_row(one) for one in movement.threads],
            "changes": [change_row(one) for one in movement.changes],
        },
    )


@router.get("/conflicts", responses={200: {"model": Conflicts}})
def list_conflicts(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
    """List commitments that cannot both hold as worded, with what would reconcile them."""
    filters = replace(asked.filters(), limit=None)
    found = find_threads(site_of(request).pages, filters)
    threads = list(islice(found, MOST_COMPARED))
    clashes = conflicts.find_conflicts([thread.entries[0] for thread in threads])
    return answer(
        request,
        {
            "items": [conflict_row(one) for one in clashes],
            "compared": len(threads),
            "complete": next(found, None) is None,
        },
    )
