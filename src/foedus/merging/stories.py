"""Stories: which documents report one event, from their words alone.

Words are weighed by how rare they are, in the set and in general English (`rarity.tsv`), as names,
as other words and as pairs of words; documents are joined by average linkage. The weights and the
threshold were chosen on the training part of ECB+, over its whole and over random parts of one to
eight of its topics, so that they hold for small sets and large ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from foedus.merging.bags import CHANNELS, Bag, add_text
from foedus.merging.linkage import link
from foedus.merging.neighbours import find_neighbours
from foedus.merging.rows import Rows, weigh
from foedus.records.documents import Document

THRESHOLD = 0.12
"""Mean similarity that joins two groups; best on the training part."""
MOST_DAYS = 14
"""A publication date less sure than this is taken as unknown."""


def group_stories(documents: Iterable[Document]) -> dict[str, str]:
    """Return for every document the id of its story, which is that of the story's first document.

    Args:
        documents: In any order, read once; their texts are not kept.

    Returns:
        Ids of documents in the order given, each with the id of the first document of its story.
        A document without words is a story of its own.

    Example:
        >>> texts = ("Varnia shut Port Ilse.", "Port Ilse was shut by Varnia.", "Rain fell.")
        >>> group_stories(Document(id=text[0], text=text) for text in texts)
        {'V': 'V', 'P': 'V', 'R': 'R'}
    """
    ids, days, rows = _read(documents)
    order = sorted(range(len(ids)), key=lambda place: (days[place] is None, days[place] or 0.0))
    rows = rows.take(order)
    groups = link(
        rows,
        find_neighbours(rows, weakest=THRESHOLD),
        threshold=THRESHOLD,
        days=[days[place] for place in order],
    )
    group_of = dict(zip(order, groups, strict=True))
    first: dict[int, str] = {}
    return {one: first.setdefault(group_of[place], one) for place, one in enumerate(ids)}


def _read(documents: Iterable[Document]) -> tuple[list[str], list[float | None], Rows]:
    """Return the ids, days and rows of documents; what was counted for the rows is let go."""
    ids: list[str] = []
    days: list[float | None] = []
    bags = {channel: Bag() for channel in CHANNELS}
    for document in documents:
        ids.append(document.id)
        days.append(_day(document))
        add_text(bags, document.text)
    return ids, days, weigh(bags)


def _day(document: Document) -> float | None:
    """Return the middle of the days on which a document may have come out, if they are few."""
    earliest, latest = document.published.earliest, document.published.latest
    if earliest is None or latest is None:
        return None
    begin, end = (date.fromisoformat(one[:10]).toordinal() for one in (earliest, latest))
    return (begin + end) / 2 if end - begin <= MOST_DAYS else None
