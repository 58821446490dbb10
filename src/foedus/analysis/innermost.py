"""Innermost: whose words a stretch of text is, where one statement tells another one."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.records.statements import Statement


def find_innermost(statements: Sequence[Statement], start: int, end: int) -> Statement | None:
    """Return the statement with the shortest content around characters [start, end).

    Of two with the same content it is the one inside: "…, Y quoted X as saying" are X's words;
    where neither is known to stand in the other, the one whose cue is nearer.
    """
    parents: dict[str, str | None] = {}
    best: tuple[int, int, int, Statement] | None = None
    for statement in statements:
        for span in statement.content:
            if not (span.start <= start and end <= span.end):
                continue
            parents = parents or {one.id: one.parent for one in statements}
            far = min((abs(span.start - cue.end) for cue in statement.cue), default=0)
            rank = span.end - span.start, -_depth(parents, statement.id), far
            if best is None or rank < best[:3]:
                best = (*rank, statement)
    return best[3] if best is not None else None


def _depth(parents: dict[str, str | None], statement: str) -> int:
    """Return how many statements stand around one; no statement stands inside itself."""
    depth, above = 0, parents[statement]
    while above is not None and depth < len(parents):
        depth, above = depth + 1, parents.get(above)
    return depth
