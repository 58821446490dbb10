"""What is worked out from a whole store and kept until the store changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from foedus.stores import Store

MOST_KEPT = 300
TEXTS = slice(0, 1)
"""The part of a store's state that changes with its documents alone."""
JUDGEMENTS = slice(2, None)
"""The part that changes with what is judged of pairs."""
EVERYTHING = slice(None)

Made = TypeVar("Made")


class Kept:
    """Results by name, each made anew once the part of the store that it rests on has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[str, tuple[tuple[str, ...], object]] = OrderedDict()
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._busy: dict[str, Future[object]] = {}

    def of(self, name: str, make: Callable[[Store], Made], *, on: slice = EVERYTHING) -> Made:
        """Return what `make` returns for the store as it is.

        Args:
            name: Names the result; each name has one maker.
            make: Works it out; of several callers one does, and the others wait.
            on: The part of the store's state that it rests on.
        """
        with self._lock:
            own = self._locks.setdefault(name, threading.Lock())
        with own:
            state = self._store.state()[on]
            held = self._held.get(name)
            if held is None or held[0] != state:
                held = (state, make(self._store))
                self._keep(name, held)
            made: Made = held[1]  # type: ignore[assignment] # each name has one maker
            return made

    def soon(self, name: str, make: Callable[[Store], Made], *, seconds: float) -> Made | None:
        """Return what `of` returns if it is there within so many seconds; it is made meanwhile.

        None where it takes longer: whoever asks again gets it once it is made.
        """
        found: Future[Made] = Future()

        def work() -> None:
            try:
                found.set_result(self.of(name, make))
            except Exception as error:
                found.set_exception(error)

        with self._lock:
            busy = self._busy.get(name)
            if busy is None or busy.done():
                self._busy[name] = found  # type: ignore[assignment] # each name has one maker
                threading.Thread(target=work, daemon=True).start()
            else:
                found = busy  # type: ignore[assignment] # each name has one maker
        try:
            return found.result(timeout=seconds)
        except TimeoutError:
            return None

    def _keep(self, name: str, held: tuple[tuple[str, ...], object]) -> None:
        with self._lock:
            self._held[name] = held
            self._held.move_to_end(name)
            while len(self._held) > MOST_KEPT:
                gone, _ = self._held.popitem(last=False)
                self._locks.pop(gone, None)
