"""Threads, drift and conflicts: as blocks for readers and as rows for programs."""

from __future__ import annotations

from foedus.records.actions import Event, Figure
from foedus.records.commitments import Commitment, Polarity, Voice
from foedus.records.documents import Document
from foedus.records.entries import Entry
from foedus.records.statements import Statement, Style
from foedus.records.threads import Change, Conflict, Edit, Part, Thread
from foedus.spelling.blocks import (
    Block,
    name_document,
    name_when,
    named,
    spell_trigger,
    spell_words,
    spelled,
)
from foedus.spelling.rows import Row, document_row

_MARKS = {Edit.KEPT: "{}", Edit.REMOVED: "[-{}-]", Edit.ADDED: "{{+{}+}}"}
"""A diff of words as `git diff --word-diff` writes it."""


def thread_row(thread: Thread) -> Row:
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
            {"tellings": [telling_row(entry) for entry in utterance.entries]}
            for utterance in thread.utterances
        ],
    }


def thread_block(thread: Thread) -> Block:
    """Return a thread as a table of wordings: who tells it when, what triggers what."""
    first = thread.entries[0]
    documents = {entry.document.id for entry in thread.entries}
    told, read = len(thread.entries), len(documents)
    who = "" if isinstance(first.record, Figure) else f"{_who(first) or 'nobody named'} · "
    title = (
        f"{who}{spelled(_kind(first))}: told {told}"
        f" time{'s'[: told > 1]} in {read} document{'s'[: read > 1]}"
    )
    lines = []
    for number, utterance in enumerate(thread.utterances, 1):
        for entry in utterance.entries:
            lines.append((f"{number} {mode_of(entry)}", _told(entry)))
    return Block(title=title, id=thread.id, lines=tuple(lines))


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


def change_row(change: Change) -> Row:
    """Return one change as a row has it."""
    return {
        "drift": change.drift,
        "part": change.part,
        "kinds": list(change.kinds),
        "earlier": telling_row(change.earlier),
        "later": telling_row(change.later),
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


def conflict_row(conflict: Conflict) -> Row:
    """Return a conflict as a row has it."""
    return {
        "kind": conflict.kind,
        "note": conflict.note,
        "unless": conflict.unless,
        "left": telling_row(conflict.left),
        "right": telling_row(conflict.right),
    }


def conflict_block(conflict: Conflict) -> Block:
    """Return a conflict as a reader sees it."""
    lines = (
        ("one", _told(conflict.left)),
        ("other", _told(conflict.right)),
        ("note", conflict.note),
        ("unless", conflict.unless),
    )
    title = f"{_who(conflict.left) or 'nobody named'} · {spelled(conflict.kind)}"
    return Block(title=title, id=None, lines=lines)


def telling_row(entry: Entry) -> Row:
    """Return one telling as a row has it: how, in which words, through whom and where."""
    record = entry.record
    condition = record.condition if isinstance(record, Commitment) else None
    return {
        "id": entry.id,
        "mode": mode_of(entry),
        "condition": condition.span.exact if condition else None,
        "action": record.action.span.exact if isinstance(record, Commitment) else _words(entry),
        "said": _interval(entry),
        "channel": list(entry.statement.channel) if entry.statement else [],
        "document": document_row(entry.document),
    }


def _told(entry: Entry) -> str:
    said = name_when(entry.statement.said) if entry.statement else ""
    where = "; ".join(part for part in (said, name_document(entry.document), entry.id) if part)
    return f"{_words(entry)}  ({where})"


def _words(entry: Entry) -> str:
    record = entry.record
    if isinstance(record, Commitment):
        refused = "not " if record.polarity is Polarity.WILL_NOT else ""
        then = f"then {refused}“{spell_words(record.action.span)}”"
        if record.condition is None:
            return then
        opens = "if " if record.condition.connective == "(implicit)" else ""
        return f"{opens}“{spell_words(record.condition.span)}” {then}"
    if isinstance(record, Statement):
        return " […] ".join(spell_words(span) for span in record.content)
    return spell_words(record.span) if isinstance(record, (Event, Figure)) else ""


def _wording(entry: Entry, part: Part, words: str | None) -> str:
    record = entry.record
    shape = ""
    if isinstance(record, Commitment) and part is Part.CONDITION and record.condition:
        shape = f"  [{spell_trigger(record.condition.tree)}]"
    quoted = f"“{' '.join(words.split())}”" if words else "– (nothing stated)"
    said = name_when(entry.statement.said) if entry.statement else ""
    where = "; ".join(part for part in (mode_of(entry), said, entry.document.id, entry.id) if part)
    return f"{quoted}{shape}  ({where})"


def _interval(entry: Entry) -> Row | None:
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
    if isinstance(record, Figure):
        return record.unit or "number"
    return record.type if isinstance(record, Event) else str(entry.noun)
