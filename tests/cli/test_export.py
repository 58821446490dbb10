"""`export` and `import` as they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from foedus.cli.app import app
from foedus.export.formats import Format
from foedus.stores import open_store
from tests.export.exported import odd_analysis, plain_analysis


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("store") / "foedus.db"
    with open_store(path, create=True) as opened:
        opened.put(plain_analysis())
        opened.put(odd_analysis())
    return str(path)


def run(*args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, args)
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize("output", Format)
def test_export_writes_the_same_to_a_file_and_to_standard_output(
    output: Format, store: str, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    said = run("export", "--format", output, "--store", store, "-o", str(path)).stderr
    assert str(path) in said
    written = run("export", "--format", output, "--store", store).stdout_bytes
    assert written == path.read_bytes()


def test_export_takes_the_filters_of_list(store: str) -> None:
    args = ["export", "--format", "csv", "--of", "statements", "--store", store]
    everything = run(*args).stdout.splitlines()
    denied = run(*args, "--kind", "deny").stdout.splitlines()
    assert (len(everything), len(denied)) == (5, 2)


def test_export_refuses_a_filter_it_would_pass_over(store: str) -> None:
    result = run("export", "--format", "jsonl", "--speaker", "BLR", "--store", store, code=2)
    assert "narrow it by --document, --since and --until" in result.stderr


def test_import_restores_what_export_wrote(store: str, tmp_path: Path) -> None:
    archive, copy = tmp_path / "all.jsonl", str(tmp_path / "copy.db")
    run("export", "--format", "jsonl", "--store", store, "-o", str(archive))
    assert "2 documents restored" in run("import", str(archive), "--store", copy).stderr
    again = run("export", "--format", "jsonl", "--store", copy).stdout_bytes
    assert again == archive.read_bytes()
    refused = run("import", str(archive), "--store", copy, code=3)
    assert "into an empty one only" in refused.stderr


def test_import_says_which_line_is_wrong(store: str, tmp_path: Path) -> None:
    archive = tmp_path / "all.jsonl"
    run("export", "--format", "jsonl", "--store", store, "-o", str(archive))
    lines = archive.read_text("utf-8").splitlines()
    lines[2] = json.dumps({"strange": 1})
    archive.write_text("\n".join(lines), "utf-8")
    result = run("import", str(archive), "--store", str(tmp_path / "new.db"), code=2)
    assert "all.jsonl, line 3: " in result.stderr
