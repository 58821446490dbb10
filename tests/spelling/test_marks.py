"""Marks stand around exactly the characters of a record, whatever the text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from foedus.records import Evidence
from foedus.spelling.marks import Mark, find_passages

_BRACKETS = re.compile("⟦[a-z]+: |⟧")


def mark(text: str, label: str, exact: str) -> Mark:
    start = text.index(exact)
    return Mark(label=label, span=Evidence.of(text, start, start + len(exact)))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text("ab \n🕊", min_size=1, max_size=600))
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    pairs = draw(st.lists(ends.filter(lambda pair: pair[0] < pair[1]), min_size=1, max_size=5))
    labels = st.sampled_from(["if", "then", "who"])
    return text, [Mark(label=draw(labels), span=Evidence.of(text, *pair)) for pair in pairs]


@given(marked())
def test_find_passages_lose_no_character(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    passages = find_passages(text, marks)
    for passage in passages:
        plain = _BRACKETS.sub("", passage.text).removeprefix("… ").removesuffix(" …")
        assert plain == text[passage.start : passage.end]
        assert passage.text.count("⟦") == passage.text.count("⟧")
    assert sum(passage.text.count("⟦") for passage in passages) == len(marks)


def test_find_passages_mark_parts_inside_one_another() -> None:
    text = "The premier said that his country would act if the strait is closed."
    marks = [
        mark(text, "says", "his country would act if the strait is closed"),
        mark(text, "if", "if the strait is closed"),
    ]
    assert [passage.text for passage in find_passages(text, marks)] == [
        "The premier said that ⟦says: his country would act ⟦if: if the strait is closed⟧⟧."
    ]


def test_find_passages_begin_and_end_with_whole_words() -> None:
    text = "word " * 100 + "here" + " word" * 100
    (passage,) = find_passages(text, [mark(text, "event", "here")])
    assert passage.text.startswith("… word ")
    assert passage.text.endswith(" word …")
    assert len(passage.text) < 220


def test_find_passages_part_what_lies_far_apart() -> None:
    text = "first " + "x" * 900 + " last"
    passages = find_passages(text, [mark(text, "if", "first"), mark(text, "then", "last")])
    assert ["⟦if: first⟧" in passages[0].text, "⟦then: last⟧" in passages[1].text] == [True, True]
