"""What goes to standard error while a verb runs: lines and progress. Data never goes there."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

BLOCK_BYTES = 1 << 20


class Tick(Protocol):
    """Counts inputs that are done on the bar."""

    def __call__(self, count: int = 1) -> None:
        """Count so many more."""


def say(message: str) -> None:
    """Write one line to standard error, whatever characters a name holds."""
    line = " ".join(message.split()).encode("utf-8", "backslashreplace").decode()
    print(f"foedus: {line}", file=sys.stderr, flush=True)


def say_pointed(message: str) -> None:
    """Write a message whose further lines point at a character; they keep their blanks."""
    first, *others = message.split("\n")
    say(first)
    for line in others:
        print(line.encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)


@contextmanager
def progress(inputs: Iterable[object], *, shown: bool) -> Iterator[Tick]:
    """Yield what counts one more input on a bar; drawn on a terminal only, and only if `shown`."""
    with bar(lambda: count_inputs(inputs), shown=shown) as tick:
        yield tick


@contextmanager
def bar(count: Callable[[], int], *, shown: bool) -> Iterator[Tick]:
    """Yield what counts one more of so many, which are counted only if the bar is drawn."""
    if not (shown and sys.stderr.isatty()):
        yield lambda count=1: None
        return
    # Drawing takes a while to load, and most runs draw nothing.
    drawing = importlib.import_module("foedus.cli.progress")
    with drawing.draw(count()) as tick:
        yield tick


def count_inputs(inputs: Iterable[object]) -> int:
    """Return about how many documents these inputs hold: a line of a table is one."""
    total = 0
    for entry in inputs:
        if not isinstance(entry, Path):
            total += 1
        elif entry.is_dir():
            for folder, _, names in os.walk(entry):
                total += sum(_count_file(Path(folder, name)) for name in names)
        else:
            total += _count_file(entry)
    return total


def _count_file(path: Path) -> int:
    if path.suffix.lower() not in (".jsonl", ".ndjson", ".csv"):
        return 1
    try:
        with path.open("rb") as stream:
            blocks = iter(lambda: stream.read(BLOCK_BYTES), b"")
            return max(1, sum(block.count(b"\n") for block in blocks))
    except OSError:
        return 1
