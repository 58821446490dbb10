"""The verb `set`: say later what a stored text does not say of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Optional

import typer

from foedus.cli.comparing import merge_new
from foedus.cli.given import AuthorOption, OutletOption, PublishedOption, UrlOption, given_of
from foedus.cli.messages import say
from foedus.cli.notes import say_failure
from foedus.cli.settings import ExitCode, Settings, StoreOption, settings_of
from foedus.errors import UnknownRecord, UnreadableDocument
from foedus.ingest import set_metadata
from foedus.reading import Failure, Given
from foedus.reading.sheets import COLUMNS, Known, read_sheet
from foedus.stores import Store, open_store

IdArgument = Annotated[
    Optional[str],  # noqa: UP045 - typer reads it at run time
    typer.Argument(metavar="DOCUMENT_ID", help="A document; `foedus list documents` shows ids."),
]
SheetOption = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads it at run time
    typer.Option("--csv", metavar="FILE", help=f"A table with the columns {', '.join(COLUMNS)}."),
]


def set_known(
    context: typer.Context,
    document_id: IdArgument = None,
    *,
    sheet: SheetOption = None,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    author: AuthorOption = None,
    url: UrlOption = None,
    store: StoreOption = None,
) -> None:
    """Set when, where and by whom stored documents were published, where their texts do not say.

    Relative dates, actors and channels are resolved anew at once; the model does not run again.
    What a text says itself is overruled, and stays on record beside what was set.

    \b
    Examples:
      foedus set speech.txt --published 2022-01-31
      foedus set wire.jsonl:7 --outlet "Example Wire" --author "Lea Brandt"
      foedus set --csv known.csv
    """
    settings = settings_of(context, store)
    given = given_of(published, outlet, author=author, url=url)
    if (document_id is None) == (sheet is None):
        raise typer.BadParameter("give either a document's id or --csv FILE")
    if (given == Given()) == (sheet is None):
        raise typer.BadParameter("give what is known: --published, --outlet, --author, --url")
    with open_store(settings.store) as opened:
        if document_id is not None:
            changed = set_one(opened, document_id, given)
            said = "set" if changed else "known already"
            _say(settings, f"{document_id}: {said}")
            if changed:
                merge_new(settings)
        elif sheet is not None:
            _set_all(opened, sheet, settings)


def set_one(store: Store, document_id: str, given: Given) -> bool:
    """Set what is known of one document and say whether anything changed."""
    before = store.get_analysis(document_id).document
    return set_metadata(store, document_id, given).document != before


def _set_all(store: Store, path: Path, settings: Settings) -> None:
    """Set what each row of a sheet says; rows that cannot be set are named, and others are set."""
    done, failed = {True: 0, False: 0}, 0
    for row in _rows(path):
        failure = row if isinstance(row, Failure) else None
        if isinstance(row, Known):
            try:
                done[set_one(store, row.document_id, row.given)] += 1
            except UnknownRecord as error:
                failure = Failure.of(row.document_id, UnknownRecord(f"{row.place}: {error}"))
        if failure is not None:
            failed += 1
            say_failure(failure)
    counts = ((done[True], "set"), (done[False], "known already"), (failed, "failed"))
    said = ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing to set"
    _say(settings, f"{said} -> {settings.store_name}")
    if failed:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _rows(path: Path) -> Iterator[Known | Failure]:
    """Yield the rows of a sheet; one that cannot be opened ends the run."""
    try:
        with path.open("rb") as stream:
            yield from read_sheet(stream, name=path.name)
    except OSError as error:
        say_failure(Failure.of(str(path), UnreadableDocument(f"{path}: {error.strerror}")))
        raise typer.Exit(ExitCode.UNREADABLE) from error


def _say(settings: Settings, line: str) -> None:
    if settings.loudness >= 0:
        say(line)
