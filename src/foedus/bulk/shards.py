"""Shards: some of the documents of an archive, named by what they are and by what reads them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

MAX_DOCUMENTS = 200
"""So many documents a shard at most: with the model a minute's work, lost if a worker dies."""
MAX_BYTES = 4_000_000
"""A shard is closed when it holds so much, be it few documents."""
ID_CHARACTERS = 20
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of one file: bytes [start, end), and of what they hold the items [first, last).

    An item is what a reader yields: a document or a failure. `last` is None where all that follows
    belongs here. `before` is how many lines or rows of the file stand before the bytes. `name` is
    how the file is called in ids, `input_format` how it is read ("jsonl", "warc", "csv.gz" …).
    `documents` is how many items there are, as far as they were counted.
    """

    path: str
    name: str
    input_format: str
    start: int
    end: int
    sha256: str
    before: int = 0
    first: int = 0
    last: int | None = None
    documents: int = 1

    @property
    def is_whole(self) -> bool:
        """Say whether everything in the bytes belongs here."""
        return self.first == 0 and self.last is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Pieces that one worker reads at a time, with the name of the code and model that do."""

    pieces: tuple[Piece, ...]
    model: str

    @property
    def id(self) -> str:
        """Return a hash of inputs, byte ranges, contents, code and model."""
        said = [self.model, *(tuple(asdict(piece).values()) for piece in self.pieces)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:ID_CHARACTERS]

    @property
    def documents(self) -> int:
        """Return how many items the shard holds, as far as they were counted."""
        return sum(piece.documents for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The items [first, last) of a shard, counted over its pieces; all that follow if None."""

    shard: Shard
    first: int = 0
    last: int | None = None

    @property
    def id(self) -> str:
        """Return the id of the shard, with the items where the part is not all of it."""
        if self.first == 0 and self.last is None:
            return self.shard.id
        return f"{self.shard.id}.{self.first}-{'' if self.last is None else self.last}"

    @property
    def is_single(self) -> bool:
        """Say whether the part is one item."""
        return self.last is not None and self.last - self.first == 1

    def split(self, at: int | None = None) -> tuple[Part, ...]:
        """Return the parts before, of and behind an item, or two halves where none is named.

        What follows behind the items that were counted is a part of its own.
        """
        last = max(self.first + 1, self.shard.documents) if self.last is None else self.last
        if at is None or not self.first <= at < last:
            cuts = [self.first, (self.first + last) // 2, last]
        else:
            cuts = [self.first, at, at + 1, last]
        ends: list[tuple[int, int | None]] = [(a, b) for a, b in pairwise(cuts) if a < b]
        if self.last is None:
            ends.append((last, None))
        return tuple(replace(self, first=a, last=b) for a, b in ends)


def group_pieces(
    pieces: Iterable[Piece], *, model: str, documents: int = MAX_DOCUMENTS
) -> Iterator[Shard]:
    """Yield shards of pieces that follow each other, of at most so many documents."""
    waiting: list[Piece] = []
    held = size = 0
    for piece in pieces:
        weight = piece.end - piece.start
        if waiting and (held + piece.documents > documents or size + weight > MAX_BYTES):
            yield Shard(pieces=tuple(waiting), model=model)
            waiting, held, size = [], 0, 0
        waiting.append(piece)
        held, size = held + piece.documents, size + weight
    if waiting:
        yield Shard(pieces=tuple(waiting), model=model)


def hash_bytes(path: Path, start: int, end: int) -> str:
    """Return the SHA-256 of a file's bytes [start, end)."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        stream.seek(start)
        left = end - start
        while left > 0 and (block := stream.read(min(BLOCK_BYTES, left))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()


def to_json(part: Part) -> str:
    """Return a part as JSON, to cross from one process to another."""
    return json.dumps(asdict(part))


def from_json(text: str) -> Part:
    """Return the part that `to_json` wrote."""
    written = json.loads(text)
    shard = written.pop("shard")
    pieces = tuple(Piece(**piece) for piece in shard["pieces"])
    return Part(shard=Shard(pieces=pieces, model=shard["model"]), **written)
