"""Which names a text has, at which characters."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.world import load_world

CASES = tomllib.loads((Path(__file__).parent / "cases/mentions.toml").read_text("utf-8"))["case"]
PIECES = [
    "Russia", "U.S.", "US", "us", "Kyiv’s", "the Kremlin", "President\u00a0Lukashenko", "G7",
    "P5+1", "Erdoğan", "Vučić", "said", "and", "the", ".", ", ", "\n", " ", "-", "\U0001f600",
    "İstanbul", "George W. Bush", "Washington, D.C.", "Viet-Nam", "e\u0301", "ß",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_mentions_finds_the_names_of_the_case(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = [[text[m.start : m.end], m.kind, m.key] for m in load_world().find_mentions(text)]
    assert found == case["expected"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_find_mentions_gives_exact_ordered_spans_without_overlap(text: str) -> None:
    world = load_world()
    mentions = world.find_mentions(text)
    last = 0
    for one in mentions:
        assert last <= one.start < one.end <= len(text)
        last = one.end
        exact = text[one.start : one.end]
        assert exact == exact.strip()
        alone = world.find_mentions(f"President {exact}")
        assert any(set(again.key.split("|")) & set(one.key.split("|")) for again in alone)


@given(st.text(max_size=200))
def test_find_mentions_never_fails_on_any_characters(text: str) -> None:
    load_world().find_mentions(text)


@pytest.mark.parametrize("piece", ["A.", "U.S.", "the ", "-", "President ", "the United ", "a'"])
def test_find_mentions_is_linear_on_hostile_text(piece: str) -> None:
    text = piece * 20_000
    assert all(one.end <= len(text) for one in load_world().find_mentions(text))
