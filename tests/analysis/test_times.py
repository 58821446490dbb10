from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.times import find_times
from foedus.languages.times import TimeWords
from foedus.records import HowKnown, Precision, Published, When

WORDS = TimeWords.load()
UNKNOWN = Published()


class Case(TypedDict, total=False):
    text: str
    published: str
    expected: list[list[str]]
    why: str


CASES: list[Case] = tomllib.loads((Path(__file__).parent / "cases/times.toml").read_text("utf-8"))[
    "case"
]


def on(day: str, latest: str | None = None) -> Published:
    return Published(earliest=day, latest=latest or day, precision="day", how=HowKnown.GIVEN)


def in_words(when: When) -> list[str]:
    assert when.span is not None
    return [when.span.exact, when.earliest or "", when.latest or "", when.precision.value]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:50]}-{case['why'][:30]}")
def test_find_times_reads_case(case: Case) -> None:
    published = on(case["published"]) if "published" in case else UNKNOWN
    found = find_times(case["text"], published=published, words=WORDS)
    assert [in_words(when) for when in found] == case["expected"], case["why"]


def test_find_times_spans_an_uncertain_day_of_publication() -> None:
    found = find_times(
        "It burned yesterday.", published=on("2023-03-14", "2023-03-16"), words=WORDS
    )
    assert in_words(found[0]) == ["yesterday", "2023-03-13", "2023-03-15", "day"]


def test_find_times_anchors_on_a_publication_with_a_clock() -> None:
    found = find_times("It burned today.", published=on("2023-03-14T09:30"), words=WORDS)
    assert in_words(found[0]) == ["today", "2023-03-14", "2023-03-14", "day"]


@pytest.mark.parametrize("day", ["0001-01-01", "0001-02-03", "9999-12-31"])
def test_find_times_stays_inside_the_calendar(day: str) -> None:
    text = (
        "He left 999 years ago, last year, last week, two decades ago; he will be back next week."
    )
    assert len(find_times(text, published=on(day), words=WORDS)) == 5


ODD = [
    "1999",
    "2022",
    "31",
    "6th",
    "4:30",
    "2022-02-30",
    "99/99/2000",
    "1990s",
    "0",
    "$",
    "😀",
    "\x00",
]
CAPITALS = ["Monday", "May", "March", "Feb.", "Sunday", "will", "said", "\n"]
VOCABULARY = [*sorted(WORDS.words), *ODD, *CAPITALS]


@given(
    words=st.lists(st.sampled_from(VOCABULARY), max_size=14),
    glue=st.sampled_from([" ", "", "-", "\n"]),
    day=st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
def test_find_times_gives_ordered_spans_and_intervals(
    words: list[str], glue: str, day: date
) -> None:
    text = glue.join(words)
    end = 0
    for when in find_times(text, published=on(day.isoformat()), words=WORDS):
        assert when.span is not None
        assert text[when.span.start : when.span.end] == when.span.exact
        assert when.span.start >= end
        end = when.span.end
        assert when.precision in Precision
        if when.earliest and when.latest:
            assert when.earliest <= when.latest


@given(text=st.text(max_size=200))
def test_find_times_accepts_any_text(text: str) -> None:
    for when in find_times(text, published=UNKNOWN, words=WORDS):
        assert when.span is not None
        assert text[when.span.start : when.span.end] == when.span.exact
