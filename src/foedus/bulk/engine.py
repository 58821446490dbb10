"""The engine: work handed to many processes, on this machine or on a Ray cluster.

The one file that knows Daft. It sends nothing home: its reporting is off before it is loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Protocol

os.environ["DAFT_ANALYTICS_ENABLED"] = "0"
os.environ["DO_NOT_TRACK"] = "1"
os.environ.setdefault("DAFT_PROGRESS_BAR", "0")

# Its reporting is read from the environment when it is loaded.
import daft

from foedus.errors import BulkFault


class Task(Protocol):
    """Work that can be sent to a process: started there once, then done for one item at a time."""

    def start(self) -> Callable[[str], str]:
        """Return what turns an item into its outcome."""


class Judging(Protocol):
    """Work on pairs that can be sent to a process."""

    def start(self) -> Callable[[str, str], str]:
        """Return what turns a pair of bodies into what is said of them."""


class _Worker:
    """What every process of the engine holds."""

    def __init__(self, task: Task) -> None:
        self._work = task.start()

    @daft.method(return_dtype=daft.DataType.string())  # type: ignore[untyped-decorator] # Daft's
    def __call__(self, item: str) -> str:
        return self._work(item)


class _Judge:
    """What every process holds that looks at pairs."""

    def __init__(self, judging: Judging) -> None:
        self._judge = judging.start()

    @daft.method(return_dtype=daft.DataType.string())  # type: ignore[untyped-decorator] # Daft's
    def __call__(self, left: str, right: str) -> str:
        return self._judge(left, right)


def connect(cluster: str | None) -> None:
    """Use this machine, or the Ray cluster at an address ("auto": the one this machine is in)."""
    if cluster is None:
        with suppress(Exception):  # it was chosen before, and stays
            daft.set_runner_native()
    else:
        daft.set_runner_ray(address=cluster, noop_if_initialized=True)


def run(task: Task, items: Sequence[str], *, workers: int) -> Iterator[str]:
    """Yield the outcome of every item as it comes.

    Args:
        task: What is done.
        items: To what, in any order.
        workers: How many processes work at once.

    Raises:
        BulkFault: A worker died, or the engine failed; items that were begun may be unfinished.
    """
    work = daft.cls(_Worker, max_concurrency=workers, use_process=True)(task)
    given = daft.from_pydict({"item": list(items)}).into_batches(1)
    outcomes = given.select(work(daft.col("item")).alias("outcome"))
    with _faults_named():
        for row in outcomes.iter_rows(results_buffer_size=1):
            yield row["outcome"]


def judge_pairs(
    paths: Sequence[str], judging: Judging, *, most: int, workers: int
) -> Iterator[str]:
    """Yield what is said of every pair of records that share a key, in order of their ids.

    Args:
        paths: Parquet files with the columns id, order, keys and body. Of rows with one id, which
            are copies of one text, the one that comes last by `order` counts.
        judging: What looks at a pair.
        most: A key that more records share is passed over, so that pairs do not grow with their
            square.
        workers: How many processes work at once.

    Raises:
        BulkFault: The engine failed.
    """
    col = daft.col
    rows = daft.read_parquet(list(paths))
    last = rows.groupby("id").agg(col("order").max().alias("order"))
    rows = rows.join(last, on=["id", "order"])
    keys = rows.select("id", "keys").explode("keys").where(col("keys").not_null()).distinct()
    count = keys.groupby("keys").agg(col("id").count().alias("records"))
    shared = count.where((col("records") > 1) & (col("records") <= most)).select("keys")
    keys = keys.join(shared, on="keys")
    others = keys.select(col("keys"), col("id").alias("other"))
    pairs = keys.join(others, on="keys").where(col("id") < col("other"))
    pairs = pairs.select("id", "other").distinct()
    left = rows.select(col("id"), col("body").alias("left"))
    right = rows.select(col("id").alias("other"), col("body").alias("right"))
    pairs = pairs.join(left, on="id").join(right, on="other").sort(["id", "other"])
    judge = daft.cls(_Judge, max_concurrency=workers, use_process=True)(judging)
    said = pairs.select(judge(col("left"), col("right")).alias("said"))
    with _faults_named():
        for row in said.iter_rows():
            yield row["said"]


@contextmanager
def _faults_named() -> Iterator[None]:
    """Let workers import what this process can import, and name what goes wrong."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        yield
    except Exception as error:  # the engine has no class of its own for the death of a worker
        said = " ".join(str(error).split())[:300]
        raise BulkFault(f"the engine stopped: {type(error).__name__}: {said}") from error
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ.update({} if before is None else {"PYTHONPATH": before})
