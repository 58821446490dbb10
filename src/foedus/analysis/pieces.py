"""From words to what the encoder reads: word pieces and word shapes.

Almost every word of English news is plain: it is cut here, by the rules of the vocabulary file
(BERT's: small letters, each mark alone, then the longest piece that fits). Words with other letters
are cut by the tokenizers library, which takes 70 ms to load, and so only the first such word does.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at run time the first word that is not plain loads it
    from tokenizers import Tokenizer

CLASSIFY, SEPARATE, UNKNOWN = 101, 102, 100
"""Piece ids that open a window, close it, and stand for a word without pieces."""
MAX_PIECES_IN_WORD = 6
MAX_CACHED_WORDS = 200_000
MAX_CHARACTERS = 200
"""Of a longer word the first characters are read."""
MAX_CHARACTERS_IN_RUN = 100
"""A longer run of letters has no pieces: `max_input_chars_per_word` of the vocabulary file."""
CONTINUES = "##"

# "[" is left to the library: "[SEP]" in a text is a name of the vocabulary file, no four pieces.
_PLAIN = re.compile(r"[!-Z\\-~“”‘’–—…•]+")
_RUN = re.compile(r"[0-9a-z]+|[^0-9a-z]")


def shape_of(word: str) -> int:
    """Return the shape of a word, 1–10: what the encoder's lower-case vocabulary cannot see."""
    first = word[0]
    if word.isalpha():
        if word.islower():
            return 1
        if len(word) == 1:
            return 2
        if word.isupper():
            return 3
        return 4 if first.isupper() and word[1:].islower() else 5
    if word.isdigit():
        return 6
    if any(c.isdigit() for c in word):
        return 7
    if not any(c.isalpha() for c in word):
        return 8
    return 9 if first.isupper() else 10


class Pieces:
    """Cuts words into pieces of the encoder's vocabulary and remembers them."""

    def __init__(self, vocabulary: Mapping[str, int], path: Path) -> None:
        self._vocabulary, self._path = vocabulary, path
        self._longest = max(map(len, vocabulary), default=0)
        self._tokenizer: Tokenizer | None = None
        self._known: dict[str, tuple[tuple[int, ...], list[int]]] = {}

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """Return the pieces of a vocabulary file (the JSON form of the tokenizers library)."""
        model = json.loads(path.read_bytes())["model"]
        return cls(model["vocab"], path)

    def knows(self, word: str) -> bool:
        """Say whether a word in lower case is a piece of its own: then it is a common one."""
        return word in self._vocabulary

    def of(self, word: str) -> tuple[int, ...]:
        """Return 1 to 6 piece ids; an over-long word keeps its first and last pieces."""
        return self._read(word)[0]

    def _read(self, word: str) -> tuple[tuple[int, ...], list[int]]:
        """Return the pieces of a word and their shapes."""
        known = self._known.get(word)
        if known is None:
            ids = self._cut(word[:MAX_CHARACTERS]) or [UNKNOWN]
            if len(ids) > MAX_PIECES_IN_WORD:
                ids = ids[: MAX_PIECES_IN_WORD // 2] + ids[-(MAX_PIECES_IN_WORD // 2) :]
            known = tuple(ids), [shape_of(word)] * len(ids)
            if len(self._known) < MAX_CACHED_WORDS:
                self._known[word] = known
        return known

    def _cut(self, word: str) -> list[int]:
        """Return the ids of all pieces of a word."""
        if _PLAIN.fullmatch(word):
            return [i for run in _RUN.findall(word.lower()) for i in self._longest_first(run)]
        if self._tokenizer is None:
            library = importlib.import_module("tokenizers")
            self._tokenizer = library.Tokenizer.from_file(str(self._path))
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
        return list(self._tokenizer.encode(word, add_special_tokens=False).ids)

    def _longest_first(self, run: str) -> list[int]:
        """Return the longest piece that a run begins with, then that of its rest, and so on."""
        whole = self._vocabulary.get(run)
        if whole is not None:
            return [whole]
        if len(run) > MAX_CHARACTERS_IN_RUN:
            return [UNKNOWN]
        found, start = [], 0
        while start < len(run):
            lead = CONTINUES if start else ""
            for end in range(min(len(run), start + self._longest), start, -1):
                piece = self._vocabulary.get(lead + run[start:end])
                if piece is not None:
                    found.append(piece)
                    start = end
                    break
            else:
                return [UNKNOWN]
        return found

    def window(self, words: Sequence[str]) -> tuple[list[int], list[int], list[int], list[int]]:
        """Return pieces, their shapes, and each word's first and last piece, for one window."""
        pieces, shapes, first, last = [CLASSIFY], [0], [], []
        for word in words:
            ids, shape = self._read(word)
            first.append(len(pieces))
            pieces.extend(ids)
            shapes.extend(shape)
            last.append(len(pieces) - 1)
        return [*pieces, SEPARATE], [*shapes, 0], first, last
