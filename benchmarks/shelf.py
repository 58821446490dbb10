"""Shelf: records, digests and judgements in memory, for a merging run without a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from foedus.records.entries import Entry
from foedus.records.threads import Digest, Judgement, Relation

MOST_SHARED = 200
"""A key that more records share is passed over, as a store does."""


class Shelf:
    """A place that answers a merging run; keys in order of their records."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.digests: dict[str, Digest] = {}
        self.judgements: dict[tuple[str, str, Relation], Judgement] = {}
        self._by_key: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def find_undigested(self, noun: str, version: str) -> Iterator[Entry]:
        """Yield the records of a noun that have no digest of this version."""
        for entry in self.entries:
            digest = self.digests.get(entry.id)
            if entry.noun == noun and (digest is None or digest.version != version):
                yield entry

    def add_digests(self, digests: Iterable[Digest]) -> None:
        """Keep digests and file them under their keys."""
        for digest in digests:
            before = self.digests.get(digest.id)
            self.digests[digest.id] = digest
            if before is None or before.keys != digest.keys:
                for key in before.keys if before else ():
                    self._by_key[key].pop(digest.id, None)
                for key in digest.keys:
                    self._by_key[key][digest.id] = None

    def find_digests(self, ids: Sequence[str]) -> Iterator[Digest]:
        """Yield the digests of these records."""
        return (self.digests[one] for one in ids if one in self.digests)

    def find_rivals(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the pairs of these records with others that share a key, each once."""
        asked = set(ids)
        for one in ids:
            rivals: set[str] = set()
            for key in self.digests[one].keys:
                holders = self._by_key[key]
                if len(holders) <= MOST_SHARED:
                    rivals.update(holders)
            rivals.discard(one)
            yield from (
                (one, other) for other in sorted(rivals) if other not in asked or one < other
            )

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        """Keep judgements, in place of older ones on the same pair and relation."""
        for one in judgements:
            self.judgements[one.left, one.right, one.relation] = one
