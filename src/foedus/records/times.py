"""When: an interval with the words that gave it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foedus.records.documents import Evidence


class Precision(StrEnum):
    """How exact an interval is."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of ISO 8601 dates or datetimes, both ends included.

    None at an end means that the text leaves this end open. `span` holds the words that gave it.
    """

    earliest: str | None
    latest: str | None
    precision: Precision
    span: Evidence | None = None
