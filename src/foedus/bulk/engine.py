"""The engine: parts handed to worker processes, on this machine or on a Ray cluster.

The one file that knows Daft. It sends nothing home: its reporting is off before it is loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

os.environ["DAFT_ANALYTICS_ENABLED"] = "0"
os.environ["DO_NOT_TRACK"] = "1"
os.environ.setdefault("DAFT_PROGRESS_BAR", "0")

# Its reporting is read from the environment when it is loaded.
import daft

from foedus.bulk.shards import Part, to_json
from foedus.bulk.worker import Job, Worker
from foedus.errors import BulkFault


class _Work:
    """What every process of the engine holds: one worker."""

    def __init__(self, job: Job) -> None:
        self._worker = Worker(job)

    @daft.method(return_dtype=daft.DataType.string())  # type: ignore[untyped-decorator] # Daft's
    def __call__(self, part: str) -> str:
        return self._worker.work(part)


def connect(cluster: str | None) -> None:
    """Use this machine, or the Ray cluster at an address ("auto": the one this machine is in)."""
    if cluster is None:
        with suppress(Exception):  # it was chosen before, and stays
            daft.set_runner_native()
    else:
        daft.set_runner_ray(address=cluster, noop_if_initialized=True)


def run(job: Job, parts: Sequence[Part], *, workers: int) -> Iterator[str]:
    """Yield the outcome of every part as it comes, as `Worker.work` returns it.

    Args:
        job: What holds for all parts.
        parts: What is to be read, in any order.
        workers: How many processes read at once.

    Raises:
        BulkFault: A worker died, or the engine failed; parts that were begun may be unfinished.
    """
    work = daft.cls(_Work, max_concurrency=workers, use_process=True)(job)
    given = daft.from_pydict({"part": [to_json(part) for part in parts]}).into_batches(1)
    outcomes = given.select(work(daft.col("part")).alias("outcome"))
    before = os.environ.get("PYTHONPATH")
    # Workers import what this process can import.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        for row in outcomes.iter_rows(results_buffer_size=1):
            yield row["outcome"]
    except Exception as error:  # the engine has no class of its own for the death of a worker
        said = " ".join(str(error).split())[:300]
        raise BulkFault(f"the engine stopped: {type(error).__name__}: {said}") from error
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ.update({} if before is None else {"PYTHONPATH": before})
