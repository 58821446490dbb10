"""What `list` and `show` tell of threads, conflicts, stories, copies and histories."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.cli.found import Found, write
from foedus.cli.render import Page
from foedus.cli.settings import Settings
from foedus.gathering import find_copies, find_stories
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Review, Standing
from foedus.records.threads import Thread
from foedus.spelling.blocks import Block
from foedus.spelling.threads import conflict_block, conflict_row, thread_block, thread_row
from foedus.stores import Filters, Store
from foedus.weaving import find_conflicts, find_threads, get_thread


def found_threads(store: Store, filters: Filters, *, of: Listed) -> Iterator[Found]:
    """Yield the threads of the records that match."""
    return (_thread(thread) for thread in find_threads(store, filters, noun=of))


def found_conflicts(store: Store, filters: Filters) -> Iterator[Found]:
    """Yield what cannot both hold as worded, with what would reconcile it."""
    for conflict in find_conflicts(store, filters):
        yield Found(row=conflict_row(conflict), block=conflict_block(conflict))


def found_stories(store: Store, _: Filters) -> Iterator[Found]:
    """Yield for every document the story it belongs to: {id, group}."""
    for document_id, group in find_stories(store).items():
        lines = (("story", group),)
        yield Found(
            row={"id": document_id, "group": group},
            block=Block(title=document_id, id=None, lines=lines),
        )


def found_copies(store: Store, _: Filters) -> Iterator[Found]:
    """Yield the documents that are one source with many carriers."""
    for copies in find_copies(store):
        row: dict[str, object] = {
            "source": copies.source_id,
            "carriers": list(copies.carrier_ids),
            "how": copies.how,
            "agency": copies.agency,
        }
        lines = (
            ("carried by", ", ".join(copies.carrier_ids)),
            ("how", copies.how),
            ("agency", copies.agency or ""),
        )
        kept = tuple(line for line in lines if line[1])
        yield Found(row=row, block=Block(title=copies.source_id, id=None, lines=kept))


def show_thread(store: Store, thread_id: str, settings: Settings) -> None:
    """Write one thread with all its tellings."""
    write(iter([_thread(get_thread(store, thread_id))]), "threads", settings)


def show_history(store: Store, entry: Entry, standing: Standing, page: Page) -> None:
    """Write the other tellings of a record and what people did with it."""
    thread = get_thread(store, entry.id)
    if len(thread.entries) > 1:
        page.block(thread_block(thread), numbered=False)
    lines = tuple((step.at[:16], _say(step)) for step in standing.reviews)
    if lines:
        page.block(Block(title="History", id=None, lines=lines), numbered=False)


def _say(step: Review) -> str:
    said = f"{step.reviewer}: {step.decision}"
    if step.slot:
        said += f" {step.slot}: {step.before} → {step.after}"
    return f"{said} ({step.reason})" if step.reason else said


def _thread(thread: Thread) -> Found:
    return Found(row=thread_row(thread), block=thread_block(thread))
