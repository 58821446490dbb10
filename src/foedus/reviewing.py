"""What people decide about records: each call adds a step to a history; nothing is rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from foedus.errors import InvalidKind
from foedus.records.actors import Actor
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Decision, Review, Standing
from foedus.records.slots import get_slot, set_slots
from foedus.records.threads import Judgement, Relation, Verdict
from foedus.stores import Filters, Store
from foedus.world import load_world

BATCH_RECORDS = 200
"""So many records are looked up in one question for their reviews."""

_UNTOUCHED = Standing()
_ACTOR_SLOTS = ("committer", "beneficiary", "target", "speaker", "addressee")


def accept(store: Store, record_id: str, *, by: str, why: str | None = None) -> Review:
    """Accept a record as it stands, with the edits made so far; raises UnknownRecord."""
    return store.review(_step(record_id, Decision.ACCEPT, by, why))


def reject(store: Store, record_id: str, *, by: str, why: str | None = None) -> Review:
    """Reject a record: it stays in the store and leaves the lists; raises UnknownRecord."""
    return store.review(_step(record_id, Decision.REJECT, by, why))


def undo(store: Store, record_id: str, *, by: str, why: str | None = None) -> Review:
    """Take back the last step on a record that still holds; raises UnknownRecord if none does."""
    return store.review(_step(record_id, Decision.UNDO, by, why))


def edit(
    store: Store, record_id: str, slot: str, value: object, *, by: str, why: str | None = None
) -> Review:
    """Set one slot of a record to another value; the machine's stays in the history.

    Args:
        store: Where the record is.
        record_id: The record.
        slot: A path in the record's JSON: "committer", "kind", "condition.class".
        value: What JSON can carry; for an actor its name, id or code suffices.
        by: Who edits.
        why: A reason, kept in the history.

    Raises:
        UnknownRecord: No such record.
        InvalidKind: No such slot, or a value outside its closed set.
        StaleReview: Somebody else changed the slot meanwhile.
    """
    entry, _ = get_reviewed(store, record_id)
    written = json.dumps(_value(entry, slot, value), ensure_ascii=False)
    before = get_slot(entry, slot)
    set_slots(entry, ((slot, written),))  # whatever the record cannot hold is refused here
    step = _step(record_id, Decision.EDIT, by, why)
    return store.review(replace(step, slot=slot, before=before, after=written))


def judge(store: Store, left: str, right: str, verdict: Verdict, *, by: str) -> Judgement:
    """Say whether two records tell the same; it holds against every machine's judgement.

    `Verdict.WITHDRAWN` takes back what this person said of the two.

    Raises:
        UnknownRecord: The store holds no record under one of the ids.
        InvalidKind: The two are records of different nouns, or the same record.
    """
    first, second = store.get(left), store.get(right)
    if first.noun is not second.noun or left == right:
        raise InvalidKind(f"{left} and {right}: only two records of one noun can tell the same")
    judgement = Judgement(
        left=min(left, right),
        right=max(left, right),
        relation=Relation.UTTERANCE,
        verdict=verdict,
        judge=by,
        at=now(),
    )
    store.add_judgements([judgement])
    return judgement


def get_reviewed(store: Store, record_id: str) -> tuple[Entry, Standing]:
    """Return a record with its edits made, and its history; raises UnknownRecord."""
    standing = store.get_standing(record_id)
    return revised(store.get(record_id), standing), standing


def find_reviewed(store: Store, noun: Listed, filters: Filters) -> Iterator[tuple[Entry, Standing]]:
    """Yield the records of a list with their edits made, and their histories."""
    entries = store.find_records(noun, filters)
    while batch := list(islice(entries, BATCH_RECORDS)):
        standings = store.find_standings([entry.id for entry in batch])
        for entry in batch:
            standing = standings.get(entry.id, _UNTOUCHED)
            yield revised(entry, standing), standing


def revised(entry: Entry, standing: Standing) -> Entry:
    """Return the entry as it stands after its reviews: every edit in force is made."""
    if not standing.edits:
        return entry
    return replace(entry, record=set_slots(entry, standing.edits))


def now() -> str:
    """Return the time in UTC to the microsecond, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _step(record_id: str, decision: Decision, by: str, why: str | None) -> Review:
    return Review(record_id=record_id, decision=decision, reviewer=by, at=now(), reason=why)


def _value(entry: Entry, slot: str, value: object) -> object:
    """Return the value of a slot; the name of an actor becomes the actor that the world knows."""
    if slot not in _ACTOR_SLOTS or not isinstance(value, str):
        return value
    at = entry.document.published.earliest
    actor = load_world().resolve(value, at=at) or load_world().actor_of(value, at)
    if actor is None:
        raise InvalidKind(
            f'no actor is known as {value!r}; give {{"name": …, "id": …, "code": …, "sector": …,'
            ' "span": null} for one that foedus does not know'
        )
    return _written(actor)


def _written(actor: Actor) -> dict[str, object]:
    return {
        "name": actor.name,
        "id": actor.id,
        "code": actor.code,
        "sector": actor.sector,
        "span": None,
    }
