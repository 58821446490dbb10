"""Occasions: when something was said, as far as a telling lets it be known, in days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foedus.records.documents import HowKnown, Published
from foedus.records.times import Precision, When

DAYS_BEFORE_PRINT = 3
"""News reports what was said up to so many days before; read off dated articles by hand."""

EXACT_DAYS = 8
"""An interval no longer than this tells one occasion from another."""

LONGEST_BUCKETED_DAYS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The days on which something may have been said, as ordinals; `told` if the text says so."""

    first: int
    last: int
    told: bool

    @property
    def days(self) -> int:
        """Return the length of the interval in days."""
        return self.last - self.first + 1

    @property
    def exact(self) -> bool:
        """Say whether the interval is short enough to tell occasions apart."""
        return self.days <= EXACT_DAYS

    @property
    def middle(self) -> float:
        """Return the middle of the interval."""
        return (self.first + self.last) / 2

    def apart(self, other: Occasion) -> int:
        """Return the days between two intervals; 0 where they touch or overlap."""
        return max(0, max(self.first, other.first) - min(self.last, other.last))


def occasion_of(said: When | None, published: Published) -> Occasion | None:
    """Return when something was said: as the text says, else shortly before it was published."""
    if said is not None and said.precision is not Precision.VAGUE:
        told = _interval(said.earliest, said.latest)
        if told is not None:
            return Occasion(first=told[0], last=told[1], told=True)
    printed = _interval(published.earliest, published.latest)
    if printed is None:
        return None
    before = 0 if published.how is HowKnown.BOUNDS else DAYS_BEFORE_PRINT
    return Occasion(first=printed[0] - before, last=printed[1], told=False)


def buckets(occasion: Occasion | None, days: int) -> Iterator[str]:
    """Yield the windows of `days` days that an occasion falls in, and the one after each.

    Two occasions that are less than a window apart share one; "?" stands for an unknown date.
    """
    if occasion is None or occasion.days > LONGEST_BUCKETED_DAYS:
        yield "?"
        return
    for number in range(occasion.first // days, occasion.last // days + 2):
        yield str(number)


def _interval(earliest: str | None, latest: str | None) -> tuple[int, int] | None:
    first, last = _ordinal(earliest), _ordinal(latest)
    if first is None or last is None:
        return None
    return first, max(first, last)


def _ordinal(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None  # a year alone or a date before the calendar: as good as unknown
