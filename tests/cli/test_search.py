"""`search`: places with the words around them and the records they stand in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.records.codec import from_dict
from foedus.stores import open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("store") / "foedus.db"
    with open_store(path, create=True) as opened:
        opened.put(from_dict(json.loads(CASE.read_text("utf-8"))))
    return str(path)


def run(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, args)
    assert result.exit_code == code, result.output
    return result.output if code else result.stdout


def test_search_writes_places_with_their_characters(store: str) -> None:
    rows = [json.loads(line) for line in run("--store", store, "search", "varnia").splitlines()]
    with open_store(store) as opened:
        text = next(opened.find_documents()).text
    assert rows
    for row in rows:
        assert text[row["start"] : row["end"]] == row["exact"]
        assert row["exact"].casefold() == "varnia"
        assert text[: row["start"]].endswith(row["before"])


def test_search_narrows_to_records(store: str) -> None:
    found = run("--store", store, "search", "varnia", "--in", "commitments").splitlines()
    every = run("--store", store, "search", "varnia").splitlines()
    assert 0 < len(found) < len(every)
    assert all(json.loads(line)["records"] for line in found)
    assert run("--store", store, "search", "varnia", "--in", "events", "--kind", "x") == ""
    assert "say with --in" in run("--store", store, "search", "varnia", "--kind", "x", code=2)


def test_search_writes_every_format(store: str) -> None:
    table = run("--store", store, "search", "varnia", "--format", "table", "--limit", "2")
    assert table.count("⟦here: ") == 2
    cells = run("--store", store, "search", "varnia", "--format", "csv")
    assert {row["exact"] for row in csv.DictReader(io.StringIO(cells))} == {"Varnia"}
    assert run("--store", store, "search", "nowhereland") == ""
    assert "quotation mark" in run("--store", store, "search", '"varnia', code=2)
