"""Weighing of statements and events: who, what kind, which words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.merging.features import Features, Telling
from foedus.merging.parties import is_known, names_of
from foedus.merging.weighing import (
    IDENTICAL,
    SURE_STEMS,
    Point,
    likeness_of,
    numbers_of,
    point,
)
from foedus.records.entries import Listed

NEAR_COLON = 60
"""Characters: the end of a sentence that a reading may leave out before a colon."""

SURE_STATEMENT_STEMS = 3
"""Shared words from which two statements can be known; fewer count in proportion."""


def weigh_kindred(left: Features, right: Features) -> Iterator[Point]:
    """Yield the reasons for and against two statements or events being one."""
    a, b = left.committer, right.committer
    if a & b:
        yield point("kindred.speaker", f"both are of {names_of(a & b)}")
    elif a and b and all(map(is_known, a | b)):
        yield point("committer.veto", f"one is of {names_of(a)}, the other of {names_of(b)}")
    if left.pact is not None and right.pact is not None:
        feature = "pact_same" if left.pact == right.pact else "veto"
        yield point(f"kindred.{feature}", f"the makings of {left.pact}; {right.pact}")
    if left.act and right.act:
        feature = "act_same" if set(left.act.split()) & set(right.act.split()) else "act_differs"
        yield point(f"kindred.{feature}", f"{left.act} and {right.act}")
    yield from _words(left, right)
    for what in ("target", "named"):
        x: frozenset[str] = getattr(left, what)
        y: frozenset[str] = getattr(right, what)
        if x & y:
            yield point(f"kindred.{what}_same", f"both name {names_of(x & y)}")
        elif x and y and all(map(is_known, x | y)):
            feature = "kindred.target_differs" if what == "target" else "kindred.named_differ"
            yield point(feature, f"they name {names_of(x)}; {names_of(y)}")
    if left.others and right.others and not left.others & right.others:
        yield point("kindred.place_differs", f"{names_of(left.others)}; {names_of(right.others)}")


def _words(left: Features, right: Features) -> Iterator[Point]:
    shared = left.act_stems & right.act_stems
    words = likeness_of(left.act_stems, right.act_stems)
    if left.document == right.document and _are_two_quotations(left, right) and words < IDENTICAL:
        yield point("kindred.veto", "one text quotes both, so they are two")
    if is_inside(left, right):
        yield point("kindred.veto", "one stands inside the other")
    if words and not _share_more_than_conditions(left, right):
        yield point("kindred.only_condition", "they share no word but those of their conditions")
    elif words:
        enough = SURE_STATEMENT_STEMS if left.noun == Listed.STATEMENTS else SURE_STEMS
        sure = words * min(1.0, len(shared) / enough)
        yield point("kindred.words", f"both say {', '.join(sorted(shared))}", times=sure)
    elif left.act_stems and right.act_stems and not (left.pact or introduces(left, right)):
        yield point("kindred.no_word", "they have no word in common")
    if words >= IDENTICAL:
        yield point("kindred.identical", "nearly all words are the same")
    a, b = numbers_of(left.act_stems), numbers_of(right.act_stems)
    if a and b and not a & b:
        yield point("kindred.numbers", "the figures differ")


def introduces(left: Features, right: Features) -> bool:
    """Say whether one statement runs up to a colon and the other stands behind it."""
    if left.noun != Listed.STATEMENTS or left.document != right.document:
        return False
    first, second = sorted((left, right), key=lambda one: one.start)
    return second.introduced and 0 <= second.start - first.end <= NEAR_COLON


def is_inside(left: Features, right: Features) -> bool:
    """Say whether one statement's characters lie among those of the other."""
    if left.noun != Listed.STATEMENTS or left.document != right.document:
        return False
    outer, inner = sorted((left, right), key=lambda one: one.start - one.end)
    return outer.start <= inner.start and inner.end <= outer.end


def _share_more_than_conditions(left: Features, right: Features) -> bool:
    """Say whether two statements meet in what they say will be, where both say if what."""
    if not left.if_stems or not right.if_stems:
        return True
    return bool((left.act_stems - left.if_stems) & (right.act_stems - right.if_stems))


def _are_two_quotations(left: Features, right: Features) -> bool:
    both = left.telling is right.telling is Telling.VERBATIM
    return both and left.noun == Listed.STATEMENTS
