"""The table of the benchmarks and the articles that speed is measured on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.analyzer import OUTLET, read_rows, to_input
from benchmarks.articles import make_articles
from benchmarks.scorers import figure
from benchmarks.table import Target, read_targets, report, to_table

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_read_targets_has_every_key_once() -> None:
    keys = [target.key for target in read_targets()]
    assert len(keys) == len(set(keys))
    assert all(t.at_least is None or t.at_most is None for t in read_targets())


@pytest.mark.parametrize(
    ("bounds", "value", "verdict"),
    [
        ({"at_least": 0.75}, 0.75, "yes"),
        ({"at_least": 0.75}, 0.749, "no"),
        ({"at_most": 2}, 2, "yes"),
        ({"at_most": 2}, 3, "no"),
        ({}, 9, ""),
    ],
)
def test_verdict_holds_the_bound(bounds: dict[str, float], value: float, verdict: str) -> None:
    assert Target(key="k", what="w", **bounds).verdict(value) == verdict


def test_to_table_shows_only_what_was_measured() -> None:
    targets = [Target(key="a", what="first", at_least=0.5), Target(key="b", what="second")]
    lines = to_table(targets, {"a": 0.25}).split("\n")
    assert len(lines) == 3
    assert lines[2].split("|")[1:-1] == [" first ", " >= 0.5 ", " 0.250   ", "      ", " no "]


def test_report_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert report({"seeds.traps": 1.0}, ["events: no gold"], as_json=False) == 1
    assert "not measured: events: no gold" in capsys.readouterr().out
    assert report({"seeds.traps": 1.0}, [], as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["reached"] == {"seeds.traps": 1.0}


def test_make_articles_are_long_and_unlike() -> None:
    articles = make_articles(EXAMPLES, 60)
    assert len(set(articles)) == 60
    lengths = [len(article.split()) for article in articles]
    assert min(lengths) >= 650
    assert max(lengths) < 800


def test_figure_refuses_a_print_out_without_it() -> None:
    assert figure(r"^F1 ([\d.]+)", "P 0.5\nF1 0.25") == 0.25
    with pytest.raises(SystemExit, match="no figure"):
        figure(r"^F1 ([\d.]+)", "nothing")


def test_to_input_gives_away_no_label(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "t", "publisher": "P", "date": None, "commitments": [1]}]
    to_input(rows, tmp_path / "told.jsonl")
    to_input(rows, tmp_path / "withheld.jsonl", withheld=OUTLET)
    assert read_rows(tmp_path / "told.jsonl") == [{"id": "a", "text": "t", "outlet": "P"}]
    assert read_rows(tmp_path / "withheld.jsonl") == [{"id": "a", "text": "t"}]
