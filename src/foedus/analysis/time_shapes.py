"""Shape: a matched expression of time, and how an anchor day, a part and a bound complete it.

A reading always gets an anchor (a possible day of publication). What does not depend on it is found
by reading twice from two distant anchors, see `read`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from foedus.analysis import calendar
from foedus.analysis.calendar import Interval
from foedus.records.times import Precision

_STEPS = {"last": -1, "this": 0, "next": 1}
_FAR_APART = (date(1802, 3, 1), date(2148, 10, 20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A matched rule: its classes with their values, in order of the text, without the clock.

    `bound` is since, until, by, before or after; `link` the other preposition, `part` early, mid,
    late, earlier or later. `direction` is 1 when the sentence looks ahead, -1 when it looks back,
    else 0. `year` is a year that the words around give, for a date that names none.
    """

    build: str
    words: tuple[tuple[str, int | str], ...]
    clock: str | None = None
    bound: str | None = None
    link: str | None = None
    part: str | None = None
    determined: bool = False
    direction: int = 0
    year: int | None = None

    def first(self, *names: str) -> int | None:
        """Return the value of the first word of these classes, None without one or for words."""
        for name, value in self.words:
            if name in names and isinstance(value, int):
                return value
        return None

    def all(self, *names: str) -> list[int]:
        """Return the values of all words of these classes."""
        return [v for name, v in self.words if name in names and isinstance(v, int)]

    def has(self, *names: str) -> bool:
        """Say whether a word of one of these classes is there."""
        return any(name in names for name, _ in self.words)

    @property
    def unit(self) -> str | None:
        """Return the unit of time, None without one."""
        found = [str(value) for name, value in self.words if name in ("unit", "units")]
        return found[0] if found else None

    @property
    def steps(self) -> int | None:
        """Return -1, 0 or 1 for last, this or next; None without one."""
        found = [_STEPS[name] for name, _ in self.words if name in _STEPS]
        return found[0] if found else None

    @property
    def count(self) -> int | None:
        """Return how many units, at most: "a" is one; None when the words leave it open."""
        number = max(self.all("day", "number", "numword"), default=None)
        return 1 if number is None and self.has("a") and not self.has("few") else number


Reading = Callable[[Shape, date], Interval | None]


def read(
    shape: Shape, earliest: date | None, latest: date | None, readings: Mapping[str, Reading]
) -> Interval | None:
    """Return the interval of a shape for a text published between two days, None if it has none.

    Without days of publication, an end that depends on them stays open.
    """
    if earliest is None or latest is None:
        early, late = (_read_from(shape, day, readings) for day in _FAR_APART)
        if early is None or late is None:
            return None
        return replace(
            early,
            earliest=early.earliest if early.earliest == late.earliest else None,
            latest=early.latest if early.latest == late.latest else None,
            clock=early.clock if early.earliest == late.earliest else None,
        )
    first = _read_from(shape, earliest, readings)
    if earliest == latest or first is None:
        return first
    second = _read_from(shape, latest, readings)
    return second and calendar.hull(first, second)


def _read_from(shape: Shape, anchor: date, readings: Mapping[str, Reading]) -> Interval | None:
    """Return the interval for one anchor: the rule's reading, then its part, then its bound."""
    interval = readings[shape.build](shape, anchor)
    if interval is None:
        return None
    if shape.clock and interval.earliest == interval.latest:
        interval = replace(interval, clock=shape.clock, precision=Precision.MINUTE)
    return _bounded(_parted(interval, shape.part, anchor), shape.bound, anchor)


def _parted(interval: Interval, part: str | None, anchor: date) -> Interval:
    """Return the part of an interval; "earlier" and "later" count from an anchor inside it."""
    if part is None or not interval.earliest or not interval.latest:
        return interval
    if part not in ("earlier", "later"):
        return calendar.part_of(interval, part)
    if (
        not interval.earliest < interval.latest
        or not interval.earliest <= anchor <= interval.latest
    ):
        return interval
    if part == "earlier":
        return replace(interval, latest=anchor)
    return replace(interval, earliest=anchor)


def _bounded(interval: Interval, bound: str | None, anchor: date) -> Interval:
    """Return what lies since, until, by, before or after an interval."""
    first, last = interval.earliest, interval.latest
    if bound is None or (first is None and last is None):
        return interval
    if bound == "since":
        ahead = first is not None and first > anchor  # "since" a day to come names that day alone
        return interval if ahead else replace(interval, latest=anchor, clock=None)
    if bound in ("until", "by"):
        start = anchor if last and anchor <= last else None
        return replace(interval, earliest=start, clock=None)
    if bound == "before":
        return replace(
            interval, earliest=None, latest=first and calendar.shift(first, -1), clock=None
        )
    return replace(interval, earliest=last and calendar.shift(last, 1), latest=None, clock=None)
