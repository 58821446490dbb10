"""The verb `brief` writes Markdown and HTML, and refuses what it cannot find in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.records.codec import from_dict
from foedus.stores import open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"
PLEDGE = "c-a26a1f5618e2"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("store") / "foedus.db"
    with open_store(path, create=True) as opened:
        opened.put(from_dict(json.loads(CASE.read_text("utf-8"))))
    return str(path)


def run(store: str, *args: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["--store", store, "brief", *args])
    assert result.exit_code == code, result.output
    return result.output


def test_brief_writes_markdown_and_html(store: str) -> None:
    assert run(store, PLEDGE).startswith("# Brief: what is promised")
    assert run(store, PLEDGE, "--title", "Ports").startswith("# Ports")
    written = run(store, PLEDGE, "--format", "html")
    assert written.startswith("<!doctype html>")
    assert "<blockquote>send two brigades to Ostland</blockquote>" in written


def test_brief_takes_a_thread_and_scenarios(store: str) -> None:
    asked = ["--whatif", "armed_attack(UKR, RUS)", "--whatif", "blockade(CHN, TWN)"]
    written = run(store, f"t{PLEDGE[1:]}", *asked, "--assume", "promise_kept=off")
    assert written.count("## What if: ") == 2
    assert written.count("- **promise_kept:** off") == 2


def test_brief_refuses_in_one_line(store: str) -> None:
    assert "a brief needs a record or a scenario" in run(store, code=2)
    assert "no record 'c-000000000000'" in run(store, "c-000000000000", code=2)
    assert "no assumption" in run(
        store, PLEDGE, "--whatif", "armed_attack(UKR, RUS)", "--assume", "nonsense=on", code=2
    )
