"""Hosting: the engine in a process of its own, asked once, answering line by line.

Whatever becomes of the engine, its caller goes on: an engine that dies is a BulkFault.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from foedus.errors import BulkFault, MissingExtra

END, FAULT = "end", "fault"
"""The last answer of an engine: all is done, or why not."""
_SAID_CHARACTERS = 300


class Task(Protocol):
    """Work that can be sent to a process: a dataclass, started there once, then done item by item.

    A task on pairs takes two texts at a time.
    """

    def start(self) -> Callable[..., str]:
        """Return what turns an item, or a pair, into its outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Where the engine works: on how many processes, on this machine or on a cluster."""

    workers: int
    cluster: str | None = None

    def run(self, task: Task, items: Sequence[str]) -> Iterator[str]:
        """Yield the outcome of every item as it comes; see `engine.run`."""
        return self._ask(task, {"items": list(items)})

    def judge_pairs(
        self, task: Task, paths: Sequence[str], *, most: int, at_once: int
    ) -> Iterator[str | int]:
        """Yield what is said of every pair that shares a key; see `engine.judge_pairs`."""
        return self._ask(task, {"paths": list(paths), "most": most, "at_once": at_once})

    def _ask(self, task: Task, asked: Mapping[str, object]) -> Iterator[Any]:
        """Yield what the engine answers.

        Raises:
            BulkFault: A worker or the engine died.
            MissingExtra: The engine is not installed.
        """
        for library in ("daft", "ray")[: 1 if self.cluster is None else 2]:
            if importlib.util.find_spec(library) is None:
                extra = "bulk" if library == "daft" else "cluster"
                raise MissingExtra(f"this run needs: pip install 'foedus[{extra}]'")
        reading, writing = os.pipe()
        request: dict[str, object] = {"answers": writing, "task": name_of(task), **asked}
        request |= {"fields": _fields(task), "cluster": self.cluster, "workers": self.workers}
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said,
            os.fdopen(reading, encoding="utf-8") as answers,
        ):
            engine = subprocess.Popen(
                [sys.executable, "-P", "-m", "foedus.bulk.engine"],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=said,
                pass_fds=[writing],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                text=True,
            )
            os.close(writing)
            try:
                _send(engine, request)
                yield from _answers(answers)
            except EOFError as error:
                said.seek(0)
                last = " ".join(said.read().split())[-_SAID_CHARACTERS:]
                raise BulkFault(f"the engine died: {last}") from error
            finally:
                engine.kill()
                with engine:  # closes its pipe and waits for it
                    pass


def _send(engine: subprocess.Popen[str], request: Mapping[str, object]) -> None:
    """Write the request; standard input stays open, for its end would end the engine."""
    assert engine.stdin is not None
    try:
        engine.stdin.write(json.dumps(request) + "\n")
        engine.stdin.flush()
    except BrokenPipeError as error:
        raise EOFError from error


def _answers(lines: Iterator[str]) -> Iterator[Any]:
    """Yield what an engine says; raises EOFError where it ends without its last word."""
    for line in lines:
        said = json.loads(line)
        if isinstance(said, list):
            yield said[0]
        elif FAULT in said:
            raise BulkFault(said[FAULT])
        else:
            return
    raise EOFError


def name_of(task: Task) -> str:
    """Return the name under which a process loads a task."""
    return f"{type(task).__module__}:{type(task).__qualname__}"


def load_task(name: str, fields: Mapping[str, Any]) -> Task:
    """Return the task of a name with these fields."""
    module, _, kind = name.partition(":")
    task: Task = getattr(importlib.import_module(module), kind)(**fields)
    return task


def _fields(task: Any) -> dict[str, object]:
    return asdict(task)
