"""What holds for a run of the command: store, format, how much is said; and the exit codes."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Annotated, Optional

import typer

DEFAULT_STORE = "foedus.db"


_PASSWORD = re.compile(r"(?<=//)([^/@:]*):[^/@]*(?=@)")


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

    store: str = DEFAULT_STORE
    format: Format | None = None
    loudness: int = 0

    @property
    def store_name(self) -> str:
        """Return the store as it may be said aloud: a password in its address is left out."""
        return _PASSWORD.sub(r"\1", self.store)


# typer reads these annotations at run time, and needs Optional spelt out in them.
StoreOption = Annotated[
    Optional[str],  # noqa: UP045 - see above
    typer.Option("--store", metavar="PATH|URL", help="The store.  [default: foedus.db]"),
]
FormatOption = Annotated[
    Optional[Format],  # noqa: UP045 - see above
    typer.Option("--format", help="How to write; a table on a terminal, else JSON Lines."),
]


def settings_of(
    context: typer.Context, store: str | None = None, output: Format | None = None
) -> Settings:
    """Return what holds: an option after the verb wins over the same one before it."""
    before = context.find_object(Settings) or Settings()
    return Settings(
        store=store or before.store,
        format=output or before.format or (Format.TABLE if sys.stdout.isatty() else Format.JSONL),
        loudness=before.loudness,
    )
