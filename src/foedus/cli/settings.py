"""What holds for a run: `foedus.toml`, then the environment, then options; and the exit codes."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

DEFAULT_STORE = "foedus.db"
CONFIG_FILE = "foedus.toml"
KNOWN = ("store", "format", "reviewer")
"""The settings; in the environment FOEDUS_STORE and so on."""

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
    reviewer: str | None = None
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
        reviewer=before.reviewer,
        loudness=before.loudness,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value and where it comes from."""

    value: str
    origin: str


def load_settings(options: Mapping[str, str | None]) -> dict[str, Setting]:
    """Return what holds of the file in this folder, the environment and the options given.

    Raises:
        BadParameter: The file is no TOML, or has a setting that is not known.
    """
    held = {"store": Setting(value=DEFAULT_STORE, origin="default")}
    held |= {name: Setting(value=value, origin=CONFIG_FILE) for name, value in _of_file().items()}
    for name in KNOWN:
        variable = f"FOEDUS_{name.upper()}"
        if os.environ.get(variable):
            held[name] = Setting(value=os.environ[variable], origin=variable)
        given = options.get(name)
        if given is not None:
            held[name] = Setting(value=given, origin=f"--{name}")
    return held


def to_settings(held: Mapping[str, Setting], *, loudness: int) -> Settings:
    """Return the settings of a run; raises BadParameter for a format that there is not."""
    written = held.get("format")
    if written is not None and written.value not in list(Format):
        known = ", ".join(Format)
        raise typer.BadParameter(f"format {written.value!r} of {written.origin}; known: {known}")
    reviewer = held.get("reviewer")
    return Settings(
        store=held["store"].value,
        format=Format(written.value) if written else None,
        reviewer=reviewer.value if reviewer else None,
        loudness=loudness,
    )


def _of_file() -> dict[str, str]:
    path = Path(CONFIG_FILE)
    if not path.is_file():
        return {}
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{CONFIG_FILE} is no TOML: {error}") from error
    for name, value in read.items():
        if name not in KNOWN or not isinstance(value, str):
            known = ", ".join(KNOWN)
            raise typer.BadParameter(f"{CONFIG_FILE}: {name} = {value!r}; known, as text: {known}")
    return read
