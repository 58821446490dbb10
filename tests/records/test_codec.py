"""What the codec writes is what it reads, and it refuses what does not fit the text."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import InvalidEvidence, InvalidKind, UnknownFormat
from foedus.records import (
    Actor,
    Analysis,
    Commitment,
    Condition,
    Document,
    Event,
    Evidence,
    Figure,
    Promise,
    Published,
    Statement,
    Trigger,
    When,
)
from foedus.records.codec import (
    NOUNS,
    check_evidence,
    find_evidence,
    from_dict,
    record_from_dict,
    record_to_dict,
    to_dict,
    to_line,
)

CASE = Path(__file__).parent / "cases" / "analysis.json"
NAMES = st.text(max_size=8)
PERHAPS = st.none() | NAMES
SCORES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


def tuples(part: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(part, max_size=2).map(tuple)


def triggers() -> st.SearchStrategy[Trigger]:
    leaf = st.builds(
        Trigger, event_class=NAMES, actor=PERHAPS, target=PERHAPS, place=PERHAPS, manner=PERHAPS
    )

    def grown(part: st.SearchStrategy[Trigger]) -> st.SearchStrategy[Trigger]:
        parts = st.lists(part, min_size=1, max_size=3).map(tuple)
        return (
            st.builds(Trigger, all_of=parts)
            | st.builds(Trigger, any_of=parts)
            | st.builds(Trigger, negated=part)
        )

    return st.recursive(leaf, grown, max_leaves=4)


@dataclass(frozen=True)
class Parts:
    """What the records of one text are drawn from."""

    span: st.SearchStrategy[Evidence]
    actor: st.SearchStrategy[Actor]
    when: st.SearchStrategy[When]

    @classmethod
    def of(cls, text: str) -> Parts:
        ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(
            lambda pair: pair[0] < pair[1]
        )
        span = ends.map(lambda pair: Evidence.of(text, *pair))
        one = st.builds(
            Actor,
            name=NAMES,
            id=PERHAPS,
            code=PERHAPS,
            sector=PERHAPS,
            span=st.none() | span,
            members=st.just(()),
        )
        actor = st.builds(Actor, name=NAMES, span=st.none() | span, members=tuples(one))
        when = st.builds(When, earliest=PERHAPS, latest=PERHAPS, span=st.none() | span)
        return cls(span, actor, when)


def statements(parts: Parts) -> st.SearchStrategy[Statement]:
    spans, anybody = tuples(parts.span), st.none() | parts.actor
    return st.builds(
        Statement,
        id=NAMES,
        speaker=anybody,
        cue=spans,
        content=spans,
        source=spans,
        accused=tuples(parts.actor),
        addressee=anybody,
        channel=tuples(NAMES),
        said=st.none() | parts.when,
        parent=PERHAPS,
        hedges=tuples(NAMES),
        score=SCORES,
    )


def commitments(parts: Parts) -> st.SearchStrategy[Commitment]:
    anybody = st.none() | parts.actor
    condition = st.builds(
        Condition,
        span=parts.span,
        connective=PERHAPS,
        event_class=NAMES,
        actor=PERHAPS,
        target=PERHAPS,
        tree=triggers(),
    )
    return st.builds(
        Commitment,
        id=NAMES,
        speaker=anybody,
        committer=parts.actor,
        beneficiary=anybody,
        target=anybody,
        condition=st.none() | condition,
        sources=tuples(NAMES),
        basis=st.none() | parts.span,
        score=SCORES,
        action=st.builds(Promise, span=parts.span, action_class=NAMES, objects=tuples(NAMES)),
        statement_id=PERHAPS,
        hedges=tuples(NAMES),
        spoken_for=st.booleans(),
        exclusive=st.booleans(),
    )


def events(parts: Parts) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        id=NAMES,
        type=NAMES,
        mode=PERHAPS,
        event_class=NAMES,
        actors=tuples(parts.actor),
        recipients=tuples(parts.actor),
        place=PERHAPS,
        when=st.none() | parts.when,
        span=parts.span,
        statement_id=PERHAPS,
        figures=tuples(NAMES),
    )


def figures(parts: Parts) -> st.SearchStrategy[Figure]:
    bound = st.none() | st.integers(-9, 10**12) | st.floats(0, 100, allow_subnormal=False)
    return st.builds(
        Figure,
        id=NAMES,
        minimum=bound,
        maximum=bound,
        unit=PERHAPS,
        of=PERHAPS,
        span=parts.span,
        statement_id=PERHAPS,
    )


def documents(text: str) -> st.SearchStrategy[Document]:
    value = st.recursive(
        st.none() | st.booleans() | st.integers() | NAMES,
        lambda part: st.lists(part, max_size=2) | st.dictionaries(NAMES, part, max_size=2),
        max_leaves=3,
    )
    return st.builds(
        Document,
        id=NAMES,
        text=st.just(text),
        title=PERHAPS,
        author=st.none(),
        outlet=PERHAPS,
        url=st.none(),
        language=st.just("en"),
        published=st.builds(Published, earliest=PERHAPS, latest=PERHAPS),
        extra=st.dictionaries(NAMES, value, max_size=2),
        headline=st.none(),
        boilerplate=st.just(()),
    )


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Draw an analysis with every field in use, over any text that JSON can carry."""
    anything = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=40)
    text = draw(anything).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    parts = Parts.of(text)
    return Analysis(
        document=draw(documents(text)),
        statements=draw(tuples(statements(parts))),
        commitments=draw(tuples(commitments(parts))),
        events=draw(tuples(events(parts))),
        figures=draw(tuples(figures(parts))),
        times=draw(tuples(parts.when)),
    )


