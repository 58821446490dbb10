"""Entry: a record together with what it cannot be read without."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foedus.records.actions import Event, Figure
from foedus.records.commitments import Commitment
from foedus.records.documents import Document
from foedus.records.statements import Statement
from foedus.records.times import When


class Listed(StrEnum):
    """The nouns that are listed record by record."""

    STATEMENTS = "statements"
    COMMITMENTS = "commitments"
    EVENTS = "events"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record with its document and, where there is one, the statement it stands in."""

    noun: Listed
    record: Statement | Commitment | Event | Figure | When
    document: Document
    statement: Statement | None = None

    @property
    def id(self) -> str:
        """Return the record's id; empty for a time, which has none."""
        return "" if isinstance(self.record, When) else self.record.id
