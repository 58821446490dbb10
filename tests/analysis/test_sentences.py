"""Paragraphs, sentences by rule, and the windows that the model reads."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.sentences import find_boundaries, find_headlines, find_paragraphs, pack_windows
from foedus.analysis.tokens import find_tokens

WRAPPED = "\n".join(
    [
        "The harbour of the old town was closed for most of the winter, and",
        "no ship could enter it before the ice had been broken by the navy,",
        "which had sent two of its smaller vessels north early in February.",
        "Merchants complained that their goods lay idle on the quays while",
        "the price of grain went up from week to week in all three markets.",
        "Nobody in the council could say when the harbour would open again.",
    ]
)


@st.composite
def packings(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], int]:
    """Draw sizes, boundaries, paragraphs and a limit that go together."""
    sizes = draw(st.lists(st.integers(1, 6), max_size=60))
    some = st.sets(st.integers(0, max(len(sizes) - 1, 0)))
    paragraphs = (draw(some) | {0}) if sizes else set()
    boundaries = (draw(some) | paragraphs) if sizes else set()
    return sizes, sorted(boundaries), sorted(paragraphs), draw(st.integers(1, 40))


@given(packing=packings())
def test_pack_windows_covers_all_tokens_once_and_in_order(
    packing: tuple[list[int], list[int], list[int], int],
) -> None:
    sizes, boundaries, paragraphs, limit = packing
    windows = pack_windows(sizes, boundaries, paragraphs, limit=limit)
    covered = [token for first, last in windows for token in range(first, last)]
    assert covered == list(range(len(sizes)))
    assert all(first < last for first, last in windows)


@given(packing=packings())
def test_pack_windows_keeps_to_its_limit_and_to_whole_sentences(
    packing: tuple[list[int], list[int], list[int], int],
) -> None:
    """Only a token that is too large alone may pass the limit; only a long sentence is cut."""
    sizes, boundaries, paragraphs, limit = packing
    for first, last in pack_windows(sizes, boundaries, paragraphs, limit=limit):
        assert sum(sizes[first:last]) <= limit or last == first + 1
        if last < len(sizes) and last not in boundaries:
            end = min((b for b in boundaries if b > first), default=len(sizes))
            assert sum(sizes[first:end]) > limit


def test_pack_windows_prefers_the_end_of_a_paragraph() -> None:
    """The third sentence would fit, but the paragraph ends before it and the half is full."""
    windows = pack_windows([1] * 12, [0, 3, 6, 9], [0, 6], limit=10)
    assert windows == [(0, 6), (6, 12)]


def test_pack_windows_cuts_a_sentence_that_is_too_long() -> None:
    assert pack_windows([2] * 5, [0], [0], limit=4) == [(0, 2), (2, 4), (4, 5)]


def test_pack_windows_gives_none_for_no_tokens() -> None:
    assert pack_windows([], [], [], limit=10) == []


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("One.\n\nTwo.", ["One", "Two"]),
        ("One.\nTwo.", ["One", "Two"]),
        ("One.\n \t\r\nTwo.", ["One", "Two"]),
        ("One. Two.", ["One"]),
        ("\n\nOne.", ["One"]),
        ("Oman will go to war if Qatar is attacked, its defence\nminister said.", ["Oman"]),
        ("Oman will go to war if Qatar is attacked.\nminister", ["Oman", "minister"]),
        ("on war\nthe text", ["on", "the"]),
    ],
)
def test_find_paragraphs_divides_at_line_breaks(text: str, starts: list[str]) -> None:
    tokens = find_tokens(text)
    assert [text[slice(*tokens[i])] for i in find_paragraphs(text, tokens)] == starts


def test_find_paragraphs_joins_hard_wrapped_lines() -> None:
    text = f"{WRAPPED}\n\n{WRAPPED}"
    tokens = find_tokens(text)
    starts = [tokens[i][0] for i in find_paragraphs(text, tokens)]
    assert starts == [0, len(WRAPPED) + 2]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("He left. She stayed.", ["He", "She"]),
        ("“He left.” She stayed.", ["“", "She"]),
        ("“He left?” she asked.", ["“"]),
        ("Mr. Osk left! Why?", ["Mr.", "Why"]),
        ("He paid 3.5 million. 40 men came.", ["He", "40"]),
        ("(He left.) “She” stayed.", ["(", "“"]),
        ("a heading\nthe text", ["a", "the"]),
    ],
)
def test_find_boundaries_begins_sentences(text: str, starts: list[str]) -> None:
    tokens = find_tokens(text)
    assert [text[slice(*tokens[i])] for i in find_boundaries(text, tokens)] == starts


@given(text=st.text(alphabet="aB1. \n\"”'’)?…", max_size=60))
def test_find_boundaries_hold_every_paragraph(text: str) -> None:
    tokens = find_tokens(text)
    boundaries = find_boundaries(text, tokens)
    assert boundaries == sorted(set(boundaries))
    assert set(find_paragraphs(text, tokens)) <= set(boundaries)
    assert boundaries[:1] == ([0] if tokens else [])


def test_find_headlines_keeps_to_capitals_without_a_stop() -> None:
    text = (
        "Minister Vows to Stand By Malta's Side If Talks Fail\n"
        "The minister said so on Monday\n"
        "No Talks. No Deal With Malta\n"
        "Ferry Sinks"
    )
    tokens = find_tokens(text)
    found = find_headlines(text, tokens, find_paragraphs(text, tokens))
    lines = [text[tokens[first][0] : tokens[last - 1][1]] for first, last in found]
    assert lines == ["Minister Vows to Stand By Malta's Side If Talks Fail"]


def test_paragraphs_of_a_text_of_one_long_line_are_found_in_no_time() -> None:
    text = "The fleet left port on Monday and came back. " * 60_000
    started = time.process_time()
    assert find_paragraphs(text, find_tokens(text)) == [0]
    # A look back at the whole line for every word took a minute and a half.
    assert time.process_time() - started < 10
