"""Speakers read with the shipped model: names, descriptions and pronouns that stand for others."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import foedus

CASES = tomllib.loads((Path(__file__).parent / "cases" / "speakers.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_speaker_is_whom_the_words_stand_for(case: dict[str, str | list[str]]) -> None:
    found = foedus.analyze(str(case["text"])).statements
    assert [s.speaker.name if s.speaker else "" for s in found] == case["speakers"]
