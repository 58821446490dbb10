"""Folding: a text as it is searched; case, accents, blanks and quotation marks hide nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_WORD_CHARACTERS = 200
"""A longer run of letters is compared by its beginning; PostgreSQL keeps no word over 2 KB."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[“”„«»]")
_ASKED = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A folded word and the characters [start, end) of the text that it was made of."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Folded words that must stand together; `prefix`: the last may go on; `negated`: must not."""

    words: tuple[str, ...]
    prefix: bool = False
    negated: bool = False


def find_words(text: str) -> Iterator[Word]:
    """Yield the words of a text, folded, in order."""
    for found in _WORD.finditer(text):
        folded = "".join(_WORD.findall(fold_word(found[0])))[:MAX_WORD_CHARACTERS]
        if folded:
            yield Word(folded=folded, start=found.start(), end=found.end())


def fold_word(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def parse_query(query: str) -> list[Term]:
    """Return the terms of a query: word, word*, "a phrase", and each with - before it.

    Raises:
        ValueError: The query has no word to look for, or a quotation mark too many.
    """
    plain = _MARKS.sub('"', query)
    if plain.count('"') % 2:
        raise ValueError('a quotation mark is missing; right would be "two words"')
    terms = []
    for found in _ASKED.finditer(plain):
        asked = found["phrase"] if found["phrase"] is not None else found["word"]
        words = tuple(word.folded for word in find_words(asked))
        if words:
            prefix = asked.rstrip().endswith("*")
            terms.append(Term(words=words, prefix=prefix, negated=found["no"] == "-"))
    if all(term.negated for term in terms):
        raise ValueError("nothing to look for; give at least one word that must occur")
    return terms


def find_places(text: str, terms: list[Term]) -> list[tuple[int, int]]:
    """Return where the terms that must occur stand in a text, in order and without overlap."""
    words = list(find_words(text))
    at: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        at.setdefault(word.folded, []).append(index)
    places = {
        (words[first].start, words[first + len(term.words) - 1].end)
        for term in terms
        if not term.negated
        for first in _starts(term, words, at)
    }
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _starts(term: Term, words: Sequence[Word], at: dict[str, list[int]]) -> Iterator[int]:
    last = len(term.words) - 1
    if last == 0 and term.prefix:
        yield from (i for i, word in enumerate(words) if word.folded.startswith(term.words[0]))
        return
    for first in at.get(term.words[0], ()):
        if first + last < len(words) and all(
            _fits(term, offset, words[first + offset].folded) for offset in range(last + 1)
        ):
            yield first


def _fits(term: Term, offset: int, word: str) -> bool:
    if term.prefix and offset == len(term.words) - 1:
        return word.startswith(term.words[offset])
    return word == term.words[offset]
