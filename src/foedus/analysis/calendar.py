"""Intervals of days and their arithmetic: weeks begin on Monday, seasons are the northern ones."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from foedus.records.times import Precision

DECADE_YEARS = 10
SEASON_MONTHS = 3

# Early, middle and late parts as first and last place, counted from 0, within their whole.
_PARTS_OF_WEEK = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}
_PARTS_OF_MONTH = {"early": (0, 9), "mid": (10, 19), "late": (20, 30)}
_PARTS_OF_YEAR = {"early": (0, 3), "mid": (4, 7), "late": (8, 11)}
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `earliest` to `latest`, both included; None leaves an end open.

    `clock` is a time of day as "HH:MM", for intervals of one day.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    clock: str | None = None

    @property
    def known(self) -> bool:
        """Say whether both ends are known."""
        return self.earliest is not None and self.latest is not None

    def ends(self) -> tuple[str | None, str | None]:
        """Return both ends in ISO 8601."""
        suffix = f"T{self.clock}" if self.clock else ""
        return (
            self.earliest.isoformat() + suffix if self.earliest else None,
            self.latest.isoformat() + suffix if self.latest else None,
        )


def unknown(precision: Precision) -> Interval:
    """Return an interval of which only the precision is known."""
    return Interval(None, None, precision)


def shift(day: date, days: int) -> date:
    """Return the day this many days later, kept within the years that dates can hold."""
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def day_of(day: date) -> Interval:
    """Return one day."""
    return Interval(day, day, Precision.DAY)


def week_of(day: date, weeks: int = 0) -> Interval:
    """Return the week, Monday to Sunday, that lies this many weeks from the week of `day`."""
    monday = shift(day, 7 * weeks - day.weekday())
    return Interval(monday, shift(monday, 6), Precision.WEEK)


def month_of(year: int, month: int) -> Interval:
    """Return a month; months beyond 1 to 12 count into the neighbouring years."""
    return months_of(year, month, 1, precision=Precision.MONTH)


def months_of(year: int, month: int, count: int, *, precision: Precision) -> Interval:
    """Return `count` months from this one on."""
    first = _first_of(year, month)
    last = _first_of(year, month + count - 1)
    return Interval(first, last.replace(day=monthrange(last.year, last.month)[1]), precision)


def _first_of(year: int, month: int) -> date:
    """Return the first day of a month counted from January of `year`, kept within the calendar."""
    place = min(max(year * 12 + month - 1, MINYEAR * 12), MAXYEAR * 12 + 11)
    return date(place // 12, place % 12 + 1, 1)


def years_of(first: int, last: int, precision: Precision) -> Interval:
    """Return whole years, first and last included."""
    return Interval(date(max(first, MINYEAR), 1, 1), date(min(last, MAXYEAR), 12, 31), precision)


def year_of(year: int) -> Interval:
    """Return a year."""
    return years_of(year, year, Precision.YEAR)


def decade_of(year: int) -> Interval:
    """Return the ten years that begin with this one."""
    return years_of(year, year + DECADE_YEARS - 1, Precision.DECADE)


def unit_of(unit: str, day: date, steps: int) -> Interval:
    """Return the unit (day, week, month, year, decade) this many steps from that of `day`."""
    if unit == "week":
        return week_of(day, steps)
    if unit == "month":
        return month_of(day.year, day.month + steps)
    if unit == "year":
        return year_of(min(max(day.year + steps, MINYEAR), MAXYEAR))
    if unit == "decade":
        first = day.year // DECADE_YEARS * DECADE_YEARS + DECADE_YEARS * steps
        return decade_of(min(max(first, MINYEAR), MAXYEAR - DECADE_YEARS))
    return day_of(shift(day, steps))


def move(day: date, unit: str, count: int) -> date:
    """Return the day that lies `count` units away; a day that the month lacks becomes its last."""
    if unit == "hour":
        return shift(day, count // 24 if count < 0 else -(-count // 24))
    if unit in ("day", "week"):
        return shift(day, count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    place = day.year * 12 + day.month - 1 + months
    if not MINYEAR * 12 <= place < MAXYEAR * 12:
        return date.min if count < 0 else date.max
    month = month_of(place // 12, place % 12 + 1)
    return _known(month.earliest).replace(day=min(day.day, _known(month.latest).day))


def weekend_of(day: date, weeks: int = 0) -> Interval:
    """Return Saturday and Sunday of the week this many weeks from that of `day`."""
    week = week_of(day, weeks)
    return Interval(shift(_known(week.latest), -1), week.latest, Precision.WEEK)


def season_of(year: int, month: int) -> Interval:
    """Return the three months from `month` on; winter reaches into the next year."""
    return months_of(year, month, SEASON_MONTHS, precision=Precision.MONTH)


def part_of(interval: Interval, part: str) -> Interval:
    """Return the early, mid or late part of a week, month, year or decade; a day stays whole.

    A week's early part is Monday to Wednesday, its late part Thursday to Sunday; months are cut
    after the 10th and the 20th, years after April and August, decades overlap at the borders.
    """
    first, last = interval.earliest, interval.latest
    if first is None or last is None:
        return interval
    if interval.precision is Precision.WEEK and (last - first).days == 6:
        start, end = _PARTS_OF_WEEK[part]
        return replace(interval, earliest=shift(first, start), latest=shift(first, end))
    if interval.precision is Precision.MONTH and (last - first).days <= 30:
        start, end = _PARTS_OF_MONTH[part]
        return replace(interval, earliest=shift(first, start), latest=min(shift(first, end), last))
    if interval.precision is Precision.YEAR:
        start, end = _PARTS_OF_YEAR[part]
        return months_of(first.year, 1 + start, end - start + 1, precision=Precision.YEAR)
    if interval.precision is Precision.DECADE:
        start, end = _PARTS_OF_DECADE[part]
        return years_of(first.year + start, first.year + end, Precision.DECADE)
    return _third_of(interval, part)


def _third_of(interval: Interval, part: str) -> Interval:
    """Return a third of any interval: seasons, quarters and weekends."""
    first, last = _known(interval.earliest), _known(interval.latest)
    place = {"early": 0, "mid": 1, "late": 2}[part]
    third = timedelta((last - first).days // 3)
    if not third:
        return interval
    start = first + place * third
    return replace(interval, earliest=start, latest=last if place == 2 else start + third)


def hull(left: Interval, right: Interval) -> Interval:
    """Return the smallest interval that holds both; an open end stays open."""
    first = min(left.earliest, right.earliest) if left.earliest and right.earliest else None
    last = max(left.latest, right.latest) if left.latest and right.latest else None
    return replace(left, earliest=first, latest=last)


def _known(day: date | None) -> date:
    """Return a day that cannot be None here."""
    if day is None:
        raise ValueError("an open end has no day")
    return day
