"""Scales and lanes of the timeline: days as places on a line, and bars that do not overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEFT, WIDTH, TOP = 150, 1000, 34
"""Where the line of days begins and ends, and where the first lane does; units of the drawing."""
ROW, BAR, GAP = 18, 12, 8
LEAST_WIDTH = 8.0
NUMBER_WIDTH = 18.0
"""What a bar needs at least, and one with a number in it."""
MOST_TICKS = 9
CENTRAL = 0.05
"""So large a part of the dates at either end is left out if it lies far away."""
FAR = 3.0
"""Far is so many times the span of the others."""

Interval = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An interval to be drawn: where it leads, what it says, its ends (None: open), how many."""

    link: str
    said: str
    kind: str
    first: date | None
    last: date | None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A bar at its place; `fades` says which ends are open: "start", "end" or nothing."""

    bar: Bar
    x: float
    y: int
    width: float
    fades: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What one actor has in time: his bars in rows, below one another where they would overlap."""

    name: str
    top: int
    height: int
    bars: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Days from the first to the last as places from LEFT to WIDTH."""

    first: date
    last: date
    left: int = LEFT
    width: int = WIDTH
    top: int = TOP
    bar: int = BAR

    def place(self, day: date) -> float:
        """Return where a day lies; days outside lie at the ends."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + share * (self.width - self.left - 10), 1)

    def meets(self, first: date | None, last: date | None) -> bool:
        """Say whether an interval has a day on the scale."""
        return (first or date.min) <= self.last and (last or date.max) >= self.first

    def ticks(self) -> list[tuple[float, str]]:
        """Return the places and names of some round dates."""
        days = (self.last - self.first).days
        found = list(_steps(self.first, self.last, days))
        every = max(1, -(-len(found) // MOST_TICKS))
        return [(self.place(day), name) for day, name in found[::every]]


def scale_of(intervals: Sequence[Interval], *, wide: bool) -> Scale | None:
    """Return a scale over nearly all intervals, or over all if `wide`; None without a date."""
    firsts = sorted(first or last for first, last in intervals if first or last)  # type: ignore[type-var]
    lasts = sorted(last or first for first, last in intervals if first or last)  # type: ignore[type-var]
    known = [(a, b) for a, b in zip(firsts, lasts, strict=True) if a is not None and b is not None]
    if not known:
        return None
    low, high = known[0][0], known[-1][1]
    if not wide and len(known) > 4:
        cut = max(1, int(len(known) * CENTRAL))
        inner_low, inner_high = known[cut][0], known[-1 - cut][1]
        span = max((inner_high - inner_low).days, 7)
        low = low if (inner_low - low).days <= FAR * span else inner_low
        high = high if (high - inner_high).days <= FAR * span else inner_high
    margin = timedelta(days=max((high - low).days // 30, 1))
    return Scale(first=_moved(low, -margin), last=_moved(high, margin))


def draw_lane(name: str, bars: Sequence[Bar], scale: Scale, *, top: int) -> Lane:
    """Return a lane with its bars packed into as few rows as do not overlap."""
    ends: list[float] = []
    drawn = []
    for bar in sorted(bars, key=lambda one: (one.first or date.min, one.last or date.max)):
        start = scale.place(bar.first or scale.first)
        end = scale.place(bar.last or scale.last)
        width = max(end - start, LEAST_WIDTH if bar.count == 1 else NUMBER_WIDTH)
        row = next((n for n, taken in enumerate(ends) if taken + 2 <= start), len(ends))
        ends[row : row + 1] = [start + width]
        fades = "start" if bar.first is None else "end" if bar.last is None else ""
        y = top + GAP // 2 + row * ROW
        drawn.append(Drawn(bar=bar, x=start, y=y, width=round(width, 1), fades=fades))
    height = max(len(ends), 1) * ROW + GAP
    return Lane(name=name, top=top, height=height, bars=tuple(drawn))


def _steps(first: date, last: date, days: int) -> Iterator[tuple[date, str]]:
    """Yield the beginnings of years, months or days, whichever fit the span."""
    if days > 3 * 366:
        yield from ((date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1))
    elif days > 70:
        month = first.replace(day=1)
        while month <= last:
            if month >= first:
                yield month, month.strftime("%Y-%m")
            month = (month + timedelta(days=32)).replace(day=1)
    else:
        yield from (
            (day, day.isoformat()) for day in (first + timedelta(days=n) for n in range(days + 1))
        )


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
