"""The verbs that read: `analyze` writes what it finds, `read` keeps it in a store."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Optional

import typer

from foedus.cli.comparing import merge_new
from foedus.cli.effort import EffortOption, OnlyOption, note_of, planned
from foedus.cli.follow import AllowOption, EveryOption, FollowOption, follow_feeds, seconds_of
from foedus.cli.given import AuthorOption, OutletOption, PublishedOption, UrlOption, given_of
from foedus.cli.lines import Lines
from foedus.cli.messages import progress, say
from foedus.cli.notes import Notes, say_failure
from foedus.cli.settings import (
    ExitCode,
    Format,
    FormatOption,
    Settings,
    StoreOption,
    settings_of,
)
from foedus.errors import StoreFault
from foedus.ingest import Step, ingest, to_input
from foedus.pipeline import FAULT, Input, Source, analyze_all
from foedus.reading import FORMATS, Failure, Given
from foedus.records.analyses import Effort
from foedus.records.codec import to_dict
from foedus.records.reports import Report
from foedus.stores import Put, open_store

PathsArgument = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it at run time
    typer.Argument(
        metavar="PATH…|URL…|-",
        help="Files, folders, pages or feeds of the web; - is standard input.",
    ),
]
InputFormatOption = Annotated[
    str, typer.Option("--input-format", metavar="auto|text|html|jsonl|csv", help="What it is.")
]


def analyze(
    context: typer.Context,
    paths: PathsArgument = None,
    *,
    input_format: InputFormatOption = "auto",
    published: PublishedOption = None,
    outlet: OutletOption = None,
    author: AuthorOption = None,
    url: UrlOption = None,
    effort: EffortOption = Effort.FULL,
    only: OnlyOption = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Write what documents say as JSON Lines, one object a document; store nothing.

    \b
    Examples:
      foedus analyze report.txt > report.jsonl
      foedus analyze reports/ --outlet "Example Wire" --published 2022-02-06 > all.jsonl
      curl -s https://example.org/report.html | foedus analyze - --input-format html
      foedus analyze archive/ --effort fast --only commitments > promises.jsonl
    """
    settings = settings_of(context, store, output)
    if settings.format not in (Format.JSONL, Format.JSON, Format.TABLE):
        raise typer.BadParameter(f"analyze writes jsonl or json, not {settings.format}")
    given = given_of(published, outlet, author=author, url=url)
    source = replace(_source(paths or [], input_format, given), plan=planned(effort, only))
    notes, failures, documents = Notes(settings.loudness), list[Failure](), 0
    shown = settings.loudness >= 0 and not sys.stdout.isatty()
    with progress(source.inputs, shown=shown) as tick, Lines(settings.format) as lines:
        for found in analyze_all(source):
            if isinstance(found, Failure):
                failures.append(found)
                say_failure(found)
                lines.write(_failed(found))
            else:
                documents += 1
                notes.take(found.document)
                lines.write(to_dict(found))
            tick()
    notes.say_all()
    _say_effort(source, settings)
    _exit_for([failure.code for failure in failures], source, documents=documents)


def read(
    context: typer.Context,
    paths: PathsArgument = None,
    *,
    input_format: InputFormatOption = "auto",
    published: PublishedOption = None,
    outlet: OutletOption = None,
    author: AuthorOption = None,
    url: UrlOption = None,
    effort: EffortOption = Effort.FULL,
    only: OnlyOption = None,
    again: Annotated[bool, typer.Option("--again", help="Run the model on all, too.")] = False,
    follow: FollowOption = False,
    every: EveryOption = "15m",
    allow_address: AllowOption = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Read documents into the store; what it holds unchanged is passed over.

    The same text under the same name is stored once, and another text under that name is refused.
    Metadata set anew makes a new version of the document, for which the model does not run again. A
    run that was stopped goes on with the same command. Of a feed (RSS, Atom, JSON Feed), the pages
    it leads to are read, each once; with --follow it is asked again and again, until Ctrl-C.

    \b
    Examples:
      foedus read reports/
      foedus read speech.txt --published 2022-01-31 --outlet "Example Wire"
      foedus read https://example.org/report.html
      foedus read https://example.org/world.xml --follow --every 30m
      foedus --store crisis.db read wire.jsonl
    """
    settings = settings_of(context, store, output)
    given = given_of(published, outlet, author=author, url=url)
    source = _source(paths or [], input_format, given)
    source = replace(source, allowed=tuple(allow_address or ()), plan=planned(effort, only))
    if follow:
        follow_feeds(source, settings, every=seconds_of(every), again=again)
    else:
        _read_once(source, settings, again=again)


def _read_once(source: Source, settings: Settings, *, again: bool) -> None:
    """Read a source into the store, say what became of it, and compare what is new."""
    notes = Notes(settings.loudness)
    with (
        open_store(settings.store, create=True) as opened,
        progress(source.inputs, shown=settings.loudness >= 0) as tick,
    ):

        def on_step(step: Step) -> None:
            tick()
            if step.failure is not None:
                say_failure(step.failure)
            elif step.document is not None:
                if step.put is not Put.UNCHANGED or settings.loudness > 0:
                    notes.take(step.document)
                if settings.loudness > 0:
                    say(f"{step.document.id}: {step.put}")

        try:
            report = ingest(source, opened, again=again, on_step=on_step)
        except StoreFault as error:
            raise StoreFault(
                f"{error}; what was read until now is kept, the same command goes on"
            ) from error
    notes.say_all()
    if settings.loudness >= 0:
        say(f"{_summary(report)} -> {settings.store_name}")
    _say_effort(source, settings)
    if report.stored or report.new_versions:
        merge_new(settings)
    documents = report.stored + report.new_versions + report.unchanged
    _exit_for([failed.code for failed in report.failed], source, documents=documents)


def _source(paths: Sequence[str], input_format: str, given: Given) -> Source:
    """Return what is to be read; standard input may be one of several inputs."""
    if input_format not in ("auto", *FORMATS):
        known = ", ".join(("auto", *FORMATS))
        raise typer.BadParameter(f"{input_format!r}; known: {known}", param_hint="--input-format")
    if not paths and sys.stdin.isatty():
        raise typer.BadParameter("give files or folders, or - for standard input")
    asked = paths or ("-",)
    inputs = tuple(sys.stdin.buffer if path == "-" else to_input(path) for path in asked)
    return Source(inputs=inputs, input_format=input_format, given=given)


def _say_effort(source: Source, settings: Settings) -> None:
    note = note_of(source.plan)
    if note is not None and settings.loudness >= 0:
        say(note)


def _failed(failure: Failure) -> dict[str, dict[str, str]]:
    """Return the line of an input that could not be read, as OUTPUT has it."""
    error = {"code": failure.code, "message": failure.message}
    return {"document": {"id": failure.id}, "error": error}


def _summary(report: Report) -> str:
    counts = (
        (report.stored, "read"),
        (report.new_versions, "read as a new version"),
        (report.unchanged, "unchanged"),
        (len(report.failed), "failed"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing new to read"


def _exit_for(codes: Sequence[str], source: Source, *, documents: int) -> None:
    """Leave with the public code for a run in which some inputs failed."""
    if FAULT in codes:
        raise typer.Exit(ExitCode.FAULT)
    if codes and not documents and not any(_is_there(entry) for entry in source.inputs):
        raise typer.Exit(ExitCode.UNREADABLE)
    if codes:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _is_there(entry: Input) -> bool:
    """Say whether an input could be opened; of a page that failed nothing is there."""
    return entry.exists() if isinstance(entry, Path) else not isinstance(entry, str)
