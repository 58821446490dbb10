"""Analysis: everything that one document was read to say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from foedus.records.actions import Event, Figure
from foedus.records.commitments import Commitment
from foedus.records.documents import Document
from foedus.records.statements import Statement
from foedus.records.times import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One document and its records, each list in the order of the text."""

    document: Document
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[When, ...] = ()


def record_id(noun: str, sha256: str, *parts: object) -> str:
    """Return the id of a record: a letter for its noun and a hash of what it says and where.

    `sha256` is the document's; `parts` are the offsets and values that tell the record from others.
    """
    said = "\x1f".join([noun, sha256, *(str(part) for part in parts)])
    return f"{noun[0]}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
