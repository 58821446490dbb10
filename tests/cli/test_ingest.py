"""`analyze` and `read` with the shipped model, on reports written for these tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from foedus.cli.app import app
from foedus.cli.messages import count_inputs
from foedus.records.codec import check_evidence, from_dict
from foedus.stores import open_store

REPORT = """Iran Warns Neighbour Over Strait

By Lea Brandt
The Alda Courier
March 4, 2031

PORT ALDA — Iran will send warships to Ostland if Iraq closes the strait, President Hassan \
Rouhani said on Monday. “We will not lift the sanctions until the last soldier has gone home,” she \
said.
"""
BARE = "If Iraq attacks the islands, Ostland will respond with force, its premier warned."
FRENCH = (
    "Le président de la République a déclaré que la France ne resterait pas sans réponse si la"
    " frontière était franchie, et que les alliés se réuniraient demain pour en parler. "
) * 4


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, "utf-8")
    (folder / "b.txt").write_text(BARE, "utf-8")
    (folder / "empty.txt").write_text(" \n", "utf-8")
    (folder / "wire.jsonl").write_text(
        json.dumps({"id": "w1", "text": BARE, "outlet": "Wire", "date": "2031-03-05", "desk": 4})
        + "\n{broken\n",
        "utf-8",
    )
    return folder


def invoke(args: Sequence[str | Path], data: bytes | str | None = None) -> Result:
    return CliRunner().invoke(app, [str(part) for part in args], input=data)


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_analyze_writes_one_line_a_document_and_one_a_failure(reports: Path) -> None:
    result = invoke(["analyze", reports])
    lines = lines_of(result)
    assert result.exit_code == 1
    assert [line["document"]["id"] for line in lines][:4] == ["a.txt", "b.txt", "empty.txt", "w1"]
    assert len(lines) == 5
    failed = [line for line in lines if "error" in line]
    assert [sorted(line["error"]) for line in failed] == [["code", "message"]] * 2
    for line in lines:
        if "error" not in line:
            check_evidence(from_dict(line))
    assert lines[3]["document"]["extra"] == {"desk": 4}
    assert [said for said in result.stderr.splitlines() if "empty.txt" in said]


def test_analyze_reads_the_commitments_of_a_report(reports: Path) -> None:
    (line,) = lines_of(invoke(["analyze", reports / "a.txt"]))
    promise, refusal = line["commitments"]
    assert [one["committer"]["name"] for one in (promise, refusal)] == ["Iran", "Iran"]
    assert refusal["speaker"]["name"] == "Hassan Rouhani"
    assert promise["condition"]["span"]["exact"] == "if Iraq closes the strait"
    assert promise["action"]["span"]["exact"] == "send warships to Ostland"
    assert line["document"]["outlet"] == "The Alda Courier"


def test_analyze_gives_the_same_bytes_twice(reports: Path) -> None:
    first, second = (invoke(["analyze", reports]) for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes


def test_analyze_reads_standard_input() -> None:
    for args in (["analyze", "-"], ["analyze"]):
        (line,) = lines_of(invoke(args, data=BARE))
        assert line["document"]["text"] == BARE
        assert line["document"]["id"] == "-"


def test_analyze_takes_what_the_text_does_not_say() -> None:
    known = ["--published", "2031-03-04", "--outlet", "Wire", "--author", "L. B.", "--url", "x:y"]
    result = invoke(["analyze", "-", *known], data=BARE)
    (line,) = lines_of(result)
    assert line["document"]["published"]["how"] == "given"
    assert line["document"]["published"]["earliest"] == "2031-03-04"
    assert (line["document"]["outlet"], line["document"]["author"]) == ("Wire", "L. B.")
    assert result.stderr == ""


def test_analyze_says_what_is_missing_and_how_to_set_it() -> None:
    result = invoke(["analyze", "-"], data=BARE)
    assert "--published 2022-02-06" in result.stderr
    assert "--outlet NAME" in result.stderr
    assert invoke(["-q", "analyze", "-"], data=BARE).stderr == ""


def test_analyze_says_that_a_text_is_in_another_language() -> None:
    result = invoke(["analyze", "-"], data=FRENCH)
    (line,) = lines_of(result)
    assert result.exit_code == 0
    assert line["document"]["language"] == "fr"
    assert line["commitments"] == []
    assert "'fr'" in result.stderr


def test_analyze_survives_odd_characters() -> None:
    odd = json.dumps({"id": "odd", "text": "A\x00 \ud800 🕊 \u2028 " + BARE}) + "\n"
    result = invoke(["analyze", "-", "--input-format", "jsonl"], data=odd)
    assert result.exit_code == 0
    check_evidence(from_dict(lines_of(result)[0]))


def test_analyze_writes_a_json_array(reports: Path) -> None:
    result = invoke(["analyze", reports / "b.txt", "--format", "json"])
    assert [line["schema"] for line in json.loads(result.stdout)] == ["foedus/1"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["analyze", "no-such-file.txt"], 4, "no-such-file.txt"),
        (["analyze", "-", "--published", "last week"], 2, "ISO 8601"),
        (["analyze", "-", "--input-format", "docx"], 2, "docx"),
        (["analyze", "-", "--format", "csv"], 2, "csv"),
        (["--store", "no/such/folder.db", "read", "-"], 3, "no such folder"),
    ],
)
def test_analyze_and_read_exit_with_public_codes(args: list[str], code: int, said: str) -> None:
    result = invoke(args, data=BARE)
    assert result.exit_code == code
    assert said in result.stderr


def test_read_stores_once_and_passes_over_what_is_unchanged(reports: Path, tmp_path: Path) -> None:
    store = tmp_path / "foedus.db"
    first = invoke(["--store", store, "read", reports])
    assert first.exit_code == 1
    assert "3 read, 2 failed" in first.stderr
    second = invoke(["read", reports, "--store", store])
    assert "3 unchanged, 2 failed" in second.stderr
    with open_store(store) as opened:
        totals = opened.count()
    assert (totals.documents, totals.versions, totals.failures) == (3, 3, 2)
    assert first.stdout == second.stdout == ""


def test_read_takes_metadata_set_anew_as_a_new_version(reports: Path, tmp_path: Path) -> None:
    store = tmp_path / "foedus.db"
    invoke(["--store", store, "read", reports / "b.txt"])
    again = ["--store", store, "read", reports / "b.txt", "--published", "2031-03-04"]
    assert "1 read as a new version" in invoke(again).stderr
    with open_store(store) as opened:
        assert [one.published.earliest for one in opened.find_documents()] == ["2031-03-04"]
        assert opened.count().versions == 2


def test_read_keeps_what_analyze_writes(reports: Path, tmp_path: Path) -> None:
    store = tmp_path / "foedus.db"
    invoke(["--store", store, "read", reports / "a.txt"])
    (line,) = lines_of(invoke(["analyze", reports / "a.txt"]))
    with open_store(store) as opened:
        assert opened.get_analysis("a.txt") == from_dict(line)


def test_doctor_finds_the_model_sound(tmp_path: Path) -> None:
    result = invoke(["doctor", "--store", tmp_path / "foedus.db"])
    assert result.exit_code == 0
    assert [line["check"] for line in lines_of(result)] == ["foedus", "model", "store"]
    assert all(line["ok"] for line in lines_of(result))
    (tmp_path / "bad.db").write_text("no store " * 200, "utf-8")
    assert invoke(["doctor", "--store", tmp_path / "bad.db"]).exit_code == 3


def test_count_inputs_counts_lines_of_tables_and_other_files_once(reports: Path) -> None:
    assert count_inputs([reports, b"{}", reports / "no.txt"]) == 3 + 2 + 1 + 1
