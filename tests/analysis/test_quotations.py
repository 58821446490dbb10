"""Tests of the pairing of quotation marks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.quotations import find_quotations, is_whole_speech

CASES = tomllib.loads((Path(__file__).parent / "cases/quotations.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_find_quotations_reads_the_marks(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [text[q.start : q.end] for q in find_quotations(text)] == case["quoted"]


@given(st.text(alphabet="ab .,\n\"'“”‘’«»`", max_size=80))
def test_find_quotations_nests_and_stays_inside(text: str) -> None:
    found = find_quotations(text)
    for one in found:
        assert 0 <= one.outer_start <= one.start < one.end <= one.outer_end <= len(text)
    for one in found:
        for other in found:
            crossing = one.outer_start < other.outer_start < one.outer_end < other.outer_end
            assert not crossing


def test_find_quotations_says_where_a_quotation_goes_on() -> None:
    first, second = find_quotations("“We wait.\n\n“We leave,” she said.")
    assert (first.closed, first.continues) == (False, True)
    assert second.closed


def test_find_quotations_gives_the_depth() -> None:
    assert [q.depth for q in find_quotations("“So ‘be’ it,” he said.")] == [0, 1]


def test_find_quotations_reads_long_hostile_text_in_linear_time() -> None:
    assert len(find_quotations("\"'“" * 20_000)) < 60_000


def test_is_whole_speech_tells_speech_from_terms() -> None:
    text = 'The "grey zone" is over. "We will not move," he said.'
    term, speech = find_quotations(text)
    assert not is_whole_speech(text, term)
    assert is_whole_speech(text, speech)
