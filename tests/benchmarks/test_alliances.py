"""The questions put to treaties: they parse, are read, and stand in the documentation."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.alliances import read_questions, to_row, to_table
from foedus.world import load_world
from foedus.world.instruments import UNOPENED, instruments

DOCS = (Path(__file__).parents[2] / "docs/instruments.md").read_text("utf-8")
QUESTIONS = read_questions()


def test_read_questions_are_five_of_each_year_and_read_by_hand() -> None:
    years = Counter(question.year for question in QUESTIONS)
    assert years == dict.fromkeys(("1914", "1939", "1991", "2008", "2022", "today"), 5)
    assert all(
        question.reading.startswith(("Right", "Half", "Wrong", "As ")) for question in QUESTIONS
    )


@pytest.mark.parametrize("year", ["1914", "1939"])
def test_to_table_is_what_the_documentation_shows(year: str) -> None:
    rows = [to_row(question, load_world()) for question in QUESTIONS if question.year == year]
    for line in to_table(rows).splitlines():
        assert line in DOCS


def test_documentation_has_every_question_and_reading() -> None:
    for question in QUESTIONS:
        assert question.said in DOCS
        assert question.reading in DOCS


def test_documentation_lists_every_instrument_and_counts_the_unopened() -> None:
    assert [one.id for one in instruments() if f"`{one.id}`" not in DOCS] == []
    assert f"foedus knows {len(instruments())} treaties" in DOCS
    unopened = sum(one.checked == UNOPENED for one in instruments())
    assert f"({unopened} rows)" in DOCS
