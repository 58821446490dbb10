"""Lemmas by edit rule, in the notation of the model's labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import foedus.languages
from foedus.analysis.assembly import lemma_of, one_subject

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


@pytest.mark.parametrize(
    ("tree", "object_at", "why"),
    [
        (
            "China/PROPN/2/nsubj accused/VERB/0/root Taiwan/PROPN/2/nsubj of/SCONJ/5/mark "
            "lying/VERB/2/ccomp",
            3,
            "who stands behind the verb is accused and does not accuse",
        ),
        (
            "Chad/PROPN/2/nsubj said/VERB/0/root the/DET/4/det plan/NOUN/2/nsubj was/AUX/6/cop "
            "wrong/ADJ/2/ccomp",
            None,
            "the plan is the subject of a clause that the tree hangs elsewhere",
        ),
        (
            "Chad/PROPN/2/nsubj said/VERB/0/root plans/NOUN/2/nsubj would/AUX/5/aux "
            "fail/VERB/3/acl",
            None,
            "and so it is where its clause hangs on it",
        ),
        (
            "Peru/PROPN/2/nsubj told/VERB/0/root Chile/PROPN/2/obj lies/NOUN/2/nsubj",
            None,
            "a verb has one object",
        ),
        ("Lima/PROPN/3/nsubj Peru/PROPN/3/nsubj waits/VERB/0/root", None, "a dateline leads"),
        (
            "Peru/PROPN/2/nsubj spoke/VERB/0/root ,/PUNCT/4/punct Chile/PROPN/2/nsubj",
            None,
            "a mark divides clauses",
        ),
    ],
)
def test_one_subject_leaves_a_clause_one(tree: str, object_at: int | None, why: str) -> None:
    rows = [word.rsplit("/", 3) for word in tree.split()]
    heads, relations, upos = [int(r[2]) for r in rows], [r[3] for r in rows], [r[1] for r in rows]
    changed = [i for i, new in enumerate(one_subject(heads, relations, upos), 1) if new == "obj"]
    kept = [i for i, old in enumerate(relations, 1) if old == "obj"]
    assert changed == ([object_at] if object_at else kept), why
