"""The words of records in their text: which characters are marked, and how they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.reading.originals import with_marks
from foedus.records.documents import Document, Evidence
from foedus.records.entries import Entry
from foedus.records.statements import Statement, Style
from foedus.records.times import When
from foedus.spelling.blocks import find_marks, name_when, spell_words
from foedus.web.marks import Mark, Piece, cut, joined

AROUND_CHARACTERS = 200
"""So much of the text stands before and after the words of one record."""

LEGEND = (
    ("who", "who", "who speaks or is bound"),
    ("if", "if", "what would have to happen"),
    ("then", "then", "what would be done"),
    ("basis", "basis", "what the commitment rests on"),
    ("cue", "cue", "the word of saying"),
    ("says", "says", "what is said, in others’ words"),
    ("verbatim", "verbatim", "what is said, word for word"),
    ("event", "event", "what is reported as done"),
    ("figure", "figure", "how many"),
    ("when", "when", "a time, as it is understood"),
    ("headline", "headline", "the headline: its words are the outlet’s"),
)
"""Kind of mark, its label in the text and what it means."""


def marks_of(entry: Entry) -> Iterator[Mark]:
    """Yield the characters of a record with what they are for it."""
    record = entry.record
    if isinstance(record, When):
        if record.span is not None:
            yield Mark(span=record.span, label="when", kind="when", note=name_when(record))
        return
    for mark in find_marks(record):
        label = mark.label
        if label == "says" and isinstance(record, Statement) and record.style is Style.DIRECT:
            label = "verbatim"
        yield Mark(span=mark.span, label=label, kind=label, record_ids=(record.id,))


def mark_up(
    document: Document, entries: Sequence[Entry], *, marks: str | None = None
) -> list[Piece]:
    """Return a whole text in pieces with the marks of these records and its headline.

    `marks` are the reader's own ranges as the store keeps them; found anew if None.
    """
    found = [mark for entry in entries for mark in marks_of(entry)]
    headline = with_marks(document, marks).headline
    if headline is not None and headline[0] < headline[1] <= len(document.text):
        span = Evidence.of(document.text, *headline)
        found.append(Mark(span=span, label="headline", kind="headline"))
    return cut(document.text, joined(found))


def show_words(entry: Entry, *, around: int = AROUND_CHARACTERS) -> list[Piece]:
    """Return the words of one record, marked, with so much of the text around them."""
    text = entry.document.text
    found = list(marks_of(entry))
    if not found:
        return []
    first, last = min(mark.span.start for mark in found), max(mark.span.end for mark in found)
    start, end = word_start(text, first, around), word_end(text, last, around)
    pieces = cut(text, joined(found), start=start, end=end)
    before = [_left_out(start, "… ")] if text[:start].rstrip(" ")[-1:].strip() else []
    after = [_left_out(end, " …")] if text[end:].lstrip(" ")[:1].strip() else []
    return [*before, *pieces, *after]


def _left_out(place: int, sign: str) -> Piece:
    """Return the sign that a paragraph goes on where an excerpt does not."""
    return Piece(start=place, end=place, parts=((sign, None),), marks=(), opens=())


def spell_times(times: Sequence[When]) -> dict[tuple[int, int], tuple[str, str]]:
    """Return the times of a text by their characters: the words and the interval they name."""
    return {
        (time.span.start, time.span.end): (spell_words(time.span), _interval(time))
        for time in times
        if time.span is not None
    }


def _interval(time: When) -> str:
    if time.earliest is None and time.latest is None:
        return "not known"
    if time.earliest == time.latest:
        return time.earliest or ""
    return f"{time.earliest or '…'} to {time.latest or '…'}"


def word_start(text: str, first: int, around: int) -> int:
    """Return where the words before the first mark begin: at the beginning of a word."""
    place = max(first - around, 0)
    while 0 < place < first and not text[place - 1].isspace():
        place += 1
    return place


def word_end(text: str, last: int, around: int) -> int:
    """Return where the words after the last mark end: at the end of a word."""
    place = min(last + around, len(text))
    while last < place < len(text) and not text[place].isspace():
        place -= 1
    return place
