"""Choosing sentences by their words, before the model reads any."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.scan import find_cues, find_stretches, find_worthwhile, weigh
from foedus.languages.scan import NUMBER, Cues, ScanWords, load_scan
from foedus.records.analyses import KINDS

WORDS = ScanWords(
    groups={"vow": frozenset({"pledged", "vowed"}), "when": frozenset({"if"})},
    kinds={
        "commitments": Cues(
            intercept=-2.0, threshold=0.0, weights={"@vow@when": 3.0, "rain": -2.0}
        ),
        "figures": Cues(intercept=-1.0, threshold=0.0, weights={NUMBER: 1.5, "page #": -4.0}),
    },
)
TEXT = "Oslo pledged help if the dam breaks. It rained. Nine died; 12 were hurt.\n\nSee page 4"
PROMISE = "Peru vowed to close the border if the raids go on, and will send troops if it must."
WEATHER = "The afternoon was warm and the gardens stood open."


def chosen(*kinds: str) -> list[str]:
    return [TEXT[start:end].strip() for start, end in find_worthwhile(TEXT, WORDS, kinds)]


def test_find_worthwhile_returns_the_sentences_of_the_wanted_kinds() -> None:
    assert chosen("commitments") == ["Oslo pledged help if the dam breaks."]
    assert chosen("figures") == ["Nine died; 12 were hurt."]
    assert chosen("commitments", "figures") == [*chosen("commitments"), *chosen("figures")]
    assert chosen() == []


def test_find_cues_joins_words_and_groups() -> None:
    cues = find_cues("They vowed 40 ships if asked", WORDS)
    assert {"they", "vowed", NUMBER, f"vowed {NUMBER}", "@vow", "@when", "@vow@when"} <= cues
    assert weigh(cues, WORDS.kinds["commitments"]) == 1.0


def test_load_scan_knows_every_kind_and_tells_a_promise_from_the_weather() -> None:
    words = load_scan("en")
    assert set(words.kinds) == set(KINDS)
    text = f"{WEATHER} {PROMISE}"
    (span,) = find_worthwhile(text, words, ["commitments"])
    assert text[slice(*span)] == PROMISE


@given(st.text(alphabet='aB1 .?!\n"”’)…', max_size=60))
def test_find_stretches_covers_all_but_blanks_in_order(text: str) -> None:
    place = 0
    for start, end in find_stretches(text):
        assert place <= start < end <= len(text)
        assert not text[place:start].strip()
        assert text[start:end].strip()
        place = end
    assert not text[place:].strip()
