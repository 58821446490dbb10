"""Whom names, descriptions and pronouns stand for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.actors import Cast, find_cast
from foedus.analysis.parse import Entity, Parse, Sentence, Token
from foedus.analysis.tokens import find_tokens
from foedus.records.actors import Actor
from foedus.records.documents import Document, Evidence
from foedus.world import load_world

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "actors.toml").read_text("utf-8")
)["case"]


def parse_of(case: Mapping[str, Any]) -> Parse:
    """Return the parse that a case writes down."""
    text, spans = case["text"], find_tokens(case["text"])
    rows = [[tag.split("|") for tag in line.split()] for line in case["tags"].split("/\n")]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for number, row in enumerate(row for row in rows if row):
        first = len(tokens)
        for upos, xpos, head, deprel in row:
            index = len(tokens)
            start, end = spans[index]
            word = text[start:end]
            parent = first + int(head) - 1 if int(head) else -1
            tokens.append(
                Token(index, start, end, word, word.lower(), upos, xpos, parent, deprel, number)
            )
        begin, stop = tokens[first].start, tokens[-1].end
        sentences.append(Sentence(number, first, len(tokens), begin, stop))
    assert len(tokens) == len(spans), "tags and tokens differ"
    parse = Parse(text, tuple(tokens), tuple(sentences))
    return Parse(text, tuple(tokens), tuple(sentences), tuple(_entities(parse, case["entities"])))


def _entities(parse: Parse, rows: list[list[str]]) -> Iterator[Entity]:
    """Yield the entities of a case, which stand in the order of the text."""
    end = 0
    for label, exact in rows:
        start = parse.text.index(exact, end)
        end = start + len(exact)
        yield Entity(label, parse.token_at(start), parse.token_at(end - 1) + 1, start, end)


def cast_of(case: Mapping[str, Any]) -> Cast:
    """Return the cast of a case's text."""
    return find_cast(Document(id="case", text=case["text"]), parse_of(case), world=load_world())


def range_of(parse: Parse, exact: str) -> tuple[int, int]:
    """Return the tokens of the first place where these words stand alone."""
    words = [exact[a:b] for a, b in find_tokens(exact)]
    for first in range(len(parse.tokens)):
        if [t.text for t in parse.tokens[first : first + len(words)]] == words:
            return first, first + len(words)
    raise AssertionError(f"{exact!r} is not in the text")


ASKED = [(case, wanted) for case in CASES for wanted in case["expected"]]


@pytest.mark.parametrize(
    ("case", "wanted"), ASKED, ids=[f"{c['name']}-{w['exact'][:20]}" for c, w in ASKED]
)
def test_actor_reads_the_case(case: dict[str, Any], wanted: dict[str, Any]) -> None:
    cast = cast_of(case)
    speaker = load_world().resolve(case["speaker"]) if "speaker" in case else None
    actor = cast.actor(*range_of(cast.parse, wanted["exact"]), speaker=speaker)
    found = (actor.name, actor.code) if actor is not None else (None, None)
    assert found == (wanted.get("name"), wanted.get("code")), case["why"]


@given(case=st.sampled_from(CASES), data=st.data())
def test_actor_keeps_the_characters_asked_for(case: dict[str, Any], data: st.DataObject) -> None:
    cast = cast_of(case)
    first = data.draw(st.integers(0, len(cast.parse.tokens) - 1))
    last = data.draw(st.integers(first + 1, len(cast.parse.tokens)))
    actor = cast.actor(first, last, speaker=Actor(name="Poland", id="POL", code="POL"))
    if actor is not None:
        assert actor.span == Evidence.of(case["text"], *cast.parse.span(first, last))
        assert actor.name.strip()


def test_actor_outside_the_text_is_none() -> None:
    cast = cast_of(CASES[0])
    assert cast.actor(3, 3) is None
    assert cast.actor(0, len(cast.parse.tokens) + 1) is None


@pytest.mark.parametrize(
    ("name", "exact", "side"),
    [
        ("title_and_name", "Norwegian Trade Minister Astrid Holm", "Norway"),
        ("ministry", "The Estonian defence ministry", "Estonia"),
        ("unnamed_source", "A senior Canadian official", "Canada"),
        ("collective", "Diplomats", None),
        ("backed_forces", "Turkish-backed fighters", None),
        ("two_forces", "NATO and Ukrainian forces", "NATO; Ukraine"),
    ],
)
def test_side_of_is_the_state_or_body_spoken_for(name: str, exact: str, side: str | None) -> None:
    cast = cast_of(next(case for case in CASES if case["name"] == name))
    found = cast.side_of(cast.actor(*range_of(cast.parse, exact)))
    assert (found.name if found is not None else None) == side


def test_mentions_stand_in_order_and_inside_finds_them() -> None:
    cast = cast_of(next(case for case in CASES if case["name"] == "list"))
    assert [m.actor.code for m in cast.mentions] == ["LVA", "LTU", "EST"]
    assert cast.inside(0, len(cast.parse.tokens)) == cast.mentions
    assert [m.actor.code for m in cast.inside(2, 4)] == ["LTU"]


def test_pronoun_of_the_first_person_needs_a_speaker() -> None:
    case = next(case for case in CASES if case["name"] == "quoted_they")
    cast = cast_of(case)
    index = range_of(cast.parse, "We")[0]
    assert cast.pronoun(index) is None


def test_find_cast_of_an_empty_text_names_nobody() -> None:
    cast = find_cast(Document(id="empty", text=""), Parse("", (), ()), world=load_world())
    assert cast.mentions == ()
