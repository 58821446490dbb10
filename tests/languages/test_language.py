"""Tests of the words of a language."""

from __future__ import annotations

import pytest

from foedus.errors import UnknownLanguage
from foedus.languages.language import known_languages, load_language
from foedus.records.statements import SpeechAct


@pytest.mark.parametrize("code", known_languages())
def test_load_language_reads_every_folder(code: str) -> None:
    language = load_language(code)
    assert language.code == code
    assert language.cues.verbs
    assert load_language(code) is language


def test_load_language_refuses_an_unknown_code() -> None:
    with pytest.raises(UnknownLanguage, match="known: en"):
        load_language("xx")


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("accusing", "accuse"), ("denied", "deny"), ("said", "say"), ("slammed", "slam"),
     ("Replies", "reply"), ("portrayed", "portray"), ("tables", "given")],
)  # fmt: skip
def test_lemma_of_knows_the_forms_of_cues(form: str, lemma: str) -> None:
    assert load_language("en").cues.lemma_of(form, "Given") == lemma


@pytest.mark.parametrize(
    ("lemma", "following", "noun", "act"),
    [("call", ["for"], False, SpeechAct.DEMAND), ("call", ["it"], False, SpeechAct.ASSERT),
     ("accuse", [], False, SpeechAct.ACCUSE), ("pledge", [], True, SpeechAct.COMMIT)],
)  # fmt: skip
def test_acts_of_reads_verb_and_particle(
    lemma: str, following: list[str], noun: bool, act: SpeechAct
) -> None:
    assert load_language("en").cues.acts_of(lemma, following, noun=noun)[0] is act


def test_finds_phrase_needs_the_words_together() -> None:
    cues = load_language("en").cues
    assert cues.finds_phrase("content.red_lines", ["a", "red", "line"])
    assert not cues.finds_phrase("content.red_lines", ["a", "red", "broken", "line"])
