"""What the benchmark of fast readings counts."""

from __future__ import annotations

from dataclasses import replace

import foedus
from benchmarks.cascade import Tally, _without, compare, places_of
from foedus.records.analyses import KINDS, Plan, narrowed

TEXT = (
    "Varnia will send warships to Ostland if Kestria closes the strait, President Ilse Maran said"
    " on Monday. Kestria denied on Tuesday that at least 40 of its ships had left harbour."
)


def test_compare_counts_what_is_marked_and_what_is_the_same() -> None:
    full = foedus.analyze(TEXT)
    for kind in KINDS:
        count = len(places_of(full, kind))
        assert compare(full, full, kind) == (count, count, count)
    assert compare(full, narrowed(full, Plan(only=("events",))), "commitments") == (1, 0, 0)
    (promise,) = full.commitments
    renamed = replace(full, commitments=(replace(promise, id="c-other"),))
    assert compare(full, renamed, "commitments") == (1, 1, 0)


def test_without_leaves_out_stretches_in_which_a_word_was_read() -> None:
    stretches = iter([(0, 10), (10, 20), (20, 30), (30, 40)])
    assert list(_without(stretches, [3, 12, 33])) == [(20, 30)]


def test_recall_draws_over_documents_that_have_records() -> None:
    tally = Tally(rows={"events": [(0, 0, 0), (4, 4, 4), (4, 2, 0)]})
    share, low, high = tally.recall("events", 1) or (0.0, 0.0, 0.0)
    assert (share, low, high) == (0.75, 0.5, 1.0)
    assert tally.recall("figures", 1) is None
