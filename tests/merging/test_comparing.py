"""Pairs are compared alike wherever it is done, and a lost process loses none of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.promises import Generator
from benchmarks.shelf import Shelf
from foedus.merging import comparing, digest_of, merge
from foedus.merging.comparing import Comparing, Piece, compare_piece

AT = "2026-01-01T00:00:00Z"
PATIENCE = 30.0
ENTRIES = [one.entry for one in Generator(5, 40)]
DIGESTS = [digest_of(entry) for entry in ENTRIES]


def make_pieces(size: int = 60) -> list[Piece]:
    bodies = {one.id: one.body for one in DIGESTS}
    pairs = list(combinations(sorted(bodies), 2))
    return [
        Piece(pairs=pairs[at : at + size], bodies=bodies, at=AT)
        for at in range(0, len(pairs), size)
    ]


def test_comparing_beside_finds_what_is_found_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MANY_PAIRS", 100)
    pieces = make_pieces()
    with closing(Comparing(1)) as others:
        begun = [others.begin(piece) for piece in pieces]
        assert begun[0] is None  # a little is done here
        assert begun[-1] is not None
        assert others.ahead > 0
        found = [others.result(*one) for one in zip(pieces, begun, strict=True)]
    assert found == [compare_piece(piece) for piece in pieces]
    assert any(found)


def test_comparing_goes_on_here_when_its_process_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "MANY_PAIRS", 0)
    pieces = make_pieces()
    with closing(Comparing(1)) as others:
        begun = [others.begin(piece) for piece in pieces]
        assert others._pool is not None
        for process in list(others._pool._processes.values()):
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
        found = [others.result(*one) for one in zip(pieces, begun, strict=True)]
        assert others.begin(pieces[0]) is None
    assert found == [compare_piece(piece) for piece in pieces]


def test_merge_beside_keeps_what_merge_here_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MANY_PAIRS", 50)
    entries = [one.entry for one in Generator(3, 260)]
    alone, helped = Shelf(entries), Shelf(entries)
    steps: list[int] = []
    assert merge(helped, at=AT, on_step=steps.append, beside=1) == merge(alone, at=AT)
    assert helped.judgements == alone.judgements
    assert helped.digests == alone.digests
    assert steps == [200, 260]


PARENT = """
import sys, time
from contextlib import closing
from foedus.merging import comparing
from foedus.merging.comparing import Comparing, Piece

if __name__ == "__main__":
    comparing.MANY_PAIRS = -1
    with closing(Comparing(1)) as others:
        others.begin(Piece(pairs=[], bodies={}, at="")).result()
        print(*others._pool._processes, flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_comparing_leaves_no_process_behind_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    until = time.monotonic() + PATIENCE
    while is_alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(number: int) -> bool:
    """Say whether a process runs; one that ended and waits to be noticed does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
