"""Stems, thresholds, words that take back, sentences and word diffs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.merging.parties import matter_of
from foedus.merging.wordings import diff_words, sentences_of
from foedus.merging.words import content_stems, stem, takes_back, thresholds_of
from foedus.records.threads import Edit


@pytest.mark.parametrize(
    "forms",
    [
        "attack attacks attacked attacking",
        "supply supplies supplied supplying",
        "close closes closed closing",
        "stop stops stopped stopping",
        "march marches marched marching",
        "crisis",
        "sell sells selling",
    ],
)
def test_stem_makes_one_of_the_forms_of_a_word(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_stem_keeps_short_words_and_other_words_apart() -> None:
    assert len({stem(word) for word in ("bus", "sea", "red", "ring", "bring", "gas")}) == 6


def test_content_stems_drops_words_without_matter() -> None:
    assert content_stems("We will then close all of the\u00a0straits") == ("clos", "strait")


def test_matter_of_makes_one_word_of_the_names_of_a_state() -> None:
    assert matter_of("if the Russians attack") == matter_of("if Moscow attacked")
    assert "UKR" in matter_of("an offensive in the Donbas")


def test_thresholds_of_finds_words_and_numbers() -> None:
    assert thresholds_of(("if directly attacked by 20 ships", "large-scale", None)) == {
        "direct", "20", stem("large-scale"),
    }  # fmt: skip


def test_takes_back_knows_whole_phrases_only() -> None:
    assert takes_back("Oslo will no longer send the ships")
    assert takes_back("Oslo backed away from it, and withdrew its offer")
    assert not takes_back("Oslo will withdraw troops and stay out longer")


def test_sentences_of_keeps_places_and_decimals() -> None:
    text = "First. It cost 3.5 crowns! \nLast line"
    found = sentences_of(text)
    assert [sentence.strip() for _, sentence in found] == [
        "First.", "It cost 3.5 crowns!", "Last line",
    ]  # fmt: skip
    assert all(text[start:].startswith(sentence) for start, sentence in found)


def test_diff_words_of_nothing() -> None:
    assert diff_words(None, "if attacked") == ((Edit.ADDED, "if attacked"),)
    assert diff_words(None, None) == ()


SAID = st.lists(st.sampled_from(["if", "it", "is", "attacked", "directly", "by"])).map(" ".join)


@given(SAID, SAID)
def test_diff_words_rebuilds_both_wordings(earlier: str, later: str) -> None:
    found = diff_words(earlier, later)
    before = " ".join(words for edit, words in found if edit is not Edit.ADDED)
    after = " ".join(words for edit, words in found if edit is not Edit.REMOVED)
    assert (before, after) == (earlier, later)
