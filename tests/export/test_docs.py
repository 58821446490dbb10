"""The page on exports: a heading for every format, examples that run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.export.formats import Format
from foedus.stores import open_store
from tests.export.exported import odd_analysis, plain_analysis

PAGE = (Path(__file__).parents[2] / "docs/exports.md").read_text("utf-8")
COMMANDS = re.findall(r"^foedus (?:export|import) .*$", PAGE, re.MULTILINE)


def test_page_has_a_heading_for_every_format() -> None:
    assert set(re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)) == set(Format)


def test_page_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store("foedus.db", create=True) as opened:
        opened.put(plain_analysis())
        opened.put(odd_analysis())
    assert len(COMMANDS) > 5
    for command in COMMANDS:
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output)
    assert Path("copy.db").exists()


def test_page_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "docs/exports.md", "exec"), {})
    printed = capsys.readouterr().out
    assert printed.startswith("Chile Bay Post\n")
    assert "['id', 'kind', 'committer']" in printed
