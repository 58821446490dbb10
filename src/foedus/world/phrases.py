"""A noun phrase cut into words, known names and its head, and who owns what it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.records import Actor
from foedus.world.actors import choose_actor
from foedus.world.index import Index
from foedus.world.lexicon import Word, find_words
from foedus.world.mentions import Mention, find_mentions
from foedus.world.roles import Phrases


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase with its words, known names, and where its head ends.

    `core` is the number of words before the first preposition that lies in no name.
    """

    text: str
    words: Sequence[Word]
    mentions: list[Mention]
    core: int
    indefinite: bool

    def word(self, position: int) -> str:
        """Return the folded word at a position."""
        return self.words[position].folded


def without_determiner(index: Index, text: str) -> tuple[str, bool]:
    """Return a phrase without its determiners, and whether they name nobody in particular."""
    indefinite = False
    while True:
        first, _, rest = text.partition(" ")
        if (
            not rest
            or first.lower() not in index.roles.determiners
            or (first.isupper() and first != "A")
        ):
            return text, indefinite
        indefinite = indefinite or first.lower() in index.roles.indefinite
        text = rest.lstrip()


def cut_phrase(index: Index, text: str, indefinite: bool) -> Phrase:
    """Return a phrase with its names, its head before the first preposition outside a name."""
    words = find_words(text)
    mentions = find_mentions(index, text)
    inside = {
        position
        for position, word in enumerate(words)
        for one in mentions
        if one.start < word.end and word.start < one.end
    } | _titled(index, words)
    core = next(
        (
            position
            for position, word in enumerate(words)
            if position and position not in inside and word.folded in index.roles.prepositions
        ),
        len(words),
    )
    return Phrase(text, words, mentions, core, indefinite)


def _titled(index: Index, words: Sequence[Word]) -> set[int]:
    """Return the positions inside titles of several words, whose "of" ends no head."""
    folded = [word.folded for word in words]
    found: set[int] = set()
    for first in range(len(folded)):
        for last in range(first + 3, min(first + 6, len(folded)) + 1):
            if tuple(folded[first:last]) in index.roles.offices:
                found.update(range(first, last))
    return found


def find_owner(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Return the state or organisation whose office, organ or people a phrase names.

    The first name before the head counts, else the first after it ("the leader of Libya").
    """
    head_end = phrase.words[phrase.core - 1].end if phrase.core else 0
    for one in phrase.mentions:
        adjective = one.kind == "demonym" and one.start >= head_end
        if one.kind in ("outlet", "person") or adjective or in_foreign_hands(index, phrase, one):
            continue
        actor = choose_actor(index, one.key.split("|"), at)
        if actor is not None:
            return actor
    return None


def in_foreign_hands(index: Index, phrase: Phrase, one: Mention) -> bool:
    """Say whether a hyphen makes a name part of another word: "US-backed"."""
    after = phrase.text[one.end : one.end + 1] in ("-", "‑")
    return after and any(
        word.start == one.end + 1 and word.folded in index.roles.foreign_hands
        for word in phrase.words
    )


def phrase_at(table: Phrases, phrase: Phrase, end: int) -> tuple[int, tuple[str, ...]]:
    """Return the longest phrase of a table that ends or crosses the core, and what it names.

    "Ministry of Defence" crosses: its preposition is its own.
    """
    for last in sorted({end, min(end + 2, len(phrase.words)), min(end + 3, len(phrase.words))}):
        for first in range(max(0, last - 6), last):
            words = tuple(word.folded for word in phrase.words[first:last])
            if words in table and first < end:
                return first, table[words]
    return 0, ()
