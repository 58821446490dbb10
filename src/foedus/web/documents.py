"""Pages of documents: the inbox, and a text with its marks and its records beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from foedus.records.analyses import Analysis
from foedus.records.commitments import Commitment
from foedus.records.documents import Document, HowKnown
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Decision, Standing
from foedus.reviewing import revised
from foedus.spelling.blocks import Block, to_block
from foedus.stores import Filters, Store
from foedus.web.evidence import LEGEND, mark_up, spell_times
from foedus.web.sentences import Telling, published_on, tell
from foedus.web.site import Reader, show, site_of

router = APIRouter(include_in_schema=False)

PAGE_DOCUMENTS = 50
_UNTOUCHED = Standing()
SHOWN = ("commitments", "statements", "times")
"""What a text shows unless more or less is asked for."""
TIMES = "times"
SHOWABLE = (*(noun.value for noun in Listed), TIMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A record beside its text."""

    entry: Entry
    block: Block
    standing: Standing
    telling: Telling | None

    @property
    def id(self) -> str:
        """Return the id of the record."""
        return self.entry.id

    @property
    def noun(self) -> str:
        """Return what it is, as one word."""
        return self.entry.noun.value.removesuffix("s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of record: how many a text has, whether they are shown, and the address to change."""

    name: str
    count: int
    shown: bool
    link: str


@router.get("/documents")
def documents(
    request: Request,
    _: Reader,
    q: str = "",
    lacking: bool = False,
    after: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show the documents, with what each of them does not say."""
    store = site_of(request).pages
    found = list(islice(_find(store, q, lacking, after), PAGE_DOCUMENTS + 1))
    page = found[:PAGE_DOCUMENTS]
    return show(
        request,
        "documents.html",
        documents=[(document, missing(document), published_on(document)) for document in page],
        failures=list(store.find_failures()),
        total=store.count().documents,
        after=after,
        next=after + PAGE_DOCUMENTS if len(found) > PAGE_DOCUMENTS else None,
        q=q,
        lacking=lacking,
    )


@router.get("/documents/{document_id:path}")
def document(
    request: Request,
    _: Reader,
    document_id: str,
    view: Annotated[list[str] | None, Query()] = None,
    done: str = "",
) -> Response:
    """Show a text with its marks, and its records beside it."""
    site = site_of(request)
    store, chosen = site.pages, tuple(view) if view is not None else SHOWN
    with store.snapshot():
        analysis, reading = store.get_analysis(document_id), store.get_reading(document_id)
        cards = find_cards(store, analysis, [one for one in Listed if one.value in chosen])
    marked = [card.entry for card in cards]
    if TIMES in chosen:
        marked += [
            Entry(noun=Listed.EVENTS, record=time, document=analysis.document)
            for time in analysis.times
        ]
    return show(
        request,
        "document.html",
        document=analysis.document,
        known=reading.known,
        published=published_on(analysis.document).removeprefix("published "),
        missing=missing(analysis.document),
        pieces=mark_up(analysis.document, marked, marks=reading.marks),
        cards=cards,
        kinds=_kinds(analysis, chosen, request.url.path),
        legend=LEGEND,
        times=[(place, *said) for place, said in spell_times(analysis.times).items()],
        size=len(reading.source) if reading.source else None,
        done=site.notices.get(done),
    )


def missing(document: Document) -> tuple[str, ...]:
    """Return what a document does not say of itself: "published", "outlet"."""
    lacks = []
    if document.published.how in (HowKnown.UNKNOWN, HowKnown.BOUNDS):
        lacks.append("date of publication")
    if document.outlet is None:
        lacks.append("outlet")
    return tuple(lacks)


def find_cards(store: Store, analysis: Analysis, nouns: Sequence[Listed]) -> list[Card]:
    """Return the records of a document as cards in the order of the text, without the rejected.

    Those of older versions that a person reviewed are among them.
    """
    carried = store.find_carried(analysis.document.id)
    entries = [
        entry
        for noun in nouns
        for entry in (*_entries(analysis, noun), *(one for one in carried if one.noun is noun))
    ]
    standings = store.find_standings([entry.id for entry in entries])
    found = []
    for entry in entries:
        standing = standings.get(entry.id, _UNTOUCHED)
        if standing.decision is not Decision.REJECT:
            found.append(_card(revised(entry, standing), standing))
    return sorted(found, key=lambda card: _place(card.entry))


def _entries(analysis: Analysis, noun: Listed) -> Iterator[Entry]:
    said = {statement.id: statement for statement in analysis.statements}
    for record in getattr(analysis, noun.value):
        within = None if noun is Listed.STATEMENTS else said.get(record.statement_id or "")
        yield Entry(noun=noun, record=record, document=analysis.document, statement=within)


def _card(entry: Entry, standing: Standing) -> Card:
    told = tell(entry, standing) if isinstance(entry.record, Commitment) else None
    return Card(entry=entry, block=to_block(entry, standing), standing=standing, telling=told)


def place_of(entry: Entry) -> str:
    """Return the address at which a record is shown: its own page, or beside its text."""
    if entry.noun is Listed.COMMITMENTS:
        return f"/commitments/{entry.id}"
    place = quote(entry.document.id, safe="")
    return f"/documents/{place}?view={entry.noun.value}#{entry.id}"


def _find(store: Store, q: str, lacking: bool, after: int) -> Iterator[Document]:
    """Return the documents from a place on; those that match are sought one by one."""
    if not q.strip() and not lacking:
        return store.find_documents(Filters(skip=after, limit=PAGE_DOCUMENTS + 1))
    wanted = q.strip().casefold()
    matching = (
        one
        for one in store.find_documents()
        if wanted in f"{one.id} {one.title} {one.outlet}".casefold()
        and (not lacking or missing(one))
    )
    return islice(matching, after, None)


def _kinds(analysis: Analysis, chosen: Sequence[str], path: str) -> list[Kind]:
    found = []
    for name in SHOWABLE:
        others = [one for one in chosen if one in SHOWABLE and one != name]
        turned = others if name in chosen else [*others, name]
        query = "&".join(f"view={one}" for one in turned or [""])
        found.append(
            Kind(
                name=name,
                count=len(getattr(analysis, name)),
                shown=name in chosen,
                link=f"{path}?{query}",
            )
        )
    return found


def _place(entry: Entry) -> tuple[int, str]:
    """Return where a record begins in its text, and its noun: commitments before statements."""
    record = entry.record
    if isinstance(record, Commitment):
        return record.action.span.start, entry.noun.value
    spans = [getattr(record, "span", None), *getattr(record, "content", ())]
    spans += getattr(record, "cue", ())
    return min((span.start for span in spans if span is not None), default=0), entry.noun.value
