"""What is said on standard error: failures, notes on documents, progress. Data never goes there."""

from __future__ import annotations

import importlib
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from foedus.reading import Failure, find_notes
from foedus.records.documents import Document, HowKnown

Tick = Callable[[], None]
BLOCK_BYTES = 1 << 20
MAX_NAMES = 5
"""So many documents are named in a note; -v names all."""


def say(message: str) -> None:
    """Write one line to standard error, whatever characters a name holds."""
    line = " ".join(message.split()).encode("utf-8", "backslashreplace").decode()
    print(f"foedus: {line}", file=sys.stderr, flush=True)


def say_failure(failure: Failure) -> None:
    """Write the one line of an input that could not be read."""
    known = failure.message.startswith(failure.id) or failure.id in failure.message.split(": ")[0]
    say(f"{'' if known else failure.id + ': '}{failure.message} [{failure.code}]")


class Notes:
    """Gathers what readers should know of the documents of a run, and says it in a few lines."""

    def __init__(self, loudness: int) -> None:
        self._loudness = loudness
        self._about: dict[str, list[str]] = defaultdict(list)

    def take(self, document: Document) -> None:
        """Note what this document lacks."""
        for note in (*find_notes(document), *_missing(document)):
            self._about[note].append(document.id)

    def say_all(self) -> None:
        """Say each note once, with the documents that it concerns."""
        if self._loudness < 0:
            return
        for note, names in sorted(self._about.items()):
            say(f"{_listed(names, everything=self._loudness > 0)}: {note}")


def _missing(document: Document) -> Iterator[str]:
    published = document.published
    if published.how is HowKnown.UNKNOWN:
        yield (
            "no publication date in the text, so relative dates stay open;"
            " set it with --published 2022-02-06"
        )
    elif published.how is HowKnown.BOUNDS:
        yield (
            f"no publication date in the text, only bounds ({published.earliest or '?'} to"
            f" {published.latest or '?'}); set it with --published 2022-02-06"
        )
    if document.outlet is None:
        yield "no outlet named in the text; set it with --outlet NAME"


def _listed(names: list[str], *, everything: bool) -> str:
    if everything or len(names) <= MAX_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:MAX_NAMES])} and {len(names) - MAX_NAMES} more"


@contextmanager
def progress(inputs: Iterable[Path | bytes], *, shown: bool) -> Iterator[Tick]:
    """Yield what counts one more input on a bar; drawn on a terminal only, and only if `shown`."""
    if not (shown and sys.stderr.isatty()):
        yield lambda: None
        return
    # Drawing takes a while to load, and most runs draw nothing.
    drawing = importlib.import_module("foedus.cli.progress")
    with drawing.draw(count_inputs(inputs)) as tick:
        yield tick


def count_inputs(inputs: Iterable[Path | bytes]) -> int:
    """Return about how many documents these inputs hold: a line of a table is one."""
    total = 0
    for entry in inputs:
        if isinstance(entry, bytes):
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
