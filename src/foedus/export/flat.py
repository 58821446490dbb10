"""Flat rows: records as rows of named columns with types, for CSV, Parquet and dataframes."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from foedus.records.codec import to_line
from foedus.spelling.cells import load_columns, pick, to_cells
from foedus.spelling.rows import Row

Value = str | int | float | bool | list[str] | list[int] | None

NOUNS = ("commitments", "statements", "events", "figures", "documents")
"""The nouns whose rows stand in one document each."""


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXTS = "texts"
    INTEGERS = "integers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, the path of keys to its value in a row, and its type."""

    name: str
    path: tuple[str, ...]
    type: Type


@cache
def columns_of(noun: str) -> tuple[Column, ...]:
    """Return the columns of a noun: those of its CSV, with types."""
    written = tomllib.loads(Path(__file__).with_name("types.toml").read_text("utf-8"))
    types = {name: Type(kind) for kind, names in written.items() for name in names}
    return tuple(
        Column(name=name, path=path, type=types.get(name, Type.TEXT))
        for name, path in load_columns()[noun]
    )


def to_values(row: Row, noun: str) -> dict[str, Value]:
    """Return the values of a row by column; absent is None, an empty list stays one."""
    return {column.name: _value(row, column) for column in columns_of(noun)}


def write_csv(rows: Iterable[Row], noun: str) -> Iterator[str]:
    """Yield the lines of a CSV table; cells that a spreadsheet would run begin with "'"."""
    yield _line([name for name, _ in load_columns()[noun]])
    for row in rows:
        yield _line(to_cells(row, noun))


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


def _value(row: Row, column: Column) -> Value:
    found = pick(row, column.path)
    if column.type in (Type.TEXTS, Type.INTEGERS):
        several = found if isinstance(found, list) else []
        if column.type is Type.INTEGERS:
            return [one for one in several if isinstance(one, int)]
        return [_text(one) for one in several if one is not None]
    if found is None:
        return None
    if column.type is Type.NUMBER and isinstance(found, int | float):
        return float(found)
    if column.type in (Type.INTEGER, Type.BOOLEAN) and isinstance(found, int):
        return found
    return _text(found)


def _text(value: object) -> str:
    """Return a value as text that UTF-8 can carry: a lone surrogate becomes its escape."""
    text = to_line(value) if isinstance(value, Mapping) else str(value)
    return text.encode("utf-8", "backslashreplace").decode()
