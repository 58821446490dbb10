"""What holds for a run of the command: store, format, how much is said; and the exit codes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

DEFAULT_STORE = Path("foedus.db")


class ExitCode(IntEnum):
    """The public exit codes."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    STORE = 3
    UNREADABLE = 4
    FAULT = 70
    INTERRUPTED = 130


class Format(StrEnum):
    """The shapes in which data is written to standard output."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was asked for before the verb; `loudness` is -1 (quiet), 0 or more."""

    store: Path | None = None
    format: Format | None = None
    loudness: int = 0


# typer reads these annotations at run time, and needs Optional spelt out in them.
StoreOption = Annotated[
    Optional[Path],  # noqa: UP045 - see above
    typer.Option("--store", metavar="PATH", help="The store.  [default: foedus.db]"),
]
FormatOption = Annotated[
    Optional[Format],  # noqa: UP045 - see above
    typer.Option("--format", help="How to write; a table on a terminal, else JSON Lines."),
]


def settings_of(
    context: typer.Context, store: Path | None = None, output: Format | None = None
) -> Settings:
    """Return what holds: an option after the verb wins over the same one before it."""
    before = context.find_object(Settings) or Settings()
    return Settings(
        store=store or before.store or DEFAULT_STORE,
        format=output or before.format or (Format.TABLE if sys.stdout.isatty() else Format.JSONL),
        loudness=before.loudness,
    )
