"""The tokens of a text by their class of time, and whether a sentence looks ahead or back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from foedus.languages.times import OTHER, TimeWords, Value

FIRST_YEAR, LAST_YEAR = 1500, 2199
SENTENCE_TOKENS = 40
"""How far the words reach that say whether a sentence looks ahead or back."""
NAME_YEAR_TOKENS = 12
"""How far before a date a year inside a name ("Dawn 2022") may stand and still give its year."""
BREAK = "\n"
STOPS = frozenset({".", "?", "!", BREAK})
_DIGITS = frozenset({"iso", "slash", "clock", "decade", "ordinal", "digits"})
_TOKEN = re.compile(
    r"""
      (?P<word>[^\W\d_]{2,})
    | (?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])
    | (?P<slash>\d{1,2}/\d{1,2}/\d{4})(?!\d)
    | (?P<clock>\d{1,2}:\d{2})(?::\d{2})?(?!\d)
    | (?P<decade>\d{3}0['’]?s|['’]?\d0s)\b
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th))\b
    | (?P<digits>\d+(?:,\d{3})*(?:\.\d+)?%?)
    | (?P<initials>(?:[^\W\d_]\.){2,})
    | (?P<half>[ap]\.m\b)
    | (?P<clitic>['’](?:s|ll|re|ve|d|m)\b)
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)


class Piece(NamedTuple):
    """One token: its characters, its text in lower case, its code and its values.

    A tuple, because a text has hundreds of them and a frozen dataclass takes four times as long.
    """

    start: int
    end: int
    low: str
    code: str
    values: tuple[Value, ...]
    capital: bool


@lru_cache(maxsize=1)
def read_pieces(text: str, words: TimeWords) -> tuple[Piece, ...]:
    """Return the tokens of a text with the code of their class; a line's end is one of its own.

    The last text is kept, because several questions in a row are asked of it.
    """
    return tuple(_pieces(text, words))


def _pieces(text: str, words: TimeWords) -> Iterator[Piece]:
    """Yield the tokens of a text, one by one."""
    end = 0
    for match in _TOKEN.finditer(text):
        start, exact = match.start(), match[0]
        low = exact.lower()
        unknown = match.lastgroup not in _DIGITS and low not in words.words
        code, values = (OTHER, ()) if unknown else _class_of(match.lastgroup, exact, low, words)
        if "\n" in text[end:start]:
            yield Piece(end, end, BREAK, OTHER, (), False)
        end = match.end()
        yield Piece(start, end, low, code, values, exact[0].isupper())


def _class_of(
    kind: str | None, exact: str, low: str, words: TimeWords
) -> tuple[str, tuple[Value, ...]]:
    """Return the code and the values of one token."""
    if kind in _DIGITS:
        name, values = _number(kind, low)
        return (words.codes[name], values) if name else (OTHER, ())
    known = words.words.get(low)
    if known is None or (known[0] in words.proper and not exact[0].isupper()):
        return OTHER, ()
    return known[0], (known[1],)


def _number(kind: str | None, low: str) -> tuple[str, tuple[int, ...]]:
    """Return the class and the values of a token made of digits, an empty class for others."""
    if kind == "iso" or kind == "slash":
        return kind, tuple(int(part) for part in re.split("[-/]", low))
    if kind == "clock":
        hour, minute = (int(part) for part in low.split(":")[:2])
        return ("clock", (hour, minute)) if hour < 24 and minute < 60 else ("", ())
    if kind == "decade":
        return "decade", (int("".join(c for c in low if c.isdigit())),)
    if kind == "ordinal":
        return "ordinal", (int(low[:-2]),)
    if not low.isdigit() or len(low) > 4:
        return "", ()
    number = int(low)
    if len(low) == 4:
        return ("year", (number,)) if FIRST_YEAR <= number <= LAST_YEAR else ("", ())
    return ("day" if len(low) <= 2 and 1 <= number <= 31 else "number"), (number,)


def ends_sentence(pieces: Sequence[Piece], index: int, words: TimeWords) -> bool:
    """Say whether a token ends a sentence; the full stop of "Feb." does not."""
    if pieces[index].low not in STOPS:
        return False
    short = pieces[index].low == "." and index > 0
    return not (short and words.names.get(pieces[index - 1].code) in ("shortmonth", "shortday"))


def find_direction(pieces: Sequence[Piece], begin: int, end: int, *, words: TimeWords) -> int:
    """Return 1 where the sentence around pieces[begin:end] looks ahead, -1 where back, else 0.

    The nearest word before decides; without one, the nearest word after.
    """
    for index in range(begin - 1, max(-1, begin - SENTENCE_TOKENS), -1):
        if ends_sentence(pieces, index, words):
            break
        if turn := find_turn(pieces, index, words):
            return turn
    for index in range(end, min(len(pieces), end + SENTENCE_TOKENS)):
        if ends_sentence(pieces, index, words):
            break
        if turn := find_turn(pieces, index, words):
            return turn
    return 0


def find_turn(pieces: Sequence[Piece], index: int, words: TimeWords) -> int:
    """Return the direction that one word gives."""
    low, before = pieces[index].low, pieces[index - 1].low if index else ""
    if low in words.ahead or (low in words.purpose_verbs and before in words.purpose):
        return 1
    if before in words.before_participle:
        return 0
    if low in words.past or (len(low) > 4 and low.endswith(words.past_endings)):
        return -1
    return 0


def find_name_year(pieces: Sequence[Piece], begin: int, words: TimeWords) -> int | None:
    """Return the year inside a name ("Dawn 2022") that stands shortly before a date."""
    for index in range(begin - 1, max(0, begin - NAME_YEAR_TOKENS), -1):
        piece, before = pieces[index], pieces[index - 1]
        if ends_sentence(pieces, index, words):
            return None
        if words.names.get(piece.code) != "year" or not before.capital:
            continue
        # "In 2014", "The 2014 war": a capital that only opens the sentence, and "May 2014".
        if before.code == OTHER and before.low not in words.determiners | words.introducers:
            return int(piece.values[0])
    return None
