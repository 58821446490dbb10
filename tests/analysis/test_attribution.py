"""Tests of the assembly of statements, from given frames: none needs the model."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from foedus.analysis.actors import find_cast
from foedus.analysis.attribution import find_statements
from foedus.analysis.parse import Entity, Frame, Parse, Sentence, Token
from foedus.analysis.sentences import find_boundaries
from foedus.analysis.tokens import find_tokens
from foedus.languages.language import load_language
from foedus.records.documents import Document
from foedus.records.statements import Statement
from foedus.world import load_world

FILE = Path(__file__).parent / "cases/attribution.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_find_statements_reads_the_case(case: dict[str, Any]) -> None:
    found = read(case)
    assert len(found) == len(case["expected"]), found
    for statement, expected in zip(found, case["expected"], strict=True):
        for key, value in shown(statement, found).items():
            if key in expected:
                assert value == expected[key], key
        if expected.get("same_speaker"):
            speaker, first = statement.speaker, found[0].speaker
            assert speaker is not None
            assert first is not None
            assert speaker.name == first.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_find_statements_keeps_its_promises(case: dict[str, Any]) -> None:
    found = read(case)
    assert [s.id for s in found] == [s.id for s in read(case)]
    assert len({s.id for s in found}) == len(found)
    for statement in found:
        assert 0.0 <= statement.score <= 1.0
        for span in (*statement.source, *statement.cue, *statement.content):
            assert case["text"][span.start : span.end] == span.exact
        assert statement.parent in {None, *(s.id for s in found)} - {statement.id}


def test_find_statements_of_an_empty_text_finds_none() -> None:
    assert read({"text": "", "frames": []}) == ()


def shown(statement: Statement, found: tuple[Statement, ...]) -> dict[str, object]:
    """Return a statement in the terms of the cases."""
    place = {s.id: index for index, s in enumerate(found)}
    return {
        "speaker": statement.speaker.name if statement.speaker else None,
        "source": [e.exact for e in statement.source],
        "cue": [e.exact for e in statement.cue],
        "content": [e.exact for e in statement.content],
        "style": statement.style.value,
        "acts": [act.value for act in statement.acts],
        "accused": [actor.name for actor in statement.accused],
        "addressee": statement.addressee.name if statement.addressee else "",
        "channel": list(statement.channel),
        "hedges": list(statement.hedges),
        "parent": place[statement.parent] if statement.parent else None,
    }


def read(case: dict[str, Any]) -> tuple[Statement, ...]:
    """Return the statements of a case."""
    text = case["text"]
    parse = parse_of(case)
    spans = {key: span(text, case[key]) for key in ("headline", "boilerplate") if key in case}
    document = Document(
        id="case",
        text=text,
        headline=spans.get("headline"),
        boilerplate=(spans["boilerplate"],) if "boilerplate" in spans else (),
    )
    cast = find_cast(document, parse, world=load_world())
    return find_statements(document, parse, cast=cast, words=load_language("en").cues)


def span(text: str, part: str) -> tuple[int, int]:
    """Return the characters of a part of a text."""
    start = text.index(part)
    return start, start + len(part)


def parse_of(case: dict[str, Any]) -> Parse:
    """Return a parse with the tags, arcs and frames of a case, everything else left flat."""
    text = case["text"]
    offsets = find_tokens(text)
    words = [text[a:b] for a, b in offsets]
    arcs = {child: (head, relation) for child, head, relation in case.get("arcs", [])}
    starts = find_boundaries(text, offsets)
    tokens, sentences = [], []
    ends = [*starts[1:], len(words)] if starts else []
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for index in range(first, last):
            head, relation = arcs.get(words[index], ("", "dep"))
            tag = case.get("tags", {}).get(words[index], "X")
            tag, _, xpos = (tag if words[index][0].isalnum() else "PUNCT").partition(" ")
            lemma = case.get("lemmas", {}).get(words[index], words[index].lower())
            xpos = xpos or {"VERB": "VBD", "PROPN": "NNP"}.get(tag, tag)
            tokens.append(
                Token(index, *offsets[index], words[index], lemma, tag, xpos,
                      words.index(head) if head else -1, relation if head else "root", number)
            )  # fmt: skip
        sentences.append(Sentence(number, first, last, offsets[first][0], offsets[last - 1][1]))
    parse = Parse(text, tuple(tokens), tuple(sentences))
    frames = [frame_of(parse, row) for row in case["frames"]]
    entities = [
        Entity(row["label"], *tokens_of(parse, row["words"]), *span(text, row["words"]))
        for row in case.get("entities", [])
    ]
    return replace(parse, entities=tuple(entities), attributions=tuple(frames))


def frame_of(parse: Parse, row: dict[str, Any]) -> Frame:
    """Return a frame that the model is sure of, from its words."""
    parts = {"cue": [row["cue"]], "source": [row["source"]], "content": row["content"]}
    roles = {
        role: tuple(tokens_of(parse, part) for part in listed if part)
        for role, listed in parts.items()
    }
    labels = {"acts": (("assert", 0.9),), "scheme": (("outer", 1.0), ("nested", 1.0))}
    return Frame(roles["cue"][0][0], 1.0, roles, labels)


def tokens_of(parse: Parse, part: str) -> tuple[int, int]:
    """Return the tokens of a part of the text, its first occurrence."""
    start, end = span(parse.text, part)
    return parse.token_at(start), parse.token_at(end - 1) + 1
