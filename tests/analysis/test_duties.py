"""What the duties of a treaty are in the table of alliances, and which condition they wait for."""

from __future__ import annotations

import pytest

from foedus.analysis.duties import tabulate_duties
from foedus.languages.treaties import TreatyWords
from foedus.pipeline import analyze_text
from foedus.world.instruments import Duty

WORDS = TreatyWords.load()


@pytest.mark.parametrize(
    ("text", "duty", "condition"),
    [
        (
            "If Norway is attacked, the other Parties shall give it military aid at once.",
            Duty.DEFENCE,
            "If Norway is attacked",
        ),
        (
            "If either Party is involved in war, the other Party shall assist it with arms.",
            Duty.OFFENCE,
            "If either Party is involved in war",
        ),
        (
            "If one of the Parties is attacked, the other Party shall not supply the attacker with"
            " arms.",
            Duty.NEUTRALITY,
            "If one of the Parties is attacked",
        ),
        (
            "The Parties undertake never to resort to war against each other.",
            Duty.NONAGGRESSION,
            "",
        ),
        (
            "The Parties shall consult together whenever peace is threatened.",
            Duty.CONSULTATION,
            "whenever peace is threatened",
        ),
        ("The Contracting Powers guarantee the frontiers of Latvia.", Duty.GUARANTEE, ""),
    ],
)
def test_tabulate_duties_tells_sort_and_condition(text: str, duty: Duty, condition: str) -> None:
    (row,) = tabulate_duties(analyze_text(text).commitments, WORDS)
    assert row.duty is duty
    assert row.conditional == bool(condition)
    assert (row.condition.exact if row.condition else "") == condition


def test_tabulate_duties_leaves_out_what_has_no_place_in_the_table() -> None:
    text = "The Parties shall exchange students. The Parties shall report every change of tariffs."
    found = analyze_text(text).commitments
    assert len(found) == 2
    assert tabulate_duties(found, WORDS) == ()


def test_tabulate_duties_takes_no_threat_for_an_obligation() -> None:
    text = "Russia will send troops if Norway attacks Finland, President Putin said on Monday."
    found = analyze_text(text).commitments
    assert found
    assert tabulate_duties(found, WORDS) == ()
