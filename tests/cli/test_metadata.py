"""`set`: what a text does not say of itself is said later, one document or a table of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from foedus.cli.app import app
from foedus.stores import open_store

BARE = "If Iraq attacks the islands, Ostland will respond with force, its premier said on Monday."


def invoke(args: Sequence[str | Path]) -> Result:
    return CliRunner().invoke(app, [str(part) for part in args])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store of three documents that say nothing of themselves."""
    rows = tmp_path / "wire.jsonl"
    lines = (json.dumps({"id": name, "text": f"{BARE} {name}"}) for name in "abc")
    rows.write_text("\n".join(lines), "utf-8")
    path = tmp_path / "foedus.db"
    assert invoke(["--store", path, "read", rows]).exit_code == 0
    return path


def published(store: Path) -> dict[str, tuple[str | None, str | None]]:
    with open_store(store) as opened:
        return {
            document.id: (document.published.earliest, document.outlet)
            for document in opened.find_documents()
        }


def test_set_changes_one_document(store: Path) -> None:
    result = invoke(["set", "b", "--published", "2031-03-05", "--outlet", "Wire", "--store", store])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "b: set" in result.stderr
    assert published(store)["b"] == ("2031-03-05", "Wire")
    assert published(store)["a"] == (None, None)
    with open_store(store) as opened:
        said = opened.get_analysis("b").statements[0].said
        assert said is not None
        assert said.earliest == "2031-03-03"
    again = invoke(["--store", store, "set", "b", "--outlet", "Wire"])
    assert "known already" in again.stderr


def test_set_does_what_a_table_says_and_names_the_rest(store: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "known.csv"
    sheet.write_text(
        "id;published;outlet;author;url\n"
        "a;2031-03-05;;Lea Brandt;\n"
        "nobody;2031-03-05;;;\n"
        "b;Monday;;;\n"
        ";2031-03-05;;;\n"
        "c;;Wire;;https://a.example/c\n",
        "utf-8",
    )
    result = invoke(["--store", store, "set", "--csv", sheet])
    assert result.exit_code == 1
    for said in ("'nobody'", "known.csv:4", "ISO 8601", "the id is missing", "2 set, 3 failed"):
        assert said in result.stderr
    assert published(store) == {"a": ("2031-03-05", None), "b": (None, None), "c": (None, "Wire")}


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["set", "nobody", "--outlet", "Wire"], 2, "no document 'nobody'"),
        (["set", "a"], 2, "--published"),
        (["set", "--outlet", "Wire"], 2, "document"),
        (["set", "a", "--published", "Monday"], 2, "ISO 8601"),
        (["set", "a", "--csv", "x.csv"], 2, "--csv"),
        (["set", "--csv", "no-such-file.csv"], 4, "no-such-file.csv"),
    ],
)
def test_set_exits_with_public_codes(store: Path, args: list[str], code: int, said: str) -> None:
    result = invoke(["--store", store, *args])
    assert result.exit_code == code
    assert said in result.stderr


def test_set_refuses_a_table_with_a_column_that_it_does_not_know(
    store: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "known.csv"
    sheet.write_text("id,outlett\na,Wire\nb,Wire\n", "utf-8")
    result = invoke(["--store", store, "set", "--csv", sheet])
    assert result.exit_code == 1
    assert "'outlett'" in result.stderr
    assert "1 failed" in result.stderr
