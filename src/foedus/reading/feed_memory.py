"""FeedState: what one round of a feed leaves for the next; Memory: where that is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How a feed answered last.

    `etag` and `modified` are its server's words on the version that was read in whole, None where
    something of it is still to be read. `faults` counts the rounds since the feed was last read,
    `wait_seconds` is how long its server asks to be left alone. One that has `ended` is not to be
    asked again: it is gone, or never was a feed. `tries` counts, by guid, how often the page of an
    entry could not be read.
    """

    etag: str | None = None
    modified: str | None = None
    faults: int = 0
    wait_seconds: int | None = None
    ended: bool = False
    tries: Mapping[str, int] = field(default_factory=dict)

    @property
    def conditions(self) -> dict[str, str]:
        """Return the headers with which only a changed feed is sent."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in stated.items() if value}

    def after_fault(self, *, wait_seconds: int | None = None, ended: bool = False) -> FeedState:
        """Return the state after a round in which the feed could not be read."""
        return replace(self, faults=self.faults + 1, wait_seconds=wait_seconds, ended=ended)

    def after_rest(self) -> FeedState:
        """Return the state after a round in which the feed had not changed."""
        return replace(self, faults=0, wait_seconds=None, ended=False)

    def to_json(self) -> str:
        """Return the state as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> FeedState:
        """Return the state that `to_json` wrote; one that is damaged says nothing."""
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError):
            return cls()


class Memory(Protocol):
    """What earlier runs know of feeds and their entries."""

    @property
    def following(self) -> bool:
        """Say whether every address is a feed, so that a page is an error."""

    def holds(self, document_id: str) -> bool:
        """Say whether a document was read already."""

    def recall(self, url: str) -> FeedState | None:
        """Return how a feed answered last; None for an address that never was one."""

    def keep(self, url: str, state: FeedState) -> None:
        """Keep how a feed answered, for the next round or run."""


class _NothingKept:
    """The memory of a run that stores nothing."""

    following = False

    def holds(self, document_id: str) -> bool:
        return False

    def recall(self, url: str) -> FeedState | None:
        return None

    def keep(self, url: str, state: FeedState) -> None:
        """Forget it at once."""


NOTHING_KEPT: Memory = _NothingKept()
