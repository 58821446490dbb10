"""Review: what a person decided about one record; the history is only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What a person did."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One step of a record's history: who, when, what, from, to, why.

    `at` is an ISO 8601 time in UTC. For EDIT, `slot` names the field ("condition.class")
    and `before` and `after` are its values as JSON. UNDO takes back the review `undoes`.
    `number` is given by the store, rising from 1; None until it is stored.
    """

    record_id: str
    decision: Decision
    reviewer: str
    at: str
    slot: str | None = None
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    undoes: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a record stands after its reviews: the decision that holds and the edits in force.

    `decision` is ACCEPT, REJECT or None (nobody has decided); `edits` are (slot, JSON value).
    """

    decision: Decision | None = None
    edits: tuple[tuple[str, str], ...] = ()
    reviews: tuple[Review, ...] = ()


def standing_of(reviews: Sequence[Review]) -> Standing:
    """Return where a record stands after these steps, which are in the order they were made."""
    undone = {review.undoes for review in reviews if review.undoes is not None}
    decision: Decision | None = None
    edits: dict[str, str] = {}
    for review in reviews:
        if review.number in undone or review.decision is Decision.UNDO:
            continue
        if review.decision is Decision.EDIT:
            edits.pop(review.slot or "", None)  # the later edit also stands later
            edits[review.slot or ""] = review.after or "null"
        else:
            decision = review.decision
    return Standing(decision=decision, edits=tuple(edits.items()), reviews=tuple(reviews))
