"""Review: decisions about records and pairs, one key or button each, or about many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from foedus.errors import UnknownRecord
from foedus.records.entries import Listed
from foedus.records.threads import MACHINE, Judgement, Relation, Verdict
from foedus.reviewing import accept, edit, find_reviewed, get_reviewed, judge, reject, undo
from foedus.stores import Order, Status, Store
from foedus.web.access import Caller
from foedus.web.asked import Asked, Wanted
from foedus.web.commitments import find_parts
from foedus.web.editing import editable, read_value
from foedus.web.evidence import show_words
from foedus.web.kept import JUDGEMENTS
from foedus.web.notices import Notice
from foedus.web.register import find_total
from foedus.web.sentences import tell
from foedus.web.site import Reader, Refused, Reviewer, go, render, show, site_of

router = APIRouter(include_in_schema=False)

MOST_AT_ONCE = 5_000
SHOWN_OF_MANY = 10


class Choice(BaseModel):
    """One decision as its form sends it."""

    record_id: str
    decision: str
    slot: str = ""
    value: str = ""
    other_id: str = ""
    why: str = ""
    back: str = "/commitments"


class Bulk(BaseModel):
    """A decision about all records of a list, or about those that were chosen in it."""

    decision: Literal["accept", "reject"]
    record_id: list[str] = []
    count: int | None = None
    why: str = ""


@router.post("/review")
def review(request: Request, caller: Reviewer, choice: Annotated[Choice, Form()]) -> Response:
    """Take one decision of a reviewer."""
    decide(site_of(request).store, caller, choice)
    return go(choice.back)


@router.get("/review")
def review_next(
    request: Request,
    _: Reader,
    asked: Wanted,
    skip: Annotated[int, Query(ge=0)] = 0,
    last: str = "",
) -> Response:
    """Show the least certain commitment that nobody has decided."""
    site = site_of(request)
    store, left = site.pages, replace(asked, status=Status.UNREVIEWED)
    count = find_total(site, left)
    values: dict[str, object] = {
        "asked": asked,
        "left": count,
        "skip": skip,
        "last": _last(store, last),
        "total": max(find_total(site, replace(asked, status=Status.ALL)), count),
    }
    wanted = replace(left.filters, order=Order.DOUBTFUL, skip=skip, limit=1)
    found = next(iter(find_reviewed(store, Listed.COMMITMENTS, wanted)), None)
    if found is None:
        return render(request, "reviewed.html", values)
    entry, standing = found
    values |= {
        "entry": entry, "telling": tell(entry, standing), "standing": standing,
        "pieces": show_words(entry), "parts": find_parts(entry), "slots": editable(entry),
    }  # fmt: skip
    return render(request, "review.html", values)


@router.get("/review/pairs")
def review_pairs(
    request: Request, _: Reader, skip: Annotated[int, Query(ge=0)] = 0, last: str = ""
) -> Response:
    """Show two records of which the machine is not sure whether they tell the same."""
    site = site_of(request)
    store, pairs = site.pages, site.kept.of("doubtful", doubtful, on=JUDGEMENTS)
    pair = pairs[skip] if skip < len(pairs) else None
    records = [get_reviewed(store, one) for one in (pair.left, pair.right)] if pair else []
    first, _parted, second = last.partition(" ")
    return show(
        request,
        "pairs.html",
        pair=pair,
        sides=[
            (entry, tell(entry, standing) if entry.noun is Listed.COMMITMENTS else None,
             show_words(entry))
            for entry, standing in records
        ],
        left=len(pairs),
        skip=skip,
        last=(first, second) if second else None,
    )  # fmt: skip


@router.post("/review/bulk")
def review_many(
    request: Request, caller: Reviewer, asked: Wanted, bulk: Annotated[Bulk, Form()]
) -> Response:
    """Say how many records a decision would meet; take it once the count is confirmed."""
    site = site_of(request)
    chosen = bulk.record_id or _all_of(site.store, asked)
    if bulk.count is None or bulk.count != len(chosen):
        some = [get_reviewed(site.pages, one) for one in chosen[:SHOWN_OF_MANY]]
        return show(
            request,
            "bulk.html",
            status=200 if bulk.count is None else 409,
            asked=asked,
            bulk=bulk,
            count=len(chosen),
            tellings=[tell(entry, standing) for entry, standing in some],
            changed=bulk.count is not None,
        )
    act = accept if bulk.decision == "accept" else reject
    for record_id in chosen:
        act(site.store, record_id, by=caller.name, why=bulk.why.strip() or None)
    said = f"{len(chosen)} {'accepted' if bulk.decision == 'accept' else 'rejected'}."
    return go(asked.link("/commitments", done=site.notices.add(Notice(said=said))))


def decide(store: Store, caller: Caller, choice: Choice) -> None:
    """Take one decision; raises Refused for one that is none."""
    reason = choice.why.strip() or None
    acts = {"accept": accept, "reject": reject, "undo": undo}
    if choice.decision in acts:
        acts[choice.decision](store, choice.record_id, by=caller.name, why=reason)
    elif choice.decision == "edit":
        edit(
            store,
            choice.record_id,
            choice.slot,
            read_value(choice.value),
            by=caller.name,
            why=reason,
        )
    elif choice.decision in ("same", "not_same", "withdrawn"):
        judge(store, choice.record_id, choice.other_id, Verdict(choice.decision), by=caller.name)
    else:
        raise Refused(
            422,
            f"{choice.decision!r} is no decision; right would be accept, reject, undo, edit, same,"
            " not_same or withdrawn",
        )


def doubtful(store: Store) -> list[Judgement]:
    """Return the machine's unsure judgements that no person has settled, the likeliest first."""
    settled: set[tuple[str, str]] = set()
    unsure = []
    for one in store.find_judgements():
        if one.judge != MACHINE:
            change = settled.discard if one.verdict is Verdict.WITHDRAWN else settled.add
            change((one.left, one.right))
        elif one.verdict is Verdict.UNSURE and one.relation is not Relation.POSITION:
            unsure.append(one)
    left = [one for one in unsure if (one.left, one.right) not in settled]
    return sorted(left, key=lambda one: (-(one.score or 0.0), one.left, one.right))


def _last(store: Store, record_id: str) -> object:
    """Return the record that was decided before this one, so that it can be undone."""
    if not record_id:
        return None
    try:
        entry, standing = get_reviewed(store, record_id)
    except UnknownRecord:
        return None
    return tell(entry, standing) if entry.noun is Listed.COMMITMENTS else None


def _all_of(store: Store, asked: Asked) -> list[str]:
    filters = replace(asked.filters, limit=MOST_AT_ONCE)
    return [entry.id for entry in store.find_records(Listed.COMMITMENTS, filters)]
