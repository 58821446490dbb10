"""Our cutting of plain words must be that of the library that trained the vocabulary."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from foedus.analysis.models import model_folder
from foedus.analysis.pieces import MAX_PIECES_IN_WORD, UNKNOWN, Pieces

VOCABULARY = model_folder("en") / "vocabulary.json"
MARKS = "“”‘’–—…•"
WORDS = (
    "treaty", "Non-aligned", "U.S.", "n’t", "’s", "“", "$3.5bn", "10-15", "(a)", "~`^", "_x_",
    "[SEP]", "[", "a[b]", "Türkiye", "Łódź", "ﬁne", "普京", "\u00ad", "\u200b", "x" * 100,
    "x" * 101, "y-" * 120, "Z" * 199 + ".", "counterintelligence", "q" * 30,
)  # fmt: skip


@cache
def library() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(VOCABULARY))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@cache
def pieces() -> Pieces:
    return Pieces.load(VOCABULARY)


def expected(word: str) -> tuple[int, ...]:
    ids = library().encode(word[:200], add_special_tokens=False).ids or [UNKNOWN]
    half = MAX_PIECES_IN_WORD // 2
    return tuple(ids if len(ids) <= MAX_PIECES_IN_WORD else [*ids[:half], *ids[-half:]])


@pytest.mark.parametrize("word", WORDS)
def test_of_cuts_as_the_library_does(word: str) -> None:
    assert pieces().of(word) == expected(word)


@settings(max_examples=400, deadline=None)
@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126) | st.sampled_from(MARKS), min_size=1)
)
def test_of_cuts_any_plain_word_as_the_library_does(word: str) -> None:
    assert pieces().of(word) == expected(word)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1).filter(lambda word: not word.isspace()))
def test_of_cuts_any_word_as_the_library_does(word: str) -> None:
    assert pieces().of(word) == expected(word)
