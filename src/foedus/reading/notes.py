"""Notes: what a reader should know about a document that was read, though not without loss."""

from __future__ import annotations

from foedus.records import Document

READ_LANGUAGES = ("en",)


def find_notes(document: Document) -> tuple[str, ...]:
    """Return a line for each thing that limits what can be read; empty for sound English."""
    notes = []
    if document.language.split("-")[0] not in READ_LANGUAGES:
        notes.append(
            f"language is {document.language!r}: only English is read, so it has no records"
        )
    lost = document.text.count("\ufffd")
    if lost:
        notes.append(
            f"{lost} characters stand as U+FFFD: NUL, lone surrogates or bytes of no known encoding"
        )
    return tuple(notes)
