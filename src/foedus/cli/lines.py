"""Rows for programs: JSON Lines, one JSON array, or CSV, each with everything a record holds."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from types import TracebackType

from foedus.cli.settings import Format
from foedus.records.codec import to_line
from foedus.spelling.cells import load_columns, to_cells

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
        self._noun = noun
        self._writer = csv.writer(sys.stdout, lineterminator="\n")
        self._writer.writerow(name for name, _ in load_columns()[noun])

    def __enter__(self) -> Cells:
        return self

    def write(self, row: Row) -> None:
        """Write one row; a cell of several values joins them with "; "."""
        self._writer.writerow(to_cells(row, self._noun))

    def __exit__(self, *_: object) -> None:
        sys.stdout.flush()
