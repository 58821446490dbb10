"""Partition: places 0, 1, 2 … that are joined into groups."""

from __future__ import annotations


class Partition:
    """Groups of the places 0 to `count` - 1; each begins as a group of its own."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, place: int) -> int:
        """Return the lowest place of the group that this one is in."""
        while (above := self._above[place]) != place:
            self._above[place] = self._above[above]
            place = above
        return place

    def join(self, one: int, other: int) -> int:
        """Make the groups of two places one and return its root."""
        low, high = sorted((self.root(one), self.root(other)))
        self._above[high] = low
        return low
