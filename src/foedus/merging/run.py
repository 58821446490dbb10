"""Merging run: digest what is new, compare it with its rivals, keep the judgements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from foedus.merging.compare import judge
from foedus.merging.digests import DIGESTED, VERSION, digest_of
from foedus.merging.features import Features, from_body
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


def merge(source: Source, *, at: str, on_step: Callable[[int], None] | None = None) -> Merged:
    """Compare every record that is new to the rules with its rivals, and keep what was found.

    A run that was stopped is resumed by the same call: a digest counts only when its record was
    compared. Memory does not grow with the store: records come in batches of some hundreds.

    Args:
        source: Where records are and judgements go.
        at: The time of judgement, ISO 8601 in UTC.
        on_step: Called after every batch with the number of records so far.

    Returns:
        The counts of this run; all zero where nothing was new.
    """
    merged = Merged()
    for noun in DIGESTED:
        entries = source.find_undigested(noun.value, VERSION)
        while batch := [digest_of(entry) for entry in islice(entries, RECORDS_AT_A_TIME)]:
            source.add_digests(replace(one, version=UNCOMPARED + VERSION) for one in batch)
            merged = _compare(source, batch, merged=merged, at=at)
            source.add_digests(batch)
            merged = replace(merged, records=merged.records + len(batch))
            if on_step is not None:
                on_step(merged.records)
    return merged


def _compare(source: Source, batch: Sequence[Digest], *, merged: Merged, at: str) -> Merged:
    """Compare a batch with its rivals and return the counts with what was found."""
    known = {one.id: from_body(one.body) for one in batch}
    rivals = source.find_rivals([one.id for one in batch])
    while pairs := list(islice(rivals, PAIRS_AT_A_TIME)):
        features = known | _read(source, {one for pair in pairs for one in pair} - known.keys())
        judgements = [
            one
            for left, right in pairs
            if left in features and right in features
            for one in judge(features[left], features[right], at=at)
        ]
        source.add_judgements(judgements)
        merged = merged.with_judgements(len(pairs), judgements)
    return merged


def _read(source: Source, ids: set[str]) -> dict[str, Features]:
    return {one.id: from_body(one.body) for one in source.find_digests(sorted(ids))}
