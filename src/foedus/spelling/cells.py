"""A row as the cells of a table: the columns of every noun, and cells that no spreadsheet runs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from foedus.records.codec import to_line

_FORMULA_OPENINGS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets."""

_CITED = ("commitments", "statements", "events", "figures", "documents", "places", "treaties")
"""Nouns whose rows stand in one document and name it."""


def to_cells(row: Mapping[str, object], noun: str) -> list[str]:
    """Return the cells of a row of this noun; a cell of several values joins them with "; "."""
    return [to_cell(pick(row, path)) for _, path in load_columns()[noun]]


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
