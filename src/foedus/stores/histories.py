"""Histories in an SQL store: reviews are only ever added, each read and written in one go."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from foedus.errors import InvalidKind, StaleReview, UnknownRecord
from foedus.records.entries import Entry
from foedus.records.reviews import Decision, Review, Standing, standing_of
from foedus.records.slots import get_slot, set_slots
from foedus.stores.rows import storable
from foedus.stores.tables import REVIEWS, STANDINGS
from foedus.stores.upserts import upsert

_STEPS = (
    select(REVIEWS)
    .where(REVIEWS.c.record_id.in_(bindparam("ids", expanding=True)))
    .order_by(REVIEWS.c.number)
)


def add_review(connection: Connection, review: Review, entry: Entry) -> Review:
    """Add a step to the history of this record, if it starts from what holds."""
    if connection.dialect.name == "postgresql":  # SQLite's writers wait for each other anyway
        connection.execute(
            select(func.pg_advisory_xact_lock(func.hashtext(storable(review.record_id))))
        )
    standing = get_standing(connection, review.record_id)
    if review.decision is Decision.EDIT:
        _check_before(review, entry, standing)
    if review.decision is Decision.UNDO:
        review = replace(review, undoes=_last_held(standing, review.record_id))
    row = to_row(review)
    del row["number"]  # the store gives it
    made = insert(REVIEWS).values(row).returning(REVIEWS.c.number)
    stored = replace(review, number=connection.execute(made).scalar_one())
    after = standing_of((*standing.reviews, stored))
    upsert(
        connection,
        STANDINGS,
        [{"record_id": row["record_id"], "decision": after.decision and after.decision.value}],
    )
    return stored


def to_row(review: Review) -> dict[str, object]:
    """Return a step as the columns of its row."""
    return {
        "number": review.number,
        "record_id": storable(review.record_id),
        "decision": review.decision.value,
        "reviewer": storable(review.reviewer),
        "at": review.at,
        "slot": review.slot,
        "before": _plain(review.before),
        "after": _plain(review.after),
        "reason": None if review.reason is None else storable(review.reason),
        "undoes": review.undoes,
    }


def to_review(row: Row[Any]) -> Review:
    """Return a step from its row."""
    return Review(**{**row._asdict(), "decision": Decision(row.decision)})


def get_standing(connection: Connection, record_id: str) -> Standing:
    """Return where a record stands after its reviews."""
    return find_standings(connection, [record_id]).get(record_id, Standing())


def find_standings(connection: Connection, ids: Sequence[str]) -> Mapping[str, Standing]:
    """Return the standing of those of these records that have a review."""
    asked = {"ids": [storable(one) for one in ids]}
    steps: dict[str, list[Review]] = defaultdict(list)
    for row in connection.execute(_STEPS, asked):
        steps[row.record_id].append(to_review(row))
    return {record_id: standing_of(reviews) for record_id, reviews in steps.items()}


def _plain(value: str | None) -> str | None:
    """Return JSON in ASCII, which every database can hold whatever characters it stands for."""
    return None if value is None else json.dumps(json.loads(value))


def _check_before(review: Review, entry: Entry, standing: Standing) -> None:
    if not review.slot or review.before is None or review.after is None:
        raise InvalidKind(f"an edit of {review.record_id} needs slot, before and after")
    now = get_slot(replace(entry, record=set_slots(entry, standing.edits)), review.slot)
    if json.loads(now) != json.loads(review.before):
        raise StaleReview(
            f"{review.record_id}: {review.slot} is {now} by now, not {review.before};"
            " look at it again and edit that"
        )
    set_slots(entry, (*standing.edits, (review.slot, review.after)))


def _last_held(standing: Standing, record_id: str) -> int:
    undone = {step.undoes for step in standing.reviews}
    held = [
        step.number
        for step in standing.reviews
        if step.decision is not Decision.UNDO and step.number not in undone
    ]
    if not held or held[-1] is None:
        raise UnknownRecord(f"{record_id}: nothing to undo")
    return held[-1]
