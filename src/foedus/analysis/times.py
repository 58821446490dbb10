"""When: every expression of time in a text, as an interval with its exact characters.

A text becomes a string of class codes, one a token; the shapes of a language's `times.toml` are
matched on that string, and `time_readings.py` says what each shape means. No model is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from foedus.analysis.calendar import Interval
from foedus.analysis.time_pieces import Piece, find_direction, find_name_year, read_pieces
from foedus.analysis.time_readings import READINGS
from foedus.analysis.time_shapes import Shape, read
from foedus.languages.times import OTHER, TimeWords
from foedus.records.documents import Evidence, Published
from foedus.records.times import When

OPENER_TOKENS = 5
"""How far before the second end of a range "from" or "between" may stand."""
MEASURE_TOKENS = 8
"""How far before "in 30 years" a superlative may stand and still make it a measure."""

_RUN = re.compile(f"[^{re.escape(OTHER)}]+")
Anchor = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A time over pieces[begin:end]."""

    begin: int
    end: int
    shape: Shape
    interval: Interval


def find_times(text: str, *, published: Published, words: TimeWords) -> tuple[When, ...]:
    """Find the expressions of time of a text, in order.

    Args:
        text: The text.
        published: Anchors what is relative ("on Friday"). Unknown: such ends stay None. An interval
            of several days widens every time that counts from it.
        words: The words and shapes of the language.

    Returns:
        One When for each expression, its span with the preposition before it. Durations, numbers
        that are no years and words such as "may" give none.
    """
    pieces = read_pieces(text, words)
    anchor = _day(published.earliest), _day(published.latest)
    hits = _joined(_find_hits(pieces, anchor, words), pieces, anchor, words)
    found = []
    for hit in hits:
        earliest, latest = hit.interval.ends()
        span = Evidence.of(text, pieces[hit.begin].start, pieces[hit.end - 1].end)
        precision = hit.interval.precision
        found.append(When(earliest=earliest, latest=latest, precision=precision, span=span))
    return tuple(found)


def _day(stamp: str | None) -> date | None:
    return date.fromisoformat(stamp[:10]) if stamp else None


def _find_hits(pieces: Sequence[Piece], anchor: Anchor, words: TimeWords) -> list[Hit]:
    """Return the times of a text, ranges still in two parts."""
    codes = "".join(piece.code for piece in pieces)
    hits: list[Hit] = []
    for run in _RUN.finditer(codes):
        place, last = run.span()
        if words.core.isdisjoint(run[0]):
            continue
        while (match := words.pattern.search(codes, place, last)) is not None:
            shape = _shape(match, pieces, words)
            interval = read(shape, *anchor, READINGS) if shape else None
            place = match.start() + 1
            if shape is not None and interval is not None:
                hits.append(Hit(*match.span(), shape, interval))
                place = match.end()
    return hits


def _shape(match: re.Match[str], pieces: Sequence[Piece], words: TimeWords) -> Shape | None:
    """Return the shape of a match, None where its surroundings say that it is no time."""
    rule = match.lastgroup or "r0"
    begin, end = match.span(rule)
    inner = pieces[begin:end]
    if not any(piece.code in words.core for piece in inner):
        return None
    clock, rest = _clock(inner, words)
    lead = pieces[match.start() : begin]
    values = {words.names[p.code]: p.values[0] for p in lead}
    parts = [str(values[name]) for name in ("early", "earlier", "boundary") if name in values]
    shape = Shape(
        build=words.builds[int(rule[1:])],
        words=tuple((words.names[p.code], value) for p in rest for value in p.values),
        clock=clock,
        bound=str(values["bound"]) if "bound" in values else None,
        link=_link(lead, words),
        part=parts[0] if parts else None,
        determined=any(words.names[p.code] == "the" for p in lead),
        direction=find_direction(pieces, match.start(), match.end(), words=words),
        year=find_name_year(pieces, match.start(), words),
    )
    return shape if _is_time(shape, pieces, match.span(), words) else None


def _link(lead: Sequence[Piece], words: TimeWords) -> str | None:
    """Return the preposition that opens a match, unless it is a bound such as "since"."""
    opens = bool(lead) and words.names[lead[0].code] == "link"
    return str(lead[0].values[0]) if opens else None


def _clock(inner: Sequence[Piece], words: TimeWords) -> tuple[str | None, list[Piece]]:
    """Return the time of day of a match as "HH:MM", and the pieces that are not part of it."""
    names = [words.names[piece.code] for piece in inner]
    for index, name in enumerate(names):
        half = names[index + 1 : index + 2] == ["ampm"]
        if name not in ("clock", "noon") and not (name == "day" and half):
            continue
        hour, minute = (*(int(value) for value in inner[index].values), 0)[:2]
        if half and hour <= 12:
            hour = hour % 12 + int(inner[index + 1].values[0])
        rest = [*inner[:index], *inner[index + 1 + half :]]
        return (f"{hour:02d}:{minute:02d}" if hour < 24 else None), rest
    return None, list(inner)


