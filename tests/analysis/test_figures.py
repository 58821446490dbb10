from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import pytest

from foedus.analysis.figures import find_figures
from foedus.analysis.parse import Parse
from foedus.analysis.times import find_times
from foedus.languages.figures import FigureWords
from foedus.languages.times import TimeWords
from foedus.records import (
    Actor,
    Commitment,
    Document,
    Evidence,
    Figure,
    FigureStatus,
    Kind,
    Polarity,
    Promise,
    SpeechAct,
    Statement,
    Strength,
    Style,
    Voice,
)

WORDS = FigureWords.load()
TIME_WORDS = TimeWords.load()
ReadTree = Callable[[str, str], Parse]

TEXT = "Guards saw 40 tanks."
TREE = """
Guards guard NOUN NNS 2 nsubj
saw see VERB VBD 0 root
40 40 NUM CD 4 nummod
tanks tank NOUN NNS 2 obj
. . PUNCT . 2 punct"""


class Case(TypedDict):
    text: str
    why: str
    tree: str
    figures: list[str]


CASES: list[Case] = tomllib.loads(
    (Path(__file__).parent / "cases/figures.toml").read_text("utf-8")
)["case"]


def in_words(figure: Figure) -> str:
    bounds = " ".join("-" if n is None else str(n) for n in (figure.minimum, figure.maximum))
    parts = (bounds, figure.unit or "-", figure.of or "-", figure.status, figure.span.exact)
    return " | ".join(parts)


def a_statement(text: str, exact: str, *acts: SpeechAct) -> Statement:
    start = text.index(exact)
    return Statement(
        id="s-1",
        speaker=None,
        cue=(),
        content=(Evidence.of(text, start, start + len(exact)),),
        source=(),
        style=Style.INDIRECT,
        acts=acts,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_find_figures_reads_case(case: Case, read_tree: ReadTree) -> None:
    document = Document(id="case", text=case["text"])
    times = find_times(case["text"], published=document.published, words=TIME_WORDS)
    parse = read_tree(case["text"], case["tree"])
    found = find_figures(document, parse, words=WORDS, times=times)
    assert [in_words(figure) for figure in found] == case["figures"], case["why"]
    for figure in found:
        assert case["text"][figure.span.start : figure.span.end] == figure.span.exact


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ((SpeechAct.ASSERT,), FigureStatus.CLAIMED),
        ((SpeechAct.ASSERT, SpeechAct.PREDICT), FigureStatus.PREDICTED),
    ],
)
def test_find_figures_names_whose_claim_it_is(
    acts: tuple[SpeechAct, ...], status: FigureStatus, read_tree: ReadTree
) -> None:
    statement = a_statement(TEXT, "saw 40 tanks", *acts)
    document = Document(id="case", text=TEXT)
    parse = read_tree(TEXT, TREE)
    found = find_figures(document, parse, words=WORDS, statements=[statement])
    assert [(f.status, f.statement_id) for f in found] == [(status, "s-1")]


def test_find_figures_in_a_promise_are_planned(read_tree: ReadTree) -> None:
    commitment = Commitment(
        id="c-1",
        kind=Kind.PLEDGE,
        speaker=None,
        committer=Actor(name="Fiji"),
        beneficiary=None,
        target=None,
        condition=None,
        action=Promise(span=Evidence.of(TEXT, 7, 19), action_class="deploy"),
        polarity=Polarity.WILL,
        strength=Strength.FIRM,
        voice=Voice.AUTHORIAL,
    )
    document = Document(id="case", text=TEXT)
    parse = read_tree(TEXT, TREE)
    found = find_figures(document, parse, words=WORDS, commitments=[commitment])
    assert [figure.status for figure in found] == [FigureStatus.PLANNED]


def test_find_figures_leaves_boilerplate_out(read_tree: ReadTree) -> None:
    document = Document(id="case", text=TEXT, boilerplate=((0, len(TEXT)),))
    assert find_figures(document, read_tree(TEXT, TREE), words=WORDS) == ()


def test_find_figures_gives_the_same_ids_twice(read_tree: ReadTree) -> None:
    document, parse = Document(id="case", text=TEXT), read_tree(TEXT, TREE)
    first, second = (find_figures(document, parse, words=WORDS) for _ in range(2))
    assert first == second
    assert first[0].id.startswith("f-")
