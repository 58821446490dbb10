"""A record as a block for a reader: a title and named lines, nothing shortened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.records.actions import Event, Figure
from foedus.records.actors import Actor
from foedus.records.codec import Record
from foedus.records.commitments import Commitment, Condition, Polarity, Trigger
from foedus.records.documents import Document, Evidence, HowKnown
from foedus.records.entries import Entry
from foedus.records.reviews import Decision, Standing
from foedus.records.statements import Statement
from foedus.records.times import When
from foedus.spelling.marks import Mark

NOBODY = "nobody named"
SPOKEN_FOR = "* said by a speaker who commits somebody else: no pledge of that actor's own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A title, the id of the record, and (label, text) lines in the order of reading."""

    title: str
    id: str | None
    lines: tuple[tuple[str, str], ...]


_UNTOUCHED = Standing()


def to_block(entry: Entry, standing: Standing = _UNTOUCHED) -> Block:
    """Return the block of a stored record, with what people decided of it."""
    record = entry.record
    if isinstance(record, Commitment):
        title, lines = _title_of_commitment(record), _lines_of_commitment(record, entry.statement)
    elif isinstance(record, Statement):
        title, lines = _title_of_statement(record), _lines_of_statement(record)
    elif isinstance(record, Event):
        title, lines = _title_of_event(record), _lines_of_event(record, entry.statement)
    elif isinstance(record, Figure):
        title, lines = _title_of_figure(record), _lines_of_figure(record, entry.statement)
    else:
        title, lines = name_when(record), iter(())
    where = ("in", name_document(entry.document))
    return Block(
        title=title,
        id=None if isinstance(record, When) else record.id,
        lines=(*((label, text) for label, text in lines if text), where, *_reviewed(standing)),
    )


def _reviewed(standing: Standing) -> Iterator[tuple[str, str]]:
    """Yield what people decided; nothing where nobody has."""
    decided = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected"}
    said = [decided[standing.decision]] if standing.decision in decided else []
    said += [f"{slot} edited" for slot, _ in standing.edits]
    if said:
        last = standing.reviews[-1]
        yield "review", f"{', '.join(said)}  ({last.reviewer}, {last.at[:10]})"


def document_block(document: Document) -> Block:
    """Return the block of a document, with what its text does not say."""
    published = document.published
    known = "" if published.how is HowKnown.UNKNOWN else f" ({published.how})"
    lines = (
        ("title", document.title or ""),
        ("outlet", document.outlet or "not named in the text"),
        ("author", document.author or ""),
        ("published", f"{_interval(published.earliest, published.latest)}{known}"),
        ("url", document.url or ""),
        ("text", f"{len(document.text)} characters, language {document.language}"),
        ("sha256", document.sha256),
    )
    return Block(title=document.id, id=None, lines=tuple(line for line in lines if line[1]))


def find_marks(record: Record) -> list[Mark]:
    """Return the characters of a record, each with what it is for the record."""
    marks: list[tuple[str, Evidence | None]] = []
    if isinstance(record, Commitment):
        marks = [("who", record.committer.span), ("then", record.action.span)]
        marks += [("if", record.condition.span if record.condition else None)]
        marks += [("basis", record.basis)]
    elif isinstance(record, Statement):
        marks = [("who", span) for span in record.source]
        marks += [("cue", span) for span in record.cue]
        marks += [("says", span) for span in record.content]
    elif isinstance(record, Event | Figure):
        marks = [("event" if isinstance(record, Event) else "figure", record.span)]
    return [Mark(label=label, span=span) for label, span in marks if span is not None]


def name_document(document: Document) -> str:
    """Return a document as it is cited: id, title, outlet, author, when published."""
    published = document.published
    said = [
        document.id,
        f"“{document.title}”" if document.title else "",
        document.outlet or "no outlet named",
        document.author or "",
        "no date" if published.how is HowKnown.UNKNOWN else
        _interval(published.earliest, published.latest),
    ]  # fmt: skip
    return ", ".join(part for part in said if part)


def name_channel(speaker: Actor | None, channel: Sequence[str]) -> str:
    """Return who said it and through whom it came, nearest the speaker first."""
    return " → ".join([speaker.name if speaker else NOBODY, *channel])


def spell_characters(*spans: Evidence | None) -> str:
    """Return the offsets of spans: "12-30, 45-60"."""
    return ", ".join(f"{span.start}-{span.end}" for span in spans if span is not None)


def spell_words(span: Evidence) -> str:
    """Return the characters of a span on one line."""
    return " ".join(span.exact.split())


def spelled(value: str) -> str:
    """Return the name of a kind or class as words."""
    return value.replace("_", " ")


def _interval(earliest: str | None, latest: str | None) -> str:
    if earliest is None and latest is None:
        return "unknown"
    return earliest or "" if earliest == latest else f"{earliest or '…'} to {latest or '…'}"


def name_when(when: When | None) -> str:
    """Return an interval with the words that gave it; empty where there is none."""
    if when is None:
        return ""
    words = f" (“{spell_words(when.span)}”)" if when.span else ""
    return f"{_interval(when.earliest, when.latest)}{words}"


