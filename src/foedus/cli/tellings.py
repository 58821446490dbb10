"""Threads, drift, conflicts, stories and copies: as rows for programs and as blocks for readers."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.cli.blocks import (
    Block,
    name_document,
    name_when,
    named,
    spell_trigger,
    spell_words,
    spelled,
)
from foedus.cli.found import Found, brief, write
from foedus.cli.render import Page
from foedus.cli.settings import Settings
from foedus.records.actions import Event
from foedus.records.commitments import Commitment, Voice
from foedus.records.documents import Document
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Review, Standing
from foedus.records.statements import Statement, Style
from foedus.records.threads import Change, Conflict, Edit, Part, Thread
from foedus.stores import Filters, Store
from foedus.weaving import find_conflicts, find_copies, find_stories, find_threads, get_thread

_MARKS = {Edit.KEPT: "{}", Edit.REMOVED: "[-{}-]", Edit.ADDED: "{{+{}+}}"}
"""A diff of words as `git diff --word-diff` writes it."""


def found_threads(store: Store, filters: Filters) -> Iterator[Found]:
    """Yield the threads of the commitments that match."""
    return (_thread(thread) for thread in find_threads(store, filters))


def found_conflicts(store: Store, filters: Filters) -> Iterator[Found]:
    """Yield what cannot both hold as worded, with what would reconcile it."""
    return (_conflict(conflict) for conflict in find_conflicts(store, filters))


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
    if entry.noun is Listed.COMMITMENTS:
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


def to_thread(thread: Thread) -> dict[str, object]:
    """Return a thread as a row has it: its occasions, each with everybody who tells it."""
    outlets = {entry.document.outlet or entry.document.id for entry in thread.entries}
    return {
        "id": thread.id,
        "noun": thread.entries[0].noun,
        "committer": _who(thread.entries[0]),
        "kind": _kind(thread.entries[0]),
        "tellings": len(thread.entries),
        "outlets": sorted(outlets),
        "utterances": [
            {"tellings": [_telling(entry) for entry in utterance.entries]}
            for utterance in thread.utterances
        ],
    }


def mode_of(entry: Entry) -> str:
    """Return how an entry tells what was said: verbatim, paraphrase, headline or authorial."""
    record = entry.record
    said = entry.statement if not isinstance(record, Statement) else record
    if (said is not None and said.style is Style.HEADLINE) or _in_headline(entry):
        return "headline"
    voice = record.voice if isinstance(record, Commitment) else None
    if voice is Voice.DIRECT_QUOTE or (said is not None and said.style is Style.DIRECT):
        return "verbatim"
    return "authorial" if voice is Voice.AUTHORIAL else "paraphrase"


def to_change(change: Change) -> dict[str, object]:
    """Return one change as a row has it."""
    return {
        "drift": change.drift,
        "part": change.part,
        "kinds": list(change.kinds),
        "earlier": _telling(change.earlier),
        "later": _telling(change.later),
        "words": [[edit, words] for edit, words in change.words],
        "note": change.note,
    }


def change_block(change: Change) -> Block:
    """Return one change as a reader sees it."""
    kinds = ", ".join(spelled(kind) for kind in change.kinds)
    lines = (
        ("from", _wording(change.earlier, change.part, change.earlier_words)),
        ("to", _wording(change.later, change.part, change.later_words)),
        ("words", "".join(_MARKS[edit].format(words) for edit, words in change.words)),
        ("note", change.note or ""),
    )
    title = f"{change.drift} drift · {change.part}: {kinds}"
    return Block(title=title, id=None, lines=tuple(line for line in lines if line[1]))


def _thread(thread: Thread) -> Found:
    return Found(row=to_thread(thread), block=thread_block(thread))


def thread_block(thread: Thread) -> Block:
    """Return a thread as a table of wordings: who tells it when, what triggers what."""
    first = thread.entries[0]
    documents = {entry.document.id for entry in thread.entries}
    told, read = len(thread.entries), len(documents)
    title = (
        f"{_who(first) or 'nobody named'} · {spelled(_kind(first))}: told {told}"
        f" time{'s'[: told > 1]} in {read} document{'s'[: read > 1]}"
    )
    lines = []
    for number, utterance in enumerate(thread.utterances, 1):
        for entry in utterance.entries:
            lines.append((f"{number} {mode_of(entry)}", _told(entry)))
    return Block(title=title, id=thread.id, lines=tuple(lines))


def _told(entry: Entry) -> str:
    said = name_when(entry.statement.said) if entry.statement else ""
    where = "; ".join(part for part in (said, name_document(entry.document), entry.id) if part)
    return f"{_words(entry)}  ({where})"


def _words(entry: Entry) -> str:
    record = entry.record
    if isinstance(record, Commitment):
        then = spell_words(record.action.span)
        if record.condition is None:
            return f"then “{then}”"
        return f"if “{spell_words(record.condition.span)}” then “{then}”"
    if isinstance(record, Statement):
        return " […] ".join(spell_words(span) for span in record.content)
    return spell_words(record.span) if isinstance(record, Event) else ""


def _wording(entry: Entry, part: Part, words: str | None) -> str:
    record = entry.record
    shape = ""
    if isinstance(record, Commitment) and part is Part.CONDITION and record.condition:
        shape = f"  [{spell_trigger(record.condition.tree)}]"
    quoted = f"“{' '.join(words.split())}”" if words else "– (nothing stated)"
    said = name_when(entry.statement.said) if entry.statement else ""
    where = "; ".join(part for part in (mode_of(entry), said, entry.document.id, entry.id) if part)
    return f"{quoted}{shape}  ({where})"


def _conflict(conflict: Conflict) -> Found:
    row: dict[str, object] = {
        "kind": conflict.kind,
        "note": conflict.note,
        "unless": conflict.unless,
        "left": _telling(conflict.left),
        "right": _telling(conflict.right),
    }
    lines = (
        ("one", _told(conflict.left)),
        ("other", _told(conflict.right)),
        ("note", conflict.note),
        ("unless", conflict.unless),
    )
    title = f"{_who(conflict.left) or 'nobody named'} · {spelled(conflict.kind)}"
    return Found(row=row, block=Block(title=title, id=None, lines=lines))


def _telling(entry: Entry) -> dict[str, object]:
    record = entry.record
    condition = record.condition if isinstance(record, Commitment) else None
    return {
        "id": entry.id,
        "mode": mode_of(entry),
        "condition": condition.span.exact if condition else None,
        "action": record.action.span.exact if isinstance(record, Commitment) else _words(entry),
        "said": _interval(entry),
        "channel": list(entry.statement.channel) if entry.statement else [],
        "document": brief(entry.document),
    }


def _interval(entry: Entry) -> dict[str, object] | None:
    said = entry.statement.said if entry.statement else None
    return {"earliest": said.earliest, "latest": said.latest} if said else None


def _in_headline(entry: Entry) -> bool:
    """Say whether the record stands in the first line of its document, which is its title."""
    document, record = entry.document, entry.record
    start = record.action.span.start if isinstance(record, Commitment) else None
    return start is not None and start < _headline_end(document)


def _headline_end(document: Document) -> int:
    title = document.title or ""
    return len(title) if title and document.text.startswith(title) else 0


def _who(entry: Entry) -> str | None:
    record = entry.record
    if isinstance(record, Commitment):
        return named(record.committer)
    if isinstance(record, Statement):
        return named(record.speaker) if record.speaker else None
    return named(*record.actors) if isinstance(record, Event) else None


def _kind(entry: Entry) -> str:
    record = entry.record
    if isinstance(record, Commitment):
        return record.kind
    return record.type if isinstance(record, Event) else str(entry.noun)
