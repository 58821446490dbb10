"""Newsroom: generated news with known sources and events, for measuring how work grows.

An event has names and matters of its own; some reporters write about it, each in words of his own;
each report has carriers, who give it another headline and byline, cut it or put it into a page with
other matter. Words are made of syllables and used as words are: few often, many seldom.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from foedus.records.documents import Document, HowKnown, Published

COMMON_WORDS = 20_000
FIRST_DAY = date(2031, 1, 1)
DOCUMENTS_A_DAY = 400
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A document with the event it tells and the report it carries."""

    document: Document
    event: int
    report: int


def make_news(count: int, seed: int) -> Iterator[Piece]:
    """Yield so many short documents (60 to 150 words), events and carriers mixed as days pass."""
    chance = random.Random(seed)
    words = [_word(chance, 2) for _ in range(COMMON_WORDS)]
    often = list(itertools.accumulate(1 / (rank + 3) for rank in range(COMMON_WORDS)))
    made, event, report = 0, 0, 0
    open_pieces: list[tuple[int, int, str]] = []
    while made < count:
        while len(open_pieces) < 200:
            event += 1
            own = [*_names(chance), *_matters(chance, words, often)]
            for _ in range(chance.choice((1, 1, 2, 3, 5))):
                report += 1
                body = _body(chance, words, often, own)
                carriers = chance.choice((1, 1, 1, 2, 3, 10))
                open_pieces += [(event, report, body)] * carriers
        place = chance.randrange(len(open_pieces))
        own_event, own_report, body = open_pieces.pop(place)
        day = FIRST_DAY + timedelta(days=made // DOCUMENTS_A_DAY)
        headline = " ".join(chance.choices(words, cum_weights=often, k=7)).capitalize()
        text = f"{headline}\n\n{_carry(chance, body, words, often)}"
        yield Piece(document=_document(made, text, day), event=own_event, report=own_report)
        made += 1


def _names(chance: random.Random) -> list[str]:
    """Return six full names."""
    return [f"{_word(chance, 2).title()} {_word(chance, 3).title()}" for _ in range(6)]


def _matters(chance: random.Random, words: list[str], often: list[float]) -> list[str]:
    """Return what happens, in phrases of two words, the second of which is rarer."""
    first = chance.choices(words, cum_weights=often, k=10)
    return [f"{word} {_word(chance, 3)}" for word in first]


def _document(number: int, text: str, day: date) -> Document:
    when = day.isoformat()
    published = Published(earliest=when, latest=when, precision="day", how=HowKnown.GIVEN)
    return Document(id=f"d{number:06}", text=text, published=published)


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choices(_SYLLABLES, k=syllables + chance.randrange(2)))


def _body(chance: random.Random, words: list[str], often: list[float], own: list[str]) -> str:
    """Return eight sentences; one word in five is a phrase of the event's own."""
    sentences = []
    for _ in range(8):
        length = chance.randint(7, 14)
        chosen = chance.choices(words, cum_weights=often, k=length)
        mixed = [chance.choice(own) if chance.random() < 0.2 else word for word in chosen]
        sentences.append(" ".join(mixed).replace(mixed[0], mixed[0].capitalize(), 1) + ".")
    return " ".join(sentences)


def _carry(chance: random.Random, body: str, words: list[str], often: list[float]) -> str:
    """Return a report as one of its carriers prints it."""
    sentences = body.split(". ")
    way = chance.random()
    if way < 0.2:
        return ". ".join(sentences[: len(sentences) - chance.randint(1, 3)]) + "."
    if way < 0.3:
        other = " ".join(chance.choices(words, cum_weights=often, k=60)).capitalize()
        return f"{body}\n\n{other}."
    if way < 0.5:
        place = chance.randrange(len(sentences))
        sentences[place] = " ".join(chance.choices(words, cum_weights=often, k=8)).capitalize()
        return ". ".join(sentences)
    return body
