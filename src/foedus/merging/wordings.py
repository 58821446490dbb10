"""Wordings: the words of two tellings side by side, and the sentences of a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from foedus.merging.words import takes_back
from foedus.records.commitments import Commitment
from foedus.records.documents import Evidence
from foedus.records.entries import Entry
from foedus.records.statements import Statement
from foedus.records.threads import Edit

_TOKEN = re.compile(r"[\w'’\-]+|[^\w\s]")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?]*")

_STOP = re.compile(r"[.!?]+[\"'”’)]*\s|\n")

_OPENING = " \u00a0\n\r\t\"“„«‘'"
LONGEST_OPENING, LONGEST_CUE = 8, 60
LONGEST_DIFF_WORDS = 400
LONGEST_SIDE_CHARACTERS = 300
"""How far a sentence is followed to either side of an act; longer ones are lists."""


def diff_words(earlier: str | None, later: str | None) -> tuple[tuple[Edit, str], ...]:
    """Return runs of words that were kept, removed and added, in reading order.

    Words that differ in case alone count as kept, in the later wording.

    Example:
        >>> for edit, words in diff_words("if it is directly attacked", "If it is attacked"):
        ...     print(edit, words)
        kept If it is
        removed directly
        kept attacked
    """
    before = _TOKEN.findall(earlier or "")[:LONGEST_DIFF_WORDS]
    after = _TOKEN.findall(later or "")[:LONGEST_DIFF_WORDS]
    matcher = SequenceMatcher(
        None, [word.lower() for word in before], [word.lower() for word in after], autojunk=False
    )
    found: list[tuple[Edit, str]] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            found.append((Edit.KEPT, " ".join(after[c:d])))
            continue
        if b > a:
            found.append((Edit.REMOVED, " ".join(before[a:b])))
        if d > c:
            found.append((Edit.ADDED, " ".join(after[c:d])))
    return tuple(found)


def condition_words(entry: Entry) -> str | None:
    """Return the words of a commitment's condition, None where it has none."""
    record = entry.record
    return (
        record.condition.span.exact if isinstance(record, Commitment) and record.condition else None
    )


def action_words(entry: Entry) -> str | None:
    """Return the words of an entry's act, or of what a statement says."""
    record = entry.record
    if isinstance(record, Commitment):
        return record.action.span.exact
    if isinstance(record, Statement):
        return " ".join(span.exact for span in record.content or record.cue) or None
    span = getattr(record, "span", None)
    return span.exact if isinstance(span, Evidence) else None


def sentences_of(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text with their places, cut at stops and line ends."""
    return [(match.start(), match[0]) for match in _SENTENCE.finditer(text) if match[0].strip()]


def sentence_around(entry: Entry) -> str:
    """Return the sentence in which an entry's act stands, at most some hundred characters of it."""
    record = entry.record
    span = record.action.span if isinstance(record, Commitment) else getattr(record, "span", None)
    if not isinstance(span, Evidence):
        return action_words(entry) or ""
    text = entry.document.text
    before = text[max(0, span.start - LONGEST_SIDE_CHARACTERS) : span.start]
    after = text[span.end : span.end + LONGEST_SIDE_CHARACTERS]
    opened = [match.end() for match in _STOP.finditer(before)]
    closed = _STOP.search(after)
    return (
        before[opened[-1] if opened else 0 :]
        + text[span.start : span.end]
        + (after[: closed.start() + 1] if closed else after)
    )


def is_introduced(text: str, start: int, cue: Sequence[Evidence]) -> bool:
    """Say whether a colon opens what begins here, and not the colon of its own "he said:".

    What is introduced so says again what stands before.
    """
    before = text[max(0, start - LONGEST_OPENING) : start].rstrip(_OPENING)
    return before.endswith(":") and not any(0 <= start - span.end < LONGEST_CUE for span in cue)


def is_taken_back(entry: Entry) -> bool:
    """Say whether the sentence of a commitment takes an earlier one back.

    Its condition does not count: in "if the other side withdraws its army" nobody takes back a
    promise.
    """
    sentence, condition = sentence_around(entry), condition_words(entry)
    return takes_back(sentence.replace(condition, " ") if condition else sentence)
