"""Which tokens stand between quotation marks."""

from __future__ import annotations

import pytest

from foedus.analysis.parse import Parse, Token
from foedus.analysis.quotes import find_quoted
from foedus.analysis.tokens import find_tokens


def quoted_words(text: str) -> list[str]:
    """Return the words of a text that stand in a quotation."""
    spans = find_tokens(text)
    tokens = tuple(
        Token(i, a, b, text[a:b], "", "X", "", -1, "dep", 0) for i, (a, b) in enumerate(spans)
    )
    found = find_quoted(Parse(text, tokens, ()))
    return [token.text for token in tokens if found[token.index] and token.text.isalpha()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said: "Stay calm." Then he left.', ["Stay", "calm"]),
        ("She called it “an act of war” on Monday.", ["an", "act", "of", "war"]),
        ('"Mixed marks” close all the same.', ["Mixed", "marks"]),
        ("'We wait,' the envoy said.", ["We", "wait"]),
        ("The ministers' plan is ready.", []),
        ('An "open mark ends\nwith its paragraph.', ["open", "mark", "ends"]),
    ],
)
def test_find_quoted_marks_the_words_inside(text: str, words: list[str]) -> None:
    assert quoted_words(text) == words
