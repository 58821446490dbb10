"""Lexicon: many names looked up in one walk over a text, the longest first.

A name is found by the folded form of its first words (no accents, lower case), so the walk costs
one look-up for most words. Capitals decide afterwards: "US" is a state and "us" is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}[A-Z]?(?![^\W\d_])|[A-Z]\.(?=[\s\u00a0]?[A-Z])|[^\W_]+|\+")
_GAP = re.compile(r"[\s\u00a0]{1,3}|[-‐‑–]|['’]|,[\s\u00a0]|\.[\s\u00a0]|/")
_SPECIAL = str.maketrans({"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae"})


MAX_PHRASE_CHARACTERS, MAX_PHRASES_KEPT = 300, 256
"""Of so many phrases of this length the words are kept: several rules in a row ask for them."""


class Word(NamedTuple):
    """A word of a text: its characters and its folded form, full stops of initials left out.

    A tuple and no dataclass: a text makes one for each of its words, and tuples are built faster.
    """

    start: int
    end: int
    text: str
    folded: str


@dataclass(slots=True)
class Name:
    """A spelling with everything it may mean, as (kind, key) pairs, the likeliest first.

    `guard` names what the neighbouring words must allow: "surname", "risky", "first name" or "".
    """

    words: tuple[str, ...]
    shapes: tuple[str, ...]
    meanings: list[tuple[str, str]]
    guard: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names by their first and second folded word ("" where there is none), the longest first.

    The second word counts because dozens of names begin with "the".
    """

    names: dict[str, dict[str, list[Name]]] = field(default_factory=dict)

    def add(self, spelling: str, kind: str, key: str, *, guard: str = "") -> None:
        """Add a meaning of a spelling; one more meaning of a known spelling goes behind."""
        found = _words_of(spelling)
        words = tuple(map(fold, found))
        shapes = tuple(map(_shape, found))
        second = words[1] if len(words) > 1 else ""
        row = self.names.setdefault(words[0], {}).setdefault(second, [])
        place = 0
        for name in row:
            if name.words == words and name.shapes == shapes:
                if all(key != known for _, known in name.meanings):
                    name.meanings.append((kind, key))
                return
            place += len(name.words) >= len(words)
        row.insert(place, Name(words, shapes, [(kind, key)], guard))

    def at(self, text: str, words: Sequence[Word], position: int) -> Name | None:
        """Return the longest name that begins with this word, or None."""
        rows = self.names.get(words[position].folded)
        if rows is None:
            return None
        second = words[position + 1].folded if position + 1 < len(words) else ""
        for row in (rows.get(second, ()), rows.get("", ())):
            for name in row:
                if _fits(name, text, words, position):
                    return name
        return None


def find_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text; initials with full stops ("U.S.") are one word."""
    return _words_of_phrase(text) if len(text) <= MAX_PHRASE_CHARACTERS else _read_words(text)


def _read_words(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(*match.span(), said, fold(said))
        for match in _WORD.finditer(text)
        for said in (match[0],)
    )


@lru_cache(maxsize=MAX_PHRASES_KEPT)
def _words_of_phrase(text: str) -> tuple[Word, ...]:
    return _read_words(text)


def _words_of(spelling: str) -> list[str]:
    """Return the words of a name; most names are words between spaces and need no pattern."""
    parts = spelling.split(" ")
    if all(map(str.isalnum, parts)):
        return parts
    return [match[0] for match in _WORD.finditer(spelling)]


def fold(text: str) -> str:
    """Return a text without accents, full stops and capitals."""
    if text.isascii():
        return text.lower() if text.isalnum() else text.replace(".", "").lower()
    plain = unicodedata.normalize("NFD", text.translate(_SPECIAL))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").lower()


def _shape(word: str) -> str:
    """Return what capitals a word of a name asks for: acronym, capital, or any."""
    if word[0].isupper() and word[1:].islower():
        return "capital"
    letters = word.replace(".", "")
    if letters.isupper() and len(letters) > 1:
        return "acronym" if len(letters) <= 3 else "long acronym"
    return "capital" if word[0].isupper() else "any"


def _fits(name: Name, text: str, words: Sequence[Word], position: int) -> bool:
    """Say whether all words of the name stand here, with their capitals and close together."""
    last = position + len(name.words)
    if last > len(words):
        return False
    for offset, (folded, shape) in enumerate(zip(name.words, name.shapes, strict=True)):
        word = words[position + offset]
        if word.folded != folded or not _cased(word.text, shape):
            return False
        if (
            offset
            and not _GAP.fullmatch(text, words[position + offset - 1].end, word.start)
            and (words[position + offset - 1].end != word.start)
        ):
            return False
    return True


def _cased(word: str, shape: str) -> bool:
    """Say whether the capitals of a word of the text fit; "Nato" may stand for "NATO"."""
    if shape == "any":
        return True
    if shape == "acronym":
        return word.replace(".", "").isupper()
    return word[0].isupper()
