"""A promise as it is cited in an answer: whose it is, in which exact words, said where and when."""

from __future__ import annotations

from foedus.reasoning.names import Directory
from foedus.reasoning.printing import say_expression, say_pattern
from foedus.reasoning.rules import Rule
from foedus.records.commitments import Commitment
from foedus.records.documents import Evidence
from foedus.spelling.blocks import name_channel, name_document, name_when, spell_words
from foedus.spelling.rows import Row, document_row


def cite_row(rule: Rule, directory: Directory) -> Row:
    """Return a promise as a row has it; the words of a treaty are ours, so its spans are None."""
    entry = rule.entry
    record = entry.record if entry is not None else None
    commitment = record if isinstance(record, Commitment) else None
    statement = entry.statement if entry is not None else None
    condition = commitment.condition if commitment is not None else None
    said = statement.said if statement is not None else None
    return {
        "id": rule.id,
        "committer": directory.name_of(rule.committer),
        "committer_id": rule.committer,
        "kind": rule.kind,
        "refused": rule.refused,
        "strength": rule.strength,
        "spoken_for": rule.spoken_for,
        "hedges": list(rule.hedges),
        "origin": rule.origin,
        "condition": _condition(rule, directory),
        "condition_span": _span(condition.span) if condition is not None else None,
        "action": _act(rule, directory),
        "action_span": _span(commitment.action.span) if commitment is not None else None,
        "speaker": commitment.speaker.name if commitment and commitment.speaker else None,
        "channel": list(statement.channel) if statement is not None else [],
        "said": {"earliest": said.earliest, "latest": said.latest} if said is not None else None,
        "sources": list(rule.sources),
        "also": list(rule.also),
        "document": document_row(entry.document) if entry is not None else None,
    }


def cite(rule: Rule, directory: Directory) -> str:
    """Return a promise in one line: who, if what, then what, how firmly, and where it stands."""
    star = "*" if rule.spoken_for else ""
    will = "will not" if rule.refused else "will"
    condition = _condition(rule, directory)
    words = f"{will} “{_act(rule, directory)}”"
    if rule.entry is None:
        words = f"{will}: {_act(rule, directory)}"
        upon = f"if there is {condition}, " if condition else ""
    else:
        upon = f"“{' '.join(condition.split())}”, " if condition else ""
    hedges = f", hedged: {'; '.join(rule.hedges)}" if rule.hedges else ""
    return (
        f"{directory.name_of(rule.committer)}{star}: {upon}{words}, {rule.strength}{hedges}"
        f"  ({_where(rule)})"
    )


def _condition(rule: Rule, directory: Directory) -> str | None:
    if rule.condition_words is not None or rule.trigger is None:
        return rule.condition_words
    return say_expression(rule.trigger, directory)


def _act(rule: Rule, directory: Directory) -> str:
    entry = rule.entry
    if entry is not None and isinstance(entry.record, Commitment):
        return spell_words(entry.record.action.span)
    act = say_pattern(rule.consequence, directory)
    return rule.action_words or act.replace(f" by {directory.name_of(rule.committer)}", "", 1)


def _where(rule: Rule) -> str:
    entry = rule.entry
    if entry is None:
        return "; ".join((*rule.sources, rule.id))
    statement, record = entry.statement, entry.record
    speaker = record.speaker if isinstance(record, Commitment) else None
    said = [name_channel(speaker, statement.channel if statement is not None else ())]
    said += [name_when(statement.said)] if statement is not None and statement.said else []
    return "; ".join((*said, name_document(entry.document), rule.id))


def _span(span: Evidence) -> list[int]:
    return [span.start, span.end]
