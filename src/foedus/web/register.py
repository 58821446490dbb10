"""The register: who would do what, if what happens, and who says so; narrowed by facets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from foedus.records.commitments import Kind
from foedus.records.entries import Listed
from foedus.reviewing import find_reviewed
from foedus.stores import Filters, Status
from foedus.web.asked import Asked, Wanted
from foedus.web.sentences import tell
from foedus.web.site import Reader, Site, show, site_of

router = APIRouter(include_in_schema=False)

PAGE = "/commitments"
PAGE_RECORDS = 25
MOST_COMMITTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One value that the register can be narrowed to, with how many records have it."""

    value: str
    count: int
    chosen: bool
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a register can be narrowed to from where it stands, and how many records it has."""

    total: int
    committers: tuple[Facet, ...]
    kinds: tuple[Facet, ...]


@router.get("/commitments")
def register(
    request: Request, _: Reader, asked: Wanted, after: Annotated[int, Query(ge=0)] = 0,
    done: str = "",
) -> Response:  # fmt: skip
    """Show the register."""
    site = site_of(request)
    filters = replace(asked.filters, skip=after, limit=PAGE_RECORDS)
    with site.pages.snapshot():
        facets = find_facets(site, asked)
        found = list(find_reviewed(site.pages, Listed.COMMITMENTS, filters))
    return show(
        request,
        "commitments.html",
        tellings=[tell(entry, standing) for entry, standing in found],
        facets=facets,
        asked=asked,
        kinds=[kind.value for kind in Kind],
        statuses=[status.value for status in Status],
        after=after,
        back=asked.link(PAGE, after=max(after - PAGE_RECORDS, 0) or ""),
        next=asked.link(PAGE, after=after + PAGE_RECORDS),
        shown=PAGE_RECORDS,
        done=site.notices.get(done),
    )


def find_facets(site: Site, asked: Asked) -> Facets:
    """Return the facets of a register."""
    filters = asked.filters
    kinds = _tally(site, asked.narrowed(kind="").filters, "kind")
    names = _tally(site, asked.narrowed(committer="").filters, "committer.name")
    own = kinds if filters.kind is None else _tally(site, filters, "kind")
    return Facets(
        total=sum(own.values()),
        committers=tuple(
            _facet(asked, "committer", name, count)
            for name, count in list(names.items())[:MOST_COMMITTERS]
        ),
        kinds=tuple(_facet(asked, "kind", kind, count) for kind, count in kinds.items()),
    )


def find_total(site: Site, asked: Asked) -> int:
    """Return how many commitments are asked for."""
    return sum(_tally(site, asked.filters, "kind").values())


def _tally(site: Site, filters: Filters, field: str) -> dict[str, int]:
    return dict(site.pages.tally(Listed.COMMITMENTS, filters, field))


def _facet(asked: Asked, name: str, value: str, count: int) -> Facet:
    chosen = asked.get(name).casefold() == value.casefold()
    return Facet(
        value=value,
        count=count,
        chosen=chosen,
        link=asked.link(PAGE, **{name: "" if chosen else value}),
    )
