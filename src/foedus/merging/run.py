"""Merging run: digest what is new, compare it with its rivals, keep the judgements."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from foedus.merging.comparing import Comparing, Piece
from foedus.merging.digests import DIGESTED, VERSION, digest_of
from foedus.records.entries import Entry
from foedus.records.threads import Digest, Judgement, Relation, Verdict

RECORDS_AT_A_TIME = 200
PAIRS_AT_A_TIME = 4_000
UNCOMPARED = "uncompared "
"""Before the version of a digest whose record has keys already but was not compared to the end."""


class Source(Protocol):
    """What a merging run asks of a store; see `foedus.stores.Store`."""

    def find_undigested(self, noun: str, version: str) -> Iterator[Entry]:
        """Yield the records of a noun that have no digest of this version."""

    def add_digests(self, digests: Iterable[Digest]) -> None:
        """Keep digests, in place of older ones."""

    def find_rivals(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the pairs of these records with others that share a key."""

    def find_digests(self, ids: Sequence[str]) -> Iterator[Digest]:
        """Yield the digests of these records."""

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        """Keep judgements, in place of the machine's older ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merging run did: records digested, pairs compared, judgements by their outcome."""

    records: int = 0
    pairs: int = 0
    same: int = 0
    matters: int = 0
    unsure: int = 0
    not_same: int = 0

    def with_judgements(self, pairs: int, judgements: Sequence[Judgement]) -> Merged:
        """Return the counts with another batch of compared pairs."""
        joins = [one for one in judgements if one.relation is not Relation.POSITION]
        verdicts = [one.verdict for one in joins]
        return replace(
            self,
            pairs=self.pairs + pairs,
            same=self.same + verdicts.count(Verdict.SAME),
            matters=self.matters + len(judgements) - len(joins),
            unsure=self.unsure + verdicts.count(Verdict.UNSURE),
            not_same=self.not_same + verdicts.count(Verdict.NOT_SAME),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """A piece on its way; with the last one of a batch, its digests are `compared`."""

    piece: Piece
    future: Future[list[Judgement]] | None
    compared: Sequence[Digest]


def merge(
    source: Source,
    *,
    at: str,
    on_step: Callable[[int], None] | None = None,
    beside: int = 0,
) -> Merged:
    """Compare every record that is new to the rules with its rivals, and keep what was found.

    A run that was stopped is resumed by the same call: a digest counts only when its record was
    compared. Memory does not grow with the store: records come in batches of some hundreds.

    Args:
        source: Where records are and judgements go.
        at: The time of judgement, ISO 8601 in UTC.
        on_step: Called after every batch with the number of records so far.
        beside: How many processes may help when there is much to compare. They are spawned, so a
            script that allows any needs the usual `if __name__ == "__main__"`.

    Returns:
        The counts of this run; all zero where nothing was new.
    """
    with closing(Comparing(beside)) as comparing:
        run = _Run(source, comparing, on_step)
        for noun in DIGESTED:
            entries = source.find_undigested(noun.value, VERSION)
            while batch := [digest_of(entry) for entry in islice(entries, RECORDS_AT_A_TIME)]:
                source.add_digests(replace(one, version=UNCOMPARED + VERSION) for one in batch)
                for piece, compared in _pieces(source, batch, at=at):
                    run.begin(piece, compared)
        run.settle()
    return run.merged


class _Run:
    """What is on its way to be compared, and the counts of what came back."""

    def __init__(
        self, source: Source, comparing: Comparing, on_step: Callable[[int], None] | None
    ) -> None:
        self.merged = Merged()
        self._source, self._comparing, self._on_step = source, comparing, on_step
        self._waiting: deque[_Begun] = deque()

    def begin(self, piece: Piece, compared: Sequence[Digest]) -> None:
        """Begin a piece, with which these digests are compared to the end."""
        future = self._comparing.begin(piece)
        self._waiting.append(_Begun(piece=piece, future=future, compared=compared))
        self.settle(self._comparing.ahead)

    def settle(self, waiting: int = 0) -> None:
        """Keep what was found for the eldest pieces, until so many wait."""
        while len(self._waiting) > waiting:
            begun = self._waiting.popleft()
            judgements = self._comparing.result(begun.piece, begun.future)
            if judgements:
                self._source.add_judgements(judgements)
            merged = self.merged.with_judgements(len(begun.piece.pairs), judgements)
            self.merged = replace(merged, records=merged.records + len(begun.compared))
            if begun.compared:
                self._source.add_digests(begun.compared)
                if self._on_step is not None:
                    self._on_step(self.merged.records)


def _pieces(
    source: Source, batch: Sequence[Digest], *, at: str
) -> Iterator[tuple[Piece, Sequence[Digest]]]:
    """Yield a batch's pairs with their rivals in pieces, the last one with the batch."""
    known = {one.id: one.body for one in batch}
    rivals = source.find_rivals([one.id for one in batch])
    pairs = list(islice(rivals, PAIRS_AT_A_TIME))
    while True:
        others = {one for pair in pairs for one in pair} - known.keys()
        bodies = {one.id: one.body for one in source.find_digests(sorted(others))}
        more = list(islice(rivals, PAIRS_AT_A_TIME))
        yield Piece(pairs=pairs, bodies=known | bodies, at=at), () if more else batch
        if not more:
            return
        pairs = more
