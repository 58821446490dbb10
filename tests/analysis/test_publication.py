from __future__ import annotations

import pytest

from foedus.analysis.publication import bounds_of
from foedus.analysis.times import find_times
from foedus.languages.times import TimeWords
from foedus.records import HowKnown, Published

WORDS = TimeWords.load()
UNKNOWN = Published()


def test_bounds_of_reads_a_coming_event_and_an_earlier_month() -> None:
    text = (
        "The talk comes ahead of the Iron Gate 2021 games in October. "
        "He warned earlier in September of delays."
    )
    times = find_times(text, published=UNKNOWN, words=WORDS)
    bounds = bounds_of(times, text, words=WORDS)
    assert (bounds.earliest, bounds.latest) == ("2021-09-01", "2021-10-31")
    assert bounds.how is HowKnown.BOUNDS


@pytest.mark.parametrize(
    "text",
    [
        "The drills are planned for 2030.",
        "The drills of 2014 will be remembered.",
        "He said in March 2014 that elections will be held in May 2014.",
        "Nothing here has a date.",
        "The talk comes ahead of the Iron Gate 2021 games in October. It all ended in May 2022.",
    ],
)
def test_bounds_of_claims_nothing_that_is_not_sound(text: str) -> None:
    bounds = bounds_of(find_times(text, published=UNKNOWN, words=WORDS), text, words=WORDS)
    assert bounds == Published()
