"""From the documents of a store to sources with their carriers, and to stories."""

from __future__ import annotations

from foedus.merging.duplicates import Copies, copies_of
from foedus.merging.stories import group_stories
from foedus.stores import Store


def find_stories(store: Store) -> dict[str, str]:
    """Return for every document the id of the story (one event) that it belongs to."""
    return group_stories(store.find_documents())


def find_copies(store: Store) -> list[Copies]:
    """Return the groups of documents that are one source with many carriers."""
    return copies_of(store.find_documents())
