"""Counts: weighing of figures, by what is counted, how many, and of whom."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.merging.features import Features
from foedus.merging.parties import is_known, names_of
from foedus.merging.weighing import Point, likeness_of, point

MOST_NAMED = 2


def weigh_counts(left: Features, right: Features) -> Iterator[Point]:
    """Yield the reasons for and against two figures being one; another number never is."""
    if left.act != right.act:
        yield point("count.veto", f"one counts {left.act}, the other {right.act}")
        return
    yield point("count.unit", f"both count {left.act}")
    if left.kind != right.kind:
        yield point("count.veto", f"the numbers are {left.kind} and {right.kind}")
        return
    yield point("count.number", f"both say {left.kind}")
    later = max((left, right), key=lambda one: (one.document, one.start))
    if left.document == right.document and later.introduced:
        yield point("count.definite", "the later one speaks of them as known")
    shared = left.named & right.named
    if shared:
        times = min(MOST_NAMED, len(shared))
        yield point("count.named_same", f"both sentences name {names_of(shared)}", times=times)
    elif left.named and right.named and all(map(is_known, left.named | right.named)):
        yield point("count.named_differ", f"{names_of(left.named)}; {names_of(right.named)}")
    words = likeness_of(left.sentence - left.act_stems, right.sentence - right.act_stems)
    if words:
        yield point("count.words", "the sentences have words in common", times=words)
