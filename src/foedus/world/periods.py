"""Period: the time a fact holds, and whether a date falls inside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a date (included) to a date (excluded), as ISO text of year, month or day.

    None at an end means without limit there.
    """

    start: str | None = None
    end: str | None = None

    @classmethod
    def of(cls, start: str, end: str) -> Period:
        """Return the period of two table cells; an empty cell is an open end."""
        return cls(start=start or None, end=end or None)

    def covers(self, at: str | None) -> bool:
        """Say whether the fact holds at some time of `at`, a year, month or day.

        Without a date, a fact counts that still holds.
        """
        if at is None:
            return self.end is None
        day = at[:10]
        begun = self.start is None or self.start <= day or self.start.startswith(day)
        return begun and (self.end is None or self.end > day)
