"""`list`, `show` and their options, on a store that holds one analysis written by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.records import Analysis
from foedus.records.codec import from_dict
from foedus.records.reports import Failed
from foedus.stores import open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"
NOUNS = ("commitments", "statements", "events", "figures", "documents", "failures")


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return from_dict(json.loads(CASE.read_text("utf-8")))


@pytest.fixture(scope="module")
def store(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("store") / "foedus.db"
    with open_store(path, create=True) as opened:
        opened.put(analysis)
        opened.record_failure(Failed(document_id="cut.txt", code="unreadable", message="empty"))
    return str(path)


def run(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, args)
    assert result.exit_code == code, result.output
    return result.stdout


def rows(*args: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*args).splitlines()]


@pytest.mark.parametrize("noun", NOUNS)
def test_list_writes_every_format(store: str, noun: str) -> None:
    lines = rows("--store", store, "list", noun)
    assert lines
    assert json.loads(run("list", noun, "--store", store, "--format", "json")) == lines
    assert len(list(csv.DictReader(io.StringIO(run(
        "--store", store, "--format", "csv", "list", noun))))) == len(lines)  # fmt: skip
    for output in ("table", "md"):
        written = run("--store", store, "list", noun, "--format", output)
        assert written.count(f"{len(lines)}. ") == 1


def test_list_takes_store_and_format_before_and_after_the_verb(store: str) -> None:
    before = run("--store", store, "--format", "csv", "list", "events")
    after = run("--store", "no.db", "--format", "md", "list", "events", "--store", store,
                "--format", "csv")  # fmt: skip
    assert before == after


def test_list_takes_the_store_from_the_environment(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOEDUS_STORE", store)
    assert len(rows("list", "commitments")) == 2


def test_list_rows_hold_the_record_its_statement_and_its_document(
    store: str, analysis: Analysis
) -> None:
    first = rows("--store", store, "list", "commitments")[0]
    span = first["action"]["span"]
    assert analysis.document.text[span["start"] : span["end"]] == span["exact"]
    assert first["statement"]["id"] == first["statement_id"]
    assert first["document"]["outlet"] == "Alda Courier"
    assert first["document"]["characters"] == len(analysis.document.text)
    assert "text" not in first["document"]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--committer", "ostland"], 1),
        (["--kind", "pledge"], 1),
        (["--target", "Kestria", "--speaker", "Maran"], 1),
        (["--class", "deploy"], 1),
        (["--since", "2031-03", "--until", "2031"], 2),
        (["--since", "2031-04"], 0),
        (["--document", "varnia.txt", "--limit", "1"], 1),
    ],
)
def test_list_is_narrowed_by_its_options(store: str, options: list[str], count: int) -> None:
    assert len(rows("--store", store, "list", "commitments", *options)) == count


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["list", "poems"], "poems"),
        (["list", "commitments", "--since", "2031-02-30"], "ISO 8601"),
        (["list", "commitments", "--since", "yesterday"], "ISO 8601"),
        (["list", "documents", "--committer", "BLR"], "--committer"),
        (["list", "failures", "--limit", "1"], "as a whole"),
        (["list", "events", "--by-speaker"], "--by-speaker"),
        (["list", "commitments", "--format", "xml"], "xml"),
        (["show", "c-nothing"], "c-nothing"),
        (["list", "commitments", "--no-such"], "no-such"),
    ],
)
def test_list_and_show_refuse_what_they_cannot_do(store: str, args: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["--store", store, *args])
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_list_register_tells_if_then_for_whom_and_who_says_so(store: str) -> None:
    written = run("--store", store, "list", "commitments", "--format", "table")
    for part in (
        "1. Varnia · pledge, firm, will (c-",
        "2. Varnia; Ostland* · ultimatum, firm, will (c-",
        "if          if the islands are invaded or blockaded  [any of: invasion: ? → the islands",
        "then        send two brigades to Ostland  [deploy]",
        "for         Ostland",
        "against     Kestria",
        "says who    Ilse Maran → Alda Courier (indirect)",
        "when said   2031-03-03 (“on Monday”)",
        "characters  if 161-200, then 132-160",
        "* said by a speaker who commits somebody else",
    ):
        assert part in written
    assert max(map(len, written.splitlines())) <= 100


def test_list_by_speaker_tells_who_says_what_where(store: str) -> None:
    written = run("--store", store, "list", "statements", "--by-speaker", "--format", "md")
    headings = [line for line in written.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Ilse Maran (2 statements)",
        "## Ilse Maran; Ostland premier (1 statement)",
        "## Kestria (1 statement)",
    ]
    assert "“We will stand with our friends 🕊”  (direct; via Alda Courier; " in written
    names = [row["speaker"]["name"] for row in rows(
        "--store", store, "list", "statements", "--by-speaker")]  # fmt: skip
    assert names == sorted(names)


def test_list_says_when_nothing_matches(store: str) -> None:
    result = CliRunner().invoke(app, ["--store", store, "list", "events", "--committer", "x"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no events" in result.stderr
    quiet = CliRunner().invoke(app, ["-q", "--store", store, "list", "events", "--committer", "x"])
    assert quiet.stderr == ""


def test_show_marks_the_characters_in_their_context(store: str, analysis: Analysis) -> None:
    record_id = analysis.commitments[0].id
    written = " ".join(run("--store", store, "show", record_id, "--format", "table").split())
    assert "President Ilse Maran ⟦cue: said⟧ on Monday that ⟦who: Varnia⟧ would" in written
    assert "⟦then: send two brigades to Ostland⟧ ⟦if: if the islands are invaded" in written
    assert "says who Ilse Maran → Alda Courier" in written


@pytest.mark.parametrize("noun", ["statements", "events", "figures"])
def test_show_finds_every_noun(store: str, analysis: Analysis, noun: str) -> None:
    record = getattr(analysis, noun)[0]
    assert "⟦" in run("--store", store, "show", record.id, "--format", "md")
    (row,) = rows("--store", store, "show", record.id)
    assert row["id"] == record.id


def test_show_shows_a_document(store: str) -> None:
    assert "varnia.txt" in run("--store", store, "show", "varnia.txt", "--format", "table")
    (row,) = rows("--store", store, "show", "varnia.txt")
    assert row["document"]["outlet"] == "Alda Courier"


def test_list_names_a_store_that_is_missing_or_none(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--store", str(tmp_path / "no.db"), "list", "events"])
    assert result.exit_code == 3
    assert "foedus read" in result.stderr
    (tmp_path / "text.db").write_text("no store " * 200, "utf-8")
    result = CliRunner().invoke(app, ["--store", str(tmp_path / "text.db"), "list", "events"])
    assert result.exit_code == 3


@pytest.mark.parametrize("verb", ["analyze", "read", "list", "show", "doctor"])
def test_help_has_examples(verb: str) -> None:
    assert "Examples:" in run(verb, "--help")


@pytest.mark.parametrize("noun", ["commitments", "statements", "events", "figures"])
def test_list_threads_of_every_record(store: str, noun: str) -> None:
    threads = rows("--store", store, "list", "threads", "--of", noun)
    assert sum(thread["tellings"] for thread in threads) == len(
        rows("--store", store, "list", noun)
    )
    assert {thread["noun"] for thread in threads} == {noun}


def test_list_refuses_of_for_what_are_no_threads(store: str) -> None:
    result = CliRunner().invoke(app, ["--store", store, "list", "events", "--of", "events"])
    assert result.exit_code == 2
    assert "only threads are of records, not events" in result.output
