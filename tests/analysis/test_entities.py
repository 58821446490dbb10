"""Entities: what clues make of the model's scores, and that the chosen path is the best one."""

from __future__ import annotations

import tomllib
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from foedus.analysis.entities import best_tags, find_entities
from foedus.analysis.gazetteer import load_gazetteer
from foedus.analysis.parse import Entity, Token
from foedus.languages.names import load_name_words

NAMES = ("B-LOC", "B-ORG", "B-PER", "I-LOC", "I-ORG", "I-PER", "O")
CASES = tomllib.loads((Path(__file__).parent / "cases/entities.toml").read_text("utf-8"))["case"]
XPOS = {"PROPN": "NNP", "NOUN": "NN", "ADJ": "JJ"}


def tokens_of(words: str) -> list[Token]:
    """Return the tokens of "word/UPOS" pairs; "|" begins a sentence."""
    made: list[Token] = []
    place = sentence = 0
    for pair in words.split():
        text, _, upos = pair.rpartition("/")
        if text == "|":
            sentence += 1
            continue
        end = place + len(text)
        xpos = XPOS.get(upos, "")
        made.append(
            Token(len(made), place, end, text, text, upos, xpos, -1, "dep", sentence),
        )
        place = end + 1
    return made


def scores_of(size: int, model: list[str]) -> NDArray[np.float32]:
    """Return scores in which the tags named lead by little, and O everywhere else."""
    scores = np.zeros((size, len(NAMES)), dtype=np.float32)
    scores[:, NAMES.index("O")] = 1.0
    for line in model:
        index, _, tag = line.partition(":")
        scores[int(index), NAMES.index(tag)] = 2.5
    return scores


def found_in(tokens: list[Token], scores: NDArray[np.float32]) -> list[Entity]:
    return find_entities(
        tokens, scores, names=NAMES, words=load_name_words("en"), gazetteer=load_gazetteer()
    )


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_entities_weighs_clues(case: dict[str, str | list[str]]) -> None:
    tokens = tokens_of(str(case["words"]))
    found = found_in(tokens, scores_of(len(tokens), list(case["model"])))
    named = [
        f"{entity.label} {' '.join(token.text for token in tokens[entity.first : entity.last])}"
        for entity in found
    ]
    assert named == case["expected"]


def test_find_entities_of_nothing_is_empty() -> None:
    assert found_in([], np.zeros((0, len(NAMES)), dtype=np.float32)) == []


FORMS = st.sampled_from(
    ["Mr.", "Bank", "of", "Iran", "the", "U.S.", "Smith", "-", ",", "Inc.", "US", "R.", "and",
     "Lake", "'s", "(", "ISO", ")", "3", "a@b.com", "Ministry", "OH", "ß", "É", "of", "for"]
)  # fmt: skip
WORDS = st.lists(
    st.tuples(FORMS, st.sampled_from(["PROPN", "NOUN", "ADP", "ADJ"]), st.booleans()), max_size=12
)


@given(words=WORDS, seed=st.integers(0, 10_000))
def test_find_entities_keeps_order_and_sentences(
    words: list[tuple[str, str, bool]], seed: int
) -> None:
    pairs = [f"{'|/| ' if new else ''}{form}/{upos}" for form, upos, new in words]
    tokens = tokens_of(" ".join(pairs))
    shape = (len(tokens), len(NAMES))
    scores = np.random.default_rng(seed).normal(0.0, 3.0, shape).astype(np.float32)
    found = found_in(tokens, scores)
    assert found == found_in(tokens, scores)
    for entity in found:
        inside = tokens[entity.first : entity.last]
        assert len({token.sentence for token in inside}) == 1
        assert (entity.start, entity.end) == (inside[0].start, inside[-1].end)
    assert all(one.last <= two.first for one, two in pairwise(found))


def is_allowed(tags: tuple[str, ...]) -> bool:
    return all(two[0] != "I" or one[2:] == two[2:] for one, two in pairwise(("O", *tags)))


@given(size=st.integers(1, 4), seed=st.integers(0, 10_000))
def test_best_tags_is_the_best_allowed_path(size: int, seed: int) -> None:
    names = ("B-LOC", "B-PER", "I-LOC", "I-PER", "O")
    rows = np.random.default_rng(seed).normal(0.0, 2.0, (size, len(names))).tolist()

    def total(tags: tuple[str, ...]) -> float:
        return sum(row[names.index(tag)] for row, tag in zip(rows, tags, strict=True))

    best = max(filter(is_allowed, product(names, repeat=size)), key=total)
    assert tuple(best_tags(rows, range(size), names)) == best
