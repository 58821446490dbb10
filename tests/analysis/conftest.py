"""What the tests of the analysis share: a tree read from a table, so that none needs the model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from foedus.analysis.parse import Entity, Parse, Sentence, Token


@pytest.fixture(scope="session")
def read_tree() -> Callable[[str, str], Parse]:
    """Return a reader of a text and its table: one token a line, a blank line between sentences.

    A line holds form, lemma, UPOS, XPOS, head (counted from 1 inside the sentence, 0 for the root)
    and relation.
    """
    return _read_tree


def _read_tree(text: str, table: str) -> Parse:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    offset = 0
    for block in table.strip().split("\n\n"):
        first = len(tokens)
        for line in block.strip().split("\n"):
            form, lemma, upos, xpos, head, deprel = line.split()
            start = text.index(form, offset)
            offset = start + len(form)
            above = first + int(head) - 1 if int(head) else -1
            tokens.append(
                Token(
                    len(tokens),
                    start,
                    offset,
                    form,
                    lemma,
                    upos,
                    xpos,
                    above,
                    deprel,
                    len(sentences),
                )
            )
        sentences.append(Sentence(len(sentences), first, len(tokens), tokens[first].start, offset))
    names = [token for token in tokens if token.upos == "PROPN"]
    entities = tuple(Entity("LOC", t.index, t.index + 1, t.start, t.end) for t in names)
    return Parse(text, tuple(tokens), tuple(sentences), entities)
