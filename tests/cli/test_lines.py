"""Rows for programs: every column has its value, and no cell is run as a formula."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from foedus.cli.asked import RECORDS, Noun
from foedus.cli.lines import Cells, Lines
from foedus.cli.settings import Format
from foedus.spelling.cells import load_columns, pick, to_cell

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (40, "40"),
        (-0.5, "-0.5"),
        ("plain", "plain"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-x", "'-x"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        (["a", None, "b"], "a; ; b"),
        (["a", "=b"], "a; '=b"),
        ({"class": "invasion"}, '{"class": "invasion"}'),
    ],
)
def test_to_cell_writes_what_no_spreadsheet_runs(value: object, cell: str) -> None:
    assert to_cell(value) == cell


def test_pick_follows_keys_through_lists_and_gaps() -> None:
    row = {"a": [{"b": 1}, {"b": 2}], "c": None}
    assert pick(row, ("a", "b")) == [1, 2]
    assert pick(row, ("c", "d")) is None
    assert pick(row, ("e",)) is None


def test_cells_give_every_commitment_its_source_and_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data: dict[str, Any] = json.loads(CASE.read_text("utf-8"))
    row = {
        **data["commitments"][0],
        "statement": data["statements"][0],
        "document": data["document"],
    }
    with Cells("commitments") as cells:
        cells.write(row)
    (read,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    text = data["document"]["text"]
    assert text[int(read["action_start"]) : int(read["action_end"])] == read["action"]
    assert text[int(read["condition_start"]) : int(read["condition_end"])] == read["condition"]
    assert read["committer"] == "Varnia"
    assert read["channel"] == "Alda Courier"
    assert read["said_words"] == "on Monday"
    assert read["published_earliest"] == "2031-03-03"
    assert read["sha256"] == data["document"]["sha256"]


def test_load_columns_name_keys_that_records_have() -> None:
    data: dict[str, Any] = json.loads(CASE.read_text("utf-8"))
    data["document"]["characters"] = 1
    error = {"code": "unreadable", "message": "empty"}
    nouns = (*Noun, "places", "drift")
    assert set(load_columns()) == {str(noun) for noun in nouns}
    for noun in (*RECORDS, Noun.DOCUMENTS, Noun.FAILURES):
        columns = load_columns()[noun]
        rows = [
            {
                "review": {},
                **record,
                "statement": data["statements"][0],
                "document": data["document"],
            }
            for record in data.get(noun, [{"error": error}])
        ]
        for name, (first, *_) in columns:
            assert all(first in row for row in rows), (noun, name)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_lines_write_an_array_or_lines(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"n": number} for number in range(count)]
    for output in (Format.JSON, Format.JSONL):
        with Lines(output) as lines:
            for row in rows:
                lines.write(row)
        written = capsys.readouterr().out
        if output is Format.JSON:
            assert json.loads(written) == rows
        else:
            assert [json.loads(line) for line in written.splitlines()] == rows
