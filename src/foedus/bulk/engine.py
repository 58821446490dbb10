"""The engine: work handed to many processes, on this machine or on a Ray cluster.

The one file that knows Daft. It sends nothing home: its reporting is off before it is loaded.
`hosting.py` runs it in a process of its own, which takes one request from standard input: after the
death of a worker Daft may abort its own process, at the latest when that ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

os.environ["DAFT_ANALYTICS_ENABLED"] = "0"
os.environ["DO_NOT_TRACK"] = "1"
os.environ.setdefault("DAFT_PROGRESS_BAR", "0")

# Its reporting is read from the environment when it is loaded.
import daft

from foedus.bulk.hosting import END, FAULT, Task, load_task
from foedus.errors import BulkFault

_PAIRS_HANDED = 2_000
"""So many pairs are handed to a process at a time, about 2 MB."""


class _Worker:
    """What every process of the engine holds."""

    def __init__(self, task: Task) -> None:
        self._work = task.start()

    @daft.method(return_dtype=daft.DataType.string())  # type: ignore[untyped-decorator] # Daft's
    def __call__(self, item: str) -> str:
        return self._work(item)


class _Judge:
    """What every process holds that looks at pairs."""

    def __init__(self, judging: Task) -> None:
        self._judge = judging.start()

    @daft.method(return_dtype=daft.DataType.string())  # type: ignore[untyped-decorator] # Daft's
    def __call__(self, left: str, right: str) -> str:
        return self._judge(left, right)


def connect(cluster: str | None) -> None:
    """Use this machine, or the Ray cluster at an address ("auto": the one this machine is in)."""
    if cluster is None:
        daft.set_runner_native()
    else:
        daft.set_runner_ray(address=cluster)


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
    paths: Sequence[str], judging: Task, *, most: int, at_once: int, workers: int
) -> Iterator[str | int]:
    """Yield what is said of every pair of records that share a key, in order of their ids.

    Records and keys are held, pairs only slice by slice: there may be a hundred times as many.
    After each slice it is said, as a number, of how many more records the pairs are done.

    Args:
        paths: Parquet files with the columns id, order, keys and body. Of rows with one id, which
            are copies of one text, the one that comes last by `order` counts.
        judging: What looks at a pair.
        most: A key that more records share is passed over, so that pairs do not grow with their
            square.
        at_once: How many pairs a slice holds at most, unless one record alone has more.
        workers: How many processes work at once.

    Raises:
        BulkFault: The engine failed.
    """
    col = daft.col
    rows = daft.read_parquet(list(paths))
    last = rows.groupby("id").agg(col("order").max().alias("order"))
    rows = rows.join(last, on=["id", "order"])
    judge = daft.cls(_Judge, max_concurrency=workers, use_process=True)(judging)
    with _faults_named():
        keys = _shared_keys(rows, most).collect()
        bodies = rows.select("id", "body").collect()
        left = bodies.select(col("id"), col("body").alias("left"))
        right = bodies.select(col("id").alias("other"), col("body").alias("right"))
        others = keys.select(col("keys"), col("id").alias("other"))
        for begin, end, records in _slices(keys, at_once):
            within = keys.where((col("id") >= begin) & (col("id") <= end)).select("keys", "id")
            pairs = within.join(others, on="keys").where(col("id") < col("other"))
            pairs = pairs.select("id", "other").distinct()
            pairs = pairs.join(left, on="id").join(right, on="other").sort(["id", "other"])
            handed = pairs.into_batches(_PAIRS_HANDED)
            said = handed.select(judge(col("left"), col("right")).alias("said"))
            for row in said.iter_rows():
                yield row["said"]
            yield records


def _shared_keys(rows: daft.DataFrame, most: int) -> daft.DataFrame:
    """Return each key that several records share with each of their ids, and how many they are."""
    col = daft.col
    keys = rows.select(col("id"), col("keys").list_distinct()).explode("keys")
    keys = keys.where(col("keys").not_null())
    count = keys.groupby("keys").agg(col("id").count().alias("records"))
    shared = count.where((col("records") > 1) & (col("records") <= most))
    return keys.join(shared, on="keys")


def _slices(keys: daft.DataFrame, at_once: int) -> Iterator[tuple[str, str, int]]:
    """Yield the first and the last id of each slice, and how many there are.

    A pair counts at both of its records and once for every key they share: slices hold fewer.
    """
    col = daft.col
    counts = keys.groupby("id").agg((col("records") - 1).sum().alias("pairs")).sort("id")
    begin = end = ""
    records = held = 0
    for row in counts.iter_rows():
        if records and held + row["pairs"] > at_once:
            yield begin, end, records
            records = held = 0
        if not records:
            begin = row["id"]
        end, records, held = row["id"], records + 1, held + row["pairs"]
    if records:
        yield begin, end, records


@contextmanager
def _faults_named() -> Iterator[None]:
    """Name what goes wrong; the engine has no class of its own for the death of a worker."""
    try:
        yield
    except Exception as error:
        said = " ".join(str(error).split())[:300]
        raise BulkFault(f"the engine stopped: {type(error).__name__}: {said}") from error


def main() -> None:
    """Do what the one request of standard input asks, and write a line for every outcome."""
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_caller, daemon=True).start()
    with os.fdopen(request["answers"], "w", encoding="utf-8") as answers:
        try:
            with _faults_named():
                connect(request["cluster"])
            for said in _serve(request):
                answers.write(json.dumps([said]) + "\n")
                answers.flush()
            answers.write(json.dumps({END: True}) + "\n")
        except BulkFault as error:
            answers.write(json.dumps({FAULT: str(error)}) + "\n")
    # Threads of the engine outlive the interpreter and abort the process when that ends.
    os._exit(0)


def _serve(request: Mapping[str, Any]) -> Iterator[str | int]:
    task, workers = load_task(request["task"], request["fields"]), request["workers"]
    if "paths" in request:
        limits = {name: request[name] for name in ("most", "at_once")}
        yield from judge_pairs(request["paths"], task, **limits, workers=workers)
    else:
        yield from run(task, request["items"], workers=workers)


def _end_with_caller() -> None:
    """End this process, and with it the workers, when whoever asked is no more."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
