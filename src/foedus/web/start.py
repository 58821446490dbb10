"""The first page: what the store holds, what is to be done, and where to look first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.promising import Told
from foedus.records.threads import Change, ChangeKind
from foedus.stores import Store
from foedus.weaving import find_drift
from foedus.web.documents import missing
from foedus.web.sentences import Telling, tell
from foedus.web.site import Reader, Site, promises_of, show, site_of
from foedus.web.vocabulary import vocabulary_of

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 6
MOST_LOOKED_AT = 150
PATIENCE_SECONDS = 5.0
"""A first sight of a large store takes longer; its page says so and does not wait."""

_GRAVITY = {
    ChangeKind.CONTRADICTED: 4, ChangeKind.WITHDRAWN: 4, ChangeKind.THRESHOLD_LOST: 4,
    ChangeKind.OTHER_ACTOR: 3, ChangeKind.UNSUPPORTED: 3, ChangeKind.WIDENED: 3,
    ChangeKind.NARROWED: 2, ChangeKind.HARDENED: 2, ChangeKind.SOFTENED: 2,
}  # fmt: skip
"""What a reader should see first: what changes who is bound, and to what, before shades."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A commitment whose wording moves between its tellings."""

    telling: Telling
    tellings: int
    change: Change
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Where to look first: wordings that move, and events that promises wait for."""

    moving: tuple[Moving, ...]
    suggested: tuple[tuple[str, str], ...]


@router.get("/")
def start(request: Request, _: Reader) -> Response:
    """Show where the store stands and where to look first."""
    site = site_of(request)
    totals = site.pages.count()
    sight = site.kept.soon("first sight", lambda _: _look(site), seconds=PATIENCE_SECONDS)
    return show(
        request,
        "start.html",
        totals=totals,
        lacking=site.kept.of("lacking", _lacking) if totals.documents else (0, False),
        sight=sight if totals.commitments else None,
        busy=sight is None,
    )


def _look(site: Site) -> Sight:
    """Work out where to look first: what changes most of each actor's words comes first."""
    threads = promises_of(site).threads
    found = sorted(_changed(site.pages, threads), key=lambda one: (-one.weight, one.telling.id))
    first = {one.telling.who: one for one in reversed(found)}
    leading = [one for one in found if first[one.telling.who] is one]
    rest = [one for one in found if one not in leading]
    return Sight(
        moving=tuple([*leading, *rest][:MOST_SHOWN]),
        suggested=vocabulary_of(promises_of(site)).suggested,
    )


def _changed(store: Store, threads: Sequence[Told]) -> Iterator[Moving]:
    told = sorted(threads, key=lambda one: -len(one.candidates))
    for thread in told[:MOST_LOOKED_AT]:
        movement = find_drift(store, thread.candidates[0].id)
        changes = [one for one in movement.changes if not _is_plain(one)]
        if changes:
            entries = movement.threads[0].entries
            yield Moving(
                telling=tell(entries[0]),
                tellings=len(entries),
                change=max(changes, key=_weight_of),
                weight=sum(map(_weight_of, changes)),
            )


def _weight_of(change: Change) -> int:
    """Return how much a change changes: by the gravest of its kinds."""
    return max((_GRAVITY.get(kind, 1) for kind in change.kinds), default=0)


def _is_plain(change: Change) -> bool:
    return set(change.kinds) <= {ChangeKind.RESTATED, ChangeKind.OTHER}


def _lacking(store: Store) -> tuple[int, bool]:
    """Return how many of the first documents lack a date or outlet, and whether these are all."""
    looked = list(islice(store.find_documents(), MOST_LOOKED_AT + 1))
    count = sum(bool(missing(one)) for one in looked[:MOST_LOOKED_AT])
    return count, len(looked) > MOST_LOOKED_AT
