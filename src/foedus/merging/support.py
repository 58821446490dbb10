"""Support: whether a sentence of a document's body bears its headline out."""

from __future__ import annotations

from foedus.merging.parties import matter_of
from foedus.merging.wordings import action_words, condition_words, sentences_of
from foedus.records.entries import Entry

SHARE_OF_WORDS = 0.5
"""A sentence, with the one before it, that has this share of a headline's matter bears it out.

Chosen on the cases of the tests; half lets a synonym pass for either the act or the trigger.
"""


def is_supported(headline: Entry) -> bool:
    """Say whether two running sentences below a headline have at least half of its matter."""
    wanted = set(matter_of(f"{action_words(headline) or ''} {condition_words(headline) or ''}"))
    if not wanted:
        return True
    text = headline.document.text
    end = _end_of_headline(headline)
    before: set[str] = set()
    for _, sentence in sentences_of(text[end:]):
        here = set(matter_of(sentence))
        if len(wanted & (here | before)) >= SHARE_OF_WORDS * len(wanted) and wanted & here:
            return True
        before = here
    return False


def _end_of_headline(entry: Entry) -> int:
    document = entry.document
    if document.headline is not None:
        return document.headline[1]
    title = document.title or ""
    if title and document.text.startswith(title):
        return len(title)
    return document.text.find("\n") if "\n" in document.text else 0
