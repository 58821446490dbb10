"""The page of one commitment: its words, everybody who tells it, drift, conflicts, history."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from foedus.export.citations import to_reference
from foedus.merging.conflicts import find_conflicts
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment
from foedus.records.documents import Evidence
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Decision
from foedus.records.threads import Conflict, Thread
from foedus.reviewing import find_reviewed, get_reviewed
from foedus.spelling.blocks import name_when, named, spell_trigger, spell_words, spelled
from foedus.stores import Filters, Order, Store
from foedus.weaving import find_drift, get_thread
from foedus.web.documents import place_of
from foedus.web.editing import editable
from foedus.web.evidence import show_words
from foedus.web.marks import Piece
from foedus.web.sentences import Telling, tell
from foedus.web.site import Reader, show, site_of

router = APIRouter(include_in_schema=False)

AROUND_TELLING = 60
MOST_COMPARED = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a commitment: how it is called, what was read, and the characters it stands on.

    `place` is (start, end) in the text; None for what no characters alone give.
    """

    name: str
    said: str
    words: str = ""
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling of a thread with its words in their text."""

    telling: Telling
    pieces: list[Piece]
    utterance: int


@router.get("/commitments/{any_id}")
def commitment(request: Request, _: Reader, any_id: str) -> Response:
    """Show one commitment; 301 from an id that another thread took over, 410 for a rejected one."""
    store = site_of(request).pages
    thread = get_thread(store, any_id)
    if any_id.startswith("t-"):
        if any_id != thread.id:
            return RedirectResponse(f"/commitments/{thread.id}", status_code=301)
        record_id = thread.entries[0].id
    else:
        record_id = any_id
    entry, standing = get_reviewed(store, record_id)
    if entry.noun is not Listed.COMMITMENTS:
        return RedirectResponse(place_of(entry), status_code=303)
    movement = find_drift(store, record_id)
    rejected = standing.decision is Decision.REJECT
    return show(
        request,
        "commitment.html",
        status=410 if rejected else 200,
        entry=entry,
        telling=tell(entry, standing),
        rejected=rejected,
        standing=standing,
        pieces=show_words(entry),
        parts=find_parts(entry),
        thread=thread,
        told=_told(thread),
        others=movement.threads[1:],
        changes=movement.changes,
        conflicts=conflicts_of(store, thread),
        slots=editable(entry),
        reference=to_reference(entry.document),
    )


def find_parts(entry: Entry) -> list[Part]:
    """Return the parts of a commitment, each with its characters."""
    record = entry.record
    if not isinstance(record, Commitment):
        return []
    condition, action, said = record.condition, record.action, entry.statement
    parts = [
        _part("who is bound", named(record.committer), record.committer.span),
        _part("if", spell_trigger(condition.tree) if condition else "no condition is stated",
              condition.span if condition else None),
        _part("then", spelled(action.action_class), action.span),
        _part("for", named(record.beneficiary), _span(record.beneficiary)),
        _part("against", named(record.target), _span(record.target)),
        _part("who says so", named(record.speaker) or "the text itself",
              _span(record.speaker)),
        _part("in whose words", spelled(record.voice), None),
        _part("said", name_when(said.said) if said else "", None),
        _part("firmness", record.strength.value, None),
        _part("only in this case", "yes" if record.exclusive else "", None),
        _part("rests on", "stated" if record.basis else "", record.basis),
        _part("hedged by", "; ".join(record.hedges), None),
        _part("confidence", f"{record.score:.2f}", None),
    ]  # fmt: skip
    return [part for part in parts if part.said]


def conflicts_of(store: Store, thread: Thread) -> list[Conflict]:
    """Return the conflicts of a thread with what its committer says elsewhere, each told once.

    Of an actor with very many commitments the newest are looked at; /conflicts has them all.
    """
    ids = {one.id for one in thread.entries}
    record = thread.entries[0].record
    if not isinstance(record, Commitment):
        return []
    filters = Filters(committer=record.committer.name, order=Order.NEWEST, limit=MOST_COMPARED)
    others = [
        entry
        for entry, _ in find_reviewed(store, Listed.COMMITMENTS, filters)
        if entry.id not in ids
    ]
    found = find_conflicts([thread.entries[0], *others])
    mine = (one for one in found if {one.left.id, one.right.id} & ids)
    return list({(one.kind, one.note, one.unless): one for one in mine}.values())


def _span(actor: Actor | None) -> Evidence | None:
    return actor.span if actor is not None else None


def _part(name: str, said: str, span: Evidence | None) -> Part:
    if span is None:
        return Part(name=name, said=said)
    return Part(name=name, said=said, words=spell_words(span), place=(span.start, span.end))


def _told(thread: Thread) -> list[Told]:
    return [
        Told(telling=tell(one), pieces=show_words(one, around=AROUND_TELLING), utterance=number)
        for number, utterance in enumerate(thread.utterances, 1)
        for one in utterance.entries
    ]
