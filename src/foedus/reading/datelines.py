"""Datelines ("KYIV, Feb 3 (Example Wire) —") and date lines ("Sunday, Feb 06, 2022")."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

from foedus.reading.layout import load_layout
from foedus.records import HowKnown, Published

MAX_DATE_CHARACTERS = 120
MAX_DATELINE_CHARACTERS = 90
MAX_PLACE_WORDS = 4
_BRACKETS = (("(", ")"), ("[", "]"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A date that a line states; `updated` if the line says so of a later version."""

    published: Published
    updated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The opening of a report: `length` characters with its dash; None for what is not stated."""

    length: int
    place: str | None
    outlet: str | None
    published: Published | None


def read_date_line(text: str) -> DateLine | None:
    """Return the date if the whole text is a date with its year, else None.

    Days written in figures on both sides ("02/06/2022") are read only where one order is possible;
    a time keeps its clock reading, whatever zone is named beside it.
    """
    if len(text) > MAX_DATE_CHARACTERS or not any(character.isdigit() for character in text):
        return None
    line = " ".join(text.split())
    if (line[:1], line[-1:]) in _BRACKETS:
        line = line[1:-1].strip()
    match = _date_pattern().fullmatch(line)
    if match is None:
        return None
    published = _to_published(match)
    updated = (match["label"] or "").strip(" :").lower() in load_layout().updated_labels
    return DateLine(published=published, updated=updated) if published else None


def read_dateline(text: str) -> Dateline | None:
    """Return the dateline that a paragraph opens with, else None.

    A dash must follow, and the place stand in capitals unless a known agency signs in brackets.
    """
    match = _dateline_pattern().match(text[:MAX_DATELINE_CHARACTERS])
    if match is None:
        return None
    place, agency, dated = match["place"], match["agency"], match["dated"]
    head = place.split(",")[0] if place else ""
    if len(head.split()) > MAX_PLACE_WORDS or (len(text) > 40 and text.upper() == text):
        return None
    if agency not in load_layout().agencies and not in_capitals(head):
        return None
    if agency is not None and not _signs(agency):
        return None
    place, published = _split_date(f"{place}, {dated}" if place and dated else place)
    return Dateline(length=match.end(), place=place, outlet=agency, published=published)


@cache
def _dateline_pattern() -> re.Pattern[str]:
    """Return the pattern of a dateline: a place, who signs and a day, in any but the last order."""
    month = _alternatives_of_months()
    return re.compile(
        r"(?P<place>[^\W\d_a-z][^()–—―\n\"“”:;]{1,60}?)??\s?"
        r"(?:\((?P<agency>[^()]{2,40})\)"
        rf"(?:,?\s(?P<dated>(?:\d{{1,2}}\s(?i:{month})|(?i:{month})\.?\s\d{{1,2}})(?:,?\s\d{{4}})?))?\s?)?"
        r"(?:--?|[–—―])(?:\s+|$)"
    )


def in_capitals(words: str) -> bool:
    """Say whether the first name of a dateline is set in capitals."""
    return words.upper() == words and sum(character.isalpha() for character in words) > 2


def _signs(agency: str) -> bool:
    """Say whether the words in brackets can sign a report: a capital, no number, few words."""
    return agency[:1].isupper() and len(agency.split()) <= 5 and not re.search(r"[\d,]", agency)


def _split_date(place: str | None) -> tuple[str | None, Published | None]:
    """Split "KYIV, Feb. 3, 2022" into its place and its date, if the year is stated."""
    if not place:
        return None, None
    parts = [part.strip() for part in place.split(",")]
    for first in range(1, len(parts)):
        rest = ", ".join(parts[first:])
        if re.match(
            rf"(?i)(?:{_alternatives_of_months()})\.?\s\d{{1,2}}\b|\d{{1,2}}\s(?:{_alternatives_of_months()})",
            rest,
        ):
            line = read_date_line(rest)
            return ", ".join(parts[:first]), line.published if line else None
    return place.strip(), None


@cache
def _alternatives_of_months() -> str:
    """Return the months' names as one alternative, the longest first."""
    layout = load_layout()
    return "|".join(sorted({*layout.months, *layout.month_abbreviations}, key=len, reverse=True))


@cache
def _date_pattern() -> re.Pattern[str]:
    """Return the pattern of a whole date line; every repetition in it is bounded."""
    layout = load_layout()
    known = sorted((*layout.published_labels, *layout.updated_labels), key=len, reverse=True)
    labels = "|".join(label.replace(" ", r"\s") for label in known)
    days = "|".join(sorted(layout.weekdays, key=len, reverse=True))
    month = _alternatives_of_months()
    clock = r"\d{1,2}(?:[:.]\d{2}(?::\d{2})?)?\s?(?:[ap]\.?m\.?)?"
    zone = r"(?:\s?\(?(?:[A-Z]{1,4}T|UTC|GMT|Z|MSK)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
    return re.compile(
        rf"""(?ix) (?:(?P<label>{labels})\s?[:–—-]?\s?)? (?:on\s)?
        (?:(?P<early>\d{{1,2}}[:.]\d{{2}}\s?(?:[ap]\.?m\.?)?) {zone} ,?\s (?:on\s)?)?
        (?:(?:{days})\.?,?\s)?
        (?: (?P<m1>{month})\.?\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y1>\d{{4}})
          | (?:the\s)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:[ -]|\sof\s)
            (?P<m2>{month})\.?,?[ -](?P<y2>\d{{4}})
          | (?P<y3>\d{{4}})[-/](?P<m3>\d{{1,2}})[-/](?P<d3>\d{{1,2}})
          | (?P<n1>\d{{1,2}})[./](?P<n2>\d{{1,2}})[./](?P<y4>\d{{4}}) )
        (?: (?:\s?[,|•·–—T-]\s?|\s) (?:at\s)? (?P<clock>{clock}) {zone})? \.?"""
    )


def _to_published(match: re.Match[str]) -> Published | None:
    """Turn a date line into Published; None where no such day exists or two could be meant."""
    day = _day_of(match)
    if day is None:
        return None
    moment = _minutes_of(match["clock"] or match["early"])
    if moment is None:
        return Published(earliest=day, latest=day, precision="day", how=HowKnown.TEXT)
    stamp = f"{day}T{moment}"
    return Published(earliest=stamp, latest=stamp, precision="minute", how=HowKnown.TEXT)


def _day_of(match: re.Match[str]) -> str | None:
    """Return the ISO day of a match."""
    if match["n1"]:
        first, second = int(match["n1"]), int(match["n2"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day, year = (
            (second, first, match["y4"]) if first > 12 else (first, second, match["y4"])
        )
    elif match["y3"]:
        month, day, year = int(match["m3"]), int(match["d3"]), match["y3"]
    else:
        word = (match["m1"] or match["m2"])[:3].lower()
        month = load_layout().month_abbreviations.index(word) + 1
        day, year = int(match["d1"] or match["d2"]), match["y1"] or match["y2"]
    try:
        return datetime.date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _minutes_of(clock: str | None) -> str | None:
    """Return "16:30" for "4:30 p.m."; None for no clock or an impossible one."""
    if not clock:
        return None
    numbers = [int(number) for number in re.findall(r"\d+", clock)]
    letters = re.sub(r"[^apm]", "", clock.lower())
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if len(numbers) == 1 and not letters:
        return None
    if letters and hour <= 12:
        hour = hour % 12 + (12 if letters[0] == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
