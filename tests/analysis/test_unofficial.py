"""Who is of a state and does not speak for it, read with the shipped model."""

from __future__ import annotations

import pytest

import foedus


@pytest.mark.parametrize(
    ("text", "committer", "spoken_for"),
    [
        (
            "Danish opposition leader Nils Holm vowed he would pull the troops out if elected.",
            "Nils Holm",
            False,
        ),
        (
            "Danish opposition leader Nils Holm said Denmark would strike if Peru shut the port.",
            "Denmark",
            True,
        ),
        (
            "A former Danish general said Denmark would strike if Peru shut the port.",
            "Denmark",
            True,
        ),
        (
            "Danish Foreign Minister Nils Holm said Denmark would strike if Peru shut the port.",
            "Denmark",
            False,
        ),
        (
            "Danish ruling party leader Nils Holm said Denmark would strike if Peru shut the port.",
            "Denmark",
            False,
        ),
    ],
)
def test_committer_is_a_state_only_where_its_officials_speak(
    text: str, committer: str, spoken_for: bool
) -> None:
    (promise,) = foedus.analyze(text).commitments
    assert (promise.committer.name, promise.spoken_for) == (committer, spoken_for)


def test_former_minister_of_the_tables_does_not_bind_his_state() -> None:
    text = "Former Israeli prime minister Ehud Barak said Israel would strike if Iran moved."
    (promise,) = foedus.analyze(text, published="2024-05-05").commitments
    assert promise.spoken_for


def test_opposition_leader_keeps_the_code_of_his_state() -> None:
    text = "Danish opposition leader Nils Holm said the port was shut."
    (statement,) = foedus.analyze(text).statements
    assert statement.speaker is not None
    assert (statement.speaker.code, statement.speaker.sector) == ("DNK", "OPP")
