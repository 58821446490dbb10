"""The progress bar, drawn on standard error: inputs done, how fast, how long it will still take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from foedus.cli.messages import Tick


@contextmanager
def draw(total: int) -> Iterator[Tick]:
    """Yield what counts more inputs; `total` may be an estimate."""
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task("reading", total=total, rate="")

        def tick(count: int = 1) -> None:
            task = bar.tasks[0]
            done, elapsed = task.completed + count, task.elapsed or 0.0
            # Of the last half minute: passing over what is stored is far faster than reading.
            speed = task.speed or (done / elapsed if elapsed else None)
            rate = f"{speed:.1f}/s" if speed else ""
            bar.update(task.id, completed=done, total=max(task.total or 0, done), rate=rate)

        yield tick
