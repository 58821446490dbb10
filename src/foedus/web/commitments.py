"""Pages of commitments: the register, one commitment with all its evidence, and review."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from foedus.records.codec import to_line
from foedus.records.commitments import Commitment
from foedus.records.entries import Listed
from foedus.records.slots import get_slot, slots_of
from foedus.records.threads import Verdict
from foedus.reviewing import accept, edit, find_reviewed, get_reviewed, judge, reject, undo
from foedus.spelling.blocks import to_block
from foedus.spelling.cells import load_columns, to_cells
from foedus.spelling.rows import record_row
from foedus.spelling.threads import change_row, mode_of, thread_block, thread_row
from foedus.stores import Filters, Status
from foedus.weaving import find_conflicts, find_drift, get_thread
from foedus.web.access import Caller, Role
from foedus.web.documents import mark_up
from foedus.web.site import Refused, go, needs, show, site_of

router = APIRouter(include_in_schema=False)

PAGE_RECORDS = 50
MOST_COUNTED = 5_000
"""Facets are counted over so many records at most; the page says so beyond."""
AROUND_CHARACTERS = 200

Reader = Annotated[Caller, Depends(needs(Role.READER))]
Reviewer = Annotated[Caller, Depends(needs(Role.REVIEWER))]
Text = Annotated[str, Query()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a register is narrowed to, as its address says it."""

    committer: str = ""
    target: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    status: Status = Status.KEPT

    @property
    def filters(self) -> Filters:
        """Return it as a store reads it."""
        return Filters(
            committer=self.committer or None,
            target=self.target or None,
            kind=self.kind or None,
            since=self.since or None,
            until=self.until or None,
            status=self.status,
        )

    def link(self, **changes: object) -> str:
        """Return the register's address with some things asked otherwise."""
        plain = {
            "committer": self.committer, "target": self.target, "kind": self.kind,
            "since": self.since, "until": self.until,
            "status": "" if self.status is Status.KEPT else self.status.value,
        }  # fmt: skip
        plain |= {name: str(value) for name, value in changes.items()}
        kept = {name: value for name, value in plain.items() if value}
        return f"/commitments?{urlencode(kept)}" if kept else "/commitments"


def asked_of(
    committer: Text = "",
    target: Text = "",
    kind: Text = "",
    since: Text = "",
    until: Text = "",
    status: Status = Status.KEPT,
) -> Asked:
    """Return what the address asks for."""
    return Asked(
        committer=committer, target=target, kind=kind, since=since, until=until, status=status
    )


Wanted = Annotated[Asked, Depends(asked_of)]


@router.get("/commitments")
def register(request: Request, _: Reader, asked: Wanted, after: int = 0) -> Response:
    """Show the register: who would do what if what happens, and who says so."""
    store = site_of(request).pages
    filters = replace(asked.filters, limit=MOST_COUNTED)
    found = list(find_reviewed(store, Listed.COMMITMENTS, filters))
    commitments = [entry.record for entry, _ in found if isinstance(entry.record, Commitment)]
    facets = {
        "committer": Counter(one.committer.name for one in commitments).most_common(12),
        "kind": Counter(one.kind.value for one in commitments).most_common(),
    }
    page = found[after : after + PAGE_RECORDS]
    return show(
        request,
        "commitments.html",
        rows=[(entry, to_block(entry, standing), standing) for entry, standing in page],
        facets=facets,
        asked=asked,
        statuses=list(Status),
        total=len(found),
        more=len(found) == MOST_COUNTED,
        after=after,
        next=after + PAGE_RECORDS if after + PAGE_RECORDS < len(found) else None,
    )


@router.get("/commitments.{ending}")
def register_data(request: Request, _: Reader, asked: Wanted, ending: str) -> Response:
    """Return the register as JSON or CSV."""
    found = find_reviewed(site_of(request).pages, Listed.COMMITMENTS, asked.filters)
    rows = [record_row(entry, standing) for entry, standing in found]
    if ending == "json":
        lines = ",\n".join(to_line(row) for row in rows)
        return Response(f"[{lines}]\n", media_type="application/json")
    if ending == "csv":
        return PlainTextResponse(_table(rows), media_type="text/csv; charset=utf-8")
    raise Refused(404, f"no register as .{ending}; there is .json and .csv")


