"""Threads: who belongs together, in which order, under which id."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.merging import VERSION, index_threads, related_threads, thread_of, threads_of
from foedus.merging.weights import load_weights
from foedus.records.threads import MACHINE, Judgement, Reason, Relation, Thread, Verdict
from tests.merging.tellings import telling

ROW = {"by": "Norway", "do": "send ships", "act": "deploy"}
ENTRIES = [telling({**ROW, "day": f"2023-03-{10 + index}"}, str(index)) for index in range(7)]
IDS = [entry.id for entry in ENTRIES]
VETO = (Reason(feature="trigger", weight=load_weights().veto, said="the places differ"),)


def judged(
    left: int,
    right: int,
    verdict: Verdict = Verdict.SAME,
    *,
    judge: str = MACHINE,
    score: float = 0.9,
    relation: Relation = Relation.UTTERANCE,
) -> Judgement:
    first, second = sorted((IDS[left], IDS[right]))
    return Judgement(
        left=first,
        right=second,
        relation=relation,
        verdict=verdict,
        judge=judge,
        at="2023-04-01T00:00:00Z",
        score=score if judge == MACHINE else None,
        reasons=VETO if verdict is Verdict.NOT_SAME and judge == MACHINE else (),
        version=VERSION if judge == MACHINE else None,
    )


def on(at: str, judgement: Judgement) -> Judgement:
    return replace(judgement, at=at)


def groups(threads: Sequence[Thread]) -> set[frozenset[int]]:
    return {frozenset(IDS.index(entry.id) for entry in one.entries) for one in threads}


def members(judgements: Sequence[Judgement], count: int = 4) -> set[frozenset[int]]:
    return groups(threads_of(ENTRIES[:count], judgements))


def test_threads_of_joins_what_is_the_same_through_others() -> None:
    assert members([judged(0, 1), judged(1, 2, relation=Relation.RESTATEMENT)]) == {
        frozenset({0, 1, 2}),
        frozenset({3}),
    }


def test_threads_of_does_not_join_on_position_or_doubt() -> None:
    loose = [
        judged(0, 1, relation=Relation.POSITION),
        judged(1, 2, Verdict.UNSURE),
    ]
    assert len(members(loose)) == 4


def test_threads_of_lets_a_person_overrule_the_machine() -> None:
    assert members([judged(0, 1), judged(0, 1, Verdict.NOT_SAME, judge="mia")], 2) == {
        frozenset({0}),
        frozenset({1}),
    }
    assert members([judged(0, 1, Verdict.NOT_SAME), judged(0, 1, judge="mia")], 2) == {
        frozenset({0, 1})
    }
    assert len(members([judged(0, 1), judged(0, 1, Verdict.UNSURE, judge="mia")], 2)) == 2


def test_threads_of_lets_the_latest_word_of_a_person_stand() -> None:
    early = on("2023-04-02T00:00:00Z", judged(0, 1, Verdict.NOT_SAME, judge="mia"))
    late = on("2023-04-03T00:00:00Z", judged(0, 1, judge="mia"))
    assert len(members([late, early], 2)) == 1
    withdrawn = on("2023-04-04T00:00:00Z", judged(0, 1, Verdict.WITHDRAWN, judge="mia"))
    assert len(members([late, early, withdrawn], 2)) == 2
    assert len(members([late, early, withdrawn, judged(0, 1)], 2)) == 1


def test_threads_of_gives_the_machine_back_its_word_only_when_all_persons_withdraw() -> None:
    other = on("2023-04-02T00:00:00Z", judged(0, 1, Verdict.NOT_SAME, judge="tom"))
    withdrawn = on("2023-04-04T00:00:00Z", judged(0, 1, Verdict.WITHDRAWN, judge="mia"))
    assert len(members([judged(0, 1), other, withdrawn], 2)) == 2


def test_threads_of_refuses_the_weakest_machine_join_across_a_cannot_link() -> None:
    chain = [judged(0, 1, score=0.9), judged(1, 2, score=0.6), judged(2, 3, score=0.8)]
    parted = [*chain, judged(0, 3, Verdict.NOT_SAME, judge="mia")]
    assert members(parted) == {frozenset({0, 1}), frozenset({2, 3})}
    machine = [*chain, judged(0, 3, Verdict.NOT_SAME)]
    assert members(machine) == {frozenset({0, 1}), frozenset({2, 3})}


def test_threads_of_passes_over_judgements_of_older_rules() -> None:
    assert len(members([replace(judged(0, 1), version="0")], 2)) == 2


def test_threads_of_orders_utterances_by_time_and_tellings_by_exactness() -> None:
    rows = [
        {**ROW, "style": "headline", "day": "2023-03-20"},
        {**ROW, "style": "indirect", "day": "2023-03-20"},
        {**ROW, "style": "direct", "day": "2023-03-21"},
        {**ROW, "style": "direct", "day": "2023-03-02"},
    ]
    entries = [telling(row, f"o{index}") for index, row in enumerate(rows)]
    ties = [
        (0, 1, Relation.UTTERANCE),
        (1, 2, Relation.UTTERANCE),
        (2, 3, Relation.RESTATEMENT),
    ]
    judgements = []
    for left, right, relation in ties:
        first, second = sorted((entries[left].id, entries[right].id))
        judgements.append(replace(judged(0, 1, relation=relation), left=first, right=second))
    (thread,) = threads_of(entries, judgements)
    told = [[entries.index(entry) for entry in one.entries] for one in thread.utterances]
    assert told == [[3], [2, 1, 0]]
    assert thread.id == f"t-{entries[0].id[2:]}"


def test_threads_of_lets_a_headline_bear_on_its_best_promise_alone() -> None:
    page = {**ROW, "page": "one"}
    entries = [
        telling({**page, "style": "headline"}, "h"),
        telling({**page, "do": "send ships north"}, "a"),
        telling({**page, "do": "send ships south"}, "b"),
    ]
    judgements = []
    for other, score in ((1, 0.7), (2, 0.8)):
        first, second = sorted((entries[0].id, entries[other].id))
        judgements.append(replace(judged(0, 1, score=score), left=first, right=second))
    found = threads_of(entries, judgements)
    assert [[entries.index(e) for e in one.entries] for one in found] == [[2, 0], [1]]


def test_thread_of_answers_to_every_id_that_was_ever_given_out() -> None:
    before = threads_of(ENTRIES[:3], [judged(1, 2)])
    after = threads_of(ENTRIES[:3], [judged(1, 2), judged(0, 1)])
    for thread in before:
        found = thread_of(after, thread.id)
        assert found is not None
        assert {entry.id for entry in thread.entries} <= {entry.id for entry in found.entries}
    assert thread_of(after, IDS[2]) == after[0]
    assert thread_of(after, "t-nothing") is None


def test_related_threads_finds_the_author_s_other_words_on_the_matter() -> None:
    judgements = [judged(0, 1), judged(1, 2, relation=Relation.POSITION)]
    threads = threads_of(ENTRIES[:4], judgements)
    assert related_threads(threads[0], threads, judgements=judgements) == [threads[1]]
    assert related_threads(threads[2], threads, judgements=judgements) == []


PAIRS = st.sampled_from(list(itertools.combinations(range(len(IDS)), 2)))
DAYS = st.integers(1, 28).map(lambda day: f"2023-04-{day:02}T00:00:00Z")


@st.composite
def judgements_of(draw: st.DrawFn) -> list[Judgement]:
    found = []
    for left, right in draw(st.lists(PAIRS, max_size=14)):
        person = draw(st.booleans())
        one = judged(
            left,
            right,
            draw(st.sampled_from(list(Verdict) if person else list(Verdict)[:3])),
            judge=draw(st.sampled_from(("mia", "tom"))) if person else MACHINE,
            score=draw(st.integers(50, 100)) / 100,
            relation=draw(st.sampled_from(list(Relation))),
        )
        found.append(on(draw(DAYS), one))
    return found


@settings(max_examples=80, deadline=None)
@given(judgements_of(), st.randoms(use_true_random=False))
def test_threads_of_does_not_depend_on_any_order(
    judgements: list[Judgement], chance: object
) -> None:
    shuffled, entries = list(judgements), list(ENTRIES)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands out a Random
    chance.shuffle(entries)  # type: ignore[attr-defined]
    found, again = threads_of(ENTRIES, judgements), threads_of(entries, shuffled)
    assert groups(found) == groups(again)
    by_members = {frozenset(e.id for e in one.entries): one.utterances for one in again}
    for one in found:
        assert by_members[frozenset(e.id for e in one.entries)] == one.utterances


@settings(max_examples=80, deadline=None)
@given(judgements_of())
def test_threads_of_puts_every_entry_into_one_thread(judgements: list[Judgement]) -> None:
    threads = threads_of(ENTRIES, judgements)
    assert sorted(entry.id for one in threads for entry in one.entries) == sorted(IDS)
    index = index_threads(threads)
    assert all(any(e.id == one for e in index[one].entries) for one in IDS)
    assert all(index[one.id] == one for one in threads)


@settings(max_examples=80, deadline=None)
@given(judgements_of())
def test_threads_of_keeps_apart_what_persons_keep_apart(judgements: list[Judgement]) -> None:
    index = index_threads(threads_of(ENTRIES, judgements))
    latest: dict[tuple[str, str], dict[str, Judgement]] = {}
    for one in sorted(judgements, key=lambda j: (j.at, j.judge, j.relation, j.verdict)):
        if one.judge != MACHINE and one.relation is not Relation.POSITION:
            latest.setdefault((one.left, one.right), {})[one.judge] = one
    for pair, said in latest.items():
        standing = [one for one in said.values() if one.verdict is not Verdict.WITHDRAWN]
        if standing and all(one.verdict is Verdict.NOT_SAME for one in standing):
            assert index[pair[0]].id != index[pair[1]].id


@settings(max_examples=80, deadline=None)
@given(judgements_of(), st.integers(1, len(IDS)))
def test_threads_of_keeps_its_ids_when_entries_are_added(
    judgements: list[Judgement], count: int
) -> None:
    before = threads_of(ENTRIES[:count], judgements)
    after = index_threads(threads_of(ENTRIES, judgements))
    for thread in before:
        assert after[thread.id].entries
        assert thread.id == f"t-{min((e for e in thread.entries), key=ENTRIES.index).id[2:]}"
