"""When feeds are asked again; time is counted, not waited for."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from foedus.following import MAX_WAIT_SECONDS, Rhythm, follow, seconds_until_next
from foedus.reading.feed_memory import FeedState


def rhythm_of(
    every: float, chance: Callable[[], float] = lambda: 1.0
) -> tuple[Rhythm, list[float]]:
    """Return a rhythm whose time passes by sleeping alone, and the one moment that it shows."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        assert seconds > 0
        now[0] += seconds

    return Rhythm(every=every, clock=lambda: now[0], sleep=sleep, chance=chance), now


def test_follow_asks_each_feed_when_it_is_due() -> None:
    rhythm, now = rhythm_of(60)
    asked: list[tuple[str, float]] = []
    answers = {
        "good": [FeedState(), FeedState(), FeedState(), FeedState(ended=True)],
        "bad": [FeedState(faults=1), FeedState(), FeedState(ended=True)],
    }

    def read(url: str) -> FeedState:
        asked.append((url, now[0]))
        return answers[url].pop(0)

    follow(["good", "bad"], read, rhythm=rhythm)
    assert asked == [
        ("good", 0),
        ("bad", 0),
        ("good", 60),
        ("bad", 120),
        ("good", 120),
        ("bad", 180),
        ("good", 180),
    ]


def test_follow_goes_on_without_a_state() -> None:
    rhythm, now = rhythm_of(60)
    states = [None, FeedState(ended=True)]
    follow(["a"], lambda url: states.pop(0), rhythm=rhythm)
    assert now == [60]


@given(
    st.integers(0, 100),
    st.none() | st.integers(0, 10**9),
    st.floats(60, 10**6),
    st.floats(0, 1),
)
def test_seconds_until_next_stay_within_bounds(
    faults: int, asked: int | None, every: float, chance: float
) -> None:
    rhythm, _ = rhythm_of(every, lambda: chance)
    wait = seconds_until_next(FeedState(faults=faults, wait_seconds=asked), rhythm)
    longest = max(MAX_WAIT_SECONDS, every)
    assert 0.9 * every <= wait <= longest
    if asked is not None:
        assert wait >= min(asked, longest)


def test_seconds_until_next_double_with_each_fault() -> None:
    rhythm, _ = rhythm_of(60)
    waits = [seconds_until_next(FeedState(faults=faults), rhythm) for faults in range(4)]
    assert waits == [60, 120, 240, 480]
