"""The language of a text, from its letters and small words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foedus.reading.notes import find_notes
from foedus.reading.plain import read_text
from foedus.reading.tongues import guess_language

CASES = tomllib.loads((Path(__file__).parent / "cases" / "tongues.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize(
    "case", CASES, ids=[case["language"] + case["text"][:12] for case in CASES]
)
def test_guess_language_knows_the_language(case: dict[str, str]) -> None:
    assert guess_language(case["text"]) == case["language"]


def test_find_notes_says_that_only_english_is_read() -> None:
    document = read_text(next(c["text"] for c in CASES if c["language"] == "fr"), document_id="a")
    assert find_notes(document) == ("language is 'fr': only English is read, so it has no records",)


def test_find_notes_counts_replaced_characters() -> None:
    assert "2 characters" in find_notes(read_text("A\ufffd\ufffd fleet.", document_id="a"))[0]
    assert find_notes(read_text("A fleet.", document_id="a")) == ()
