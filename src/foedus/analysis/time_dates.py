"""Readings of what a calendar names: dates, months, quarters, seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from foedus.analysis import calendar
from foedus.analysis.calendar import Interval
from foedus.analysis.time_shapes import Shape
from foedus.records.times import Precision

MONTHS = ("month", "weakmonth", "shortmonth")
_HALF_YEAR_DAYS = 183


def nearest(candidates: list[Interval], shape: Shape, anchor: date) -> Interval | None:
    """Return the interval that holds the anchor or is next in the direction of the sentence.

    Candidates stand in order of time.
    """
    if shape.direction > 0 or shape.bound in ("by", "until"):
        later = [c for c in candidates if c.latest and c.latest >= anchor]
        return later[0] if later else None
    sooner = [c for c in candidates if c.earliest and c.earliest <= anchor]
    return sooner[-1] if sooner else None


def _last_before(candidates: list[Interval], anchor: date) -> Interval | None:
    """Return the last interval that ended before a day."""
    past = [c for c in candidates if c.latest and c.latest < anchor]
    return past[-1] if past else None


def _first_after(candidates: list[Interval], anchor: date) -> Interval | None:
    """Return the first interval that begins after a day."""
    return next((c for c in candidates if c.earliest and c.earliest > anchor), None)


def _year(shape: Shape, anchor: date) -> int | None:
    """Return the year that a shape names, outright or as last, this or next year."""
    named = shape.first("year")
    if named is not None:
        return named
    if shape.unit == "year" and shape.steps is not None:
        return anchor.year + shape.steps
    return None if shape.unit else shape.year


def day_in(year: int, month: int, day: int) -> Interval | None:
    """Return a day, None when the month has no such day."""
    try:
        return calendar.day_of(date(year, month, day))
    except ValueError:
        return None


def read_date(shape: Shape, anchor: date) -> Interval | None:
    """Read "March 5", "Sunday, 6 February 2022": without a year, the nearest of its days.

    A sentence that looks ahead or back decides; a weekday that is named must fit.
    """
    month, day = shape.first(*MONTHS), shape.first("day", "ordinal")
    if month is None or day is None:
        return None
    year = _year(shape, anchor)
    if year is not None:
        return day_in(year, month, day)
    if shape.unit:
        return None
    found = [day_in(anchor.year + step, month, day) for step in range(-8, 9)]
    weekday = shape.first("weekday", "shortday")
    days = [d for d in found if d and d.earliest]
    fitting = [d for d in days if d.earliest and d.earliest.weekday() == weekday]
    days = fitting if weekday is not None and fitting else days
    chosen = nearest(days, shape, anchor)
    if shape.direction or shape.bound in ("by", "until"):
        return chosen
    return min(days, key=lambda d: _distance(d, anchor), default=None)


def _distance(day: Interval, anchor: date) -> int:
    """Return how many days away a day lies; half a year and more ahead counts as further."""
    away = (day.earliest - anchor).days if day.earliest else 0
    return -away if away <= 0 else away + (_HALF_YEAR_DAYS if away > _HALF_YEAR_DAYS else 0)


def read_day_range(shape: Shape, anchor: date) -> Interval | None:
    """Read "March 3-6"."""
    days = shape.all("day", "ordinal")
    ends = [
        read_date(replace(shape, words=(*_without_days(shape), ("day", day)), bound=None), anchor)
        for day in days[:2]
    ]
    if len(ends) < 2 or ends[0] is None or ends[1] is None:
        return None
    if not ends[0].earliest or not ends[1].latest or ends[0].earliest >= ends[1].latest:
        return None
    return Interval(ends[0].earliest, ends[1].latest, Precision.DAY)


def _without_days(shape: Shape) -> list[tuple[str, int | str]]:
    return [word for word in shape.words if word[0] not in ("day", "ordinal")]


def read_month(shape: Shape, anchor: date) -> Interval | None:
    """Read "February", "May 2021", "last March", "January of this year"."""
    month = shape.first(*MONTHS)
    if month is None:
        return None
    year = _year(shape, anchor)
    if year is not None:
        return calendar.month_of(year, month)
    if shape.unit:
        return None
    months = [calendar.month_of(anchor.year + step, month) for step in (-1, 0, 1)]
    if shape.has("last"):
        return _last_before(months, anchor)
    if shape.has("next"):
        return _first_after(months, anchor)
    if shape.has("this"):
        first = months[1].earliest
        return months[0] if shape.has("past") and first and first > anchor else months[1]
    return nearest(months, shape, anchor)


def read_week_of_month(shape: Shape, anchor: date) -> Interval | None:
    """Read "the first week of March", "the last weekend of May", "the last day of June"."""
    if shape.unit not in (None, "week", "day"):
        return None
    kept = tuple(word for word in shape.words if word[0] not in ("last", "unit", "weekend"))
    month = read_month(replace(shape, words=kept), anchor)
    place = shape.first("ordword")
    if month is None or month.earliest is None or month.latest is None:
        return None
    first, last = month.earliest, month.latest
    if shape.has("weekend"):
        start = calendar.shift(first, (5 - first.weekday()) % 7 + 7 * ((place or 1) - 1))
        if place is None:
            start = calendar.shift(last, -((last.weekday() - 5) % 7))
        return Interval(start, calendar.shift(start, 1), Precision.WEEK)
    if shape.unit == "day":
        return calendar.day_of(calendar.shift(first, place - 1) if place else last)
    start = calendar.shift(first, 7 * (place - 1)) if place else calendar.shift(last, -6)
    return Interval(start, calendar.shift(start, 6), Precision.WEEK)


def read_quarter(shape: Shape, anchor: date) -> Interval | None:
    """Read "the first quarter of 2023", "the second half of the year", "next quarter"."""
    length = shape.first("quarter") or 3
    year = shape.first("year")
    if year is None and shape.unit is not None:
        if shape.unit != "year":
            return None
        year = anchor.year + (shape.steps or 0)
    if year is None:
        if shape.steps is None or length != calendar.SEASON_MONTHS:
            return None
        month = (anchor.month - 1) // length * length + 1 + length * shape.steps
        return calendar.months_of(anchor.year, month, length, precision=Precision.MONTH)
    place = shape.first("ordword") or 12 // length
    if place > 12 // length:
        return None
    first = (place - 1) * length + 1
    return calendar.months_of(year, first, length, precision=Precision.MONTH)


def read_season(shape: Shape, anchor: date) -> Interval | None:
    """Read "last winter", "the summer of 2021", "in the spring"; a bare season is none."""
    month = shape.first("season", "weakseason")
    if month is None:
        return None
    named = shape.has("year", "unit", "last", "this", "next")
    if not named and (shape.has("weakseason") or not (shape.link or shape.bound or shape.part)):
        return None
    year = _year(shape, anchor)
    if year is not None:
        return calendar.season_of(year, month)
    seasons = [calendar.season_of(anchor.year + step, month) for step in (-2, -1, 0, 1)]
    if shape.has("last"):
        return _last_before(seasons, anchor)
    if shape.has("next"):
        return _first_after(seasons, anchor)
    if shape.has("this"):
        ahead = [s for s in seasons if s.latest and s.latest >= anchor]
        return nearest(seasons, shape, anchor) if shape.direction < 0 or not ahead else ahead[0]
    return nearest(seasons, shape, anchor)
