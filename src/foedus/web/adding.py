"""Adding documents, and saying what they do not say: forms, and reading in the background."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from foedus.errors import FoedusError
from foedus.ingest import Step, ingest, set_metadata
from foedus.pipeline import Source
from foedus.reading import Given
from foedus.records.analyses import Analysis
from foedus.records.documents import Document
from foedus.weaving import merge
from foedus.web.evidence import spell_times
from foedus.web.jobs import Job
from foedus.web.notices import Notice
from foedus.web.sentences import published_on
from foedus.web.site import Reader, Refused, Reviewer, Site, go, show, site_of

router = APIRouter(include_in_schema=False)

NAME_CHARACTERS = 200


class Known(BaseModel):
    """What a hand says of a document; an empty field leaves what is known."""

    document_id: str
    published: str = ""
    outlet: str = ""
    author: str = ""

    def given(self) -> Given:
        """Return it as the reading room takes it."""
        return Given(
            published=self.published.strip() or None,
            outlet=self.outlet.strip() or None,
            author=self.author.strip() or None,
        )


@router.post("/documents")
async def add(
    request: Request,
    _: Reviewer,
    text: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    file: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Read a pasted text, uploaded files or an address in the background."""
    site = site_of(request)
    uploads = [one for one in file or () if one.filename]
    sources: list[Source] = []
    if url.strip():
        sources = [Source(inputs=(_address(url.strip()),))]
    elif uploads:
        for one in uploads:
            sources.append(_named(await one.read(), one.filename or "upload"))
    elif text.strip():
        pasted = text.encode("utf-8", "backslashreplace")
        fresh = f"pasted-{hashlib.sha256(pasted).hexdigest()[:8]}.txt"
        sources = [replace(_named(pasted, name.strip() or fresh), input_format="text")]
    else:
        raise Refused(422, "paste a text, choose a file or give an address")
    said = url.strip() or ", ".join(source.name for source in sources)
    job = site.jobs.start(said, len(sources), lambda job: _read(site, job, sources))
    return go(f"/jobs/{job.id}")


@router.get("/jobs/{job_id}")
def job(request: Request, _: Reader, job_id: str) -> Response:
    """Show how far a reading is; the page looks again by itself until it is over."""
    return show(request, "job.html", job=_job(request, job_id))


@router.get("/jobs/{job_id}/progress")
def progress(request: Request, _: Reader, job_id: str) -> Response:
    """Return how far a reading is, for the script of its page."""
    found = _job(request, job_id)
    return JSONResponse(
        {"done": found.done, "total": found.total, "read": len(found.results), "over": found.over}
    )


@router.post("/set")
def set_known(request: Request, _: Reviewer, known: Annotated[Known, Form()]) -> Response:
    """Set what a text does not say; dates, actors and channels are resolved anew at once."""
    site = site_of(request)
    before = site.store.get_analysis(known.document_id)
    try:
        after = set_metadata(site.store, known.document_id, known.given())
    except ValueError as error:
        raise Refused(422, str(error)) from error
    merge(site.store)
    notice = site.notices.add(_moved(before, after))
    query = urlencode({"done": notice})
    return go(f"/documents/{quote(known.document_id, safe='')}?{query}#done")


def _moved(before: Analysis, after: Analysis) -> Notice:
    """Return what setting metadata moved: the metadata itself and every time that moved with it."""
    old, new = _metadata(before.document), _metadata(after.document)
    moved = [(name, old[name], new[name]) for name in new if old[name] != new[name]]
    known = spell_times(before.times)
    for place, (words, interval) in spell_times(after.times).items():
        earlier = known.get(place, (words, "not known"))[1]
        if earlier != interval:
            moved.append((f"“{words}”", earlier, interval))
    said = "Set." if moved else "Nothing changed: the text says the same."
    return Notice(said=said, moved=tuple(moved))


def _metadata(document: Document) -> Mapping[str, str]:
    return {
        "published": published_on(document).removeprefix("published ") or "not known",
        "outlet": document.outlet or "not known",
        "author": document.author or "not known",
    }


def _address(url: str) -> str:
    if not url.casefold().startswith(("http://", "https://")):
        raise Refused(422, "an address begins with http:// or https://")
    return url


def _named(data: bytes, name: str) -> Source:
    """Return bytes under a name of one line that is no path of this machine."""
    plain = " ".join(name.replace("\\", "/").rsplit("/", 1)[-1].split())[:NAME_CHARACTERS]
    return Source(inputs=(data,), name=plain or "pasted.txt")


def _job(request: Request, job_id: str) -> Job:
    found = site_of(request).jobs.get(job_id)
    if found is None:
        raise Refused(404, "this reading is unknown, or long over; the documents show what is read")
    return found


def _read(site: Site, job: Job, sources: list[Source]) -> None:
    """Read sources into the store, and compare what is new with what is there."""

    def on_step(step: Step) -> None:
        if step.failure is not None:
            job.lines.append(f"{step.failure.id}: {step.failure.message}")
        elif step.document is not None:
            job.results.append(step.document.id)

    for source in sources:
        try:
            ingest(source, site.store, on_step=on_step)
        except FoedusError as error:
            job.lines.append(str(error))
        job.done += 1
    job.step = "comparing with what the store holds"
    merge(site.store)
