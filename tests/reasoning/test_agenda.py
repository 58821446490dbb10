"""What a search looks at next."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.reasoning import least_agenda
from foedus.reasoning.least_agenda import Agenda

RANKS = st.tuples(st.integers(1, 3), st.booleans(), st.integers(0, 2))
ENTRIES = st.lists(st.tuples(RANKS, st.integers(0, 9)), max_size=40)


def test_take_gives_the_least_rank_and_of_equals_the_first() -> None:
    agenda: Agenda[str] = Agenda()
    for rank, name in (((2, False, 0), "two"), ((1, False, 1), "one"), ((1, False, 1), "second")):
        agenda.put(rank, 0, name)
    assert [agenda.take()[-1] for _ in range(3)] == ["one", "second", "two"]
    assert agenda.next_rank is None


@settings(max_examples=60, deadline=None)
@given(entries=ENTRIES, early=st.integers(0, 40), turns=st.integers(1, 50))
def test_take_gives_everything_once(
    entries: list[tuple[least_agenda.Rank, int]], early: int, turns: int
) -> None:
    agenda: Agenda[int] = Agenda(fair_after=turns)
    taken: list[int] = []
    for number, (rank, length) in enumerate(entries):
        agenda.put(rank, length, number)
        if number < early and number % 3 == 0:
            taken.append(agenda.take()[-1])
    while agenda.next_rank is not None:
        taken.append(agenda.take()[-1])
    assert sorted(taken) == list(range(len(entries)))


def test_take_gives_short_proofs_a_turn_among_endless_small_ones() -> None:
    """A proof of one event that grows with every step does not keep a set of two from its turn."""
    agenda: Agenda[str] = Agenda(fair_after=5)
    agenda.put((2, False, 0), 1, "two")
    agenda.put((1, False, 0), 2, "endless")
    seen = []
    for length in range(3, 20):
        seen.append(agenda.take()[-1])
        agenda.put((1, False, 0), length, "endless")
    assert seen.index("two") == 4  # the first turn that goes by length
