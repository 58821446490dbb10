"""Lemmas by edit rule, in the notation of the model's labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import foedus.languages
from foedus.analysis.assembly import lemma_of

LABELS = Path(foedus.languages.__file__).parent / "en/model/labels.json"
RULES: list[str] = json.loads(LABELS.read_text("utf-8"))["rule"]


@pytest.mark.parametrize(
    ("form", "rule", "lemma"),
    [
        ("families", "l-3+y", "family"),
        ("Families", "l-3+y", "family"),
        ("ships", "l-1+", "ship"),
        ("ship", "l-0+", "ship"),
        ("went", "l=go", "go"),
        ("'s", "l=be", "be"),
        ("Peruvians", "k-1+", "Peruvian"),
        ("peruvians", "k-1+", "Peruvian"),
        ("NATO", "k-0+", "NATO"),
        ("Mon.", "k-1+day", "Monday"),
        ("we", "k=we", "We"),
        ("'", "k-0+", "'"),
    ],
)
def test_lemma_of_applies_its_rule(form: str, rule: str, lemma: str) -> None:
    assert lemma_of(form, rule) == lemma


@pytest.mark.parametrize("form", ["s", "as"])
def test_lemma_of_keeps_a_form_too_short_to_cut(form: str) -> None:
    """The model may choose any rule for any word; cutting must not eat the whole of it."""
    assert lemma_of(form, "l-2+") == form


@given(form=st.text(min_size=1, max_size=12), rule=st.sampled_from(RULES))
def test_lemma_of_gives_a_lemma_for_every_form_and_rule(form: str, rule: str) -> None:
    assert lemma_of(form, rule)
