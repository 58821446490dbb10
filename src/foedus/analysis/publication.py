"""Published: the days between which a text that names no day of publication must have appeared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from foedus.analysis import calendar
from foedus.analysis.time_pieces import Piece, ends_sentence, find_direction, find_turn, read_pieces
from foedus.languages.times import TimeWords
from foedus.records.documents import HowKnown, Published
from foedus.records.times import Precision, When

MONTHS_AHEAD = 11
"""A month that is named without its year and lies ahead begins at most so many months later."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A time with its tokens: pieces[begin:end]."""

    when: When
    begin: int
    end: int


def bounds_of(times: Sequence[When], text: str, *, words: TimeWords) -> Published:
    """Return the days between which a text appeared, as far as its own times allow.

    Only two things count, so that no bound is guessed. A month that lies ahead in a sentence
    without any word of the past, whose year a name gives ("ahead of the Dawn 2022 drills in
    February"), bounds both ends. Dates told as past, and "earlier in January", raise the lower.

    Args:
        times: The times of the text, read without a day of publication.
        text: The text.
        words: The words and shapes of the language.

    Returns:
        An interval with `how` bounds; unknown where the text bounds neither end or contradicts
        itself.
    """
    pieces = read_pieces(text, words)
    places = list(_places(times, pieces))
    ahead = [p.when for p in places if _lies_ahead(p, pieces, words)]
    if not ahead:
        return Published()
    latest = min(when.latest for when in ahead if when.latest)
    first = date.fromisoformat(latest[:10])
    opening = calendar.month_of(first.year, first.month - MONTHS_AHEAD).ends()[0] or ""
    lower = [opening, *(p.when.earliest or "" for p in places if _lies_back(p, pieces, words))]
    lower += [_earlier_month(p, pieces, first, words) or "" for p in places]
    earliest = max(lower)[:10]
    if earliest > latest:
        return Published()
    return Published(earliest=earliest, latest=latest, precision="vague", how=HowKnown.BOUNDS)


def _places(times: Sequence[When], pieces: Sequence[Piece]) -> Iterator[_Place]:
    """Yield every time with its tokens."""
    starts = {piece.start: index for index, piece in enumerate(pieces) if piece.end > piece.start}
    ends = {piece.end: index for index, piece in enumerate(pieces) if piece.end > piece.start}
    for when in times:
        if when.span is not None and when.span.start in starts and when.span.end in ends:
            yield _Place(when, starts[when.span.start], ends[when.span.end] + 1)


def _lies_ahead(place: _Place, pieces: Sequence[Piece], words: TimeWords) -> bool:
    """Say whether a time is a month without its own year, ahead, in a sentence with no past."""
    when = place.when
    inside = {words.names.get(piece.code) for piece in pieces[place.begin : place.end]}
    if when.precision is not Precision.MONTH or not (when.earliest and when.latest):
        return False
    if "year" in inside or find_direction(pieces, place.begin, place.end, words=words) <= 0:
        return False
    first, last = place.begin, place.end
    while first > 0 and not ends_sentence(pieces, first - 1, words):
        first -= 1
    while last < len(pieces) and not ends_sentence(pieces, last, words):
        last += 1
    return all(find_turn(pieces, index, words) >= 0 for index in range(first, last))


def _lies_back(place: _Place, pieces: Sequence[Piece], words: TimeWords) -> bool:
    """Say whether a time with both ends is told as past."""
    known = place.when.earliest and place.when.latest
    return bool(known) and find_direction(pieces, place.begin, place.end, words=words) < 0


def _earlier_month(
    place: _Place, pieces: Sequence[Piece], latest: date, words: TimeWords
) -> str | None:
    """Return the first day of the month in "earlier in January", the last one before a day."""
    inner = pieces[place.begin : place.end]
    names = [words.names.get(piece.code) for piece in inner]
    months = [
        int(piece.values[0])
        for piece, name in zip(inner, names, strict=True)
        if name in ("month", "weakmonth", "shortmonth")
    ]
    if "earlier" not in names or "year" in names or len(months) != 1:
        return None
    year = latest.year - (months[0] > latest.month)
    return calendar.month_of(year, months[0]).ends()[0]
