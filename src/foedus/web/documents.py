"""Pages of documents: the inbox, a text with its marks, adding, and what a text does not say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from foedus.errors import FoedusError
from foedus.ingest import Step, ingest, set_metadata
from foedus.pipeline import Input, Source
from foedus.reading import Given
from foedus.records.documents import Document, HowKnown
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Standing
from foedus.reviewing import find_reviewed
from foedus.spelling.blocks import Block, find_marks, to_block
from foedus.stores import Filters, Store
from foedus.weaving import merge
from foedus.web.access import Caller, Role
from foedus.web.jobs import Job
from foedus.web.marks import Mark, Piece, cut
from foedus.web.site import Refused, Site, go, needs, show, site_of

router = APIRouter(include_in_schema=False)

PAGE_DOCUMENTS = 50
SHOWN = (Listed.COMMITMENTS, Listed.STATEMENTS, Listed.EVENTS)

Reader = Annotated[Caller, Depends(needs(Role.READER))]
Reviewer = Annotated[Caller, Depends(needs(Role.REVIEWER))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A record beside its text."""

    id: str
    noun: str
    block: Block
    standing: Standing


@router.get("/documents")
def documents(request: Request, _: Reader, q: str = "", after: int = 0) -> Response:
    """Show the documents, with what each of them does not say."""
    found = [
        document
        for document in site_of(request).pages.find_documents()
        if q.casefold() in f"{document.id} {document.title} {document.outlet}".casefold()
    ]
    page = found[after : after + PAGE_DOCUMENTS]
    return show(
        request,
        "documents.html",
        documents=[(document, missing(document)) for document in page],
        failures=list(site_of(request).pages.find_failures()),
        total=len(found),
        after=after,
        next=after + PAGE_DOCUMENTS if after + PAGE_DOCUMENTS < len(found) else None,
        q=q,
    )


@router.get("/documents/{document_id:path}")
def document(request: Request, _: Reader, document_id: str) -> Response:
    """Show a text with its marks, and its records beside it."""
    store = site_of(request).pages
    analysis, reading = store.get_analysis(document_id), store.get_reading(document_id)
    cards = find_cards(store, document_id)
    return show(
        request,
        "document.html",
        document=analysis.document,
        known=reading.known,
        missing=missing(analysis.document),
        pieces=mark_up(analysis.document, [entry for _, entry in cards]),
        cards=[card for card, _ in cards],
        size=len(reading.source) if reading.source else None,
    )


@router.post("/documents")
async def add(
    request: Request,
    _: Reviewer,
    text: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Read a pasted text, an uploaded file or an address in the background."""
    site = site_of(request)
    uploaded = await file.read() if file is not None else b""
    if url.strip():
        inputs: tuple[Input, ...] = (url.strip(),)
        said = url.strip()
    elif uploaded and file is not None:
        inputs, said = (uploaded,), file.filename or "upload"
    elif text.strip():
        pasted = text.encode("utf-8", "backslashreplace")
        inputs = (pasted,)
        said = name.strip() or f"pasted-{hashlib.sha256(pasted).hexdigest()[:8]}.txt"
    else:
        raise Refused(422, "paste a text, choose a file or give an address")
    job = site.jobs.start(said, len(inputs), lambda job: _read(site, job, inputs, said))
    return go(f"/jobs/{job.id}")


@router.get("/jobs/{job_id}")
def job(request: Request, _: Reader, job_id: str) -> Response:
    """Show how far a reading is; the page looks again by itself until it is over."""
    found = site_of(request).jobs.get(job_id)
    if found is None:
        raise Refused(404, "this reading is unknown, or long over; the documents show what is read")
    return show(request, "job.html", job=found)


@router.post("/set")
def set_known(
    request: Request,
    _: Reviewer,
    document_id: Annotated[str, Form()],
    published: Annotated[str, Form()] = "",
    outlet: Annotated[str, Form()] = "",
    author: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/documents",
) -> Response:
    """Set what a text does not say; dates, actors and channels are resolved anew at once."""
    given = Given(
        published=published.strip() or None,
        outlet=outlet.strip() or None,
        author=author.strip() or None,
    )
    store = site_of(request).store
    try:
        set_metadata(store, document_id, given)
    except ValueError as error:
        raise Refused(422, str(error)) from error
    merge(store)
    return go(back)


def missing(document: Document) -> tuple[str, ...]:
    """Return what a document does not say of itself: "published", "outlet"."""
    lacks = []
    if document.published.how in (HowKnown.UNKNOWN, HowKnown.BOUNDS):
        lacks.append("published")
    if document.outlet is None:
        lacks.append("outlet")
    return tuple(lacks)


def find_cards(store: Store, document_id: str) -> list[tuple[Card, Entry]]:
    """Return the records of a document as cards, noun by noun in the order of the text."""
    found = []
    for noun in SHOWN:
        for entry, standing in find_reviewed(store, noun, Filters(document_id=document_id)):
            card = Card(
                id=entry.id, noun=noun.value, block=to_block(entry, standing), standing=standing
            )
            found.append((card, entry))
    return found


def mark_up(document: Document, entries: Sequence[Entry], *, around: int = 0) -> list[Piece]:
    """Return a text in pieces with the marks of these records; `around` cuts it to their words."""
    marks = [
        Mark(span=mark.span, record_id=entry.id, label=mark.label, kind=mark.label)
        for entry in entries
        for mark in find_marks(entry.record)
    ]
    if not around or not marks:
        return cut(document.text, marks)
    start = max(min(mark.span.start for mark in marks) - around, 0)
    end = min(max(mark.span.end for mark in marks) + around, len(document.text))
    return cut(document.text, marks, start=start, end=end)


def _read(site: Site, job: Job, inputs: tuple[Input, ...], name: str) -> None:
    """Read inputs into the store, and compare what is new with what is there."""

    def on_step(step: Step) -> None:
        job.done += 1
        job.total = max(job.total, job.done)
        if step.failure is not None:
            job.lines.append(step.failure.message)
        elif step.document is not None:
            job.results.append(step.document.id)

    try:
        ingest(Source(inputs=inputs, name=name), site.store, on_step=on_step)
        merge(site.store)
    except FoedusError as error:
        job.lines.append(str(error))
