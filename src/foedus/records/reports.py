"""Report: what became of a run over many inputs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An input that could not be read: its id, the code of the error and what was wrong."""

    document_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How many documents were read anew, read again as a new version, or left as they were stored.

    `failed` lists every input that could not be read, in the order of the inputs.
    """

    stored: int = 0
    new_versions: int = 0
    unchanged: int = 0
    failed: tuple[Failed, ...] = ()
