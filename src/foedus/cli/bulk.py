"""The verb `bulk`: whole archives to Parquet or to PostgreSQL, on all cores or on a cluster."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from foedus.bulk import run as bulk_run
from foedus.bulk.inputs import FORMATS
from foedus.bulk.outside import load_tables
from foedus.bulk.run import Options, Planned, Progress
from foedus.bulk.shards import MAX_DOCUMENTS
from foedus.cli.effort import EffortOption, OnlyOption, note_of
from foedus.cli.effort import planned as planned_reading
from foedus.cli.messages import bar, say
from foedus.cli.notes import say_failure
from foedus.cli.settings import ExitCode, Settings, settings_of
from foedus.records.analyses import Effort
from foedus.reviewing import now
from foedus.stores import open_store

WORK = "foedus-bulk"
"""Where the tables go that are loaded into a store."""
_NUMBER = Optional[int]  # noqa: UP045 - typer reads it at run time
_TEXT = Optional[str]  # noqa: UP045
_PATH = Optional[Path]  # noqa: UP045


def bulk(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="INPUT…", help="Files and folders of an archive.")
    ],
    *,
    out: Annotated[
        str, typer.Option("--out", metavar="DIR|postgresql://…", help="Where records go.")
    ],
    work: Annotated[
        _PATH,
        typer.Option(metavar="DIR", help=f"Tables on the way to a store.  [default: {WORK}]"),
    ] = None,
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
    effort: EffortOption = Effort.FULL,
    only: OnlyOption = None,
    merge: Annotated[bool, typer.Option(help="Compare records with each other.")] = True,
) -> None:
    """Read whole archives: JSON Lines, CSV, Parquet, folders, WARC; plain and gzip.

    Tables of documents, statements, commitments, events and figures are written to a folder, or
    loaded into a store on PostgreSQL. A run that was stopped goes on with the same command and
    redoes only the shards that are not done. A document that cannot be read is a row of the table
    of failures; one that kills whoever reads it is found and put in quarantine.

    \b
    Examples:
      foedus bulk wire.jsonl --out wire/
      foedus bulk CC-NEWS-*.warc.gz --out news/ --workers 8
      foedus bulk archive/ --out postgresql://reader@db/news --work /shared/archive
    """
    settings = settings_of(context)
    store = out if "://" in out else None
    folder = Path(out) if store is None else work or Path(WORK)
    options = Options(
        workers=workers or os.cpu_count() or 1,
        cluster=cluster,
        documents=shard,
        input_format=input_format,
        plan=planned_reading(effort, only),
    )
    planned, done = _read(paths, folder, options, settings)
    if merge:
        _merge(folder, options, settings)
    total = done.documents_before + done.documents
    refused = _load(folder, store, settings, compare=merge, total=total) if store else 0
    _exit_for(done, planned, refused=refused)


def _read(
    paths: list[Path], folder: Path, options: Options, settings: Settings
) -> tuple[Planned, Progress]:
    """Read what is not done, and say what became of it."""
    load_tables()  # what is missing is said before anything is read
    bulk_run.check_apart(paths, folder)
    planned = bulk_run.plan(paths, options)
    for failure in planned.failures:
        say_failure(failure)
    with bar(lambda: planned.documents, shown=settings.loudness >= 0) as on_step:
        done = bulk_run.run(planned, folder, options, inputs=paths, on_step=on_step)
    if settings.loudness >= 0:
        say(_summary(done, planned, folder))
        if (note := note_of(options.plan)) is not None:
            say(note)
    for one in done.quarantined:
        say(f"in quarantine: {one['place']}: {one['reason']}")
    return planned, done


def _merge(folder: Path, options: Options, settings: Settings) -> None:
    merging, shown = importlib.import_module("foedus.bulk.merging"), settings.loudness >= 0
    with bar(lambda: merging.count_records(folder), shown=shown) as on_step:
        compared = merging.merge(folder, options, at=now(), on_step=on_step)
    if shown:
        say(
            f"{compared.records} records: {compared.pairs} pairs compared,"
            f" {compared.judgements} judgements"
        )


def _load(folder: Path, address: str, settings: Settings, *, compare: bool, total: int) -> int:
    """Load the tables into a store and return how many documents it refused."""
    shown = settings.loudness >= 0
    with open_store(address, create=True) as store, bar(lambda: total, shown=shown) as on_step:
        load = importlib.import_module("foedus.bulk.loading").load
        loaded = load(folder, store, compare=compare, on_step=on_step)
    for reason in loaded.refused:
        say(reason)
    if settings.loudness >= 0:
        name = Settings(store=address).store_name
        said = f"{loaded.stored} stored, {loaded.unchanged} unchanged"
        say(f"{said}, {len(loaded.refused)} refused -> {name}")
    return len(loaded.refused)


def _summary(done: Progress, planned: Planned, folder: Path) -> str:
    counts = (
        (done.documents, "read"),
        (done.failures, "failed"),
        (done.documents_before, "read before"),
        (done.failures_before, "failed before"),
        (done.removed, "shards of changed inputs removed"),
    )
    said = ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing to read"
    shards = len(planned.shards)
    peak = f", at most {done.peak_megabytes} MB a worker" if done.peak_megabytes else ""
    return f"{said}, in {shards} shard{'s'[: shards != 1]}{peak} -> {folder}"


def _exit_for(done: Progress, planned: Planned, *, refused: int) -> None:
    if planned.failures and not planned.shards:
        raise typer.Exit(ExitCode.UNREADABLE)
    if done.failures or done.failures_before or refused:
        raise typer.Exit(ExitCode.SOME_FAILED)
