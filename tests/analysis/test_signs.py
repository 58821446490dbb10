"""Tests of the signs: what a record shows of itself, under the names of the table of weights."""

from __future__ import annotations

import math

import pytest

from foedus.analysis.signs import MAX_WORDS, signs_of_commitment, signs_of_statement
from foedus.languages.language import load_language
from foedus.pipeline import analyze_text

TEXT = """"We will close the strait if our ships are stopped," Admiral Hossein Rezai said. \
Iran said it would close its airspace to Turkey if the raids went on."""


def test_signs_of_statement_are_those_of_its_words() -> None:
    words = load_language("en").cues
    said, warned = analyze_text(TEXT).statements
    signs = signs_of_statement(said, words=words)
    assert (signs["reporting"], signs["quoted"], signs["unsourced"]) == (1.0, 1.0, 0.0)
    assert signs["length"] == pytest.approx(math.log1p(10))
    assert signs_of_statement(warned, words=words)["quoted"] == 0.0
    assert signs["length"] <= math.log1p(MAX_WORDS)


def test_signs_of_commitment_tell_who_acts_and_in_what_voice() -> None:
    by_voice = {c.voice.value: signs_of_commitment(c) for c in analyze_text(TEXT).commitments}
    assert by_voice["indirect"] == {"indirect": 1.0, "known": 1.0, "conditional": 1.0}
    assert by_voice["direct_quote"]["indirect"] == 0.0


def test_signs_have_a_weight_each() -> None:
    found, table = analyze_text(TEXT), load_language("en").confidence.signs
    words = load_language("en").cues
    assert set(signs_of_statement(found.statements[0], words=words)) == set(table["statement"])
    assert set(signs_of_commitment(found.commitments[0])) == set(table["commitment"])
