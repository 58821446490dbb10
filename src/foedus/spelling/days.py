"""ISO 8601 years, months and days as the first or last day that they mean."""

from __future__ import annotations

import calendar
import re

from foedus.errors import InvalidPattern


def first_day(text: str) -> str:
    """Return the first day of an ISO year, month or day; raises InvalidPattern for no date.

    Example:
        >>> first_day("2022-02")
        '2022-02-01'
    """
    return _day(text, last=False)


def last_day(text: str) -> str:
    """Return the last day of an ISO year, month or day; raises InvalidPattern for no date.

    Example:
        >>> last_day("2022-02")
        '2022-02-28'
    """
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text, re.ASCII)
    try:
        if match is None:
            raise ValueError(text)
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        final = calendar.monthrange(year, month)[1]
        day = int(match[3] or (final if last else 1))
        if not 1 <= day <= final:
            raise ValueError(text)
    except ValueError as error:
        said = f"{text!r} is no ISO 8601 date; right would be 2022-02-06, 2022-02 or 2022"
        raise InvalidPattern(said) from error
    return f"{year:04}-{month:02}-{day:02}"
