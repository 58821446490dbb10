"""`analyze` and `read` with the shipped model, on reports written for these tests."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
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

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
from foedus.cli.app import main
sys.argv[0] = "foedus"
main()
"""
"""The command with files that may not grow beyond a bound, as on a disk that is full."""


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
        (["analyze", "http://127.0.0.1:9/a.html"], 4, "public net"),
        (["analyze", "ftp://a.example/a.html", "-"], 1, "only http"),
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


def test_read_refuses_a_changed_text_and_says_what_to_do(reports: Path, tmp_path: Path) -> None:
    store = tmp_path / "foedus.db"
    invoke(["--store", store, "read", reports / "b.txt"])
    (reports / "b.txt").write_text(FRENCH, "utf-8")
    result = invoke(["--store", store, "read", reports / "b.txt"])
    assert result.exit_code == 1
    assert "b.txt: the store holds another text" in result.stderr
    assert "another id" in result.stderr
    assert "[changed_text]" in result.stderr


def test_read_says_of_many_documents_what_they_lack_in_one_line(tmp_path: Path) -> None:
    rows = [{"id": f"d{number}", "text": f"{FRENCH} {number}"} for number in range(8)]
    (tmp_path / "wire.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    store = tmp_path / "foedus.db"
    result = invoke(["--store", store, "read", tmp_path / "wire.jsonl"])
    assert "d0, d1, d2, d3, d4 and 3 more: no outlet" in result.stderr
    assert len(result.stderr.splitlines()) == 4
    every = invoke(["-v", "--store", store, "read", tmp_path / "wire.jsonl"])
    assert [line for line in every.stderr.splitlines() if "d7: no outlet" in line]


def test_read_says_that_the_same_command_goes_on_when_the_store_fails(
    reports: Path, tmp_path: Path
) -> None:
    store = tmp_path / "foedus.db"
    text = FRENCH * 12
    rows = "\n".join(json.dumps({"id": f"d{n}", "text": f"{text} {n}"}) for n in range(400))
    (tmp_path / "wire.jsonl").write_text(rows, "utf-8")
    command = [sys.executable, "-c", LIMITED, "--store", str(store), "read"]
    ended = subprocess.run([*command, str(tmp_path / "wire.jsonl")], capture_output=True, text=True)
    assert ended.returncode == 3
    assert len(ended.stderr.splitlines()) == 1
    assert "the same command goes on" in ended.stderr
    with open_store(store) as opened:
        kept = opened.count().documents
    assert 0 < kept < 400
    result = invoke(["-q", "--store", store, "read", tmp_path / "wire.jsonl"])
    assert (result.exit_code, result.stderr) == (0, "")
    with open_store(store) as opened:
        assert opened.count().documents == 400


def test_read_shows_its_progress_on_a_terminal_only(tmp_path: Path) -> None:
    rows = "\n".join(json.dumps({"id": f"d{n}", "text": f"{FRENCH} {n}"}) for n in range(60))
    (tmp_path / "wire.jsonl").write_text(rows, "utf-8")
    command = [sys.executable, "-m", "foedus", "--store", "a.db", "read", "wire.jsonl"]
    screen, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=terminal
    )
    os.close(terminal)
    shown = _all_of(screen)
    assert (running.wait(), running.communicate()[0]) == (0, b"")
    plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown)
    assert re.search(rb"\d+/60 +\d+\.\d/s +\d:\d\d:\d\d", plain)
    unseen = subprocess.run([*command, "--published", "2031"], cwd=tmp_path, capture_output=True)
    assert (unseen.returncode, unseen.stdout) == (0, b"")
    assert b"/s" not in unseen.stderr


def _all_of(screen: int) -> bytes:
    """Return everything that is written to a terminal until its other side is closed."""
    shown = b""
    try:
        while block := os.read(screen, 65_536):
            shown += block
    except OSError:  # what Linux answers when nobody holds the other side any more
        pass
    finally:
        os.close(screen)
    return shown


def test_read_keeps_what_analyze_writes(reports: Path, tmp_path: Path) -> None:
    store = tmp_path / "foedus.db"
    invoke(["--store", store, "read", reports / "a.txt"])
    (line,) = lines_of(invoke(["analyze", reports / "a.txt"]))
    with open_store(store) as opened:
        assert opened.get_analysis("a.txt") == from_dict(line)


def test_doctor_finds_the_model_sound(tmp_path: Path) -> None:
    result = invoke(["doctor", "--store", tmp_path / "foedus.db"])
    assert result.exit_code == 0
    checks = [line["check"] for line in lines_of(result)]
    named = [check for check in checks if check != "libraries"]  # only where foedus is installed
    assert named[:3] == ["foedus", "model", "store"]
    assert all(check.startswith("[") for check in named[3:])
    assert all(line["ok"] for line in lines_of(result))
    (tmp_path / "bad.db").write_text("no store " * 200, "utf-8")
    assert invoke(["doctor", "--store", tmp_path / "bad.db"]).exit_code == 3


def test_count_inputs_counts_lines_of_tables_and_other_files_once(reports: Path) -> None:
    assert count_inputs([reports, b"{}", reports / "no.txt"]) == 3 + 2 + 1 + 1
