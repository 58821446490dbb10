"""Alone: a part that may kill its worker, read in a process of its own, and halved if it does.

A shard that killed two workers is split; each half is read by itself and split again, until the
document that kills stands alone. When it has killed two workers by itself it is in quarantine, and
everything around it is read.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
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
    """How a process ended: with an outcome, or while it read a document, and why."""

    outcome: dict[str, Any] | None
    reason: str
    document_id: str | None
    place: str | None


def settle(job: Job, ledger: Ledger, part: Part) -> Iterator[dict[str, Any]]:
    """Read a part whatever it does, and yield the outcome of everything that was read of it."""
    if ledger.is_done(part):
        return
    if not ledger.is_split(part):
        ending = _read(job, ledger, part)
        if ending.outcome is not None:
            yield ending.outcome
            return
        if part.is_single:
            yield _quarantine(ledger, part, ending)
            return
        ledger.split(part)
    for half in part.halves():
        yield from settle(job, ledger, half)
    ledger.finish(part, {"halves": [half.id for half in part.halves()]})


def _read(job: Job, ledger: Ledger, part: Part) -> Ending:
    """Read a part until it is read or has killed as often as it may.

    Half of a shard that killed twice is split when it kills once: nothing is lost by that.
    """
    whole = part.first == 0 and part.last is None
    most = MOST_ATTEMPTS if whole or part.is_single else 1
    while True:
        ending = read_alone(job, part)
        if ending.outcome is not None or ledger.count_attempts(part) >= most:
            return ending


def read_alone(job: Job, part: Part) -> Ending:
    """Read a part in a process of its own and say how that ended."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "foedus.bulk.worker"],
        input=to_task(job, part).encode(),
        capture_output=True,
        env=environment,
        check=False,
    )
    document_id = place = outcome = None
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        said = _parse(line)
        if isinstance(said, list):
            document_id, place = said
        elif isinstance(said, dict):
            outcome = said
    stderr = done.stderr.decode("utf-8", "replace")
    reason = _reason(done.returncode, stderr, job)
    return Ending(outcome=outcome, reason=reason, document_id=document_id, place=place)


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
    ledger.finish(part, {"counts": {"failures": 1}})
    return {"part": part.id, "status": "done", "documents": 0, "failures": 1, **found}
