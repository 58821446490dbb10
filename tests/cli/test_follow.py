"""`read` of feeds, once and with --follow, from a real server on loopback into a real store."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from foedus.cli.app import app
from foedus.cli.follow import seconds_of
from foedus.stores import open_store
from tests.reading.newsstand import Answer, Item, Newsstand, open_newsstand

WAIT_SECONDS = 60


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with open_newsstand() as server:
        server.items = [Item(name="a", guid="a-1"), Item(name="b", link="https:///")]
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def invoke(store: Path, *args: str) -> Result:
    return CliRunner().invoke(app, ["--store", str(store), "read", *args])


def documents_of(store: Path) -> list[dict[str, Any]]:
    run = CliRunner().invoke(app, ["--store", str(store), "list", "documents", "--format", "jsonl"])
    return [json.loads(line)["document"] for line in run.stdout.splitlines()]


def test_read_of_a_feed_reads_its_pages_once(stand: Newsstand, store: Path) -> None:
    allow = ("--allow-address", "127.0.0.1")
    first = invoke(store, stand.feed, *allow)
    assert first.exit_code == 1
    assert "1 read, 1 failed" in first.stderr
    assert "https:///: no address that is fetched (it names no host)" in first.stderr
    (document,) = documents_of(store)
    assert document["id"] == f"{stand.feed}#a-1"
    assert document["published"] == {
        "earliest": "2031-03-04T10:00",
        "latest": "2031-03-04T10:00",
        "precision": "minute",
        "how": "feed",
    }
    stand.items = stand.items[:1]
    stand.take_asked()
    stand.etag = '"2"'
    assert invoke(store, stand.feed, *allow).stderr.startswith("foedus: nothing new to read")
    assert invoke(store, stand.feed, *allow).exit_code == 0
    assert stand.take_asked() == ["/feed.xml", "/feed.xml"]
    again = invoke(store, stand.feed, *allow, "--again")
    assert stand.take_asked() == ["/feed.xml", "/page/a"]
    assert again.exit_code == 0


def test_read_asks_no_machine_of_ones_own_net_unasked(stand: Newsstand, store: Path) -> None:
    result = invoke(store, stand.feed)
    assert result.exit_code == 4
    assert "no machine of the public net" in result.stderr
    assert stand.asked == []


def test_read_forgets_the_failure_of_a_feed_that_answers_again(
    stand: Newsstand, store: Path
) -> None:
    stand.items = []
    invoke(store, stand.feed, "--allow-address", "127.0.0.1")
    stand.answers = [Answer(503)]
    assert invoke(store, stand.feed, "--allow-address", "127.0.0.1").exit_code == 4
    with open_store(store) as opened:
        assert [failed.document_id for failed in opened.find_failures()] == [stand.feed]
    assert invoke(store, stand.feed, "--allow-address", "127.0.0.1").exit_code == 0
    with open_store(store) as opened:
        assert list(opened.find_failures()) == []


def test_follow_ends_when_every_feed_is_gone(stand: Newsstand, store: Path) -> None:
    stand.answers = [Answer(410)]
    result = invoke(store, stand.feed, "--follow", "--allow-address", "127.0.0.1")
    assert result.exit_code == 4
    assert "410 Gone" in result.stderr
    assert "all feeds have ended after 1 round: 0 read, 1 failed" in result.stderr


def test_follow_ends_with_a_summary_when_it_is_interrupted(stand: Newsstand, store: Path) -> None:
    status, said = follow_until(signal.SIGINT, stand, store)
    assert status == 0
    assert f"2031-03-04T10:00 On a ({stand.feed}#a-1)" in said
    assert "stopped after 1 round: 1 read, 1 failed" in said
    assert [document["id"] for document in documents_of(store)] == [f"{stand.feed}#a-1"]


def test_follow_ends_alike_when_a_service_is_stopped(stand: Newsstand, store: Path) -> None:
    stand.items = []
    status, said = follow_until(signal.SIGTERM, stand, store)
    assert (status, said) == (0, f"foedus: stopped after 1 round: 0 read, 0 failed -> {store}\n")


def follow_until(how: signal.Signals, stand: Newsstand, store: Path) -> tuple[int, str]:
    """Return the exit code and standard error of a run that is stopped after its first round."""
    open_store(store, create=True).close()
    run = subprocess.Popen(
        [sys.executable, "-m", "foedus", "--store", str(store), "read", stand.feed, "--follow",
         "--allow-address", "127.0.0.1"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    deadline = time.monotonic() + WAIT_SECONDS
    while not _state_is_kept(store, stand.feed) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1)  # for the merging that follows the state
    run.send_signal(how)
    _, said = run.communicate(timeout=WAIT_SECONDS)
    return run.returncode, said


def _state_is_kept(store: Path, url: str) -> bool:
    with open_store(store) as opened:
        return opened.recall(f"feed {url}") is not None


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["reports/", "--follow"], "only feeds are followed"),
        (["https://a.example/f", "--follow", "--again"], "--again goes with one reading"),
        (["https://a.example/f", "--follow", "--every", "5s"], "at least a minute"),
        (["https://a.example/f", "--follow", "--every", "often"], "right would be 15m"),
    ],
)
def test_follow_says_what_does_not_fit(store: Path, args: list[str], said: str) -> None:
    result = invoke(store, *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not store.exists()


def test_seconds_of_reads_a_time() -> None:
    assert [seconds_of(text) for text in ("90s", "15m", "2 h", "1d")] == [90, 900, 7_200, 86_400]
    with pytest.raises(typer.BadParameter):
        seconds_of("59s")
