"""Stories: documents that tell of one event, and those that carry one source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.gathering import find_copies, find_stories
from foedus.merging.duplicates import Copies
from foedus.stores import Store
from foedus.web.site import Reader, show, site_of, worked_out

router = APIRouter(include_in_schema=False)

MOST_STORIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document of a story: its id and what it says of itself."""

    id: str
    title: str
    outlet: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The stories of a store, the largest first, with what is one source with many carriers."""

    stories: tuple[tuple[Report, ...], ...]
    alone: int
    copies: tuple[Copies, ...]


@router.get("/stories")
def stories(request: Request, _: Reader) -> Response:
    """Show the stories of the store."""
    gathered = worked_out(site_of(request), "stories", gather)
    return show(request, "stories.html", gathered=gathered, most=MOST_STORIES)


def gather(store: Store) -> Gathered:
    """Return the stories that more than one document tells, and the copies."""
    groups: dict[str, list[str]] = defaultdict(list)
    for document_id, story in find_stories(store).items():
        groups[story].append(document_id)
    shared = sorted((ids for ids in groups.values() if len(ids) > 1), key=len, reverse=True)
    wanted = {one for ids in shared[:MOST_STORIES] for one in ids}
    reports = {
        one.id: Report(
            id=one.id,
            title=one.title or one.id,
            outlet=one.outlet or "no outlet named",
            when=one.published.earliest or "no date",
        )
        for one in store.find_documents()
        if one.id in wanted
    }
    return Gathered(
        stories=tuple(
            tuple(sorted((reports[one] for one in ids), key=lambda report: report.when))
            for ids in shared[:MOST_STORIES]
        ),
        alone=sum(len(ids) == 1 for ids in groups.values()),
        copies=tuple(find_copies(store)),
    )
