"""The first page: what the store holds, what is to be done, and where to look first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.merging.drift import drift_of
from foedus.records.threads import Change, Thread
from foedus.stores import Store
from foedus.web.conflicts import every_conflict
from foedus.web.documents import missing
from foedus.web.sentences import Telling, tell
from foedus.web.site import Reader, Site, show, site_of
from foedus.web.vocabulary import vocabulary_of

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 6
MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A commitment whose wording moves between its tellings."""

    telling: Telling
    tellings: int
    change: Change
    changes: int


@router.get("/")
def start(request: Request, _: Reader) -> Response:
    """Show where the store stands and where to look first."""
    site = site_of(request)
    totals = site.pages.count()
    return show(
        request,
        "start.html",
        totals=totals,
        lacking=site.kept.of("lacking", _lacking) if totals.documents else (0, False),
        moving=_moving(site) if totals.commitments else [],
        vocabulary=site.kept.of("vocabulary", lambda _: vocabulary_of(site.promises()))
        if totals.commitments
        else None,
        conflicts=len(site.kept.of("conflicts", every_conflict)) if totals.commitments else 0,
    )


def _moving(site: Site) -> list[Moving]:
    """Return the commitments whose words move most, from the threads that are known already."""
    threads = site.promises().threads
    return site.kept.of("moving", lambda _: sorted(
        _changed(threads), key=lambda one: (-one.changes, one.telling.id)
    )[:MOST_SHOWN])  # fmt: skip


def _changed(threads: tuple[Thread, ...]) -> Iterator[Moving]:
    told = sorted(
        (one for one in threads if len(one.entries) > 1), key=lambda one: -len(one.entries)
    )
    for thread in islice(told, MOST_LOOKED_AT):
        changes = list(drift_of(thread, []))
        if changes:
            yield Moving(
                telling=tell(thread.entries[0]),
                tellings=len(thread.entries),
                change=changes[0],
                changes=len(changes),
            )


def _lacking(store: Store) -> tuple[int, bool]:
    """Return how many of the first documents lack a date or outlet, and whether these are all."""
    looked = list(islice(store.find_documents(), MOST_LOOKED_AT + 1))
    count = sum(bool(missing(one)) for one in looked[:MOST_LOOKED_AT])
    return count, len(looked) > MOST_LOOKED_AT
