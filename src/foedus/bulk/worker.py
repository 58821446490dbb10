"""Worker: reads one part of a shard, writes its tables and marks it done.

Whatever happens to a document, the others are still read. `python -m foedus.bulk.worker` takes
tasks from standard input: how a shard is read in a process of its own, when it may kill its reader.
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
from foedus.records.analyses import Effort, Plan

SHIPPED = "foedus.pipeline:load_parser"
DOCUMENT_SECONDS = 600
"""A document that takes longer kills its worker, and is found like any other that does."""
_STDERR = 2
"""Where the reason of a death goes, whatever an engine made of `sys.stderr`."""
_KILOBYTES = 1_000 if sys.platform != "darwin" else 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What holds for all shards of a run: where its tables go, and what makes the parser.

    `parser` names a function without arguments as "module:function". `effort` and `only` are those
    of `Plan`, `seconds` what one document may take.
    """

    folder: str
    parser: str = SHIPPED
    seconds: int = DOCUMENT_SECONDS
    effort: str = "full"
    only: tuple[str, ...] = ()

    def start(self) -> Callable[[str], str]:
        """Return what reads parts; see `Worker.work`."""
        return Worker(self).work


class Worker:
    """Reads parts one after the other with one parser, which is loaded once."""

    def __init__(self, job: Job, *, told: Callable[[str], None] | None = None) -> None:
        self._job, self._told = job, told
        module, _, function = job.parser.partition(":")
        self._plan = Plan(effort=Effort(job.effort), only=tuple(job.only))
        made: Parser = getattr(importlib.import_module(module), function)()
        # A fast reading takes the shipped parser, which it looks up itself, and no other.
        self._parser = None if self._plan.effort is Effort.FAST and job.parser == SHIPPED else made
        self._tables = load_tables()

    def work(self, given: str) -> str:
        """Read the part given as JSON and return its outcome as JSON.

        The outcome has "part" (its id) and "status": "done" with counts, "declined" where the part
        killed its worker before, or "fault" with a message where no other document can be read.
        """
        part, ledger = from_json(given), Ledger(Path(self._job.folder))
        if ledger.is_done(part):
            return _outcome(part, "done", **ledger.get_outcome(part))
        if ledger.begin(part) >= MOST_ATTEMPTS and self._told is None:
            return _outcome(part, "declined")
        try:
            return self._read(part, ledger)
        except (FoedusError, OSError) as error:
            code = error.code if isinstance(error, FoedusError) else "store"
            return _outcome(part, "fault", code=code, message=" ".join(str(error).split()))

    def _read(self, part: Part, ledger: Ledger) -> str:
        taken, failures = [], list[Failure]()
        self._tell(part.first)
        for item, found in enumerate(read_part(part), part.first):
            if isinstance(found, Failure):
                failures.append(found)
                self._tell(item + 1)
                continue
            self._tell(item, found.id, found.place)
            faulthandler.dump_traceback_later(self._job.seconds, exit=True, file=_STDERR)
            try:
                taken.append(self._take(found))
            except FAULTS_OF_THE_RUN:
                raise
            except Exception as error:
                failures.append(pipeline.failure_of(found.id, error))
            finally:
                faulthandler.cancel_dump_traceback_later()
            self._tell(item + 1)
        counts = self._tables.write_tables(ledger, part.id, taken, failures)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KILOBYTES
        outcome = {**counts, "peak_megabytes": peak}
        ledger.finish(part, outcome)
        return _outcome(part, "done", **outcome)

    def _tell(self, item: int, *more: str) -> None:
        """Say which item is read next, so that it is known of what this process died."""
        if self._told is not None:
            self._told(json.dumps([item, *more]))

    def _take(self, found: Original) -> Any:
        analysis = pipeline.analyze(found.document, parser=self._parser, plan=self._plan)
        model = pipeline.model_of(found.document, self._plan)
        return self._tables.Taken(original=found, analysis=analysis, model=model)


def _outcome(part: Part, status: str, **more: object) -> str:
    return json.dumps({"part": part.id, "status": status, **more})


def to_task(job: Job, part: Part) -> str:
    """Return a job and a part as the line that `main` reads."""
    return json.dumps({"job": asdict(job), "part": to_json(part)})


def main() -> None:
    """Read the tasks of standard input; write a line a document, and the outcome of each task."""
    out = cast("Callable[[str], None]", lambda line: print(line, flush=True))
    worker: Worker | None = None
    for line in sys.stdin:
        given = json.loads(line)
        worker = worker or Worker(Job(**given["job"]), told=out)
        out(worker.work(given["part"]))


if __name__ == "__main__":
    main()
