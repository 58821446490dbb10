"""The verbs `export` and `import`: what a store holds for other programs, and a store restored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from foedus import exporting
from foedus.cli.messages import say
from foedus.cli.narrowing import (
    ClassOption,
    CommitterOption,
    DocumentOption,
    KindOption,
    SinceOption,
    SpeakerOption,
    StatusOption,
    TargetOption,
    UntilOption,
    filters_of,
)
from foedus.cli.settings import StoreOption, settings_of
from foedus.export.formats import Format
from foedus.stores import Status, open_store

_TEXT = Optional[str]  # noqa: UP045 - typer reads it at run time


def export(
    context: typer.Context,
    *,
    output: Annotated[Format, typer.Option("--format", help="The shape.")],
    path: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "-o", "--output", metavar="PATH", help="The file.  [default: standard output]"
        ),
    ] = None,
    of: Annotated[_TEXT, typer.Option(metavar="NOUN", help="commitments, events …")] = None,
    committer: CommitterOption = None,
    speaker: SpeakerOption = None,
    target: TargetOption = None,
    kind: KindOption = None,
    event_class: ClassOption = None,
    document: DocumentOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    status: StatusOption = Status.KEPT,
    limit: Annotated[Optional[int], typer.Option(min=1, help="So many of a noun.")] = None,  # noqa: UP045
    store: StoreOption = None,
) -> None:
    """Write what the store holds in the shape of another program.

    csv, jsonl (a whole store, which `foedus import` restores), parquet, annotations (W3C), plover
    (rows as POLECAT has them), ftm (FollowTheMoney), timeline (TimelineJS), graphml, kumu, csl,
    bibtex. What each holds, and what it cannot hold, says docs/exports.md.

    \b
    Examples:
      foedus export --format csv --of statements --speaker BLR -o statements.csv
      foedus export --format jsonl -o crisis.jsonl
      foedus export --format plover --status accepted -o events.tsv
    """
    settings = settings_of(context, store)
    filters = filters_of(context)
    with open_store(settings.store, readonly=True) as opened:
        made = exporting.export(opened, output, path, noun=of, filters=filters)
    if settings.loudness >= 0 and made:
        say(f"written: {', '.join(str(file) for file in made)}")


def import_store(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What export --format jsonl made.")],
    *,
    store: StoreOption = None,
) -> None:
    """Restore a store from JSON Lines: documents, records, judgements and reviews, without loss.

    The store must be new or empty; if a line is wrong, nothing of the file is kept.

    \b
    Examples:
      foedus export --format jsonl -o crisis.jsonl
      foedus import crisis.jsonl --store copy.db
    """
    settings = settings_of(context, store)
    with open_store(settings.store, create=True) as opened:
        exporting.restore(opened, path)
        totals = opened.count()
    if settings.loudness >= 0:
        documents = totals.documents
        say(f"{documents} document{'s'[: documents != 1]} restored -> {settings.store_name}")
