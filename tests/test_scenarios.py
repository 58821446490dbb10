"""Scenarios in words and patterns: how events are read; where none is, nothing is made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.errors import InvalidPattern
from foedus.reasoning.printing import print_expression
from foedus.records.entries import Listed
from foedus.reviewing import reject
from foedus.scenarios import load_promises, read_events, whatif
from foedus.stores import open_store

REPORT = """Kyrgyzstan Promises to Help Tajikistan

BISHKEK, March 4, 2031 — Kyrgyzstan will go to war if Tajikistan is attacked, its defence minister
said on Monday.
"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Poland attacks Russian territory", ["armed_attack(POL, RUS)"]),
        ("Ukraine attacks Donbas", ["armed_attack(UKR, unknown, place=Donbas)"]),
        ("anyone attacks Belarus", ["armed_attack(any, BLR)"]),
        ("attack", ["armed_attack(any, any)"]),
        ("China blockades Taiwan; Japan sanctions China",
         ["blockade(CHN, TWN)", "sanctions(JPN, CHN)"]),
        ("invasion(RUS, UKR) & supply_cut(RUS, DEU)",
         ["invasion(RUS, UKR)", "supply_cut(RUS, DEU)"]),
        ("Israel strikes Iranian nuclear sites", ["armed_attack(ISR, IRN)"]),
        ("talks between Russia and Ukraine collapse", ["noncompliance(any, RUS; UKR)"]),
        ("Ukraine is admitted to NATO",
         ["accession(UKR, NATO)", "joins_alliance_against?(UKR, NATO)"]),
    ],
)  # fmt: skip
def test_read_events_reads_words_and_patterns(text: str, read: list[str]) -> None:
    assert [print_expression(event) for event in read_events([text])] == read


def test_read_events_takes_a_blow_at_a_nuclear_plant_for_no_nuclear_blow() -> None:
    [event] = read_events(["Israel strikes an Iranian nuclear plant"])
    assert event.event_class == "armed_attack"
    assert event.manner == ()


REFUSAL = """NATO Would Pull Back

BRUSSELS, March 3, 2022 — If Russia does not attack Ukraine, NATO will withdraw its battalions from
Romania, Jens Stoltenberg, the secretary-general of NATO, said on Thursday.
"""


def test_whatif_lets_an_event_that_must_not_be_set_nothing_off(tmp_path: Path) -> None:
    address, report = str(tmp_path / "foedus.db"), tmp_path / "report.txt"
    report.write_text(REFUSAL, "utf-8")
    assert CliRunner().invoke(app, ["--store", address, "read", str(report)]).exit_code == 0
    with open_store(address) as store:
        promises = load_promises(store)
        attack = whatif(promises, read_events(["Russia attacks Ukraine"]))
        other = whatif(promises, read_events(["Russia attacks Georgia"]))
    assert attack.triggered == other.triggered == ()
    [blocked], [standing] = attack.unmet, other.unmet
    assert blocked.why.startswith("stands only until there is an armed attack by Russia on Ukraine")
    assert standing.why.startswith("stands until there is an armed attack by Russia on Ukraine")


@pytest.mark.parametrize(
    "text", ["The weather is nice", "hello", "Everybody sleeps well tonight", ";", "(", "war(A, B)"]
)
def test_read_events_says_that_a_text_names_no_event(text: str) -> None:
    with pytest.raises(InvalidPattern):
        read_events([text])


def test_whatif_puts_events_to_what_a_store_holds(tmp_path: Path) -> None:
    address, report = str(tmp_path / "foedus.db"), tmp_path / "report.txt"
    report.write_text(REPORT, "utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["--store", address, "read", str(report)]).exit_code == 0
    events = read_events(["Uzbekistan attacks Tajikistan"])
    with open_store(address) as store:
        answer = whatif(load_promises(store), events)
        assert {one.rule.committer for one in answer.triggered} == {"KGZ"}
        assert whatif(load_promises(store), events, at="2030-01-01").triggered == ()
        for entry in list(store.find_records(Listed.COMMITMENTS)):
            reject(store, entry.id, by="ana")
        assert whatif(load_promises(store), events).triggered == ()
    wrong = runner.invoke(app, ["--store", address, "whatif", "armed_atack(UKR, RUS)"])
    assert wrong.exit_code == 2
    assert "nearest: armed_attack" in wrong.output
    assert "\n  armed_atack(UKR, RUS)\n  ^" in wrong.output
    treaties = ["--store", address, "whatif", "--with-treaties", "--format", "table"]
    assert "Albania" in runner.invoke(app, [*treaties, "Russia attacks Estonia"]).output
