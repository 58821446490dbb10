"""Rows for programs: JSON Lines, one JSON array, or CSV, each with everything a record holds."""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType

from foedus.cli.settings import Format
from foedus.records.codec import to_line

_FORMULA_OPENINGS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets."""

_CITED = ("commitments", "statements", "events", "figures", "documents", "places")
"""Nouns whose rows stand in one document and name it."""

Row = Mapping[str, object]


class Lines:
    """Writes rows to standard output as they come: JSON Lines, or one JSON array."""

    def __init__(self, output: Format | None) -> None:
        self._array = output is Format.JSON
        self._count = 0

    def __enter__(self) -> Lines:
        return self

    def write(self, row: Row) -> None:
        """Write one row."""
        before = "" if not self._array else ",\n" if self._count else "["
        sys.stdout.write(before + to_line(row) + ("" if self._array else "\n"))
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._array and kind is None:
            sys.stdout.write("]\n" if self._count else "[]\n")
        if kind is None:
            sys.stdout.flush()


class Cells:
    """Writes rows to standard output as CSV with the columns of a noun."""

    def __init__(self, noun: str) -> None:
        self._columns = load_columns()[noun]
        self._writer = csv.writer(sys.stdout, lineterminator="\n")
        self._writer.writerow(name for name, _ in self._columns)

    def __enter__(self) -> Cells:
        return self

    def write(self, row: Row) -> None:
        """Write one row; a cell of several values joins them with "; "."""
        self._writer.writerow(to_cell(pick(row, path)) for _, path in self._columns)

    def __exit__(self, *_: object) -> None:
        sys.stdout.flush()


@cache
def load_columns() -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
    """Return for every noun its CSV columns: a name and the path of keys to its value."""
    table = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    shared = table.pop("document")
    for noun, columns in table.items():
        columns.update(shared if noun in _CITED else {})
    return {
        noun: [(name, tuple(path.split("."))) for name, path in columns.items()]
        for noun, columns in table.items()
    }


def pick(value: object, path: Sequence[str]) -> object:
    """Return the value at the end of a path of keys; a list on the way gives a list."""
    if isinstance(value, list):
        return [pick(item, path) for item in value]
    if not path or value is None:
        return value
    return pick(value.get(path[0]), path[1:]) if isinstance(value, Mapping) else None


def to_cell(value: object) -> str:
    """Return a value as the text of a cell that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        value = "; ".join(to_cell(item) for item in value)
    text = value if isinstance(value, str) else to_line(value) if isinstance(value, Mapping) else ""
    return f"'{text}" if text.startswith(_FORMULA_OPENINGS) else text
