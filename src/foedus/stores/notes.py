"""Notes of the program for its next run, each a text under a name; people's notes are reviews."""

from __future__ import annotations

from sqlalchemy import Connection, select

from foedus.stores.tables import SETTINGS
from foedus.stores.upserts import upsert

_PREFIX = "note "
"""Keeps a note from taking the place of a setting of the store itself, such as its schema."""


def recall(connection: Connection, name: str) -> str | None:
    """Return the text under a name; None if there is none."""
    query = select(SETTINGS.c.value).where(SETTINGS.c.name == _PREFIX + name)
    found: str | None = connection.scalar(query)
    return found


def remember(connection: Connection, name: str, value: str) -> None:
    """Keep a text under a name in place of an earlier one."""
    upsert(connection, SETTINGS, [{"name": _PREFIX + name, "value": value}])
