"""Duties read from articles of treaties with the shipped model: who, if what, what, or not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import foedus
from foedus.pipeline import analyze_text
from foedus.records import Commitment, Kind, Voice

FOLDER = Path(__file__).parent / "cases"
CASES = tomllib.loads((FOLDER / "treaties.toml").read_text("utf-8"))["case"]


def _read(text: str, title: str | None = None) -> tuple[Commitment, ...]:
    return analyze_text(text, title=title).commitments


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_obligations_reads_the_article(case: dict[str, list[list[str]] | str]) -> None:
    found = _read(str(case["text"]), str(case["title"]) if "title" in case else None)
    duties = [
        [
            c.committer.name,
            c.condition.span.exact if c.condition else "",
            c.action.span.exact,
            c.polarity.value,
        ]
        for c in found
    ]
    assert duties == case["duties"]
    classes = [
        [c.condition.event_class if c.condition else "", c.action.action_class] for c in found
    ]
    assert classes == case.get("classes", [])
    assert {(c.voice, c.speaker) for c in found} <= {(Voice.AUTHORIAL, None)}


def test_find_obligations_names_the_parties_of_a_known_treaty_as_roles() -> None:
    text = (
        "If a ship of one of the Parties is attacked, each of the other Parties will help the Party"
        " so attacked. The Parties will consult together on such attacks."
    )
    help_given, talks = _read(text, "North Atlantic Treaty, art. 20")
    assert help_given.committer.name == "other:NATO"
    assert help_given.beneficiary is not None
    assert help_given.beneficiary.name == "attacked:NATO"
    assert help_given.condition is not None
    assert help_given.condition.target == "any:NATO"
    assert talks.committer.name == "parties:NATO"


def test_find_obligations_calls_it_assurance_where_an_outsider_is_spared() -> None:
    text = "The Contracting Powers undertake not to attack Switzerland."
    (spared,) = _read(text, "Declaration of the Powers, art. 2")
    (mutual,) = _read("The Contracting Parties undertake not to attack each other.")
    assert (spared.kind, mutual.kind) == (Kind.ASSURANCE, Kind.OBLIGATION)
    assert spared.target is not None
    assert spared.target.name == "Switzerland"


def test_find_obligations_keeps_what_softens_a_duty() -> None:
    text = (
        "If either Party is attacked, the other Party shall take such steps as it deems necessary,"
        " in accordance with its constitutional processes."
    )
    (duty,) = _read(text)
    assert duty.hedges == (
        "such steps as it deems necessary",
        "in accordance with its constitutional processes",
    )


def test_find_obligations_leaves_reports_about_treaties_to_other_rules() -> None:
    text = (
        "The Parties shall consult at once if one of them is attacked, the treaty says. Norway will"
        " send ships if Iceland is attacked, its foreign minister said on Monday."
    )
    found = foedus.analyze(text).commitments
    assert "send ships" in {c.action.span.exact for c in found}
    assert all(not c.committer.name.startswith("parties:") for c in found)
