"""A bulk run that is disturbed: a worker is killed, then the driver with all its workers."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bulk_runs import Run

PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How many processes were killed."""

    workers_killed: int
    drivers_killed: int


def run_faulty(run: Run) -> Told:
    """Run, kill a worker after the first shard, the driver after some more, and run to the end."""
    driver = run.start()
    _wait_for(run.out, done=1, driver=driver.pid)
    victim = _find_worker(run.out, driver.pid)
    os.kill(victim, signal.SIGKILL)
    _wait_for(run.out, done=_count(run.out) + 2, driver=driver.pid)
    os.killpg(driver.pid, signal.SIGKILL)
    driver.wait()
    last = run.start()
    if last.wait() != 0:
        raise SystemExit(f"the last run ended with status {last.returncode}")
    return Told(workers_killed=1, drivers_killed=1)


def _wait_for(out: Path, *, done: int, driver: int) -> None:
    """Wait until so many shards are done; the run must not end before."""
    while _count(out) < done:
        if os.waitpid(driver, os.WNOHANG)[0]:
            raise SystemExit("the run ended before it could be disturbed; give it more articles")
        time.sleep(PAUSE_SECONDS)


def _count(out: Path) -> int:
    return len(list((out / "ledger" / "done").glob("*.json")))


def _find_worker(out: Path, driver: int) -> int:
    """Return the process of a worker that reads a shard now."""
    while True:
        done = {path.stem for path in (out / "ledger" / "done").glob("*.json")}
        for path in (out / "ledger" / "begun").iterdir():
            if path.name.rpartition(".")[0] not in done:
                process = json.loads(path.read_text() or "{}").get("process")
                if isinstance(process, int) and process != driver:
                    return process
        time.sleep(PAUSE_SECONDS)
