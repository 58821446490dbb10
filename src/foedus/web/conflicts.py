"""Conflicts, gaps and loops: what the commitments of a store make together."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.records.threads import Conflict
from foedus.scenarios import gaps_of, loops_of
from foedus.stores import Filters, Store
from foedus.weaving import find_conflicts
from foedus.web.sentences import tell
from foedus.web.site import Reader, promises_of, show, site_of, worked_out
from foedus.web.whatif import day_of

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 100


@router.get("/conflicts")
def conflicts(request: Request, _: Reader) -> Response:
    """Show every conflict that the store's commitments make."""
    found = worked_out(site_of(request), "conflicts", every_conflict)
    rows = [(one, tell(one.left), tell(one.right)) for one in found[:MOST_SHOWN]]
    return show(request, "conflicts.html", conflicts=rows, total=len(found))


@router.get("/gaps")
def gaps(request: Request, _: Reader, treaties: bool = False, at: str = "") -> Response:
    """Show what promises leave open, and the rings of those who promise to help each other."""
    site, day = site_of(request), day_of(at.strip())
    promises = promises_of(site)
    open_gaps = worked_out(
        site,
        f"gaps {treaties} {day}",
        lambda _: gaps_of(promises, at=day or None, treaties=treaties),
    )
    loops = worked_out(
        site,
        f"loops {treaties} {day}",
        lambda _: loops_of(promises, at=day or None, treaties=treaties),
    )
    return show(
        request,
        "gaps.html",
        gaps=open_gaps.rows[:MOST_SHOWN],
        gaps_total=len(open_gaps),
        loops=loops.rows[:MOST_SHOWN],
        loops_total=len(loops),
        remarks=(*open_gaps.remarks, *loops.remarks),
        treaties=treaties,
        at=day,
    )


def every_conflict(store: Store) -> list[Conflict]:
    """Return the conflicts among all commitments of a store."""
    return find_conflicts(store, Filters())
