"""Documents and their records: lists that filters narrow, and each by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from foedus.errors import UnknownRecord
from foedus.records.codec import to_dict
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Standing
from foedus.reviewing import find_reviewed, get_reviewed
from foedus.spelling.rows import document_row, record_row
from foedus.stores import Store
from foedus.web.api.answers import Totals
from foedus.web.api.models import (
    Analysis,
    CommitmentRow,
    DocumentRow,
    EventRow,
    FigureRow,
    Model,
    Page,
    StatementRow,
)
from foedus.web.api.paging import DocumentListing, Listing, answer, page_of, tag_of
from foedus.web.site import site_of

router = APIRouter()

RecordId = Annotated[str, Path(min_length=1, max_length=200, description="id of a record")]
_ROWS: dict[Listed, tuple[type[Model], type[Model]]] = {
    Listed.COMMITMENTS: (CommitmentRow, Page[CommitmentRow]),
    Listed.STATEMENTS: (StatementRow, Page[StatementRow]),
    Listed.EVENTS: (EventRow, Page[EventRow]),
    Listed.FIGURES: (FigureRow, Page[FigureRow]),
}


@router.get("/totals", responses={200: {"model": Totals}}, tags=["documents"])
def totals(request: Request) -> Response:
    """Say how much the store holds."""
    found = site_of(request).pages.count()
    names = ("documents", "statements", "commitments", "events", "figures", "failures")
    return answer(request, {name: getattr(found, name) for name in names})


@router.get("/documents", responses={200: {"model": Page[DocumentRow]}}, tags=["documents"])
def list_documents(request: Request, asked: DocumentListing) -> Response:
    """List documents without their texts, as they were stored; dates are those of publication."""
    filters = asked.filters()
    found = site_of(request).pages.find_documents(filters)
    return answer(request, page_of((((one.id, ""), document_row(one)) for one in found), filters))


@router.get(
    "/documents/{document_id:path}", responses={200: {"model": Analysis}}, tags=["documents"]
)
def get_document(
    request: Request, document_id: Annotated[str, Path(min_length=1, max_length=1000)]
) -> Response:
    """Return a document with its text and everything it is read to say, without reviews."""
    analysis = site_of(request).pages.get_analysis(document_id)
    return answer(request, to_dict(analysis))


def get_tagged(store: Store, record_id: str) -> tuple[Entry, Standing, str]:
    """Return a record, its standing and the tag of both, which changes with every review."""
    entry, standing = get_reviewed(store, record_id)
    steps = [step.number for step in standing.reviews]
    return entry, standing, tag_of(record_id, record_row(entry, standing), steps)


def _list_of(noun: Listed) -> Callable[[Request, Listing], Response]:
    def list_records(request: Request, asked: Listing) -> Response:
        filters = asked.filters()
        store = site_of(request).pages
        with store.snapshot():
            rows = (
                ((entry.document.id, entry.id), record_row(entry, standing))
                for entry, standing in find_reviewed(store, noun, filters)
            )
            page = page_of(rows, filters)
        return answer(request, page)

    return list_records


def _one_of(noun: Listed) -> Callable[[Request, str], Response]:
    def get_record(request: Request, record_id: RecordId) -> Response:
        entry, standing, tag = get_tagged(site_of(request).pages, record_id)
        if entry.noun is not noun:
            raise UnknownRecord(f"{record_id!r} is one of the {entry.noun}, not of the {noun}")
        return answer(request, record_row(entry, standing), tag=tag)

    return get_record


def _add_routes() -> None:
    for noun, (row, page) in _ROWS.items():
        router.add_api_route(
            f"/{noun}", _list_of(noun), responses={200: {"model": page}}, tags=[noun.value],
            name=f"list_{noun}", summary=f"List {noun}",
            description="Edits are made; rejected records are left out unless `status` asks.",
        )  # fmt: skip
        router.add_api_route(
            f"/{noun}/{{record_id}}", _one_of(noun), responses={200: {"model": row}},
            tags=[noun.value], name=f"get_{noun}", summary=f"Return one of the {noun}",
            description="Its tag changes with every review; send it as If-Match to review.",
        )  # fmt: skip


_add_routes()