@router.get("/commitments/{any_id}")
def commitment(request: Request, _: Reader, any_id: str) -> Response:
    """Show one commitment: its words, everybody who tells it, drift, conflicts, history."""
    store = site_of(request).pages
    wanted = any_id.removesuffix(".json")
    thread = get_thread(store, wanted)
    if wanted.startswith("t-") and wanted != thread.id:
        return RedirectResponse(f"/commitments/{thread.id}", status_code=301)
    record_id = thread.entries[0].id if wanted.startswith("t-") else wanted
    entry, standing = get_reviewed(store, record_id)
    if wanted != any_id:
        return Response(to_line(record_row(entry, standing)), media_type="application/json")
    movement = find_drift(store, record_id)
    ids = {one.id for one in thread.entries}
    conflicts = [
        one
        for one in find_conflicts(store, Filters(committer=_committer(entry.record)))
        if {one.left.id, one.right.id} & ids
    ]
    return show(
        request,
        "commitment.html",
        entry=entry,
        block=to_block(entry, standing),
        standing=standing,
        pieces=mark_up(entry.document, [entry], around=AROUND_CHARACTERS),
        thread=thread,
        telling=[(one, mode_of(one), mark_up(one.document, [one], around=60))
                 for one in thread.entries],
        others=movement.threads[1:],
        other_blocks=[thread_block(one) for one in movement.threads[1:]],
        changes=movement.changes,
        conflicts=conflicts,
        slots=[(slot, get_slot(entry, slot)) for slot in slots_of(entry)],
        data={"thread": thread_row(thread), "drift": [change_row(one) for one in movement.changes]},
    )  # fmt: skip


@router.post("/review")
def review(
    request: Request,
    caller: Reviewer,
    record_id: Annotated[str, Form()],
    decision: Annotated[str, Form()],
    slot: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    other_id: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/commitments",
) -> Response:
    """Take one decision of a reviewer."""
    store, reason = site_of(request).store, why.strip() or None
    if decision == "accept":
        accept(store, record_id, by=caller.name, why=reason)
    elif decision == "reject":
        reject(store, record_id, by=caller.name, why=reason)
    elif decision == "undo":
        undo(store, record_id, by=caller.name, why=reason)
    elif decision == "edit":
        edit(store, record_id, slot, _value(value), by=caller.name, why=reason)
    elif decision in ("same", "not_same", "withdrawn"):
        judge(store, record_id, other_id, Verdict(decision), by=caller.name)
    else:
        raise Refused(422, f"{decision!r} is no decision; accept, reject, undo, edit, same, …")
    return go(back)


@router.get("/review")
def review_next(request: Request, _: Reader, asked: Wanted, skip: int = 0) -> Response:
    """Show the least certain commitment that nobody has decided."""
    store = site_of(request).pages
    filters = replace(asked.filters, status=Status.UNREVIEWED, limit=MOST_COUNTED)
    found = list(find_reviewed(store, Listed.COMMITMENTS, filters))
    found.sort(key=lambda one: (getattr(one[0].record, "score", 1.0), one[0].id))
    if skip >= len(found):
        return show(request, "reviewed.html", left=len(found))
    entry, standing = found[skip]
    return show(
        request,
        "review.html",
        entry=entry,
        block=to_block(entry, standing),
        standing=standing,
        pieces=mark_up(entry.document, [entry], around=AROUND_CHARACTERS),
        slots=[(slot, get_slot(entry, slot)) for slot in slots_of(entry)],
        left=len(found),
        skip=skip,
    )


def _committer(record: object) -> str | None:
    return record.committer.name if isinstance(record, Commitment) else None


def _value(text: str) -> object:
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value


def _table(rows: list[dict[str, object]]) -> str:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(name for name, _ in load_columns()["commitments"])
    table.writerows(to_cells(row, "commitments") for row in rows)
    return written.getvalue()
