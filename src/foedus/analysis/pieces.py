"""From words to what the encoder reads: word pieces and word shapes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

CLASSIFY, SEPARATE, UNKNOWN = 101, 102, 100
"""Piece ids that open a window, close it, and stand for a word without pieces."""
MAX_PIECES_IN_WORD = 6
MAX_CACHED_WORDS = 200_000


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

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[tuple[int, ...], list[int]]] = {}

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """Return the pieces of a vocabulary file (the JSON form of the tokenizers library)."""
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(tokenizer)

    def of(self, word: str) -> tuple[int, ...]:
        """Return 1 to 6 piece ids; an over-long word keeps its first and last pieces."""
        return self._read(word)[0]

    def _read(self, word: str) -> tuple[tuple[int, ...], list[int]]:
        """Return the pieces of a word and their shapes."""
        known = self._known.get(word)
        if known is None:
            ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids or [UNKNOWN]
            if len(ids) > MAX_PIECES_IN_WORD:
                ids = ids[: MAX_PIECES_IN_WORD // 2] + ids[-(MAX_PIECES_IN_WORD // 2) :]
            known = tuple(ids), [shape_of(word)] * len(ids)
            if len(self._known) < MAX_CACHED_WORDS:
                self._known[word] = known
        return known

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
