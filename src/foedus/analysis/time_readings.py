"""Readings of what counts from the day of publication, and the table of all readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from foedus.analysis import calendar
from foedus.analysis.calendar import Interval
from foedus.analysis.time_dates import (
    day_in,
    read_date,
    read_day_range,
    read_month,
    read_quarter,
    read_season,
    read_week_of_month,
)
from foedus.analysis.time_shapes import Reading, Shape
from foedus.records.times import Precision

_UNIT_PRECISION = {"hour": Precision.DAY}
_SHORT_DECADES_FROM = 1900


def _dayname(shape: Shape, anchor: date) -> Interval | None:
    """Read "yesterday", "tonight", "tomorrow morning"."""
    return calendar.day_of(calendar.shift(anchor, shape.first("dayname") or 0))


def _beside_dayname(shape: Shape, anchor: date) -> Interval | None:
    """Read "the day before yesterday"."""
    step = shape.first("dayname")
    if shape.unit != "day" or not step:
        return None
    return calendar.day_of(calendar.shift(anchor, 2 * step))


def _daypart(shape: Shape, anchor: date) -> Interval | None:
    """Read "this morning", "last night"; "last morning" is none."""
    if shape.has("last") and not shape.first("daypart"):
        return None
    return calendar.day_of(calendar.shift(anchor, shape.steps or 0))


def _overnight(shape: Shape, anchor: date) -> Interval | None:
    """Read "overnight": from the day before to the day of publication."""
    return Interval(calendar.shift(anchor, -1), anchor, Precision.DAY)


def _weekday(shape: Shape, anchor: date) -> Interval | None:
    """Read "Friday", "last Friday", "next Tuesday", "Monday of this week".

    A bare weekday is the nearest past one, today included, or the coming one where the sentence
    looks ahead. "Next" is the day of the next calendar week.
    """
    weekday = shape.first("weekday")
    if weekday is None:
        return None
    if shape.unit is not None:
        week = calendar.week_of(anchor, shape.steps or 0)
        return _day_in(week, weekday) if shape.unit == "week" else None
    back = -((anchor.weekday() - weekday) % 7)
    ahead = (weekday - anchor.weekday()) % 7
    if shape.has("last", "past"):
        return calendar.day_of(calendar.shift(anchor, back or -7))
    if shape.has("next"):
        return _day_in(calendar.week_of(anchor, 1), weekday)
    forward = shape.direction > 0 or shape.bound in ("by", "until")
    if shape.has("coming") or (shape.has("this") and shape.direction >= 0) or forward:
        return calendar.day_of(calendar.shift(anchor, ahead))
    return calendar.day_of(calendar.shift(anchor, back))


def _day_in(week: Interval, weekday: int) -> Interval | None:
    """Return a weekday of a week."""
    if week.earliest is None:
        return None
    return calendar.day_of(calendar.shift(week.earliest, weekday))


def _weekend(shape: Shape, anchor: date) -> Interval | None:
    """Read "over the weekend", "this weekend", "last weekend".

    Written on a Saturday or Sunday "the weekend" is that one; on other days it is the last one
    unless the sentence looks ahead. A bare "weekend" ("weekend talks") is none.
    """
    inside = anchor.weekday() >= 5
    if shape.has("last", "past"):
        return calendar.weekend_of(anchor, -1)
    if shape.has("next"):
        return calendar.weekend_of(anchor, 1)
    if shape.has("coming"):
        return calendar.weekend_of(anchor, 1 if inside else 0)
    forward = shape.direction > 0 or shape.bound in ("by", "until")
    if shape.has("this"):
        return calendar.weekend_of(anchor, 0 if inside or shape.direction >= 0 else -1)
    if not shape.has("the") and not shape.determined:
        return None
    return calendar.weekend_of(anchor, 0 if inside or forward else -1)


def _ago(shape: Shape, anchor: date) -> Interval | None:
    """Read "three days ago", "two weeks ago" (a week), "a few days ago" (vague)."""
    unit, count = shape.unit, shape.count
    if unit is None or count is None:
        return Interval(None, anchor, Precision.VAGUE)
    day = calendar.move(anchor, unit, -count)
    if unit == "hour":
        return Interval(day, anchor, Precision.DAY)
    if unit == "decade":
        return calendar.years_of(day.year - 2 * count, day.year + 2 * count, Precision.DECADE)
    then = calendar.unit_of(unit, day, 0)
    if shape.has("more") or shape.link == "over":
        return replace(then, earliest=None)
    return replace(then, latest=anchor) if shape.has("less") else then


def _afterwards(shape: Shape, anchor: date) -> Interval | None:
    """Read "two weeks later": it counts from something told, so it stays vague."""
    if shape.count is None and not shape.has("units"):
        return None
    return Interval(None, anchor, Precision.VAGUE)


def _within(shape: Shape, anchor: date) -> Interval | None:
    """Read "within 48 hours"; "within two days of the vote" counts from something told."""
    unit, count = shape.unit, shape.count
    if shape.has("of"):
        return calendar.unknown(Precision.VAGUE)
    if shape.direction < 0:
        return Interval(None, anchor, Precision.VAGUE)
    if unit is None or count is None:
        return Interval(anchor, None, Precision.VAGUE)
    precision = _UNIT_PRECISION.get(unit) or Precision(unit)
    return Interval(anchor, calendar.move(anchor, unit, count), precision)


def _rolling(shape: Shape, anchor: date) -> Interval | None:
    """Read "the past two months", "in recent days", "in the coming weeks"."""
    unit, count = shape.unit, shape.count
    if unit is None or (shape.has("unit") and unit in ("hour", "day") and not shape.has("past")):
        return None
    if not (shape.has("the", "recent") or shape.link or shape.bound or shape.determined):
        return None  # "it can last three days"
    ahead = shape.has("coming", "next")
    count = 1 if shape.has("unit") else count
    if count is None or shape.has("recent"):
        return Interval(anchor if ahead else None, None if ahead else anchor, Precision.VAGUE)
    precision = _UNIT_PRECISION.get(unit) or Precision(unit)
    day = calendar.move(anchor, unit, count if ahead else -count)
    return Interval(min(day, anchor), max(day, anchor), precision)


def _relative_unit(shape: Shape, anchor: date) -> Interval | None:
    """Read "last week", "this month", "next year": calendar units."""
    unit = shape.unit
    if unit is None or unit in ("hour", "day"):
        return None
    return calendar.unit_of(unit, anchor, shape.steps or 0)


def _in_duration(shape: Shape, anchor: date) -> Interval | None:
    """Read "in two weeks" where the sentence looks ahead; any other duration is no time."""
    unit, count = shape.unit, shape.count
    if shape.link != "in" or shape.direction <= 0 or unit is None:
        return None
    if count is None:
        return Interval(anchor, None, Precision.VAGUE)
    day = calendar.move(anchor, unit, count)
    return (
        Interval(anchor, day, Precision.DAY) if unit == "hour" else calendar.unit_of(unit, day, 0)
    )


def _bare_unit(shape: Shape, anchor: date) -> Interval | None:
    """Read "(earlier in) the week", "(the end of) the year"; "the end of the day" is an idiom."""
    unit = shape.unit
    if shape.part is None or not shape.determined or unit is None or unit in ("hour", "day"):
        return None
    return calendar.unit_of(unit, anchor, 0)


def _vague(shape: Shape, anchor: date) -> Interval | None:
    """Read "recently", "lately": no day is invented."""
    return Interval(None, anchor, Precision.VAGUE)


def _decade(shape: Shape, anchor: date) -> Interval | None:
    """Read "the 1990s", "the '90s"."""
    year = shape.first("decade")
    if year is None:
        return None
    return calendar.decade_of(year if year >= 100 else year + _SHORT_DECADES_FROM)


def _year_alone(shape: Shape, anchor: date) -> Interval | None:
    """Read "1999", "the year 1999"."""
    year = shape.first("year")
    return None if year is None or shape.unit not in (None, "year") else calendar.year_of(year)


def _year_range(shape: Shape, anchor: date) -> Interval | None:
    """Read "1991-1994" and "2014-15"."""
    years = shape.all("year", "day", "number")
    first, last = years[0], years[1]
    if last < 100:
        last += first // 100 * 100
    return calendar.years_of(first, last, Precision.YEAR) if first < last else None


def _slash(shape: Shape, anchor: date) -> Interval | None:
    """Read "02/16/2022"; where day and month could change places both days bound the interval."""
    first, second, year = shape.all("slash")
    readings = [day_in(year, *pair) for pair in ((first, second), (second, first))]
    days = [d for d in readings if d is not None]
    if len(days) == 2 and days[0] != days[1]:
        low, high = sorted(days, key=lambda d: d.ends()[0] or "")
        return Interval(low.earliest, high.latest, Precision.VAGUE)
    return days[0] if days else None


def _iso(shape: Shape, anchor: date) -> Interval | None:
    """Read "2022-02-06"."""
    year, month, day = shape.all("iso")
    return day_in(year, month, day)


def _clock(shape: Shape, anchor: date) -> Interval | None:
    """Read "at 4 p.m.": which day is not said."""
    return calendar.unknown(Precision.MINUTE) if shape.link == "at" and shape.clock else None


READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        "date": read_date, "day_range": read_day_range, "month": read_month,
        "week_of_month": read_week_of_month, "quarter": read_quarter, "season": read_season,
        "dayname": _dayname, "daypart": _daypart,
        "beside_dayname": _beside_dayname, "overnight": _overnight, "weekday": _weekday,
        "weekend": _weekend, "ago": _ago, "afterwards": _afterwards, "within": _within,
        "rolling": _rolling, "relative_unit": _relative_unit, "in_duration": _in_duration,
        "bare_unit": _bare_unit, "vague": _vague, "decade": _decade, "year": _year_alone,
        "year_range": _year_range, "slash": _slash, "iso": _iso, "clock": _clock,
    }
)  # fmt: skip
"""Every reading by the name that rules give in `build`."""
