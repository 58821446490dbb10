"""Documents that programs hand in: read behind the request, with a job to ask for."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from foedus.errors import FoedusError
from foedus.ingest import Step, ingest
from foedus.pipeline import Source
from foedus.weaving import merge
from foedus.web.access import Caller, Role
from foedus.web.api.answers import Job
from foedus.web.api.paging import DAY, answer
from foedus.web.api.problems import Fault
from foedus.web.jobs import Job as Work
from foedus.web.site import Site, needs, site_of

router = APIRouter(tags=["documents"])

Reviewer = Annotated[Caller, Depends(needs(Role.REVIEWER))]
MOST_DOCUMENTS = 1000


class Text(BaseModel):
    """A text to read, and what it does not say itself."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=200, pattern=r"^[\w.:/@-]+$")
    text: str = Field(min_length=1, max_length=2_000_000)
    title: str | None = Field(default=None, max_length=500)
    date: str | None = Field(default=None, pattern=DAY)
    outlet: str | None = Field(default=None, max_length=200)
    author: str | None = Field(default=None, max_length=200)
    url: str | None = Field(default=None, max_length=2000)


class Texts(BaseModel):
    """The texts of one job."""

    model_config = ConfigDict(extra="forbid")

    documents: list[Text] = Field(min_length=1, max_length=MOST_DOCUMENTS)


@router.post("/documents", status_code=202, responses={202: {"model": Job}})
def add_documents(request: Request, _: Reviewer, texts: Texts) -> Response:
    """Read texts into the store; the answer is a job, and Location is where to ask for it."""
    site = site_of(request)
    lines = [json.dumps(one.model_dump(exclude_none=True)) for one in texts.documents]
    source = Source(inputs=("\n".join(lines).encode(),), input_format="jsonl", name="api.jsonl")
    work = site.jobs.start(
        f"{len(lines)} documents", len(lines), lambda work: _read(site, work, source)
    )
    answered = answer(request, _row(work), status=202)
    answered.headers["location"] = f"/api/v1/jobs/{work.id}"
    return answered


@router.get("/jobs/{job_id}", responses={200: {"model": Job}})
def get_job(request: Request, job_id: Annotated[str, Path(max_length=100)]) -> Response:
    """Say how far a reading is; it is forgotten after a while."""
    work = site_of(request).jobs.get(job_id)
    if work is None:
        raise Fault(404, "unknown_job", "this reading is unknown, or long over")
    # A job moves without the store: its answer never counts as the one before.
    return answer(request, _row(work), tag=f'W/"{work.id}-{work.done}-{work.over}"')


def _row(work: Work) -> dict[str, object]:
    return {
        "id": work.id,
        "name": work.name,
        "total": work.total,
        "done": work.done,
        "over": work.over,
        "documents": list(work.results),
        "faults": list(work.lines),
    }


def _read(site: Site, work: Work, source: Source) -> None:
    """Read a source into the store, and compare what is new with what is there."""

    def on_step(step: Step) -> None:
        work.done += 1
        if step.failure is not None:
            work.lines.append(step.failure.message)
        elif step.document is not None:
            work.results.append(step.document.id)

    try:
        ingest(source, site.store, on_step=on_step)
        merge(site.store)
    except FoedusError as error:
        work.lines.append(str(error))
