"""Tests of the frame of a cue: when something was said, and who goes on to say more."""

from __future__ import annotations

import foedus


def test_time_of_an_aside_is_not_when_it_was_said() -> None:
    text = "Norway, which signed the pact in June, said it would stay."
    (statement,) = foedus.analyze(text, published="2024-08-01").statements
    assert statement.said is None


def test_time_beside_the_cue_is_when_it_was_said() -> None:
    (statement,) = foedus.analyze(
        "Norway, which signed the pact, said in June that it would stay.", published="2024-08-01"
    ).statements
    assert statement.said is not None
    assert str(statement.said.earliest) == "2024-06-01"


def test_who_goes_on_to_threaten_is_who_said_it_and_no_pronoun_of_what_he_said() -> None:
    text = (
        "Yemen's Houthi movement said on Friday it would continue to attack ships in the Red Sea"
        ' until food was let in, and threatened a "strong response" to the strikes.'
    )
    speakers = [s.speaker.name for s in foedus.analyze(text).statements if s.speaker]
    assert speakers == ["Houthis", "Houthis"]


def test_subject_of_what_is_said_is_no_name_of_the_outlet_before_it() -> None:
    text = "Minister Petr Fiala told public radio Prague would stay."
    (statement,) = foedus.analyze(text).statements
    assert statement.channel == ("public radio",)
