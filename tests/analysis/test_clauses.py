"""Questions to a tree, asked of trees written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.clauses import (
    child,
    clause,
    head_of,
    overlap,
    phrase,
    subject_of,
    trim,
)
from foedus.analysis.parse import Parse

ReadTree = Callable[[str, str], Parse]
RANGES = st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair)))

TEXT = "Chile's navy, which guards the strait, wants to sail and threatened to fire. It left."
TREE = """
Chile Chile PROPN NNP 3 nmod:poss
's 's PART POS 1 case
navy navy NOUN NN 10 nsubj
, , PUNCT , 6 punct
which which PRON WDT 6 nsubj
guards guard VERB VBZ 3 acl:relcl
the the DET DT 8 det
strait strait NOUN NN 6 obj
, , PUNCT , 6 punct
wants want VERB VBZ 0 root
to to PART TO 12 mark
sail sail VERB VB 10 xcomp
and and CCONJ CC 14 cc
threatened threaten VERB VBD 10 conj
to to PART TO 16 mark
fire fire VERB VB 14 xcomp
. . PUNCT . 10 punct

It it PRON PRP 2 nsubj
left leave VERB VBD 0 root
. . PUNCT . 2 punct"""


@pytest.fixture(scope="module")
def parse(read_tree: ReadTree) -> Parse:
    return read_tree(TEXT, TREE)


def at(parse: Parse, word: str) -> int:
    return next(token.index for token in parse.tokens if token.text == word)


def words(parse: Parse, span: tuple[int, int]) -> str:
    return " ".join(token.text for token in parse.tokens[slice(*span)])


@pytest.mark.parametrize(
    ("predicate", "subject"),
    [
        ("wants", "navy"),
        ("sail", "navy"),
        ("threatened", "navy"),
        ("fire", "navy"),
        ("left", "It"),
        ("strait", None),
    ],
)
def test_subject_of_follows_shared_subjects(
    predicate: str, subject: str | None, parse: Parse
) -> None:
    expected = None if subject is None else at(parse, subject)
    assert subject_of(parse, at(parse, predicate)) == expected


def test_subject_of_a_relative_clause_without_one_is_its_noun(read_tree: ReadTree) -> None:
    text = "ships sunk yesterday"
    tree = """
ships ship NOUN NNS 0 root
sunk sink VERB VBN 1 acl
yesterday yesterday NOUN NN 2 obl"""
    assert subject_of(read_tree(text, tree), 1) == 0


def test_subject_of_takes_the_nearest_of_two(read_tree: ReadTree) -> None:
    """A dateline read as a subject stands farther from its verb."""
    text = "Lima Envoys met"
    tree = """
Lima Lima PROPN NNP 3 nsubj
Envoys envoy NOUN NNS 3 nsubj
met meet VERB VBD 0 root"""
    assert subject_of(read_tree(text, tree), 2) == 1


def test_child_returns_the_first_of_its_relations(parse: Parse) -> None:
    wants = at(parse, "wants")
    assert child(parse, wants, ["xcomp", "conj"]) == at(parse, "sail")
    assert child(parse, wants, ["nsubj"]) == at(parse, "navy")
    assert child(parse, wants, ["obj"]) is None
    assert child(parse, wants, []) is None


@pytest.mark.parametrize(
    ("first", "last", "head"),
    [
        ("Chile", ",", "navy"),
        ("which", "wants", "guards"),
        ("to", "and", "sail"),
        ("and", "It", "threatened"),
    ],
)
def test_head_of_is_the_word_whose_head_lies_outside(
    first: str, last: str, head: str, parse: Parse
) -> None:
    assert head_of(parse, at(parse, first), at(parse, last)) == at(parse, head)


def test_phrase_leaves_out_the_relative_clause(parse: Parse) -> None:
    assert words(parse, phrase(parse, at(parse, "navy"))) == "Chile 's navy"
    assert words(parse, phrase(parse, at(parse, "strait"))) == "the strait"
    assert words(parse, phrase(parse, at(parse, "Chile"))) == "Chile 's"


def test_clause_is_all_that_hangs_below_a_predicate(parse: Parse) -> None:
    relative = clause(parse, at(parse, "guards"))
    assert words(parse, relative) == "which guards the strait"
    assert words(parse, clause(parse, at(parse, "fire"))) == "to fire"
    assert words(parse, clause(parse, at(parse, "left"))) == "It left"


def test_trim_leaves_at_least_one_token(parse: Parse) -> None:
    comma = at(parse, ",")
    assert trim(parse, comma, comma + 1) == (comma, comma + 1)
    assert trim(parse, comma, comma + 2) == (comma + 1, comma + 2)


@given(left=RANGES, right=RANGES)
def test_overlap_equals_shared_by_all(left: tuple[int, int], right: tuple[int, int]) -> None:
    mine, theirs = set(range(*left)), set(range(*right))
    shared = overlap(left, right)
    assert shared == overlap(right, left)
    assert shared == (len(mine & theirs) / len(mine | theirs) if mine & theirs else 0.0)
