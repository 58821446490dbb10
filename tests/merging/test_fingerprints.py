"""What a text is known by: digests of words, runs of words, and the prints that find them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.merging.fingerprints import (
    SURE_WORDS,
    count_shared,
    fold,
    keep_shared,
    take_fingerprints,
)

WORDS = st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=0, max_size=60)
PASSAGE = " ".join(f"harbour{letter}" for letter in "abcdefghijklmno"[:SURE_WORDS])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The “port” isn’t open.", "the port  isn't OPEN", True),
        ("Aid of 1,500 tons", "aid of 1500 tons", False),
        ("Kestria agrees", "Kestria disagrees", False),
        ("", "…", True),
    ],
)
def test_take_fingerprints_has_one_digest_for_the_same_words(
    one: str, other: str, same: bool
) -> None:
    assert (take_fingerprints(one).digest == take_fingerprints(other).digest) is same
    assert (fold(one) == fold(other)) is same


@given(WORDS, WORDS, WORDS, WORDS)
def test_take_fingerprints_of_a_shared_passage_share_a_print(
    before: list[str], after: list[str], first: list[str], last: list[str]
) -> None:
    left = take_fingerprints(" ".join([*before, PASSAGE, *after]))
    right = take_fingerprints(" ".join([*first, PASSAGE, *last]))
    assert count_shared(left.prints, right.prints) >= 1
    for one in (left, right):
        assert count_shared(one.prints, one.runs) == len(one.prints)


def test_take_fingerprints_leaves_out_what_each_outlet_writes_anew() -> None:
    text = f"A headline of our own\n{PASSAGE}"
    apart = take_fingerprints(text, apart=[(0, text.index("\n"))])
    assert np.array_equal(apart.runs, take_fingerprints(PASSAGE).runs)
    assert apart.digest == take_fingerprints(text).digest
    nothing_left = take_fingerprints(text, apart=[(0, len(text))])
    assert np.array_equal(nothing_left.runs, take_fingerprints(text).runs)


@given(st.lists(st.sets(st.integers(0, 30)), max_size=6))
def test_keep_shared_keeps_what_two_hold(sets: list[set[int]]) -> None:
    arrays = [np.array(sorted(one), np.uint32) for one in sets]
    for index, kept in enumerate(keep_shared(arrays)):
        others = set[int]().union(*(one for i, one in enumerate(sets) if i != index))
        assert kept.tolist() == sorted(sets[index] & others)