def _is_time(
    shape: Shape, pieces: Sequence[Piece], span: tuple[int, int], words: TimeWords
) -> bool:
    """Say whether the words around allow this shape to be a time."""
    before = pieces[span[0] - 1] if span[0] else None
    after = pieces[span[1]] if span[1] < len(pieces) else None
    if before is not None and before.low in words.currencies:
        return False
    if shape.build == "month" and len(shape.words) == 1 and shape.has("weakmonth", "shortmonth"):
        return _is_month(shape, pieces, span, words)
    if shape.build in ("weekday", "dayname") and len(shape.words) == 1:
        named_before = before is not None and before.low in words.names_before
        return not named_before and (after is None or after.low not in words.names_after)
    if shape.build == "year" and len(shape.words) == 1:
        return _is_year(shape, before, after, words)
    if (shape.build == "rolling" and not shape.has("recent")) or (
        shape.build == "relative_unit" and shape.has("last")
    ):
        return after is None or words.names.get(after.code) != "of"
    return shape.build != "in_duration" or not _measures(pieces, span[0], words)


def _is_month(
    shape: Shape, pieces: Sequence[Piece], span: tuple[int, int], words: TimeWords
) -> bool:
    """Say whether a month that is also a name is one, though no preposition of time opens it."""
    if shape.part or shape.bound or shape.link:
        return shape.link not in ("on", "at", "over")
    before = pieces[span[0] - 1].low if span[0] else ""
    if span[1] < len(pieces) and pieces[span[1]].capital:
        return False
    if before in words.joins:
        near = pieces[max(0, span[0] - OPENER_TOKENS) : span[0]]
        return any(piece.low in words.openers for piece in near)
    return before in words.openers or (shape.direction > 0 and before == "for")


def _is_year(shape: Shape, before: Piece | None, after: Piece | None, words: TimeWords) -> bool:
    """Say whether a number of four digits is a year."""
    determined = before is not None and before.low in words.determiners
    if after is not None and after.low in words.counted and not determined:
        return False
    introduced = before is not None and before.low in words.introducers
    if shape.link or shape.bound or shape.part or determined or introduced:
        return True
    # "A failed 2016 coup": an adjective before, a single thing after; a plural could be counted.
    single = after is not None and after.low.isalpha() and not after.low.endswith("s")
    adjective = before is not None and before.low.isalpha() and not before.capital
    return single and adjective and after is not None and not after.capital and after.code == OTHER


def _measures(pieces: Sequence[Piece], begin: int, words: TimeWords) -> bool:
    """Say whether "in two years" follows "the first time" or a superlative."""
    near = [piece.low for piece in pieces[max(0, begin - MEASURE_TOKENS) : begin]]
    return any(low in words.measures or low.endswith(words.measure_endings) for low in near)


def _joined(
    hits: Sequence[Hit], pieces: Sequence[Piece], anchor: Anchor, words: TimeWords
) -> list[Hit]:
    """Return the times with the two ends of every range joined ("from 1991 to 1994")."""
    joined: list[Hit] = []
    for hit in hits:
        hit = _opened(hit, pieces, words)
        pair = _range(joined[-1], hit, pieces, anchor, words) if joined else None
        if pair is not None:
            joined.pop()
        joined.append(pair or hit)
    return joined


def _opened(hit: Hit, pieces: Sequence[Piece], words: TimeWords) -> Hit:
    """Return a range of days ("12 to 15 May") with the "from" before it."""
    opens = hit.begin > 0 and pieces[hit.begin - 1].low in words.openers
    ranges = hit.shape.build in ("day_range", "year_range")
    return replace(hit, begin=hit.begin - 1) if opens and ranges else hit


def _range(
    first: Hit, last: Hit, pieces: Sequence[Piece], anchor: Anchor, words: TimeWords
) -> Hit | None:
    """Return two times as one, None where they are no range; the first may take the last's year."""
    between = [piece.low for piece in pieces[first.end : last.begin]]
    opener = pieces[first.begin - 1].low if first.begin else ""
    closes = not between and last.shape.bound in words.closing_bounds
    join = between[0] if len(between) == 1 and not last.shape.bound else ""
    if first.shape.bound or not (closes or join in words.joins):
        return None
    needed = words.open_with.get(join, words.openers if closes else ())
    if (needed and opener not in needed) or (first.shape.link and not opener):
        return None
    year = last.shape.first("year")
    interval = first.interval
    if year is not None and first.shape.build in ("date", "month") and not first.shape.has("year"):
        interval = read(replace(first.shape, year=year), *anchor, READINGS) or interval
    earliest, latest = interval.earliest, last.interval.latest
    if (earliest and latest and earliest > latest) or not (earliest or latest):
        return None
    begin = first.begin - (opener in words.openers)
    whole = Interval(earliest, latest, last.interval.precision)
    return Hit(begin, last.end, replace(last.shape, bound=None), whole)
