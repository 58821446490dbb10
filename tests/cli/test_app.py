"""The command as users start it: exit codes, streams, signals, start-up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FOEDUS = [sys.executable, "-m", "foedus"]
TEXT = "If Kestria attacks the islands, Ostland will respond with force, its premier warned.\n"
MAX_HELP_SECONDS = 1.0
MAX_START_SECONDS = 4.0
"""Twice what is asked: a busy machine must not fail here; `benchmarks.speed` measures it."""


def run(*args: str, cwd: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FOEDUS, *args], cwd=cwd, input=text, capture_output=True, encoding="utf-8", timeout=120
    )


def best_seconds(*args: str, cwd: Path) -> float:
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        assert run(*args, cwd=cwd, text=TEXT).returncode == 0
        times.append(time.perf_counter() - begin)
    return min(times)


def test_main_writes_utf8_and_only_data_to_standard_output(tmp_path: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    (tmp_path / "a.txt").write_text("“Łódź” 🕊 " + TEXT, "utf-8")
    done = subprocess.run(
        [*FOEDUS, "analyze", "a.txt"], cwd=tmp_path, env=environment, capture_output=True
    )
    assert done.returncode == 0
    written = json.loads(done.stdout.decode("utf-8"))
    assert written["document"]["text"].startswith("“Łódź” 🕊")
    assert done.stderr.decode("utf-8").startswith("foedus: ")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["no-such-verb"], 2),
        (["list", "commitments"], 3),
        (["analyze", "missing.txt"], 4),
        (["analyze", "empty.txt", "good.txt"], 1),
        (["analyze", "good.txt"], 0),
    ],
)
def test_main_exits_with_public_codes(tmp_path: Path, args: list[str], code: int) -> None:
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    done = run(*args, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_main_ends_silently_when_its_reader_has_gone(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT * 20}) + "\n"
    (tmp_path / "many.jsonl").write_text(line * 20, "utf-8")
    command = [*FOEDUS, "-q", "analyze", "many.jsonl"]
    started = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdout.readline()
    started.stdout.close()
    assert started.stderr.read() == b""
    assert started.wait(60) == 0
    started.stderr.close()


def test_main_says_that_it_was_interrupted_and_goes_on_later(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"d{n}", "text": TEXT * 30}) + "\n" for n in range(60)]
    (tmp_path / "many.jsonl").write_text("".join(lines), "utf-8")
    command = [*FOEDUS, "-v", "read", "many.jsonl"]
    started = subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert started.stderr is not None
    while "d0" not in started.stderr.readline():  # it says what it has stored
        assert started.poll() is None
    started.send_signal(signal.SIGINT)
    said = started.stderr.read()
    started.stderr.close()
    assert started.wait(60) == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert run("read", "many.jsonl", cwd=tmp_path).returncode == 0
    listed = run("list", "documents", cwd=tmp_path).stdout.splitlines()
    assert [json.loads(line)["document"]["id"] for line in listed] == [f"d{n}" for n in range(60)]


def test_main_names_a_fault_of_its_own(tmp_path: Path) -> None:
    code = (
        "import foedus.cli.ask as ask, sys\n"
        "from foedus.cli import app\n"
        "def broken(*args, **named): raise ZeroDivisionError('halved by nought')\n"
        "ask.open_store = broken\n"
        "sys.argv = ['foedus', *sys.argv[1:]]\n"
        "app.main()\n"
    )
    for option, shown in (("-q", False), ("-v", True)):
        done = subprocess.run(
            [sys.executable, "-c", code, option, "list", "events"],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 70
        assert "fault in foedus" in done.stderr
        assert ("Traceback" in done.stderr) is shown


def test_main_starts_fast(tmp_path: Path) -> None:
    assert best_seconds("--help", cwd=tmp_path) <= MAX_HELP_SECONDS
    assert best_seconds("-q", "analyze", "-", cwd=tmp_path) <= MAX_START_SECONDS
