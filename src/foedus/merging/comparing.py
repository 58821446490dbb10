"""Comparing many pairs: in this process, and in others beside it where there is much to compare."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from foedus.merging.compare import judge
from foedus.merging.features import from_body
from foedus.records.threads import Judgement

MANY_PAIRS = 20_000
"""So many pairs, some seconds of work, are compared before another process is worth its start."""

AHEAD = 2
"""Pieces that wait for each process beside this one, so that it is never idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Pairs of record ids to compare, with the digests' bodies by id. `at`: time of judgement."""

    pairs: Sequence[tuple[str, str]]
    bodies: Mapping[str, str]
    at: str


def compare_piece(piece: Piece) -> list[Judgement]:
    """Return the judgements on the pairs of a piece, in their order; see `judge`."""
    features = {record_id: from_body(body) for record_id, body in piece.bodies.items()}
    return [
        one
        for left, right in piece.pairs
        if left in features and right in features
        for one in judge(features[left], features[right], at=piece.at)
    ]


class Comparing:
    """Compares pieces, until it is closed.

    A process that is killed costs nothing but time: its pieces are compared here.
    """

    def __init__(self, beside: int = 0) -> None:
        """Compare in this process only, or in up to `beside` others when there is much."""
        self._beside = beside
        self._pool: ProcessPoolExecutor | None = None
        self._pairs = 0

    @property
    def ahead(self) -> int:
        """How many pieces may wait before the first is asked for; none where all is done here."""
        return AHEAD * self._beside if self._pool else 0

    def begin(self, piece: Piece) -> Future[list[Judgement]] | None:
        """Begin to compare a piece beside this process; None where `result` will do it here."""
        self._pairs += len(piece.pairs)
        if self._beside and self._pool is None and self._pairs > MANY_PAIRS:
            self._pool = ProcessPoolExecutor(
                self._beside,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_follow_parent,
            )
        try:
            return self._pool.submit(compare_piece, piece) if self._pool else None
        except BrokenProcessPool:
            self.close()
            return None

    def result(self, piece: Piece, begun: Future[list[Judgement]] | None) -> list[Judgement]:
        """Return the judgements on a piece, waiting for them or making them here."""
        if begun is not None:
            try:
                return begun.result()
            except BrokenProcessPool:
                self.close()
        return compare_piece(piece)

    def close(self) -> None:
        """End the processes; what was not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool, self._beside = None, 0


def _follow_parent() -> None:
    """Leave an interrupt to the parent, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
