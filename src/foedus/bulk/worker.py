"""Worker: reads one part of a shard, writes its tables and marks it done.

Whatever happens to a document, the others are still read. `python -m foedus.bulk.worker` takes one
job from standard input: how a shard is read in a process of its own, when it may kill whoever reads
it.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from foedus import pipeline
from foedus.bulk.ledger import MOST_ATTEMPTS, Ledger
from foedus.bulk.outside import load_tables
from foedus.bulk.pieces import read_part
from foedus.bulk.shards import Part, from_json, to_json
from foedus.errors import FoedusError
from foedus.pipeline import FAULTS_OF_THE_RUN, Parser
from foedus.reading import Failure, Original

SHIPPED = "foedus.pipeline:load_parser"
DOCUMENT_SECONDS = 600
"""A document that takes longer kills its worker, and is found like any other that does."""
_STDERR = 2
"""Where the reason of a death goes, whatever an engine made of `sys.stderr`."""
_KILOBYTES = 1_000 if sys.platform != "darwin" else 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What holds for all shards of a run: where its tables go, and what makes the parser.

    `parser` names a function without arguments as "module:function".
    """

    folder: str
    parser: str = SHIPPED
    seconds: int = DOCUMENT_SECONDS


class Worker:
    """Reads parts one after the other with one parser, which is loaded once."""

    def __init__(self, job: Job, *, told: Callable[[str], None] | None = None) -> None:
        self._job, self._told = job, told
        module, _, function = job.parser.partition(":")
        self._parser: Parser = getattr(importlib.import_module(module), function)()
        self._tables = load_tables()

    def work(self, given: str) -> str:
        """Read the part given as JSON and return its outcome as JSON.

        The outcome has "part" (its id) and "status": "done" with counts, "declined" where the part
        killed its worker before, or "fault" with a message where no other document can be read.
        """
        part, ledger = from_json(given), Ledger(Path(self._job.folder))
        if ledger.is_done(part):
            return _outcome(part, "done", documents=0, failures=0)
        if ledger.begin(part) >= MOST_ATTEMPTS and self._told is None:
            return _outcome(part, "declined")
        try:
            return self._read(part, ledger)
        except (FoedusError, OSError) as error:
            code = error.code if isinstance(error, FoedusError) else "store"
            return _outcome(part, "fault", code=code, message=" ".join(str(error).split()))

    def _read(self, part: Part, ledger: Ledger) -> str:
        taken, failures = [], list[Failure]()
        for found in read_part(part):
            if isinstance(found, Failure):
                failures.append(found)
                continue
            if self._told is not None:
                self._told(json.dumps([found.id, found.place]))
            faulthandler.dump_traceback_later(self._job.seconds, exit=True, file=_STDERR)
            try:
                taken.append(self._take(found))
            except FAULTS_OF_THE_RUN:
                raise
            except Exception as error:
                failures.append(pipeline.failure_of(found.id, error))
            finally:
                faulthandler.cancel_dump_traceback_later()
        counts = self._tables.write_tables(ledger, part.id, taken, failures)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KILOBYTES
        ledger.finish(part, {"counts": counts})
        return _outcome(part, "done", **counts, peak_megabytes=peak)

    def _take(self, found: Original) -> Any:
        analysis = pipeline.analyze(found.document, parser=self._parser)
        model = pipeline.model_of(found.document)
        return self._tables.Taken(original=found, analysis=analysis, model=model)


def _outcome(part: Part, status: str, **more: object) -> str:
    return json.dumps({"part": part.id, "status": status, **more})


def to_task(job: Job, part: Part) -> str:
    """Return a job and a part as the line that `main` reads."""
    return json.dumps({"job": asdict(job), "part": to_json(part)})


def main() -> None:
    """Read the one task of standard input; write a line a document, then the outcome."""
    given = json.loads(sys.stdin.readline())
    out = cast("Callable[[str], None]", lambda line: print(line, flush=True))
    out(Worker(Job(**given["job"]), told=out).work(given["part"]))


if __name__ == "__main__":
    main()
