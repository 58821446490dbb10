"""Masthead: what the first and last lines of a text say about the text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from foedus.reading.bylines import read_author_line, read_byline
from foedus.reading.credits import is_caption, is_credit, is_furniture
from foedus.reading.datelines import in_capitals, read_date_line, read_dateline
from foedus.reading.head_lines import is_name, is_occasion, split_head_line
from foedus.reading.layout import is_outlet, is_personal_name, is_sure_outlet, load_layout
from foedus.reading.lines import Line, find_lines
from foedus.records import Published

MAX_HEADLINE_CHARACTERS = 200
MAX_HEAD_CHARACTERS = 250
HEAD_LINES = 12
FOOT_LINES = 5
_ITEM = re.compile(r"[-–—•]|\([a-z0-9]{1,3}\)")  # a list that the first line opens
_SMALL_WORD_CHARACTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What a text says about itself; ranges are (start, end) code points, in order of the text.

    What the text does not state is None. `updated` holds the date of a later version, if stated.
    """

    headline: tuple[int, int] | None = None
    author: str | None = None
    outlet: str | None = None
    place: str | None = None
    published: Published | None = None
    updated: Published | None = None
    boilerplate: tuple[tuple[int, int], ...] = field(default_factory=tuple)


def find_masthead(text: str, *, title: str | None = None) -> Masthead:
    """Find headline, byline, dateline, date and author line of a text, and every line of furniture.

    Args:
        text: The text of one document, as it stays.
        title: The title known from elsewhere: a first line that repeats it is the headline.

    Returns:
        What the text states; an empty Masthead where it states nothing.
    """
    lines = find_lines(text)
    found = Masthead()
    furniture: set[tuple[int, int]] = set()
    body: list[Line] = []
    for position, line in enumerate(lines):
        in_head = position < HEAD_LINES and len(body) <= 2
        marked = _read_head(found, line) if in_head else None
        if marked is not None and len(lines) > 1:
            found = marked
        elif not _says_nothing(line):
            body.append(line)
            continue
        furniture.add((line.start, line.end))
    found = replace(found, headline=_find_headline(body, lines, title))
    found, opening = _read_opening(found, body[:4])
    found, foot = _read_foot(found, body, text)
    return replace(found, boilerplate=tuple(sorted(furniture | opening | foot)))


def _says_nothing(line: Line) -> bool:
    """Say whether a line is a credit, a caption or furniture, wherever it stands."""
    return is_credit(line.text) or is_caption(line.text) or is_furniture(line.text)


def _read_head(found: Masthead, line: Line) -> Masthead | None:
    """Add what a line above the body states; None if it is not such a line."""
    if len(line.text) > MAX_HEAD_CHARACTERS:
        return _read_part(found, line.text)
    parts = split_head_line(line.text)
    dated = any(read_date_line(part) is not None for part in parts)
    whole = (_read_parts(found, parts) if dated else None) or _read_part(found, line.text)
    if whole is not None:
        return whole
    signed = found.author is not None or found.published is not None
    if found.outlet is None and (is_outlet if signed else is_sure_outlet)(line.text):
        return replace(found, outlet=line.text)
    label, colon, named = line.text.partition(":")
    if colon and label.strip().lower() in load_layout().outlet_labels and is_outlet(named.strip()):
        return replace(found, outlet=found.outlet or named.strip())
    return _read_parts(found, parts) if parts and not dated else None


def _read_parts(found: Masthead, parts: Sequence[str]) -> Masthead | None:
    """Add what the parts of one line state; None if one of them is something else.

    A bare name signs only beside an outlet: "Jane Doe | Example Post | 4 May 2021". Beside a date
    alone it may as well be that of a place, which is one if it stands in capitals.
    """
    known = housed = dated = False
    names: list[str] = []
    for part in parts:
        read = _read_part(found, part)
        known = known or read is not None
        dated = dated or read_date_line(part) is not None
        if read is None and is_outlet(part):
            read, housed = replace(found, outlet=found.outlet or part), True
        elif read is None and is_name(part):
            names.append(part)
        elif read is None and not (is_furniture(part) or is_credit(part) or is_occasion(part)):
            return None
        found = read or found
    if not known or (names and not (housed or dated)):
        return None
    author = next((name for name in names if " " in name and is_personal_name(name)), None)
    if author is not None and housed:
        return replace(found, author=found.author or author)
    place = next((name for name in names if in_capitals(name.split(",")[0])), None)
    return replace(found, place=found.place or place)


