"""When: every expression of time in a text, as an interval with its exact characters.

A text becomes a string of class codes, one a token; the shapes of a language's `times.toml` are
matched on that string, and `time_readings.py` says what each shape means. No model is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from foedus.analysis.time_readings import READINGS
from foedus.analysis.time_shapes import Shape, read
from foedus.languages.times import OTHER, TimeWords, Value
from foedus.records.documents import Evidence, Published
from foedus.records.times import When

FIRST_YEAR, LAST_YEAR = 1500, 2199
SENTENCE_TOKENS = 40
"""How far the words reach that say whether a sentence looks ahead or back."""
NAME_YEAR_TOKENS = 12
"""How far before a date a year inside a name ("Dawn 2022") may stand and still give its year."""
BREAK = "\n"
_STOPS = frozenset({".", "?", "!", BREAK})
_TOKEN = re.compile(
    r"""
      (?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])
    | (?P<slash>\d{1,2}/\d{1,2}/\d{4})(?!\d)
    | (?P<clock>\d{1,2}:\d{2})(?::\d{2})?(?!\d)
    | (?P<decade>\d{3}0['’]?s|['’]?\d0s)\b
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th))\b
    | (?P<digits>\d+(?:,\d{3})*(?:\.\d+)?%?)
    | (?P<half>[ap]\.m\.?)
    | (?P<clitic>['’](?:s|ll|re|ve|d|m)\b)
    | (?P<word>[^\W\d_]+)
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One token: its characters, its text in lower case, its code and its values."""

    start: int
    end: int
    low: str
    code: str
    values: tuple[Value, ...]
    capital: bool


def find_times(text: str, *, published: Published, words: TimeWords) -> tuple[When, ...]:
    """Find the expressions of time of a text, in order.

    Args:
        text: The text.
        published: Anchors what is relative ("on Friday"). Unknown: such ends stay None.
        words: The words and shapes of the language.

    Returns:
        One When for each expression, its span with the preposition before it. Durations, numbers
        that are no years and words such as "may" give none.
    """
    pieces = list(_pieces(text, words))
    codes = "".join(piece.code for piece in pieces)
    first, last = _anchor(published.earliest), _anchor(published.latest)
    found: list[When] = []
    place = 0
    while (match := words.pattern.search(codes, place)) is not None:
        begin, end = match.span()
        shape = _shape(match, pieces, words)
        interval = read(shape, first, last, READINGS) if shape else None
        if interval is None or begin == end:
            place = begin + 1
            continue
        first_day, last_day = interval.ends()
        span = Evidence.of(text, pieces[begin].start, pieces[end - 1].end)
        found.append(
            When(earliest=first_day, latest=last_day, precision=interval.precision, span=span)
        )
        place = end
    return tuple(found)


def _anchor(stamp: str | None) -> date | None:
    return date.fromisoformat(stamp[:10]) if stamp else None


def _pieces(text: str, words: TimeWords) -> Iterator[Piece]:
    """Yield the tokens of a text with the code of their class."""
    end = 0
    for match in _TOKEN.finditer(text):
        kind, exact = match.lastgroup or "mark", match[0]
        low = exact.lower()
        name, found = _number(kind, low)
        values: tuple[Value, ...] = found
        code = words.codes[name] if name else OTHER
        if not name and low in words.words:
            code, value = words.words[low]
            values = (value,)
            if code in words.proper and not exact[0].isupper():
                code, values = OTHER, ()
        if "\n" in text[end : match.start()]:
            yield Piece(end, end, BREAK, OTHER, (), False)
        yield Piece(match.start(), match.end(), low, code, values, exact[0].isupper())
        end = match.end()


def _number(kind: str, low: str) -> tuple[str, tuple[int, ...]]:
    """Return the class and the values of a token made of digits, an empty class for others."""
    if kind == "iso":
        return "iso", tuple(int(part) for part in low.split("-"))
    if kind == "slash":
        return "slash", tuple(int(part) for part in low.split("/"))
    if kind == "clock":
        hour, minute = (int(part) for part in low.split(":")[:2])
        return ("clock", (hour, minute)) if hour < 24 and minute < 60 else ("", ())
    if kind == "decade":
        return "decade", (int("".join(c for c in low if c.isdigit())),)
    if kind == "ordinal":
        return "ordinal", (int(low[:-2]),)
    if kind != "digits" or not low.isdigit():
        return "", ()
    number = int(low)
    if len(low) == 4 and FIRST_YEAR <= number <= LAST_YEAR:
        return "year", (number,)
    if len(low) <= 2 and 1 <= number <= 31:
        return "day", (number,)
    return ("number", (number,)) if len(low) < 4 else ("", ())


def _shape(match: re.Match[str], pieces: Sequence[Piece], words: TimeWords) -> Shape | None:
    """Return the shape of a match, None where its surroundings say that it is no time."""
    place = next(n for n in range(len(words.builds)) if match[f"r{n}"] is not None)
    build, (begin, end) = words.builds[place], match.span(f"r{place}")
    inner = pieces[begin:end]
    if not any(piece.code in words.core for piece in inner):
        return None
    clock, rest = _clock(inner, words)
    lead = pieces[match.start() : begin]
    named = [(words.names[p.code], v) for p in rest for v in p.values]
    lead_values = {words.names[p.code]: p.values[0] for p in lead if p.values}
    parts = [str(lead_values[k]) for k in ("early", "earlier", "boundary") if k in lead_values]
    shape = Shape(
        build=build,
        words=tuple(named),
        clock=clock,
        bound=_text(lead_values.get("bound")),
        link=_text(lead_values.get("link")),
        part=parts[0] if parts else None,
        determined=any(p.low == "the" for p in lead),
        direction=_direction(pieces, match.start(), match.end(), words),
        year=_year_around(pieces, match.start(), words),
    )
    return shape if _is_time(shape, pieces, match.span(), words) else None


def _text(value: Value | None) -> str | None:
    return None if value is None else str(value)


def _clock(inner: Sequence[Piece], words: TimeWords) -> tuple[str | None, list[Piece]]:
    """Return the time of day of a match as "HH:MM", and the pieces that are not part of it."""
    clock, rest, skip = None, [], False
    for index, piece in enumerate(inner):
        name = words.names.get(piece.code, "")
        following = inner[index + 1] if index + 1 < len(inner) else None
        half = following is not None and words.names.get(following.code) == "ampm"
        if skip:
            skip = False
            continue
        if name == "clock" or (name == "day" and half):
            hour, minute = (
                int(v) for v in (piece.values if name == "clock" else (piece.values[0], 0))
            )
            if half and following is not None and hour <= 12:
                hour = hour % 12 + int(following.values[0])
            clock, skip = f"{hour:02d}:{minute:02d}", half
        elif name == "noon":
            clock = f"{int(piece.values[0]):02d}:00"
        else:
            rest.append(piece)
    return clock, rest


def _direction(pieces: Sequence[Piece], begin: int, end: int, words: TimeWords) -> int:
    """Return 1 where the sentence looks ahead, -1 where it looks back, 0 where nothing says it."""
    for index in range(begin - 1, max(-1, begin - SENTENCE_TOKENS), -1):
        if pieces[index].low in _STOPS:
            break
        turn = _turn(pieces, index, words)
        if turn:
            return turn
    for index in range(end, min(len(pieces), end + SENTENCE_TOKENS)):
        if pieces[index].low in _STOPS:
            break
        turn = _turn(pieces, index, words)
        if turn:
            return turn
    return 0


def _turn(pieces: Sequence[Piece], index: int, words: TimeWords) -> int:
    """Return the direction that one word gives."""
    low, before = pieces[index].low, pieces[index - 1].low if index else ""
    if low in words.ahead or (low in words.purpose_verbs and before in words.purpose):
        return 1
    if before in words.before_participle:
        return 0
    if low in words.past or (len(low) > 4 and low.endswith(words.past_endings)):
        return -1
    return 0


def _year_around(pieces: Sequence[Piece], begin: int, words: TimeWords) -> int | None:
    """Return the year inside a name that stands shortly before a date in its sentence."""
    for index in range(begin - 1, max(0, begin - NAME_YEAR_TOKENS), -1):
        piece = pieces[index]
        if piece.low in _STOPS:
            return None
        if words.names.get(piece.code) == "year" and pieces[index - 1].capital:
            return int(piece.values[0])
    return None


def _is_time(
    shape: Shape, pieces: Sequence[Piece], span: tuple[int, int], words: TimeWords
) -> bool:
    """Say whether the words around allow this shape to be a time."""
    begin, end = span
    before = pieces[begin - 1] if begin else None
    after = pieces[end] if end < len(pieces) else None
    if before is not None and before.low in words.currencies:
        return False
    names = {name for name, _ in shape.words}
    lone = len(shape.words) == 1 and not (shape.link or shape.bound or shape.part)
    if shape.build == "month" and names & {"weakmonth", "shortmonth"} and lone:
        return False
    if shape.build == "weekday" and lone:
        named_before = before is not None and before.low in words.names_before
        return not named_before and (after is None or after.low not in words.names_after)
    if shape.build == "year" and len(shape.words) == 1:
        return _is_year(shape, before, after, words)
    return True


def _is_year(shape: Shape, before: Piece | None, after: Piece | None, words: TimeWords) -> bool:
    """Say whether a number of four digits is a year."""
    determined = before is not None and before.low in words.determiners
    if after is not None and after.low in words.counted and not determined:
        return False
    introduced = before is not None and before.low in words.introducers
    return bool(shape.link or shape.bound or shape.part or determined or introduced)
