"""`review`: one key each, single records, many at once; and what lists and `show` say then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.records import Analysis
from foedus.records.codec import from_dict
from foedus.records.threads import MACHINE, Judgement, Reason, Relation, Verdict
from foedus.stores import open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return from_dict(json.loads(CASE.read_text("utf-8")))


@pytest.fixture
def store(analysis: Analysis, tmp_path: Path) -> str:
    path = tmp_path / "foedus.db"
    with open_store(path, create=True) as opened:
        opened.put(analysis)
    return str(path)


def run(*args: str, keys: str = "", code: int = 0) -> str:
    result = CliRunner().invoke(app, args, input=keys)
    assert result.exit_code == code, result.output
    return result.output


def listed(store: str, *options: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["--store", store, "list", "commitments", *options])
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_review_takes_one_key_for_each_record(store: str, analysis: Analysis) -> None:
    doubtful, sure = sorted(analysis.commitments, key=lambda one: one.score)
    said = run("--store", store, "review", "--by", "ana", keys="ar")
    assert "1 of 2" in said
    assert "2 decided by ana, 0 left" in said
    assert [row["id"] for row in listed(store)] == [doubtful.id]
    [accepted] = listed(store, "--status", "accepted")
    assert accepted["review"]["status"] == "accept"
    assert [step["reviewer"] for step in accepted["review"]["history"]] == ["ana"]
    assert [row["id"] for row in listed(store, "--status", "rejected")] == [sure.id]
    assert "no commitments" in run("--store", store, "review", "--by", "ana")


def test_review_undo_and_back_leave_the_machines_proposal(store: str, analysis: Analysis) -> None:
    run("--store", store, "review", "--by", "ana", keys="akuq")
    assert all(row["review"]["status"] is None for row in listed(store))
    [changed] = [row for row in listed(store) if row["review"]["history"]]
    assert [step["decision"] for step in changed["review"]["history"]] == ["accept", "undo"]


def test_review_edits_a_slot_by_its_name(store: str, analysis: Analysis) -> None:
    record_id = sorted(analysis.commitments, key=lambda one: one.score)[0].id
    said = run("--store", store, "review", "--by", "ana",
               keys="ekind\noffer\nthey gain by it\nq")  # fmt: skip
    assert "they gain" not in said.splitlines()[-1]
    [row] = [row for row in listed(store) if row["id"] == record_id]
    assert row["kind"] == "offer"
    [step] = row["review"]["history"]
    assert (step["slot"], step["after"], step["reason"]) == ("kind", '"offer"', "they gain by it")
    shown = run("--store", store, "show", record_id, "--format", "table")
    assert "kind edited" in shown
    assert "they gain by it" in shown


def test_review_names_records_and_options(store: str, analysis: Analysis) -> None:
    first, second = (commitment.id for commitment in analysis.commitments)
    run("--store", store, "review", first, "--edit", "committer=Belarus", "--edit",
        "spoken_for=true", "--why", "see the text", "--by", "ana")  # fmt: skip
    [row] = [row for row in listed(store) if row["id"] == first]
    assert (row["committer"]["code"], row["spoken_for"]) == ("BLR", True)
    run("--store", store, "review", first, "--undo", "--by", "bo")
    [row] = [row for row in listed(store) if row["id"] == first]
    assert row["spoken_for"] is not True
    run("--store", store, "review", first, "--not-same", second, "--by", "ana")
    with open_store(store) as opened:
        [judgement] = opened.find_judgements([first])
    assert (judgement.verdict, judgement.judge) == (Verdict.NOT_SAME, "ana")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--edit", "kind=wish", "known: threat"),
        ("--edit", "colour=red", "no slot 'colour'"),
        ("--edit", "score=1", "never edited"),
        ("--edit", "committer=Nowhereland", "no actor is known"),
        ("--edit", "kind", "SLOT=VALUE"),
        ("--same", "c-000000000000", "no record"),
    ],
)
def test_review_says_what_is_wrong_and_changes_nothing(
    store: str, analysis: Analysis, option: str, value: str, said: str
) -> None:
    record_id = analysis.commitments[0].id
    assert said in run("--store", store, "review", record_id, option, value, code=2)
    assert all(row["review"]["history"] == [] for row in listed(store))


def test_review_asks_before_many(store: str) -> None:
    assert "accept 2 commitments? [y/N]" in run("--store", store, "review", "--accept", keys="n\n")
    assert listed(store, "--status", "accepted") == []
    run("--store", store, "review", "--reject", "--kind", "ultimatum", "--yes")
    assert len(listed(store, "--status", "rejected")) == 1
    run("--store", store, "review", "--accept", keys="y\n")
    assert len(listed(store, "--status", "accepted")) == 1


def test_review_pairs_shows_what_the_machine_doubts(store: str, analysis: Analysis) -> None:
    left, right = sorted(commitment.id for commitment in analysis.commitments)
    doubt = Judgement(
        left=left, right=right, relation=Relation.UTTERANCE, verdict=Verdict.UNSURE, judge=MACHINE,
        at="2031-04-01T10:00:00", score=0.5,
        reasons=(Reason(feature="action", weight=1.0, said="both close a route"),), version="1",
    )  # fmt: skip
    with open_store(store) as opened:
        opened.add_judgements([doubt])
    said = run("--store", store, "review", "--pairs", "--by", "ana", keys="s")
    assert "both close a route" in said
    result = CliRunner().invoke(app, ["--store", store, "list", "threads"])
    [thread] = [json.loads(line) for line in result.stdout.splitlines()]
    assert thread["tellings"] == 2
    assert "no pairs" in run("--store", store, "review", "--pairs", "--by", "ana")
    run("--store", store, "review", left, "--not-same", right, "--by", "ana")
    result = CliRunner().invoke(app, ["--store", store, "list", "threads"])
    assert len(result.stdout.splitlines()) == 2


def test_review_keys_that_do_nothing_say_so(store: str) -> None:
    assert "does nothing here" in run("--store", store, "review", keys="xq")
