"""Reading that goes on behind a page: one worker, each job with its progress and its outcome."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

MAX_JOBS = 200


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of work: how far it is, what came of each input, and whether it is over."""

    id: str
    name: str
    total: int
    done: int = 0
    lines: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    step: str = "reading"
    over: bool = False


class Jobs:
    """A queue with one worker: the language model uses the processor for itself."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="foedus-job")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, name: str, total: int, work: Callable[[Job], None]) -> Job:
        """Queue work and return its job; a fault in it becomes a line of the job."""
        job = Job(id=secrets.token_hex(8), name=name, total=total)
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > MAX_JOBS:
                self._jobs.popitem(last=False)

        def run() -> None:
            try:
                work(job)
            except Exception as error:  # the page must learn of it, whatever it is
                job.lines.append(f"stopped: {error}")
            finally:
                job.over = True

        self._pool.submit(run)
        return job

    def get(self, job_id: str) -> Job | None:
        """Return a job, None if it is unknown or long over."""
        with self._lock:
            return self._jobs.get(job_id)

    def close(self) -> None:
        """Stop taking work; what runs is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)
