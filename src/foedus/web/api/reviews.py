"""What people decide, sent by programs: steps on one record, and judgements on two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from foedus.records.entries import Listed
from foedus.records.reviews import Decision
from foedus.records.threads import Verdict
from foedus.reviewing import accept, edit, judge, reject, undo
from foedus.spelling.rows import record_row, standing_row
from foedus.web.access import Caller, Role
from foedus.web.api.models import Model, Standing
from foedus.web.api.paging import answer, has_tag
from foedus.web.api.problems import Fault
from foedus.web.api.records import RecordId, get_tagged
from foedus.web.site import needs, site_of

router = APIRouter(tags=["review"])

Reviewer = Annotated[Caller, Depends(needs(Role.REVIEWER))]
IfMatch = Annotated[
    str | None,
    Header(description="tag of the record as the reviewer saw it; 428 without, 412 if it moved"),
]


class Decided(BaseModel):
    """A step that decides, or takes the last one back."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal[Decision.ACCEPT, Decision.REJECT, Decision.UNDO]
    reason: str | None = Field(default=None, max_length=2000)


class Edited(BaseModel):
    """A step that sets a slot ("condition.class", "strength", "committer") to another value."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal[Decision.EDIT]
    slot: str = Field(min_length=1, max_length=100)
    value: JsonValue
    reason: str | None = Field(default=None, max_length=2000)


Step = Annotated[Decided | Edited, Field(discriminator="decision")]


class Reviewed(Model):
    """A record after a step: its id, its row as a list has it, and what people decided."""

    id: str
    noun: Listed
    record: dict[str, JsonValue]
    review: Standing


class Opinion(BaseModel):
    """Whether two records tell the same; `withdrawn` takes back what was said before."""

    model_config = ConfigDict(extra="forbid")

    left: str = Field(min_length=1, max_length=200)
    right: str = Field(min_length=1, max_length=200)
    verdict: Verdict


class Judged(Model):
    """A judgement that was kept."""

    left: str
    right: str
    verdict: Verdict
    judge: str
    at: str


@router.get("/records/{record_id}", responses={200: {"model": Reviewed}})
def get_any(request: Request, record_id: RecordId) -> Response:
    """Return a record of any noun with its history; its tag is what If-Match wants."""
    return _reviewed(request, record_id, status=200)


@router.post("/records/{record_id}/reviews", status_code=201, responses={201: {"model": Reviewed}})
def add_review(
    request: Request, caller: Reviewer, record_id: RecordId, step: Step, if_match: IfMatch = None
) -> Response:
    """Add a step to a record's history, if the record is still what the reviewer saw."""
    site = site_of(request)
    with request.app.state.reviewing:  # between the look at the tag and the step nobody comes
        *_, tag = get_tagged(site.store, record_id)
        _check_match(if_match, tag)
        if isinstance(step, Edited):
            edit(site.store, record_id, step.slot, step.value, by=caller.name, why=step.reason)
        else:
            take = _TAKERS[step.decision]
            take(site.store, record_id, by=caller.name, why=step.reason)
    return _reviewed(request, record_id, status=201)


@router.post("/judgements", status_code=201, responses={201: {"model": Judged}})
def add_judgement(request: Request, caller: Reviewer, opinion: Opinion) -> Response:
    """Say whether two records tell the same; it holds against every machine's judgement."""
    made = judge(
        site_of(request).store, opinion.left, opinion.right, opinion.verdict, by=caller.name
    )
    names = ("left", "right", "verdict", "judge", "at")
    return answer(request, {name: getattr(made, name) for name in names}, status=201)


_TAKERS: dict[Decision, Callable[..., object]] = {
    Decision.ACCEPT: accept,
    Decision.REJECT: reject,
    Decision.UNDO: undo,
}


def _check_match(if_match: str | None, tag: str) -> None:
    if if_match is None:
        said = "send If-Match with the ETag of the record as you saw it (GET it first)"
        raise Fault(428, "precondition_required", said)
    if not has_tag(if_match, tag):
        said = "the record was reviewed meanwhile: GET it again and look at it"
        raise Fault(412, "stale_review", said)


def _reviewed(request: Request, record_id: str, *, status: int) -> Response:
    site = site_of(request)
    entry, standing, tag = get_tagged(site.store if status == 201 else site.pages, record_id)
    body = {
        "id": entry.id,
        "noun": entry.noun,
        "record": record_row(entry, standing),
        "review": standing_row(standing),
    }
    return answer(request, body, status=status, tag=tag)
