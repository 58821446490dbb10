"""What the first and last lines of a text say about it, case by case."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.mastheads import find_masthead

CASES = tomllib.loads((Path(__file__).parent / "cases" / "mastheads.toml").read_text("utf-8"))[
    "case"
]

LINES = st.sampled_from(
    [
        "By Ada Quill",
        "Image: Example.",
        "6 Feb 2022",
        "OSTVIK (AP) — It sailed.",
        "",
        " \u00a0",
        "🚢 Ships Sail",
        "Runa Holt is an editor at the Example Post.",
        "It sailed on Monday.",
        "Ada's Photo",
        "a\ufffdb",
        "| |",
    ]
)


@pytest.mark.parametrize("case", CASES, ids=[case["why"][:60] for case in CASES])
def test_find_masthead_reads_what_is_stated(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_masthead(text)
    assert (found.headline and text[slice(*found.headline)]) == case.get("headline")
    assert found.author == case.get("author")
    assert found.outlet == case.get("outlet")
    assert found.place == case.get("place")
    assert (found.published and found.published.earliest) == case.get("published")
    assert (found.updated and found.updated.earliest) == case.get("updated")
    assert [text[start:end] for start, end in found.boilerplate] == case.get("boilerplate", [])


def test_find_masthead_takes_a_first_line_that_repeats_the_title() -> None:
    text = "The fleet will sail on Monday.\nThe premier said so.\nNobody doubted it."
    assert find_masthead(text).headline is None
    assert find_masthead(text, title="The fleet will sail on Monday").headline == (0, 30)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_find_masthead_ranges_are_ordered_and_apart(lines: list[str], end: str) -> None:
    text = end.join(lines)
    found = find_masthead(text)
    ranges = sorted([*found.boilerplate, *([found.headline] if found.headline else [])])
    previous = 0
    for first, last in ranges:
        assert previous <= first < last <= len(text)
        assert text[first:last] == text[first:last].strip()
        previous = last


@given(st.text(max_size=400))
def test_find_masthead_stands_any_text(text: str) -> None:
    found = find_masthead(text)
    assert all(text[start:end].strip() for start, end in found.boilerplate)


@pytest.mark.parametrize(
    "piece", ["by A ", "(", "AP/", "January ", ", via ", "A, ", "| ", "' s ", "Jane Doe is a "]
)
def test_find_masthead_is_linear_on_hostile_lines(piece: str) -> None:
    # 100 KB in one line and in many: a quadratic pattern would take minutes.
    started = time.process_time()
    find_masthead(piece * (100_000 // len(piece)))
    find_masthead((piece * 60)[:140] + "\n" + ((piece * 60)[:140] + "\n") * 700)
    assert time.process_time() - started < 1.0
