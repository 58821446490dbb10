"""The verb `bulk`: whole archives to Parquet or to PostgreSQL, on all cores or on a cluster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from foedus.bulk import run as bulk_run
from foedus.bulk.inputs import FORMATS
from foedus.bulk.run import Options, Plan, Progress
from foedus.bulk.shards import MAX_DOCUMENTS
from foedus.cli.messages import bar, say
from foedus.cli.notes import say_failure
from foedus.cli.settings import ExitCode, settings_of

_NUMBER = Optional[int]  # noqa: UP045 - typer reads it at run time
_TEXT = Optional[str]  # noqa: UP045


def bulk(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="INPUT…", help="Files and folders of an archive.")
    ],
    *,
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Where the tables go.")],
    input_format: Annotated[
        str, typer.Option("--input-format", metavar="auto|" + "|".join(FORMATS), help="What it is.")
    ] = "auto",
    workers: Annotated[
        _NUMBER, typer.Option(min=1, help="Processes that read.  [default: one a core]")
    ] = None,
    cluster: Annotated[
        _TEXT, typer.Option(metavar="ADDRESS", help='A Ray cluster: ray://…, or "auto".')
    ] = None,
    shard: Annotated[
        int, typer.Option("--shard", min=1, metavar="N", help="Documents a shard at most.")
    ] = MAX_DOCUMENTS,
) -> None:
    """Read whole archives: JSON Lines, CSV, Parquet, folders, WARC; plain and gzip.

    A run that was stopped goes on with the same command and redoes only the shards that are not
    done. A document that cannot be read is a row of the table of failures; one that kills whoever
    reads it is found and put in quarantine.

    \b
    Examples:
      foedus bulk wire.jsonl --out wire/
      foedus bulk CC-NEWS-*.warc.gz --out news/ --workers 8
      foedus bulk archive/ --out /shared/archive --cluster auto
    """
    settings = settings_of(context)
    options = Options(
        workers=workers or os.cpu_count() or 1,
        cluster=cluster,
        documents=shard,
        input_format=input_format,
    )
    planned = bulk_run.plan(paths, options)
    for failure in planned.failures:
        say_failure(failure)
    with bar(lambda: planned.documents, shown=settings.loudness >= 0) as tick:

        def on_step(documents: int) -> None:
            for _ in range(documents):
                tick()

        done = bulk_run.run(planned, Path(out), options, inputs=paths, on_step=on_step)
    if settings.loudness >= 0:
        say(_summary(done, planned, out))
    for one in done.quarantined:
        say(f"in quarantine: {one['place']}: {one['reason']}")
    _exit_for(done, planned)


def _summary(done: Progress, planned: Plan, out: str) -> str:
    counts = (
        (done.documents, "read"),
        (done.before, "read before"),
        (done.failures, "failed"),
        (len(done.quarantined), "in quarantine"),
        (done.removed, "shards of changed inputs removed"),
    )
    said = ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing to read"
    shards = len(planned.shards)
    return f"{said}, in {shards} shard{'s'[: shards != 1]} -> {out}"


def _exit_for(done: Progress, planned: Plan) -> None:
    if planned.failures and not planned.shards:
        raise typer.Exit(ExitCode.UNREADABLE)
    if done.failures or done.quarantined:
        raise typer.Exit(ExitCode.SOME_FAILED)
