"""Search: the places in the texts where words stand, and the records they stand in."""

from __future__ import annotations

from functools import partial
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from foedus.errors import InvalidPattern
from foedus.records.documents import Evidence
from foedus.stores import Filters, Hit, Store
from foedus.web.cards import write_place
from foedus.web.evidence import word_end, word_start
from foedus.web.kept import TEXTS
from foedus.web.marks import Mark, Piece, cut
from foedus.web.site import Reader, show, site_of

router = APIRouter(include_in_schema=False)

MOST_PLACES = 50
AROUND_CHARACTERS = 120


@router.get("/search")
def search(request: Request, _: Reader, q: str = "") -> Response:
    """Show the places in the texts where words stand."""
    try:
        site, words = site_of(request), " ".join(q.split())
        places = site.kept.of(f"search {words}", partial(_find, q=words), on=TEXTS) if words else []
    except InvalidPattern as error:
        return show(request, "search.html", 422, q=q, places=[], most=MOST_PLACES, fault=str(error))
    return show(request, "search.html", q=q, places=places, most=MOST_PLACES, fault=None)


def _find(store: Store, q: str) -> list[Markup]:
    """Return the places as they are shown: kept so, they need no texts of their documents."""
    return [
        write_place(hit.document, hit.start, hit.end, _pieces(hit))
        for hit in islice(store.search(q, Filters()), MOST_PLACES)
    ]


def _pieces(hit: Hit) -> list[Piece]:
    text = hit.document.text
    start = word_start(text, hit.start, AROUND_CHARACTERS)
    end = word_end(text, hit.end, AROUND_CHARACTERS)
    span = Evidence.of(text, hit.start, hit.end)
    return cut(text, [Mark(span=span, label="found", kind="found")], start=start, end=end)
