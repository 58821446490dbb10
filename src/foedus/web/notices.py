"""Notices: what a change did, told on the next page that its maker sees."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass

MAX_NOTICES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What was done, in one line, with rows of (what, before, after) for what moved by it."""

    said: str
    moved: tuple[tuple[str, str, str], ...] = ()


class Notices:
    """The latest notices, by an id that cannot be guessed."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Notice] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, notice: Notice) -> str:
        """Keep a notice and return its id."""
        key = secrets.token_hex(8)
        with self._lock:
            self._held[key] = notice
            while len(self._held) > MAX_NOTICES:
                self._held.popitem(last=False)
        return key

    def get(self, key: str) -> Notice | None:
        """Return a notice, None if it is unknown or long over."""
        with self._lock:
            return self._held.get(key)
