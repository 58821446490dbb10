"""Bases of verbs: by a table, else by the ending, as far as the vocabulary knows the word."""

from __future__ import annotations

import pytest

from foedus.languages.verbs import VerbForms

KNOWN = frozenset({"hop", "hope", "announce", "close", "lose", "add", "ad", "needle", "settle"})


@pytest.fixture(scope="module")
def verbs() -> VerbForms:
    return VerbForms.load("en", KNOWN.__contains__)


@pytest.mark.parametrize(
    ("form", "tag", "base", "why"),
    [
        ("hoping", "VBG", "hope", "one p was never two"),
        ("hopped", "VBD", "hop", "two p were one"),
        ("announced", "VBD", "announce", "the word that is known"),
        ("closes", "VBZ", "close", "an s behind a vowel keeps its e"),
        ("passes", "VBZ", "pass", "a hissing end takes es"),
        ("settling", "VBG", "settle", "tl needs its e"),
        ("denied", "VBN", "deny", "y became i"),
        ("Added", "VBD", "add", "the table knows that two d stay two"),
        ("withdrew", "VBD", "withdraw", "no rule undoes it"),
        ("are", "VBP", "be", "to be has a present of its own"),
        ("need", "VBP", "need", "a plain form is its base, whatever it ends on"),
        ("escalated", "VBD", "escalate", "no word is known, and at has lost an e"),
        ("sing", "VBG", "sing", "what would be left has no vowel"),
        ("’s", "VBZ", "be", "of a shortened form the guess is kept"),
        ("raids", "NNS", "guess", "what is no verb keeps the guess"),
    ],
)
def test_base_undoes_the_ending(verbs: VerbForms, form: str, tag: str, base: str, why: str) -> None:
    guess = "be" if form == "’s" else "guess"
    assert verbs.base(form, tag, guess) == base, why
    assert verbs.base(form, tag, guess) == base, "and again from memory"
