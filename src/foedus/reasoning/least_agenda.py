"""Agenda: what a search back has still to look at, the fewest events first.

Where promises answer each other in rings, proofs of one event go on and on, and sets of two would
never have their turn. After a while the shortest proof is therefore taken every second time.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeAlias, TypeVar

FAIR_AFTER = 2_500
"""So many times the fewest events alone decide: few questions need more."""

Item = TypeVar("Item")
Rank: TypeAlias = tuple[int, bool, int]
"""How many events, whether only a special case, and the weakest promise: the least comes first."""


@dataclass(slots=True)
class _Entry(Generic[Item]):
    """Something to look at, with its rank and the length of its proof so far."""

    rank: Rank
    length: int
    item: Item
    taken: bool = False


@dataclass(slots=True)
class Agenda(Generic[Item]):
    """A queue in two orders: by rank, and after some turns by the length of the proof besides."""

    fair_after: int = FAIR_AFTER
    _by_rank: list[tuple[Rank, int, _Entry[Item]]] = field(default_factory=list)
    _by_length: list[tuple[bool, int, int, _Entry[Item]]] | None = None
    _ticks: Iterator[int] = field(default_factory=count)
    _turns: int = 0

    def put(self, rank: Rank, length: int, item: Item) -> None:
        """Take something up."""
        entry, tick = _Entry(rank, length, item), next(self._ticks)
        heapq.heappush(self._by_rank, (rank, tick, entry))
        if self._by_length is not None:
            heapq.heappush(self._by_length, (rank[1], length, tick, entry))

    def take(self, *, fair: bool = True) -> tuple[Rank, int, Item]:
        """Return what comes next, with its rank and length, and forget it.

        Args:
            fair: Whether short proofs have their turns.

        Raises:
            IndexError: Nothing is left.
        """
        self._turns += fair
        if self._turns == self.fair_after:
            self._by_length = [(e.rank[1], e.length, tick, e) for _, tick, e in self._by_rank]
            heapq.heapify(self._by_length)
        if self._by_length is not None and self._turns % 2:
            entry = heapq.heappop(self._by_length)[-1]
        else:
            entry = heapq.heappop(self._by_rank)[-1]
        entry.taken = True
        self._drop_taken()
        return entry.rank, entry.length, entry.item

    @property
    def next_rank(self) -> Rank | None:
        """Return the least rank that waits; None if nothing does."""
        return self._by_rank[0][0] if self._by_rank else None

    def clear(self) -> None:
        """Forget everything."""
        self._by_rank.clear()
        self._by_length = None

    def _drop_taken(self) -> None:
        """Let both orders begin with what was not taken from the other."""
        while self._by_rank and self._by_rank[0][-1].taken:
            heapq.heappop(self._by_rank)
        while self._by_length and self._by_length[0][-1].taken:
            heapq.heappop(self._by_length)
