"""Words of two tellings: stems that stand for content, thresholds, words that take back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_VOWEL = re.compile("[aeiouy]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "\u00a0": " "})

SHORTEST_STEM = 3
REMEMBERED_WORDS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MergingWords:
    """The word lists of the merging room; sets hold stems, phrases hold words as they stand."""

    common: frozenset[str]
    thresholds: frozenset[str]
    conditional: re.Pattern[str]
    definite: frozenset[str]
    withdrawing: tuple[str, ...]
    anybody: frozenset[str]
    placing: frozenset[str]
    endings: Mapping[str, str]
    synonyms: Mapping[str, str]


@cache
def load_words() -> MergingWords:
    """Return the word lists, read on the first call."""
    table = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    endings = table["endings"]
    return MergingWords(
        common=frozenset(table["common"].split()),
        thresholds=frozenset(_cut(word, endings) for word in table["thresholds"].split()),
        conditional=re.compile(
            rf"\b(?:{'|'.join(table['conditional'].split())})\b[^,.;:!?—”]*", re.IGNORECASE
        ),
        definite=frozenset(table["definite"].split()),
        withdrawing=tuple(line for line in table["withdrawing"].split("\n") if line),
        anybody=frozenset(table["anybody"].split()),
        placing=frozenset(table["placing"].split()),
        endings=endings,
        synonyms={
            _cut(word, endings): _cut(group.split()[0], endings)
            for group in table["synonyms"].split("\n")
            for word in group.split()
        },
    )


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, in order."""
    return _WORD.findall(text.translate(_QUOTES).lower())


@lru_cache(maxsize=REMEMBERED_WORDS)
def stem(word: str) -> str:
    """Return a word without its inflection: "attacked", "attacks" and "attack" are one.

    Example:
        >>> [stem(word) for word in ("supplies", "supplying", "closing", "close", "stopped")]
        ['supply', 'supply', 'clos', 'clos', 'stop']
    """
    return _cut(word, load_words().endings)


def content_stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry matter, each once, in order.

    Words that reports put for one another ("soldiers", "troops") are one.
    """
    words = load_words()
    stems = (stem(word) for word in words_of(text) if word not in words.common)
    return tuple(dict.fromkeys(words.synonyms.get(one, one) for one in stems))


def conditions_in(text: str) -> list[str]:
    """Return the parts of a text that are conditions, by the words that open one.

    Example:
        >>> conditions_in("We will leave if they come, and stay if they go.")
        ['if they come', 'if they go']
    """
    return load_words().conditional.findall(text)


def thresholds_of(texts: Iterable[str | None]) -> frozenset[str]:
    """Return the thresholds ("direct", "further") and numbers that texts state, as stems."""
    stems = {stem(word) for text in texts if text for word in words_of(text)}
    return frozenset(one for one in stems if one in load_words().thresholds or one[0].isdigit())


def takes_back(text: str) -> bool:
    """Say whether a text holds words by which an author takes a promise back."""
    padded = f" {' '.join(words_of(text))} "
    return any(f" {phrase} " in padded for phrase in load_words().withdrawing)


def _cut(word: str, endings: Mapping[str, str]) -> str:
    for ending, instead in endings.items():
        if ending == instead and word.endswith(ending):
            break
        root = word[: -len(ending)]
        if not word.endswith(ending) or len(root) < SHORTEST_STEM or not _VOWEL.search(root):
            continue
        if ending == "s" and root[-1] in "su":
            break
        if (
            not instead
            and ending in ("ing", "ed")
            and root[-1] == root[-2]
            and root[-1] not in "ls"
        ):
            root = root[:-1]
        word = root + instead
        break
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST_STEM else word
