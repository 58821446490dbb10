"""Following: feeds asked over and over, each when it is due."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from foedus.reading.feed_memory import FeedState

MAX_WAIT_SECONDS = 86_400.0
"""A feed that fails, or asks for patience, is asked again after a day at the latest."""
_EARLY = 0.9
"""Rounds come up to a tenth early, so that many readers do not ask in the same second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often feeds are asked: a round every so many seconds, and where time comes from."""

    every: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = field(default=random.random)


def follow(urls: Iterable[str], read: Callable[[str], FeedState | None], *, rhythm: Rhythm) -> None:
    """Ask feeds at once and then each when it is due, until all have ended.

    Args:
        urls: The addresses of feeds.
        read: Reads one round of a feed, and returns how the feed answered.
        rhythm: How often.
    """
    due = dict.fromkeys(urls, rhythm.clock())
    while due:
        url = min(due, key=lambda url: due[url])
        if (left := due[url] - rhythm.clock()) > 0:
            rhythm.sleep(left)
        state = read(url) or FeedState()
        del due[url]
        if not state.ended:  # to the end of the row: feeds that are due at once take turns
            due[url] = rhythm.clock() + seconds_until_next(state, rhythm)


def seconds_until_next(state: FeedState, rhythm: Rhythm) -> float:
    """Return how long a feed is left alone: twice as long after each fault in a row, a day at most.

    What its server asks for counts where it is longer.
    """
    longest = max(MAX_WAIT_SECONDS, rhythm.every)
    wait = rhythm.every * (_EARLY + (1 - _EARLY) * rhythm.chance())
    if state.faults:
        grown = min(rhythm.every * 2.0 ** min(state.faults, 30), longest)
        wait = max(wait, grown * (1 + rhythm.chance()) / 2)
    return max(wait, min(state.wait_seconds or 0, longest))
