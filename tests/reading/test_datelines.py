"""Date lines: the whole line is a date with its year, or it is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foedus.reading.datelines import read_date_line

CASES = tomllib.loads((Path(__file__).parent / "cases" / "datelines.toml").read_text("utf-8"))[
    "date"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_read_date_line_reads_one_moment_or_none(case: dict[str, str]) -> None:
    line = read_date_line(case["text"])
    if "published" not in case:
        assert line is None
        return
    assert line is not None
    assert line.published.earliest == line.published.latest == case["published"]
    assert line.published.precision == ("minute" if "T" in case["published"] else "day")
    assert line.published.how == "text"
