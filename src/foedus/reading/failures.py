"""Failure: one input that could not be read, and why, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.errors import FoedusError


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input without a document; `code` is the `code` of the error that stopped it.

    `id` is the id the document would have had: its own, or the name of the file with the line.
    """

    id: str
    code: str
    message: str

    @classmethod
    def of(cls, document_id: str, error: FoedusError) -> Failure:
        """Return the failure that reports this error, its message folded into one line."""
        return cls(id=document_id, code=error.code, message=" ".join(str(error).split()))
