"""What a store knows of feeds and of the pages they lead to."""

from __future__ import annotations

from foedus.reading.feed_memory import FeedState
from foedus.stores import Store


class StoreMemory:
    """The memory of runs that read into a store; see `reading.feed_memory.Memory`.

    Args:
        store: Where documents and states are kept.
        following: Whether every address is to be a feed.
        again: Read everything as if nothing were held.
    """

    def __init__(self, store: Store, *, following: bool = False, again: bool = False) -> None:
        self._store, self._following, self._again = store, following, again

    @property
    def following(self) -> bool:
        """Say whether every address is a feed, so that a page is an error."""
        return self._following

    def holds(self, document_id: str) -> bool:
        """Say whether a document was read already."""
        return not self._again and self._store.has(document_id)

    def recall(self, url: str) -> FeedState | None:
        """Return how a feed answered last; None for an address that never was one."""
        kept = None if self._again else self._store.recall(_name(url))
        return None if kept is None else FeedState.from_json(kept)

    def keep(self, url: str, state: FeedState) -> None:
        """Keep how a feed answered; one that answers again has not failed."""
        self._store.remember(_name(url), state.to_json())
        if not state.faults:
            self._store.forget_failure(url)


def _name(url: str) -> str:
    return f"feed {url}"
