"""Weighing of statements and events: who, what kind, which words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.merging.features import Features
from foedus.merging.parties import is_known, names_of
from foedus.merging.weighing import IDENTICAL, likeness_of, reason
from foedus.records.threads import Reason


def weigh_kindred(left: Features, right: Features) -> Iterator[Reason]:
    """Yield the reasons for and against two statements or events being one."""
    a, b = left.committer, right.committer
    if a & b:
        yield reason("kindred.speaker", f"both are of {names_of(a & b)}")
    elif a and b and all(map(is_known, a | b)):
        yield reason("committer.veto", f"one is of {names_of(a)}, the other of {names_of(b)}")
    if left.act and right.act:
        feature = "act_same" if set(left.act.split()) & set(right.act.split()) else "act_differs"
        yield reason(f"kindred.{feature}", f"{left.act} and {right.act}")
    yield from _words(left, right)
    for what in ("target", "named"):
        x: frozenset[str] = getattr(left, what)
        y: frozenset[str] = getattr(right, what)
        if x & y:
            yield reason(f"kindred.{what}_same", f"both name {names_of(x & y)}")
        elif x and y and all(map(is_known, x | y)):
            feature = "kindred.target_differs" if what == "target" else "kindred.named_differ"
            yield reason(feature, f"they name {names_of(x)}; {names_of(y)}")
    if left.others and right.others and not left.others & right.others:
        yield reason("kindred.place_differs", f"{names_of(left.others)}; {names_of(right.others)}")


def _words(left: Features, right: Features) -> Iterator[Reason]:
    words = likeness_of(left.act_stems, right.act_stems)
    if words:
        shared = ", ".join(one for one in left.act_stems if one in right.act_stems)
        yield reason("kindred.words", f"both say {shared}", times=words)
    elif left.act_stems and right.act_stems:
        yield reason("kindred.no_word", "they have no word in common")
    if words >= IDENTICAL:
        yield reason("kindred.identical", "nearly all words are the same")
    numbers = [{one for one in side.act_stems if one[0].isdigit()} for side in (left, right)]
    if all(numbers) and not numbers[0] & numbers[1]:
        yield reason("kindred.numbers", "the figures differ")
