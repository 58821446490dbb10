"""Wording: the words of one sentence of a treaty, with the words that lead to a lettered item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from foedus.analysis.parse import Parse
from foedus.records.provisions import Provision

_FUSED = re.compile(r"(?<=[a-z0-9)])([.;])(?=[A-Z])")
"""Sentences that a lost blank glued together: "… of the area.Any such attack"."""
_ABBREVIATED = frozenset({"art", "arts", "no", "nos", "para", "paras", "vol", "st", "dr"})
MAX_SENTENCE_WORDS = 500
"""Words from which a sentence is cut: a list that never ends is still read in time."""
_ENDS = ":–—,-"
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
"""What the forms of a verb end in, where the model makes no known lemma of one."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark: characters [start, end), its form and lemma in lower case, its tags.

    `token` is its place in the parse.
    """

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    token: int

    def is_form(self, lemmas: frozenset[str]) -> bool:
        """Say whether this is a form of one of these verbs, whatever the model's lemma."""
        forms = (self.text.removesuffix(ending) for ending in _ENDINGS)
        return self.lemma in lemmas or not lemmas.isdisjoint(forms)


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence; those before `own` lead to the item and belong to other ones too."""

    words: tuple[Word, ...]
    own: int = 0

    @cached_property
    def texts(self) -> list[str]:
        """Return the words in lower case."""
        return [word.text for word in self.words]

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of words[first:last], of those in one place of the document.

        What begins in the words that lead to an item and ends in the item is cut to the item.
        """
        if first < self.own < last:
            first = self.own
        return self.words[first].start, self.words[last - 1].end

    def tokens(self, first: int, last: int) -> tuple[int, int]:
        """Return the tokens of the parse under words[first:last], cut as `place` cuts."""
        if first < self.own < last:
            first = self.own
        return self.words[first].token, self.words[last - 1].token + 1

    def said(self, first: int, last: int) -> str:
        """Return words[first:last] joined by blanks, in lower case."""
        return " ".join(self.texts[first:last])

    def begins(self, index: int, phrase: Sequence[str]) -> bool:
        """Say whether these words stand at an index."""
        return self.texts[index : index + len(phrase)] == list(phrase)


def read_sentences(parse: Parse, provision: Provision) -> Iterator[Sentence]:
    """Yield the sentences of a provision; an item's first follows the words that lead to it.

    The last sentence of words that lead to items is left out: the items say it.
    """
    sentences = list(_sentences(_words(parse, provision.start, provision.end)))
    leading: list[Word] = []
    for start, end in provision.chapeau:
        last = (list(_sentences(_words(parse, start, end))) or [[]])[-1]
        while last and last[-1].text in _ENDS:
            last = last[:-1]
        leading += last
    for place, words in enumerate(sentences):
        if provision.leads and place == len(sentences) - 1:
            continue
        before = leading if place == 0 else []
        yield Sentence((*before, *words), own=len(before))


def _words(parse: Parse, start: int, end: int) -> list[Word]:
    """Return the words of a range of characters, glued ones parted."""
    found: list[Word] = []
    for index in range(parse.token_at(start), len(parse.tokens)):
        token = parse.tokens[index]
        if token.start >= end:
            break
        begin = token.start
        for piece in _FUSED.split(token.text):
            stop = begin + len(piece)
            whole = piece == token.text
            upos = token.upos if whole else "PUNCT" if piece in ".;" else "X"
            lemma = token.lemma.lower() if whole else piece.lower()
            if piece and start <= begin and stop <= end:
                found.append(Word(begin, stop, piece.lower(), lemma, upos, token.xpos, index))
            begin = stop
    return found


def _sentences(words: list[Word]) -> Iterator[list[Word]]:
    """Yield the sentences: a full stop ends one, unless it belongs to an abbreviation."""
    start = 0
    for index, word in enumerate(words):
        full = index - start >= MAX_SENTENCE_WORDS
        stops = word.text == "." and not (index and words[index - 1].text in _ABBREVIATED)
        if not (stops or full):
            continue
        yield words[start : index + 1]
        start = index + 1
    if start < len(words):
        yield words[start:]
