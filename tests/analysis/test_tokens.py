"""Tokens: cases by the treebanks' rules, and that no character is lost or read twice."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.tokens import find_tokens


class Case(TypedDict):
    text: str
    tokens: list[str]
    why: str


CASES: list[Case] = tomllib.loads((Path(__file__).parent / "cases/tokens.toml").read_text("utf-8"))[
    "case"
]
BITS = [
    *(" ", "\n", "\u00a0", ".", "..", "'", "’", '"', "“", "-", "--", "–", "…", "!", "@", "😀"),
    *("n't", "'s", "cannot", "non", "U.S", "Mr", "No", "J", "F", "16", "3,5", "www.", "https://"),
    *("é", "İ", "ſ", "中", "\u0301", "\u200b", "&", "_", "word", "Word"),
]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(BITS), max_size=25).map("".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:50])
def test_find_tokens_reads_case(case: Case) -> None:
    text = case["text"]
    assert [text[a:b] for a, b in find_tokens(text)] == case["tokens"], case["why"]


@given(text=TEXTS)
def test_find_tokens_puts_every_visible_character_in_one_token(text: str) -> None:
    covered = [place for start, end in find_tokens(text) for place in range(start, end)]
    assert covered == [place for place, sign in enumerate(text) if not sign.isspace()]


@given(text=TEXTS)
def test_find_tokens_gives_no_empty_token_and_keeps_their_order(text: str) -> None:
    end = 0
    for first, last in find_tokens(text):
        assert end <= first < last
        end = last


@given(before=TEXTS, text=TEXTS, after=TEXTS)
def test_find_tokens_stays_inside_the_part_it_is_given(before: str, text: str, after: str) -> None:
    whole = before + text + after
    start, end = len(before), len(before) + len(text)
    covered = [place for a, b in find_tokens(whole, start, end) for place in range(a, b)]
    assert covered == [place for place in range(start, end) if not whole[place].isspace()]


@pytest.mark.parametrize("bit", ["a.", "a'", "A.A", "1,", "a-", "a@", "-", "n't", "&", "."])
def test_find_tokens_reads_hostile_runs_in_linear_time(bit: str) -> None:
    """A quadratic pattern takes seconds here, a linear one far less than one."""
    text = bit * (30_000 // len(bit))
    before = time.process_time()
    find_tokens(text)
    assert time.process_time() - before < 1.0
