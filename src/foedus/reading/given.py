"""Given: what the caller knows about a document and the text need not say."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, replace

from foedus.records import Document, HowKnown, Published

_ISO = re.compile(
    r"\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    r"\s?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Metadata from outside the text; None leaves what the text says. `published` is ISO 8601."""

    published: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None


def with_metadata(document: Document, given: Given) -> Document:
    """Return the document with what is given in place of what its text says.

    Raises:
        ValueError: `published` is no ISO 8601 date; the message shows one that would be right.
    """
    published = (
        parse_published(given.published) if given.published is not None else document.published
    )
    return replace(
        document,
        published=published,
        outlet=given.outlet or document.outlet,
        author=given.author or document.author,
        url=given.url or document.url,
    )


def parse_published(text: str) -> Published:
    """Return the interval of an ISO 8601 year, month, date or datetime, known because it was given.

    A datetime with a zone is turned to UTC; one without keeps its clock reading.

    Raises:
        ValueError: Not ISO 8601, or no such day.
    """
    text = text.strip()
    if not _ISO.fullmatch(text):
        raise ValueError(_complaint(text))
    try:
        if len(text) > 10:
            return _minute(
                datetime.datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
            )
        return _days(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(_complaint(text)) from error


def _complaint(text: str) -> str:
    """Return the message for a date that cannot be read."""
    return f"date {text[:60]!r} is not ISO 8601; right would be 2022-02-06 or 2022-02-06T16:30"


def _minute(moment: datetime.datetime) -> Published:
    """Return the minute of a moment, in UTC if it names its zone."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC)
    stamp = moment.strftime("%Y-%m-%dT%H:%M")
    return Published(earliest=stamp, latest=stamp, precision="minute", how=HowKnown.GIVEN)


def _days(text: str) -> Published:
    """Return the first and last day of a year, month or day."""
    numbers = [int(part) for part in text.split("-")]
    year, month, day = (*numbers, 0, 0)[:3]
    first = datetime.date(year, month or 1, day or 1)
    last_month = month or 12
    last = datetime.date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    precision = ("year", "month", "day")[len(numbers) - 1]
    return Published(
        earliest=first.isoformat(), latest=last.isoformat(), precision=precision, how=HowKnown.GIVEN
    )
