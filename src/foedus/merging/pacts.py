"""Pacts: which known treaty the event of an agreement made, by its parties and its date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from functools import cache

from foedus.records.times import When
from foedus.world.instruments import instruments

AGREEING = "accession"
"""The class of events in which a treaty comes to be."""


def pact_of(event_class: str, actors: Set[str], when: When | None) -> str | None:
    """Return the id of the one instrument that just these parties signed within this time.

    None where the tables know none or several, and where the text does not say when.
    """
    if event_class != AGREEING or when is None or when.earliest is None or when.latest is None:
        return None
    found = [
        name
        for name, signed in _by_parties().get(frozenset(actors), ())
        if when.earliest[:10] <= signed <= when.latest[:10]
    ]
    return found[0] if len(found) == 1 else None


@cache
def _by_parties() -> dict[frozenset[str], list[tuple[str, str]]]:
    """Return the (id, day of signature) of the instruments of each set of parties."""
    found: dict[frozenset[str], list[tuple[str, str]]] = defaultdict(list)
    for one in instruments():
        found[frozenset(party.code for party in one.parties)].append((one.id, one.signed))
    return dict(found)
