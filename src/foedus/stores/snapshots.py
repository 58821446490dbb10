"""Snapshots: several questions of a thread in one transaction, so that their answers agree."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from foedus.stores.facets import State, read_state


@dataclass(slots=True)
class _Snapshot:
    connection: Connection
    state: State | None = None


class Snapshots(threading.local):
    """The transaction in which this thread asks; each thread sees its own alone."""

    def __init__(self) -> None:
        self._held: _Snapshot | None = None

    @property
    def connection(self) -> Connection | None:
        """Return the connection of the snapshot that this thread is in; None if it is in none."""
        return None if self._held is None else self._held.connection

    @contextmanager
    def within(self, connection: Connection) -> Iterator[None]:
        """Let this thread ask by this connection; in a snapshot already, it stays in that."""
        outer = self._held
        self._held = outer or _Snapshot(connection)
        try:
            yield
        finally:
            self._held = outer

    def state_of(self, connection: Connection) -> State:
        """Return what facets rest on; in a snapshot it is read once."""
        if self._held is None or self._held.connection is not connection:
            return read_state(connection)
        if self._held.state is None:
            self._held.state = read_state(connection)
        return self._held.state
