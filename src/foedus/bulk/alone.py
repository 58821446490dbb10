"""Alone: a part that may kill its worker, read in a process of its own, and split if it does.

A shard that killed two workers is split around the document that the last one died of, or in halves
where that is not known; each piece is read by itself and split again, until what kills stands
alone. When it has killed two workers by itself it is in quarantine, and everything around it is
read.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from foedus.bulk.ledger import MOST_ATTEMPTS, Ledger
from foedus.bulk.outside import load_tables
from foedus.bulk.shards import Part
from foedus.bulk.worker import Job, to_task
from foedus.reading import Failure

QUARANTINED = "quarantined"
"""The code of a document that kills whoever reads it."""
_STDERR_SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the reading of a part ended: with an outcome, or at an item, and why."""

    outcome: dict[str, Any] | None = None
    reason: str = ""
    item: int | None = None
    document_id: str | None = None
    place: str | None = None


class LoneWorker(AbstractContextManager["LoneWorker"]):
    """A process that reads one part after the other, and is started anew when it died."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._process: subprocess.Popen[str] | None = None
        self._stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed at exit

    def read(self, part: Part) -> Ending:
        """Read a part and say how that ended."""
        process = self._process or self._start()
        said: list[Any] = []
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(to_task(self._job, part) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                told = _parse(line)
                if isinstance(told, dict):
                    return Ending(outcome=told)
                said = told if isinstance(told, list) else said
        except BrokenPipeError:
            pass
        item, document_id, place = (*said, None, None, None)[:3]
        reason = self._end()
        return Ending(reason=reason, item=item, document_id=document_id, place=place)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        self._stderr.close()

    def _start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._stderr.seek(0)
        self._stderr.truncate()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "foedus.bulk.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=environment,
            encoding="utf-8",
            errors="replace",
        )
        return self._process

    def _end(self) -> str:
        """Wait for the end of the process, which has no more to read, and return why it ended."""
        process, self._process = self._process, None
        if process is None:
            return ""
        with process:  # closes its pipes, which ends it
            pass
        self._stderr.seek(0)
        return _reason(process.returncode, self._stderr.read(), self._job)


def settle(job: Job, part: Part, worker: LoneWorker) -> Iterator[dict[str, Any]]:
    """Read a part whatever it does, and yield the outcome of everything that was read of it."""
    ledger = Ledger(Path(job.folder))
    if ledger.is_done(part):
        return
    if not ledger.find_split(part):
        ending = _read(ledger, part, worker)
        if ending.outcome is not None:
            yield ending.outcome
            return
        if part.is_single:
            yield _quarantine(ledger, part, ending)
            return
        ledger.split(part, part.split(ending.item))
    pieces = ledger.find_split(part)
    for piece in pieces:
        yield from settle(job, piece, worker)
    ledger.finish(part, {"pieces": [piece.id for piece in pieces]})


def _read(ledger: Ledger, part: Part, worker: LoneWorker) -> Ending:
    """Read a part until it is read or has killed as often as it may.

    A piece of a shard that killed twice is split when it kills once: nothing is lost by that.
    """
    whole = part.first == 0 and part.last is None
    most = MOST_ATTEMPTS if whole or part.is_single else 1
    while True:
        ending = worker.read(part)
        if ending.outcome is not None or ledger.count_attempts(part) >= most:
            return ending


def _parse(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:  # a library printed something
        return None


def _reason(status: int, stderr: str, job: Job) -> str:
    """Return why a process ended, in words."""
    if "Timeout (" in stderr:
        return f"it takes longer than {job.seconds} s"
    if status < 0:
        return f"signal {-status} ({signal.Signals(-status).name})"
    last = stderr.strip().splitlines()[-1:]
    return f"exit status {status}" + "".join(f": {line[:_STDERR_SHOWN]}" for line in last)


def _quarantine(ledger: Ledger, part: Part, ending: Ending) -> dict[str, Any]:
    """Put the one document of a part in quarantine and return the outcome."""
    names = {piece.name for piece in part.shard.pieces}
    document_id = ending.document_id or f"{'+'.join(sorted(names))}#{part.first}"
    place = ending.place or document_id
    message = f"{place}: killed its worker {MOST_ATTEMPTS} times by itself: {ending.reason}"
    failure = Failure(id=document_id, code=QUARANTINED, message=message)
    load_tables().write_failures(ledger, part.id, [failure])
    pieces = [[piece.path, piece.start, piece.end] for piece in part.shard.pieces]
    found = {"document": document_id, "place": place, "reason": ending.reason, "bytes": pieces}
    ledger.quarantine(part, found)
    outcome = {"documents": 0, "failures": 1}
    ledger.finish(part, outcome)
    return {"part": part.id, "status": "done", **outcome}
