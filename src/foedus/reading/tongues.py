"""Which language a text is in, by its letters and its commonest small words.

A profile of our own, because the library for it (py3langid) takes 0.76 s and 106 MB to load its
model and the whole tool may take 2 s to start. English is the default for very short and undecided
texts.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

READ_CHARACTERS = 4_000
MIN_WORDS = 12
"""Fewer words than this prove nothing: names and figures are alike in every language."""

_MIN_SHARE = 0.12  # of the words; running text has 0.3 and more in its own language
_MIN_LEAD = 1.3  # over English, so that an English text full of foreign names stays English
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
_TELLING_LETTERS = (
    ("ru", "uk", re.compile("[їєґЇЄҐ]")),
    ("ru", "be", re.compile("[ўЎ]")),
    ("ru", "sr", re.compile("[ђћџЂЋЏ]")),
    ("ar", "fa", re.compile("[پچژگ]")),
)


def guess_language(text: str) -> str:
    """Return the BCP 47 code of the language of a text; "en" where nothing speaks for another."""
    sample = text[:READ_CHARACTERS]
    if not sample.isascii():
        script = _language_of_script(sample)
        if script is not None:
            return script
    words = Counter(word.lower() for word in _WORD.findall(sample))
    total = words.total()
    if total < MIN_WORDS:
        return "en"
    scores = dict.fromkeys(_profiles(), 0)
    for word, count in words.items():
        for language in _languages_of().get(word, ()):
            scores[language] += count
    best = max(sorted(scores), key=scores.__getitem__)
    if scores[best] < _MIN_SHARE * total or scores[best] < _MIN_LEAD * scores["en"]:
        return "en"
    return best


def _language_of_script(sample: str) -> str | None:
    """Return the language of a text mostly in letters other than Latin, None for Latin ones."""
    letters = sum(1 for character in sample if character.isalpha())
    counts = {language: len(script.findall(sample)) for language, script in _SCRIPTS}
    if 2 * sum(counts.values()) <= letters:
        return None
    if counts["ja"] * 20 > letters:
        return "ja"
    best = max(sorted(counts), key=counts.__getitem__)
    for of, language, telling in _TELLING_LETTERS:
        if of == best and len(telling.findall(sample)) * 200 > letters:
            return language
    return best


@cache
def _profiles() -> Mapping[str, frozenset[str]]:
    """Return the small words of each language, read once on first use."""
    table = tomllib.loads(Path(__file__).with_name("tongues.toml").read_text("utf-8"))
    return {language: frozenset(words.split()) for language, words in table.items()}


@cache
def _languages_of() -> Mapping[str, tuple[str, ...]]:
    """Return the languages of each small word: a text has fewer words than the profiles."""
    found: dict[str, tuple[str, ...]] = {}
    for language, profile in _profiles().items():
        for word in profile:
            found[word] = (*found.get(word, ()), language)
    return found
