"""Conflicts: commitments that cannot both hold as worded, and what would reconcile them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.records.threads import Conflict
from foedus.stores import Filters, Store
from foedus.weaving import find_conflicts
from foedus.web.sentences import tell
from foedus.web.site import Reader, show, site_of

router = APIRouter(include_in_schema=False)


@router.get("/conflicts")
def conflicts(request: Request, _: Reader) -> Response:
    """Show every conflict that the store's commitments make."""
    found = site_of(request).kept.of("conflicts", every_conflict)
    rows = [(one, tell(one.left), tell(one.right)) for one in found]
    return show(request, "conflicts.html", conflicts=rows)


def every_conflict(store: Store) -> list[Conflict]:
    """Return the conflicts among all commitments of a store."""
    return find_conflicts(store, Filters())
