"""Candidates in an SQL store: what of every commitment joins it to a thread, without reading it.

And what changed since a state, so that who keeps something worked out need not work it out anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Select, and_, case, or_, select

from foedus.records.commitments import Strength, Voice
from foedus.records.entries import Listed
from foedus.records.reviews import Decision
from foedus.records.statements import Style
from foedus.records.threads import MACHINE, Judgement, Relation, Verdict
from foedus.stores.judging import to_judgement
from foedus.stores.queries import field_of
from foedus.stores.rows import storable
from foedus.stores.store import Candidate
from foedus.stores.tables import DOCUMENTS, JUDGEMENTS, RECORDS, REVIEWS, STANDINGS

IDS_AT_A_TIME = 400
ROWS_AT_A_TIME = 2000
MOST_CHANGED = 2000
"""Of more records that changed, everything may as well be read anew."""


def find_candidates(connection: Connection, ids: Sequence[str] | None) -> Iterator[Candidate]:
    """Yield the commitments that stand and are not rejected, in the order of the store."""
    query = _candidates(connection.dialect.name)
    if ids is None:
        yield from _read(connection, query)
        return
    for chunk in _chunks(ids):
        yield from _read(connection, query.where(RECORDS.c.record_id.in_(chunk)))


def _candidates(dialect: str) -> Select[tuple[str, ...]]:
    said = RECORDS.alias("said")
    same = and_(
        said.c.document_key == RECORDS.c.document_key,
        said.c.noun == Listed.STATEMENTS.value,
        said.c.record_id == RECORDS.c.statement_id,
    )
    decided = STANDINGS.c.record_id == RECORDS.c.record_id
    chosen = (
        RECORDS.c.record_id,
        DOCUMENTS.c.document_id,
        RECORDS.c.document_key,
        RECORDS.c.position,
        field_of(RECORDS.c.body, "voice", dialect).label("voice"),
        field_of(RECORDS.c.body, "strength", dialect).label("strength"),
        field_of(RECORDS.c.body, "score", dialect).label("score"),
        field_of(said.c.body, "style", dialect).label("style"),
        STANDINGS.c.record_id.label("reviewed"),
    )
    joined = RECORDS.join(DOCUMENTS, DOCUMENTS.c.key == RECORDS.c.document_key)
    joined = joined.outerjoin(said, same).outerjoin(STANDINGS, decided)
    kept = or_(STANDINGS.c.decision.is_(None), STANDINGS.c.decision != Decision.REJECT.value)
    return (
        select(*chosen)
        .select_from(joined)
        .where(RECORDS.c.noun == Listed.COMMITMENTS.value, RECORDS.c.current, kept)
        .order_by(RECORDS.c.document_key, RECORDS.c.position)
    )


def _read(connection: Connection, query: Select[tuple[str, ...]]) -> Iterator[Candidate]:
    for row in connection.execute(query.execution_options(yield_per=ROWS_AT_A_TIME)):
        yield Candidate(
            id=row.record_id,
            document_id=row.document_id,
            place=(row.document_key, row.position),
            voice=Voice(row.voice),
            strength=Strength(row.strength),
            score=float(row.score),
            style=None if row.style is None else Style(row.style),
            reviewed=row.reviewed is not None,
        )


def find_ties(connection: Connection, ids: Sequence[str] | None) -> Iterator[Judgement]:
    """Yield what joins or parts records; a machine's reasons come only where it may part."""
    joins = and_(
        JUDGEMENTS.c.relation != Relation.POSITION.value,
        JUDGEMENTS.c.verdict == Verdict.SAME.value,
    )
    parts = or_(
        JUDGEMENTS.c.relation == Relation.POSITION.value,
        JUDGEMENTS.c.verdict == Verdict.NOT_SAME.value,
    )
    columns = [column for column in JUDGEMENTS.c if column.name != "reasons"]
    reasons = case((parts, JUDGEMENTS.c.reasons), else_="[]").label("reasons")
    query = select(*columns, reasons).where(or_(JUDGEMENTS.c.judge != MACHINE, joins, parts))
    seen: set[int] = set()
    for chunk in _chunks(ids) if ids is not None else [None]:
        asked = query
        if chunk is not None:
            touching = or_(JUDGEMENTS.c.left_id.in_(chunk), JUDGEMENTS.c.right_id.in_(chunk))
            asked = query.where(touching)
        for row in connection.execute(asked.execution_options(yield_per=ROWS_AT_A_TIME)):
            if chunk is None or row.key not in seen:
                yield to_judgement(row._asdict())
            if chunk is not None:
                seen.add(row.key)


def find_changed(connection: Connection, since: Sequence[str]) -> list[str] | None:
    """Return the ids of the records that documents, reviews or judgements touched since a state.

    None where there are very many, or the state is none of this store.
    """
    document, review, judgement, at = since
    added = select(DOCUMENTS.c.text_key).where(DOCUMENTS.c.key > _number(document))
    of_texts = select(DOCUMENTS.c.key).where(DOCUMENTS.c.text_key.in_(added))
    # A machine's judgement may take the place and the key of an older one, but not its time.
    judged = or_(JUDGEMENTS.c.key > _number(judgement), JUDGEMENTS.c.at > at)
    pairs = select(JUDGEMENTS.c.left_id, JUDGEMENTS.c.right_id).where(judged)
    queries = (
        select(RECORDS.c.record_id).where(RECORDS.c.document_key.in_(of_texts)),
        select(REVIEWS.c.record_id).where(REVIEWS.c.number > _number(review)),
        pairs,
    )
    found: dict[str, None] = {}
    for query in queries:
        rows = connection.execute(query.limit(MOST_CHANGED + 1)).all()
        if len(rows) > MOST_CHANGED:
            return None
        found |= dict.fromkeys(one for row in rows for one in row if one is not None)
    return list(found)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    asked = sorted({storable(one) for one in ids})
    for first in range(0, len(asked), IDS_AT_A_TIME):
        yield asked[first : first + IDS_AT_A_TIME]
