"""Stories: which documents report one event, from their words alone.

Words are weighed by how rare they are, in the set and in general English (`rarity.tsv`), as names,
as other words and as pairs of words; documents are joined by average linkage. The weights and the
threshold were chosen on the training part of ECB+, over its whole and over random halves, quarters
and eighths of its topics, so that they hold for small sets and large ones.
"""

from __future__ import annotations

import heapq
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedus.merging.words import stem
from foedus.records.documents import Document

THRESHOLD = 0.13
"""Mean similarity that joins two groups; best on the training part."""
SHARES = {"words": 0.25, "names": 0.25, "pairs": 0.5}
BACKGROUND_SHARE = 0.1
"""How much a document of general English counts beside one of the set."""
RARITY_POWER = 1.5
ALONE_SHARE = 0.1
"""How much the words that no other document has count in a document's length."""
WINDOW_DAYS = 14
"""Documents whose days of publication are known and lie further apart tell no one story."""
MOST_DOCUMENTS = 400
"""In large sets a term of more documents is passed over: it tells little and costs much."""
LARGE_SET = 2_000
WEAKEST = 0.02
"""Similarities below this are none; a group's mean loses less than this by it."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")

Bag = dict[str, float]
Scores = NDArray[np.float32]


def group_stories(documents: Iterable[Document]) -> dict[str, str]:
    """Return for every document the id of its story, which is that of the story's first document.

    Args:
        documents: In any order; a copy belongs to the story of its source by its words.

    Returns:
        Ids of documents in the order given, each with the id of the first document of its story.
        A document without words is a story of its own.
    """
    profiles = [_profile(document) for document in documents]
    vectors = [_weigh([one.bags[name] for one in profiles], name) for name in SHARES]
    groups = _link(_similarities(profiles, vectors), len(profiles))
    first: dict[int, str] = {}
    return {
        one.id: first.setdefault(group, one.id) for one, group in zip(profiles, groups, strict=True)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profile:
    """What of a document is compared: its terms in each channel, its days of publication."""

    id: str
    bags: Mapping[str, Bag]
    days: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rarity:
    """How many of `documents` stretches of general English hold a stem or a pair of stems."""

    documents: int
    counts: Mapping[str, int]


@cache
def _load_rarity() -> _Rarity:
    lines = Path(__file__).with_name("rarity.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    total, *terms = rows
    return _Rarity(documents=int(total[1]), counts={term: int(count) for term, count in terms})


@cache
def _load_common() -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
    return frozenset(table["common"].split())


def _profile(document: Document) -> _Profile:
    tokens = _WORD.findall(document.text)
    lowered = [token.lower() for token in tokens]
    small = {token for token in tokens if token[0].islower()}
    common = _load_common()
    stems = [None if word in common else stem(word) for word in lowered]
    names = [
        token[0].isupper() and low not in small and low not in common
        for token, low in zip(tokens, lowered, strict=True)
    ]
    found = [(one, name) for one, name in zip(stems, names, strict=True) if one is not None]
    bags = {
        "words": Counter(one for one, name in found if not name),
        "names": Counter(one for one, name in found if name),
        "pairs": Counter(f"{a} {b}" for a, b in pairwise(stems) if a is not None and b is not None),
    }
    return _Profile(
        id=document.id,
        bags={
            name: {term: math.log2(1 + n) for term, n in bag.items()} for name, bag in bags.items()
        },
        days=_days(document),
    )


def _days(document: Document) -> tuple[int, int] | None:
    earliest, latest = document.published.earliest, document.published.latest
    if earliest is None or latest is None:
        return None
    return date.fromisoformat(earliest[:10]).toordinal(), date.fromisoformat(
        latest[:10]
    ).toordinal()


def _weigh(bags: Sequence[Bag], channel: str) -> list[Bag]:
    """Return the terms of every document that another has too, weighed, at unit length."""
    share, rarity = SHARES[channel], _load_rarity()
    held = Counter(term for bag in bags for term in bag)
    whole = BACKGROUND_SHARE * rarity.documents + len(bags) + 1
    weighed = []
    for bag in bags:
        values = {
            term: count
            * math.log(whole / (BACKGROUND_SHARE * (rarity.counts.get(term, 0) + 0.5) + held[term]))
            ** RARITY_POWER
            for term, count in bag.items()
        }
        alone = sum(value**2 for term, value in values.items() if held[term] == 1)
        shared = {term: value for term, value in values.items() if held[term] > 1}
        length = math.sqrt(sum(v**2 for v in shared.values()) + ALONE_SHARE * alone) or 1.0
        weighed.append({term: math.sqrt(share) * v / length for term, v in shared.items()})
    return weighed


def _similarities(
    profiles: Sequence[_Profile], vectors: Sequence[Sequence[Bag]]
) -> dict[tuple[int, int], float]:
    """Return the similarity of every pair of documents that share a term, weakest left out."""
    large = len(profiles) > LARGE_SET
    sums: list[Scores] = [np.zeros(index, np.float32) for index in range(len(profiles))]
    for vector in vectors:
        holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, bag in enumerate(vector):
            for term, value in bag.items():
                earlier = holders[term]
                if large and len(earlier) > MOST_DOCUMENTS:
                    continue
                if earlier:
                    places, values = zip(*earlier, strict=True)
                    sums[index][list(places)] += np.asarray(values, np.float32) * value
                earlier.append((index, value))
    found = {}
    for later, row in enumerate(sums):
        for earlier_index in np.flatnonzero(row >= WEAKEST).tolist():
            if _are_near(profiles[earlier_index].days, profiles[later].days):
                found[earlier_index, later] = float(row[earlier_index])
    return found


def _are_near(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    if one is None or other is None:
        return True
    return other[0] - one[1] <= WINDOW_DAYS and one[0] - other[1] <= WINDOW_DAYS


def _link(similar: Mapping[tuple[int, int], float], count: int) -> list[int]:
    """Return a group for each of `count` documents: average linkage down to the threshold."""
    near: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), value in similar.items():
        near[one][other] = near[other][one] = value
    sizes, group = [1] * count, list(range(count))
    members: list[list[int]] = [[index] for index in range(count)]
    waiting = [(-value, one, other, 1, 1) for (one, other), value in similar.items()]
    heapq.heapify(waiting)
    while waiting:
        value, one, other, size, other_size = heapq.heappop(waiting)
        if -value < THRESHOLD:
            break
        if sizes[one] != size or sizes[other] != other_size:
            continue  # one of them has grown or gone since
        for index in members[other]:
            group[index] = one
        members[one] += members[other]
        members[other] = []
        _join(near, one, other)
        sizes[one], sizes[other] = size + other_size, 0
        for third, total in near[one].items():
            mean = total / (sizes[one] * sizes[third])
            if mean >= THRESHOLD:
                low, high = min(one, third), max(one, third)
                heapq.heappush(waiting, (-mean, low, high, sizes[low], sizes[high]))
    return group


def _join(near: list[dict[int, float]], one: int, other: int) -> None:
    """Add the similarities of a group to those of the group that takes it in."""
    near[one].pop(other, None)
    for third, total in near[other].items():
        if third == one:
            continue
        near[one][third] = near[one].get(third, 0.0) + total
        near[third].pop(other, None)
        near[third][one] = near[one][third]
    near[other] = {}
