"""Verbs: from an inflected form to what stands in a dictionary."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

_INFLECTED = frozenset({"VBD", "VBG", "VBN", "VBZ"})
_PLAIN = frozenset({"VB", "VBP"})
_OF_PLAIN = frozenset({"be", "have"})
"""Verbs with a present of their own: "are"."""
MAX_KEPT = 50_000
_VOWELS = frozenset("aeiou")
_OPEN = ("c", "g", "s", "u", "v", "z", "at", "ut", "bl", "cl", "dl", "fl", "gl", "pl", "tl")
"""With these no stem ends that has lost nothing, or few: "forc", "merg", "clos", "settl"."""
_HISSING = ("ss", "x", "ch", "sh", "o")


class VerbForms:
    """Finds the base of a form: by a table, else by undoing its ending.

    What is left of "hoped" may be "hop" or "hope". The first that is a known word is taken.
    """

    def __init__(self, irregular: Mapping[str, str], known: Callable[[str], bool]) -> None:
        self._irregular, self._known = irregular, known
        self._kept: dict[tuple[str, str], str] = {}

    @classmethod
    def load(cls, language: str, known: Callable[[str], bool]) -> VerbForms:
        """Return the forms of a language; `known` says whether it has such a word."""
        path = Path(__file__).parent / language / "verbs.toml"
        table = tomllib.loads(path.read_text("utf-8"))["forms"]
        return cls({form: base for base, forms in table.items() for form in forms.split()}, known)

    def base(self, form: str, tag: str, guess: str) -> str:
        """Return the base of a form in lower case.

        Args:
            form: As it stands in the text.
            tag: Penn tag.
            guess: For other tags and shortened forms ("'s").
        """
        found = self._kept.get((form, tag))
        if found is None:
            found = self._base(form.lower(), tag, guess)
            if len(self._kept) < MAX_KEPT:
                self._kept[form, tag] = found
        return found

    def _base(self, form: str, tag: str, guess: str) -> str:
        inflected = tag in _INFLECTED
        if not (inflected or tag in _PLAIN) or not form.isalpha():
            return guess
        base = self._irregular.get(form, form)
        if base != form or not inflected:
            return base if inflected or base in _OF_PLAIN else form
        candidates = list(_candidates(form))
        known = [word for word in candidates if self._known(word)]
        return (known or candidates or [form])[0]


def _candidates(form: str) -> Iterator[str]:
    """Yield what a form may be made from, likeliest first; nothing for one without an ending."""
    if form.endswith(("ied", "ies")) and len(form) > 4:
        yield form[:-3] + "y"
    elif form.endswith(("ed", "ing")):
        stem = form[: -2 if form.endswith("ed") else -3]
        if len(stem) > 1 and not _VOWELS.isdisjoint(stem.replace("y", "i")):
            yield from _of_stem(stem)
    elif form.endswith("es"):
        stem = form[:-2]
        yield from (stem, stem + "e") if stem.endswith(_HISSING) else (stem + "e", stem)
    elif form.endswith("s") and not form.endswith("ss"):
        yield form[:-1]


def _of_stem(stem: str) -> Iterator[str]:
    """Yield what is left where "ed" or "ing" is taken away, with or without its own "e"."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        yield from (stem, stem[:-1]) if stem[-1] in "lsfz" else (stem[:-1], stem)
        return
    short = len(stem) > 2 and stem[-1] not in "aeiouwxy" and stem[-2] in _VOWELS
    short = short and sum(letter in _VOWELS for letter in stem) == 1  # "hop" would double its "p"
    silent = stem.endswith(_OPEN) and not stem.endswith(("ng", "ss"))
    yield from (stem + "e", stem) if short or silent else (stem, stem + "e")
