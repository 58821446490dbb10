"""What is worked out from a whole store and kept until the store changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar, cast

from foedus.stores import Store

MOST_KEPT = 100
"""So many results are kept, those asked for last; an answer may hold a megabyte."""
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

    def of(
        self,
        name: str,
        make: Callable[[Store], Made],
        *,
        on: slice = EVERYTHING,
        renew: Callable[[Store, Made], Made] | None = None,
    ) -> Made:
        """Return what `make` returns for the store as it is.

        Args:
            name: Names the result; each name has one maker.
            make: Works it out; of several callers one does, and the others wait.
            on: The part of the store's state that it rests on.
            renew: Works it out from what it was before the store changed.
        """
        with self._lock:
            own = self._locks.setdefault(name, threading.Lock())
        with own:
            state = self._store.state()[on]
            held = self._held.get(name)
            if held is None or held[0] != state:
                if held is not None and renew is not None:
                    held = (state, renew(self._store, cast("Made", held[1])))
                else:
                    held = (state, make(self._store))
                self._keep(name, held)
            else:
                self._touch(name)
            return cast("Made", held[1])  # each name has one maker

    def soon(
        self,
        name: str,
        make: Callable[[Store], Made],
        *,
        seconds: float,
        renew: Callable[[Store, Made], Made] | None = None,
    ) -> Made | None:
        """Return what `of` returns if it is there within so many seconds; it is made meanwhile.

        None where it takes longer: whoever asks again gets it once it is made.
        """
        held = self._held.get(name)
        if held is not None and held[0] == self._store.state():
            self._touch(name)
            return cast("Made", held[1])  # each name has one maker
        found: Future[Made] = Future()

        def work() -> None:
            try:
                found.set_result(self.of(name, make, renew=renew))
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

    def _touch(self, name: str) -> None:
        """Note that a result was asked for: what is asked for least goes first."""
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)

    def _keep(self, name: str, held: tuple[tuple[str, ...], object]) -> None:
        with self._lock:
            self._held[name] = held
            self._held.move_to_end(name)
            while len(self._held) > MOST_KEPT:
                gone, _ = self._held.popitem(last=False)
                self._locks.pop(gone, None)