@pytest.fixture
def data() -> dict[str, Any]:
    return json.loads(CASE.read_text("utf-8"))


@settings(max_examples=30, deadline=None)
@given(analyses())
def test_from_dict_returns_what_to_dict_took(analysis: Analysis) -> None:
    assert from_dict(to_dict(analysis)) == analysis
    check_evidence(analysis)


@settings(max_examples=30, deadline=None)
@given(analyses())
def test_to_line_survives_bytes_and_line_ends(analysis: Analysis) -> None:
    line = to_line(analysis)
    assert len(line.splitlines()) == 1
    assert from_dict(json.loads(line.encode("utf-8"))) == analysis
    assert to_line(from_dict(json.loads(line))) == line


def test_to_dict_gives_back_the_written_case_key_by_key(data: dict[str, Any]) -> None:
    assert json.dumps(to_dict(from_dict(data))) == json.dumps(data)


def test_to_dict_writes_members_only_where_there_are_any(data: dict[str, Any]) -> None:
    analysis = from_dict(data)
    assert "members" in to_dict(analysis)["commitments"][1]["committer"]
    assert "members" not in to_dict(analysis)["commitments"][0]["committer"]


def test_to_dict_rounds_scores_to_three_places(data: dict[str, Any]) -> None:
    analysis = from_dict(data)
    first = replace(analysis.commitments[0], score=2 / 3)
    assert record_to_dict(first)["score"] == 0.667


def test_to_dict_leaves_out_the_marks_of_the_reader() -> None:
    document = Document(id="a", text="Late news", headline=(0, 4), boilerplate=((5, 9),))
    read = from_dict(to_dict(Analysis(document=document)))
    assert read.document == Document(id="a", text="Late news")


def test_to_line_writes_values_that_json_lacks() -> None:
    document = Document(id="a", text="x", extra={"n": float("nan"), "when": {1: (2, float("inf"))}})
    assert json.loads(to_line(Analysis(document=document)))["document"]["extra"] == {
        "n": "nan",
        "when": {"1": [2, "inf"]},
    }


def test_to_line_keeps_letters_and_escapes_lone_surrogates() -> None:
    line = to_line({"text": "Łódź 🕊 \ud800 \u2028"})
    assert line == '{"text": "Łódź 🕊 \\ud800 \\u2028"}'
    assert json.loads(line) == {"text": "Łódź 🕊 \ud800 \u2028"}


def test_from_dict_refuses_a_span_that_differs_from_the_text(data: dict[str, Any]) -> None:
    altered = copy.deepcopy(data)
    span = altered["commitments"][0]["action"]["span"]
    span["exact"] = span["exact"].upper()
    with pytest.raises(InvalidEvidence, match=r"commitments\[0\]\.action\.span: characters"):
        from_dict(altered)


def test_from_dict_refuses_a_text_that_is_not_the_hashed_one(data: dict[str, Any]) -> None:
    data["document"]["text"] += " More."
    with pytest.raises(InvalidEvidence, match="sha256"):
        from_dict(data)


@pytest.mark.parametrize(
    ("path", "value", "error", "match"),
    [
        (("schema",), "foedus/9", UnknownFormat, "foedus/1"),
        (("events",), None, UnknownFormat, "events"),
        (("document", "text"), 5, UnknownFormat, "not a string"),
        (("commitments", 0, "kind"), "vow", InvalidKind, "threat, pledge"),
        (("commitments", 0, "score"), True, UnknownFormat, "score"),
        (("commitments", 0, "committer"), None, UnknownFormat, "committer"),
        (("commitments", 0, "action", "span", "start"), "3", UnknownFormat, "start"),
        (("figures", 0, "minimum"), "many", UnknownFormat, "not a number"),
        (("statements", 0, "cue"), {}, UnknownFormat, "not a list"),
    ],
)
def test_from_dict_names_the_place_of_a_fault(
    data: dict[str, Any],
    path: tuple[str | int, ...],
    value: object,
    error: type[Exception],
    match: str,
) -> None:
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(error, match=match):
        from_dict(data)


def test_from_dict_names_a_missing_key(data: dict[str, Any]) -> None:
    del data["events"][0]["status"]
    with pytest.raises(UnknownFormat, match=r"events\[0\] has no 'status'"):
        from_dict(data)


def test_record_from_dict_reads_one_record_of_each_noun(data: dict[str, Any]) -> None:
    analysis = from_dict(data)
    for noun in NOUNS:
        record = getattr(analysis, noun)[0]
        assert record_from_dict(noun, record_to_dict(record), analysis.document.text) == record


def test_record_from_dict_refuses_an_unknown_noun(data: dict[str, Any]) -> None:
    with pytest.raises(InvalidKind, match="statements"):
        record_from_dict("stories", {}, "")


def test_check_evidence_refuses_a_span_of_another_text(data: dict[str, Any]) -> None:
    analysis = from_dict(data)
    moved = replace(
        analysis, document=replace(analysis.document, text="." + analysis.document.text)
    )
    with pytest.raises(InvalidEvidence, match=r"statements\[0\]"):
        check_evidence(moved)


def test_find_evidence_reaches_every_span_of_a_commitment(data: dict[str, Any]) -> None:
    written = json.dumps(data["commitments"][0])
    found = list(find_evidence(from_dict(data).commitments[0]))
    assert len(found) == written.count('"exact"')
