"""Provisions: how treaties part into articles, paragraphs and items, and what is no treaty."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.languages.treaties import TreatyWords
from foedus.reading import read_text
from foedus.reading.treaty import find_provisions

CASES = tomllib.loads((Path(__file__).parent / "cases" / "treaty.toml").read_text("utf-8"))["case"]
WORDS = TreatyWords.load()
PIECES = st.sampled_from(
    [
        *("Article 1\n", "ARTICLE IV. ", "2. ", "(3) ", "(a) ", "b) ", "(ii) ", "\n", "\n\n"),
        *(
            "The Parties shall ",
            "consult",
            "not to:",
            "; and ",
            "; ",
            ". ",
            "— ",
            "Article 5 of it",
        ),
    ]
)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_provisions_parts_the_text(case: dict[str, Any]) -> None:
    text = case["text"]
    document = read_text(text, document_id="case", title=case.get("title"))
    found = [
        [
            one.article or "",
            one.paragraph or "",
            one.item or "",
            text[one.start : one.end],
            " ".join(text[start:end] for start, end in one.chapeau),
        ]
        for one in find_provisions(document, WORDS)
    ]
    assert found == case["provisions"]


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_find_provisions_are_in_order_and_never_overlap(pieces: list[str]) -> None:
    text = "The Parties shall meet. " + "".join(pieces)
    found = find_provisions(read_text(text, document_id="any"), WORDS)
    assert found
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(end <= one.start for one in found for _, end in one.chapeau)
