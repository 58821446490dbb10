"""Keys: what brings two records together for comparison, so that never all meet all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import combinations

from foedus.merging.acts import load_acts
from foedus.merging.features import Features
from foedus.merging.occasions import buckets
from foedus.records.entries import Listed

NEAR_DAYS = 31
FAR_DAYS = 183
WORD_KEYS = 3
SHORTEST_KEY_LETTERS = 5


def keys_of(features: Features) -> Iterator[str]:
    """Yield the readable keys of a record's noun."""
    if features.noun == Listed.FIGURES:
        yield f"page {features.document} {features.act} {features.kind}"
        for window in buckets(features.said, NEAR_DAYS):
            yield f"count {features.act} {features.kind} {window}"
        return
    words = "|".join(sorted({*features.act_stems, *features.act_named, *features.if_stems}))
    yield f"words {words}"
    for party in sorted(features.committer):
        yield f"page {features.document} {party}"
        if features.noun == Listed.COMMITMENTS:
            yield from _commitment_keys(features, party)
        else:
            yield from _word_keys(features, party, days=NEAR_DAYS)
            if features.pact is not None:
                yield f"pact {features.pact}"
            if features.noun == Listed.EVENTS:
                for window in buckets(features.said, NEAR_DAYS):
                    yield f"event {party} {features.act} {window}"


def _commitment_keys(features: Features, party: str) -> Iterator[str]:
    families = sorted(families_of(features))
    triggers = sorted(
        {
            f"{leaf.event_class} {side}"
            for leaf in features.leaves
            for side in (leaf.actor, leaf.target, leaf.place)
            if side
        }
    )
    for window in buckets(features.said, NEAR_DAYS):
        for family in families:
            yield f"month {party} {family} {window}"
    for window in buckets(features.said, FAR_DAYS):
        for trigger in triggers:
            yield f"if {party} {trigger} {window}"
        for other in sorted(features.others):
            for family in families:
                yield f"matter {party} {other} {family} {window}"
        for first, second in combinations(sorted(_longest(features.act_stems)), 2):
            yield f"act {party} {first} {second} {window}"
    yield from _word_keys(features, party, days=NEAR_DAYS)


def families_of(features: Features) -> frozenset[str]:
    """Return the families of an act, as it is worded and as it comes to."""
    acts = load_acts()
    worded = features.worded_act
    if worded is None or worded in acts.vague:
        return acts.families(features.act)
    return acts.families(features.act) | acts.families(worded)


def _word_keys(features: Features, party: str, *, days: int) -> Iterator[str]:
    """Yield keys of the longest words: long words are rare ones, near enough for a key."""
    stems = {*features.act_stems, *features.if_stems}
    for one in _longest(one for one in stems if len(one) >= SHORTEST_KEY_LETTERS):
        for window in buckets(features.said, days):
            yield f"word {party} {one} {window}"


def _longest(stems: Iterable[str]) -> list[str]:
    return sorted(stems, key=lambda word: (-len(word), word))[:WORD_KEYS]


def short(key: str) -> str:
    """Return a key as twelve hexadecimal characters."""
    return hashlib.blake2b(key.encode(), digest_size=6).hexdigest()
