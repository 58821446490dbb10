"""Digests and judgements in an SQL store: what is compared, and what judges said."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, tuple_

from foedus.records.threads import MACHINE, Digest, Judgement, Reason, Relation, Verdict
from foedus.stores.rows import storable
from foedus.stores.tables import DIGEST_KEYS, DIGESTS, JUDGEMENTS, KEY_COUNTS
from foedus.stores.upserts import upsert

MOST_SHARED = 200
"""A key that more records share says too little, and its pairs would grow with their square."""
IDS_AT_A_TIME = 400

Item = TypeVar("Item")


def add_digests(connection: Connection, digests: Sequence[Digest]) -> None:
    """Keep digests in place of older ones, and their keys with how many records share each."""
    ids = [storable(digest.id) for digest in digests]
    held = select(DIGEST_KEYS.c.value, DIGEST_KEYS.c.record_id).where(
        DIGEST_KEYS.c.record_id.in_(ids)
    )
    before = {(row.value, row.record_id) for row in connection.execute(held)}
    after = {(storable(key), storable(one.id)) for one in digests for key in one.keys}
    gone, new = before - after, after - before
    for chunk in _chunks(sorted(gone)):
        pair = tuple_(DIGEST_KEYS.c.value, DIGEST_KEYS.c.record_id)
        connection.execute(delete(DIGEST_KEYS).where(pair.in_(chunk)))
    upsert(connection, DIGEST_KEYS, [{"value": k, "record_id": r} for k, r in sorted(new)])
    change = Counter(key for key, _ in new)
    change.subtract(key for key, _ in gone)
    counted = [{"value": key, "records": by} for key, by in sorted(change.items()) if by]
    upsert(connection, KEY_COUNTS, counted, add="records")
    rows = {
        storable(one.id): {
            "record_id": storable(one.id),
            "noun": one.noun,
            "version": one.version,
            "body": one.body,
        }
        for one in digests
    }
    upsert(connection, DIGESTS, list(rows.values()))


def find_digests(connection: Connection, ids: Sequence[str]) -> Iterator[Digest]:
    """Yield the digests of these records, in no set order; their keys are left out."""
    for chunk in _chunks([storable(one) for one in ids]):
        for row in connection.execute(select(DIGESTS).where(DIGESTS.c.record_id.in_(chunk))):
            yield Digest(
                id=row.record_id, noun=row.noun, version=row.version, keys=(), body=row.body
            )


def find_rivals(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of these records with others that share a key, each once."""
    asked = {storable(one) for one in ids}
    mine, other = DIGEST_KEYS.alias("mine"), DIGEST_KEYS.alias("other")
    joined = mine.join(
        KEY_COUNTS,
        and_(KEY_COUNTS.c.value == mine.c.value, KEY_COUNTS.c.records <= MOST_SHARED),
    ).join(other, and_(other.c.value == mine.c.value, other.c.record_id != mine.c.record_id))
    for chunk in _chunks(sorted(asked)):
        query = (
            select(mine.c.record_id, other.c.record_id.label("rival"))
            .distinct()
            .select_from(joined)
            .where(mine.c.record_id.in_(chunk))
            .order_by(mine.c.record_id, "rival")
        )
        for record_id, rival in connection.execute(query):
            if rival not in asked or record_id < rival:
                yield record_id, rival


def add_judgements(connection: Connection, judgements: Iterable[Judgement]) -> None:
    """Add judgements; a machine's takes the place of an older machine's."""
    made = list(judgements)
    by_machine = {(one.left, one.right, one.relation): one for one in made if one.judge == MACHINE}
    if by_machine:
        older = delete(JUDGEMENTS).where(
            JUDGEMENTS.c.judge == MACHINE,
            JUDGEMENTS.c.left_id == bindparam("l"),
            JUDGEMENTS.c.right_id == bindparam("r"),
            JUDGEMENTS.c.relation == bindparam("n"),
        )
        keys = [{"l": left, "r": right, "n": str(n)} for left, right, n in by_machine]
        connection.execute(older, keys)
    kept = [*by_machine.values(), *(one for one in made if one.judge != MACHINE)]
    keep_judgements(connection, kept)


def keep_judgements(connection: Connection, judgements: Sequence[Judgement]) -> None:
    """Add judgements in their order; no machine's may be there on the same pair and relation."""
    if judgements:
        connection.execute(insert(JUDGEMENTS), [_to_row(one) for one in judgements])


def find_judgements(connection: Connection, ids: Sequence[str] | None) -> Iterator[Judgement]:
    """Yield the judgements on these records (all if None), in the order they were made."""
    if ids is None:
        query = select(JUDGEMENTS).order_by(JUDGEMENTS.c.key).execution_options(yield_per=500)
        yield from (to_judgement(row._asdict()) for row in connection.execute(query))
        return
    rows = {}
    for chunk in _chunks(sorted({storable(one) for one in ids})):
        touching = or_(JUDGEMENTS.c.left_id.in_(chunk), JUDGEMENTS.c.right_id.in_(chunk))
        for row in connection.execute(select(JUDGEMENTS).where(touching)):
            rows[row.key] = row._asdict()
    yield from (to_judgement(rows[key]) for key in sorted(rows))


def _to_row(one: Judgement) -> dict[str, object]:
    reasons = [[reason.feature, reason.weight, reason.said] for reason in one.reasons]
    return {
        "left_id": storable(one.left),
        "right_id": storable(one.right),
        "relation": one.relation.value,
        "verdict": one.verdict.value,
        "judge": storable(one.judge),
        "at": one.at,
        "score": one.score,
        "reasons": json.dumps(reasons),
        "version": one.version,
    }


def to_judgement(row: dict[str, object]) -> Judgement:
    """Return a judgement from the columns of its row."""
    score, version = row["score"], row["version"]
    return Judgement(
        left=str(row["left_id"]),
        right=str(row["right_id"]),
        relation=Relation(str(row["relation"])),
        verdict=Verdict(str(row["verdict"])),
        judge=str(row["judge"]),
        at=str(row["at"]),
        score=score if isinstance(score, float) else None,
        reasons=tuple(
            Reason(feature=feature, weight=weight, said=said)
            for feature, weight, said in json.loads(str(row["reasons"]))
        ),
        version=version if isinstance(version, str) else None,
    )


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), IDS_AT_A_TIME):
        yield items[first : first + IDS_AT_A_TIME]