def _read_part(found: Masthead, text: str) -> Masthead | None:
    """Add what a byline or date states, unless stated before; None if the text is neither."""
    date = read_date_line(text)
    if date is not None and date.updated:
        return replace(found, updated=found.updated or date.published)
    if date is not None:
        return replace(found, published=found.published or date.published)
    byline = read_byline(text)
    if byline is None:
        return None
    return replace(
        found, author=found.author or byline.author, outlet=found.outlet or byline.outlet
    )


def _find_headline(
    body: Sequence[Line], lines: Sequence[Line], title: str | None
) -> tuple[int, int] | None:
    """Return the first line that says something, if it is made and set like a headline."""
    if len(body) < 2:
        return None
    first, second = body[0], body[1]
    repeats = title is not None and _letters(title) == _letters(first.text)
    if not repeats and not _is_headline(first, second, body):
        return None
    return first.start, first.end


def _is_headline(first: Line, second: Line, body: Sequence[Line]) -> bool:
    """Say whether a line heads what follows: short, no plain sentence, no wrapped paragraph."""
    text = first.text
    if (
        len(text) > MAX_HEADLINE_CHARACTERS
        or read_dateline(text)
        or not any(c.isalpha() for c in text)
    ):
        return False
    if second.text[:1].islower() or _ITEM.match(second.text):
        return False
    if first.closed and text[-1] in ":;":
        return False
    if first.closed and not _has_title_case(text):
        # "Will they answer?" may be a headline; a plain sentence with a full stop is text.
        return text[-1] in "?!" and (second.after_blank or len(second.text) > 2 * len(text))
    if second.after_blank:
        return True
    closed = sum(1 for line in body[1:12] if line.closed)
    return 2 * closed >= len(body[1:12])


def _has_title_case(text: str) -> bool:
    """Say whether nearly all long words have a capital, so that a full stop proves nothing."""
    words = [word.strip("\"'“”‘’(),.:;!?") for word in text.split()]
    long = [word for word in words if len(word) > _SMALL_WORD_CHARACTERS and word[0].isalpha()]
    return len(long) >= 3 and sum(1 for word in long if word[0].isupper()) >= 0.85 * len(long)


def _letters(text: str) -> str:
    """Return the letters and figures of a text, to compare two printings of a title."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _read_opening(found: Masthead, body: Sequence[Line]) -> tuple[Masthead, set[tuple[int, int]]]:
    """Read the dateline with which the report opens, below the headline and lines under it."""
    for line in body:
        if found.headline == (line.start, line.end):
            continue
        dateline = read_dateline(line.text)
        if dateline is not None:
            found = replace(
                found,
                place=dateline.place,
                outlet=found.outlet or dateline.outlet,
                published=found.published or dateline.published,
            )
            end = line.start + len(line.text[: dateline.length].rstrip())
            return found, {(line.start, end)}
    return found, set()


def _read_foot(
    found: Masthead, body: Sequence[Line], text: str
) -> tuple[Masthead, set[tuple[int, int]]]:
    """Read the author lines below the body; a person whom the text speaks of is no author of it."""
    marked: set[tuple[int, int]] = set()
    for line in body[1:][-FOOT_LINES:]:
        presented = read_author_line(line.text)
        if presented is None or presented.author is None:
            continue
        surname = presented.author.split()[-1]
        above = text[: line.start]
        signed = found.author is not None and surname.casefold() in found.author.casefold()
        if not signed and re.search(rf"\b{re.escape(surname)}\b", above):
            continue
        marked.add((line.start, line.end))
        found = replace(
            found, author=found.author or presented.author, outlet=found.outlet or presented.outlet
        )
    return found, marked
