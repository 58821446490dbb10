"""One record of a brief: a sentence that says who would do what, and everything it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.export.apparatus import Apparatus
from foedus.export.sheet import Facts, Heading, Part, Run, Words, plain
from foedus.records.commitments import Commitment, Polarity
from foedus.records.entries import Entry
from foedus.records.reviews import Decision, Standing
from foedus.spelling.blocks import (
    Block,
    name_channel,
    name_when,
    named,
    spell_trigger,
    spell_words,
    spelled,
    to_block,
)
from foedus.spelling.threads import mode_of

_KEPT_LINES = ("in", "characters", "review")
"""Lines of a block that a brief says in its own way."""


def lay_out_record(
    entry: Entry, standing: Standing, apparatus: Apparatus, *, number: int
) -> Iterator[Part]:
    """Yield a record as it stands in a brief: heading, then what it says with its quotations."""
    record = entry.record
    if isinstance(record, Commitment):
        title = say_commitment(record)
        lines = [line for line in _commitment(entry, record, apparatus) if line[1]]
    else:
        block = to_block(entry)
        title, lines = block.title, _lines(block)
        lines.append(("quoted", apparatus.quote(entry)))
    lines.append(("review", plain(_review(standing))))
    source = (apparatus.cite(entry.document), Run(text=f" {entry.id}"))
    lines.append(("source", source))
    yield Heading(text=f"{number}. {title}", level=1, anchor=f"record-{number}")
    yield Facts(lines=tuple(line for line in lines if line[1]))


def say_commitment(record: Commitment) -> str:
    """Return a commitment as a sentence of what is said: never that it will be so."""
    refused = "not " if record.polarity is Polarity.WILL_NOT else ""
    said = f"{record.committer.name} would {refused}“{spell_words(record.action.span)}”"
    if record.condition is not None:
        said += f" “{spell_words(record.condition.span)}”"
    if record.exclusive:
        said += ", only in this case"
    if record.speaker is None:
        return f"{said}, says the text"
    verb = "asserted by" if record.spoken_for else "says"
    return f"{said}, {verb} {record.speaker.name}"


def _commitment(
    entry: Entry, record: Commitment, apparatus: Apparatus
) -> Iterator[tuple[str, Words]]:
    condition, statement = record.condition, entry.statement
    if condition is None:
        yield "if", plain("no condition is stated")
    else:
        read = f"“{spell_words(condition.span)}” [{spell_trigger(condition.tree)}] "
        yield "if", (*plain(read), apparatus.quote_span(entry, condition.span, label="if"))
    act = f"“{spell_words(record.action.span)}” [{spelled(record.action.action_class)}] "
    yield "then", (*plain(act), apparatus.quote_span(entry, record.action.span, label="then"))
    yield "who would act", plain(_committer(record))
    yield "for", plain(named(record.beneficiary))
    yield "against", plain(named(record.target))
    chain = name_channel(record.speaker, statement.channel if statement else ())
    yield "who says so", plain(f"{chain} ({mode_of(entry)})")
    yield "when said", plain(name_when(statement.said if statement else None))
    yield "kind", plain(spelled(record.kind))
    yield "strength", plain("; ".join([str(record.strength), *record.hedges]))
    if record.basis is not None:
        basis = apparatus.quote_span(entry, record.basis, label="basis")
        yield "ground", (*plain(f"“{spell_words(record.basis)}” "), basis)


def _committer(record: Commitment) -> str:
    who = named(record.committer)
    if not record.spoken_for:
        return who
    return f"{who} – no pledge of its own: asserted by {named(record.speaker) or 'the text'}"


def _lines(block: Block) -> list[tuple[str, Words]]:
    return [(label, plain(text)) for label, text in block.lines if label not in _KEPT_LINES]


def _review(standing: Standing) -> str:
    """Return what people decided, who and when; and that nobody has."""
    decided = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected"}
    said = [decided[standing.decision]] if standing.decision in decided else []
    said += [f"{slot} set to {value}" for slot, value in standing.edits]
    if not said:
        return "as the machine read it; nobody has accepted it"
    last = standing.reviews[-1]
    return f"{'; '.join(said)} ({last.reviewer}, {last.at[:10]})"