def named(*actors: Actor | None) -> str:
    """Return names with their codes: "Belarus [BLR]"."""
    said = []
    for actor in actors:
        if actor is not None:
            code = actor.code or (actor.id if actor.id and actor.id.startswith("org:") else None)
            said.append(f"{actor.name} [{code}]" if code else actor.name)
    return "; ".join(said)


def _title_of_commitment(record: Commitment) -> str:
    refused = "will not" if record.polarity is Polarity.WILL_NOT else "will"
    mark = "*" if record.spoken_for else ""
    only = ", only in this case" if record.exclusive else ""
    kind = f"{spelled(record.kind)}, {record.strength}, {refused}{only}"
    return f"{named(record.committer)}{mark} · {kind}"


def _lines_of_commitment(
    record: Commitment, statement: Statement | None
) -> Iterator[tuple[str, str]]:
    condition = record.condition
    yield "if", _condition(condition) if condition else "– (no condition stated)"
    yield "then", f"{spell_words(record.action.span)}  [{spelled(record.action.action_class)}]"
    yield "objects", "; ".join(record.action.objects)
    yield "for", named(record.beneficiary)
    yield "against", named(record.target)
    channel = statement.channel if statement else ()
    yield "says who", f"{name_channel(record.speaker, channel)} ({spelled(record.voice)})"
    yield "sources", "; ".join(record.sources) if statement is None else ""
    yield "when said", name_when(statement.said if statement else None)
    yield "basis", spell_words(record.basis) if record.basis else ""
    yield "hedges", "; ".join(record.hedges)
    spans = [("if", condition.span)] if condition else []
    spans += [("then", record.action.span)]
    spans += [("basis", record.basis)] if record.basis else []
    yield "characters", ", ".join(f"{name} {spell_characters(span)}" for name, span in spans)


def _condition(condition: Condition) -> str:
    return f"{spell_words(condition.span)}  [{spell_trigger(condition.tree)}]"


def spell_trigger(trigger: Trigger) -> str:
    """Return a condition's tree in one line: classes, who does it to whom, how they join."""
    if trigger.all_of:
        return "all of: " + " + ".join(spell_trigger(part) for part in trigger.all_of)
    if trigger.any_of:
        return "any of: " + " | ".join(spell_trigger(part) for part in trigger.any_of)
    if trigger.negated is not None:
        return f"not ({spell_trigger(trigger.negated)})"
    said = spelled(trigger.event_class or "any event")
    if trigger.actor or trigger.target:
        said += f": {trigger.actor or '?'} → {trigger.target or '?'}"
    details = [part for part in (trigger.place, trigger.manner) if part]
    return f"{said}, {', '.join(details)}" if details else said


def say_acts(record: Statement) -> str:
    """Return what a statement does: "warn, commit"."""
    return ", ".join(spelled(act) for act in record.acts) or "no act read"


def _title_of_statement(record: Statement) -> str:
    acts = say_acts(record)
    speaker = named(record.speaker) if record.speaker else NOBODY
    return f"{speaker} · {acts} · {record.style}"


def _lines_of_statement(record: Statement) -> Iterator[tuple[str, str]]:
    yield (
        "says",
        " […] ".join(spell_words(span) for span in record.content) or "– (no content given)",
    )
    yield "cue", "; ".join(spell_words(span) for span in record.cue)
    yield "to", named(record.addressee)
    yield "accuses", named(*record.accused)
    yield "channel", name_channel(record.speaker, record.channel)
    yield "when said", name_when(record.said)
    yield "within", record.parent or ""
    yield "hedges", "; ".join(record.hedges)
    yield "characters", spell_characters(*(record.content or record.cue or record.source))


def _title_of_event(record: Event) -> str:
    kind = f"{record.type}{f' ({record.mode})' if record.mode else ''}"
    return f"{named(*record.actors) or NOBODY} · {kind}, {spelled(record.event_class)}"


def _lines_of_event(record: Event, statement: Statement | None) -> Iterator[tuple[str, str]]:
    yield "what", spell_words(record.span)
    yield "status", spelled(record.status)
    yield "toward", named(*record.recipients)
    yield "where", record.place or ""
    yield "when", name_when(record.when)
    yield "figures", "; ".join(record.figures)
    yield "says who", name_channel(statement.speaker, statement.channel) if statement else ""
    yield "characters", spell_characters(record.span)


def _title_of_figure(record: Figure) -> str:
    low, high = record.minimum, record.maximum
    if low is None and high is None:
        bound = "number not known"
    elif low == high:
        bound = f"{low:,}"
    elif low is None:
        bound = f"at most {high:,}"
    elif high is None:
        bound = f"at least {low:,}"
    else:
        bound = f"{low:,} to {high:,}"
    counted = " of ".join(part for part in (record.unit, record.of) if part)
    return f"{bound} ({counted})" if counted else bound


def _lines_of_figure(record: Figure, statement: Statement | None) -> Iterator[tuple[str, str]]:
    yield "words", spell_words(record.span)
    yield "status", spelled(record.status)
    yield "says who", name_channel(statement.speaker, statement.channel) if statement else ""
    yield "characters", spell_characters(record.span)
