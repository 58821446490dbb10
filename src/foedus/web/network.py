"""The network: who would act for whom and against whom, as a drawing and as a table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from foedus.records.actors import Actor
from foedus.records.commitments import Commitment
from foedus.records.entries import Listed
from foedus.reviewing import find_reviewed
from foedus.stores import Store
from foedus.web.asked import Asked, Wanted
from foedus.web.site import Reader, show, site_of

router = APIRouter(include_in_schema=False)

MOST_READ = 5_000
MOST_NODES = 22
CENTRE_X, CENTRE_Y, RADIUS_X, RADIUS_Y = 500, 330, 300, 260
FOR, AGAINST = "for", "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One actor's commitments that concern another: for or against him, and how many."""

    who: str
    other: str
    side: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor at his place; his name stands outside the circle."""

    name: str
    x: float
    y: float
    anchor: str
    label_x: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A tie as a curve between two nodes."""

    tie: Tie
    path: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Nodes and lines; `others` so many ties are in the table only."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    others: int


@router.get("/network")
def network(request: Request, _: Reader, asked: Wanted) -> Response:
    """Show the network."""
    ties = site_of(request).kept.of(f"ties {asked.filters}", lambda store: find_ties(store, asked))
    return show(request, "network.html", asked=asked, ties=ties, web=draw(ties))


def find_ties(store: Store, asked: Asked) -> list[Tie]:
    """Return who would act for or against whom, the most frequent first."""
    filters = replace(asked.filters, limit=MOST_READ)
    records = (entry.record for entry, _ in find_reviewed(store, Listed.COMMITMENTS, filters))
    counted = Counter(
        tie for record in records if isinstance(record, Commitment) for tie in _ties_of(record)
    )
    return [
        Tie(who=who, other=other, side=side, count=count)
        for (who, other, side), count in sorted(
            counted.items(), key=lambda pair: (-pair[1], pair[0])
        )
    ]


def draw(ties: list[Tie]) -> Web:
    """Return the actors with most ties on a circle, and the ties among them."""
    counts: Counter[str] = Counter()
    for tie in ties:
        counts[tie.who] += tie.count
        counts[tie.other] += tie.count
    names = [name for name, _ in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:MOST_NODES]]
    nodes = {
        name: _node(name, number, len(names), counts[name])
        for number, name in enumerate(sorted(names))
    }
    drawn = [tie for tie in ties if tie.who in nodes and tie.other in nodes]
    return Web(
        nodes=tuple(nodes.values()),
        lines=tuple(_line(tie, nodes[tie.who], nodes[tie.other]) for tie in drawn),
        others=len(ties) - len(drawn),
    )


def _ties_of(record: Commitment) -> Iterator[tuple[str, str, str]]:
    sides = ((FOR, record.beneficiary), (AGAINST, record.target))
    for side, other in sides:
        for one in _each(record.committer):
            for another in _each(other):
                if one.name != another.name:
                    yield one.name, another.name, side


def _each(actor: Actor | None) -> Iterable[Actor]:
    if actor is None:
        return ()
    return actor.members or (actor,)


def _node(name: str, number: int, of: int, count: int) -> Node:
    angle = 2 * math.pi * number / max(of, 1) - math.pi / 2
    x, y = CENTRE_X + RADIUS_X * math.cos(angle), CENTRE_Y + RADIUS_Y * math.sin(angle)
    side = math.cos(angle)
    anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"
    shift = 0 if anchor == "middle" else 12 if anchor == "start" else -12
    return Node(
        name=name,
        x=round(x, 1),
        y=round(y, 1),
        anchor=anchor,
        label_x=round(x + shift, 1),
        count=count,
    )


def _line(tie: Tie, start: Node, end: Node) -> Line:
    """Return a curve bent towards the centre, to one side for each side of a tie."""
    bend = 0.72 if tie.side == FOR else 0.5
    middle_x, middle_y = (start.x + end.x) / 2, (start.y + end.y) / 2
    x = middle_x + (CENTRE_X - middle_x) * (1 - bend)
    y = middle_y + (CENTRE_Y - middle_y) * (1 - bend)
    # The curve stops short of the node, so that its head is seen.
    reach = math.hypot(end.x - x, end.y - y) or 1.0
    stop_x, stop_y = end.x - (end.x - x) / reach * 9, end.y - (end.y - y) / reach * 9
    path = f"M{start.x} {start.y}Q{x:.1f} {y:.1f} {stop_x:.1f} {stop_y:.1f}"
    return Line(tie=tie, path=path, width=round(1 + min(tie.count, 9) * 0.4, 1))
