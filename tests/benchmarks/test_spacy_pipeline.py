"""Trees go through spaCy's documents and back without a change, so that both are scored alike."""

from __future__ import annotations

import pytest

from benchmarks.entities import score_entities
from benchmarks.treebank import GoldSentence, GoldWord
from benchmarks.trees import score_given, score_raw

spacy = pytest.importorskip("spacy", reason="needs the extra spacy")

WORDS = (
    ("Ana", "PROPN", 2, "nsubj", "B-PER"),
    ("sails", "VERB", 0, "root", "O"),
    ("to", "ADP", 4, "case", "O"),
    ("Norland", "PROPN", 2, "obl", "B-LOC"),
    (".", "PUNCT", 2, "punct", "O"),
)
SENTENCE = GoldSentence("a", "Ana sails to Norland.", tuple(GoldWord(*word) for word in WORDS))
GOLD = [[SENTENCE, SENTENCE], [SENTENCE]]


def test_to_doc_and_back_keeps_trees_entities_and_text() -> None:
    # Loaded here: without the extra this file cannot even be imported.
    module = pytest.importorskip("benchmarks.spacy_pipeline")
    pipeline = spacy.blank("en")
    docs = [module.to_doc(pipeline, document) for document in GOLD]
    assert docs[0].text.rstrip() == "Ana sails to Norland. Ana sails to Norland."
    parses = [module.to_parse(doc) for doc in docs]
    given, raw = score_given(GOLD, parses), score_raw(GOLD, parses)
    assert {value for value in (*given.values(), *raw.values())} == {100.0}
    assert score_entities(GOLD, parses)["entities.f1"] == 1
