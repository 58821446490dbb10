"""A record, a document or a failure as a row for programs: what `foedus list` and the API write."""

from __future__ import annotations

from foedus.records.codec import document_to_dict, record_to_dict
from foedus.records.documents import Document
from foedus.records.entries import Entry
from foedus.records.reports import Failed
from foedus.records.reviews import Review, Standing

Row = dict[str, object]
_UNTOUCHED = Standing()


def record_row(entry: Entry, standing: Standing = _UNTOUCHED) -> Row:
    """Return a record (its edits are made) with its statement, its review and its document."""
    row: Row = dict(record_to_dict(entry.record))
    if entry.statement is not None:
        row["statement"] = record_to_dict(entry.statement)
    row["review"] = standing_row(standing)
    row["document"] = document_row(entry.document)
    return row


def document_row(document: Document) -> Row:
    """Return a document as a row cites it: all but its text."""
    written: Row = document_to_dict(document)
    written["characters"] = len(document.text)
    del written["text"]
    return written


def failure_row(failed: Failed) -> Row:
    """Return an input that could not be read."""
    error = {"code": failed.code, "message": failed.message}
    return {"document": {"id": failed.document_id}, "error": error}


def standing_row(standing: Standing) -> Row:
    """Return where a record stands: what holds, what was edited, and every step."""
    return {
        "status": standing.decision,
        "edited": [slot for slot, _ in standing.edits],
        "history": [_step(step) for step in standing.reviews],
    }


def _step(review: Review) -> dict[str, object]:
    return {
        "number": review.number,
        "at": review.at,
        "reviewer": review.reviewer,
        "decision": review.decision,
        "slot": review.slot,
        "before": review.before,
        "after": review.after,
        "reason": review.reason,
        "undoes": review.undoes,
    }
