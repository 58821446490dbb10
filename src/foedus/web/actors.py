"""The page of one actor: what he is bound to, what concerns him, and what is read of his words."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from foedus.errors import UnknownRecord
from foedus.records.entries import Entry, Listed
from foedus.reviewing import find_reviewed, get_reviewed
from foedus.spelling.blocks import to_block
from foedus.stores import Filters, Store
from foedus.web.documents import place_of
from foedus.web.sentences import Telling, tell
from foedus.web.site import Reader, show, site_of
from foedus.world import load_world

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 50


@router.get("/actors/{key:path}")
def actor(request: Request, _: Reader, key: str) -> Response:
    """Show what the store knows of an actor, asked by id, code or name."""
    store = site_of(request).pages
    known = load_world().actor_of(key)
    own = _tellings(store, Filters(committer=key))
    about = _tellings(store, Filters(target=key))
    said = [
        (entry, to_block(entry, standing))
        for entry, standing in find_reviewed(
            store, Listed.STATEMENTS, Filters(speaker=key, limit=MOST_SHOWN)
        )
    ]
    if not own and not about and not said:
        raise UnknownRecord(f"no record names {key!r}; the register shows who is named")
    return show(
        request,
        "actor.html",
        key=key,
        name=known.name if known else key,
        own=own,
        about=about,
        said=said,
        most=MOST_SHOWN,
    )


@router.get("/records/{record_id}")
def record(request: Request, _: Reader, record_id: str) -> Response:
    """Lead from a record's permanent id to where it is shown."""
    entry: Entry = get_reviewed(site_of(request).pages, record_id)[0]
    return RedirectResponse(place_of(entry), status_code=303)


def _tellings(store: Store, filters: Filters) -> list[Telling]:
    limited = replace(filters, limit=MOST_SHOWN)
    found = find_reviewed(store, Listed.COMMITMENTS, limited)
    return [tell(entry, standing) for entry, standing in found]
