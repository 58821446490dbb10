"""Rows that take the place of those with the same key, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, object]


def upsert(connection: Connection, table: Table, rows: Sequence[Row], *, add: str = "") -> None:
    """Insert rows; where the primary key is taken, set the other columns.

    Args:
        connection: A writing transaction.
        table: Where to.
        rows: No two with the same primary key.
        add: A column whose value is added to what is there, instead of replacing it.
    """
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    taken = {
        column.name: column + statement.excluded[column.name]
        if column.name == add
        else statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    if taken:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=taken)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, list(rows))
