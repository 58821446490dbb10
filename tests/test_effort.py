"""Reading fast, and for some kinds of records: what is read, what is written, what is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import foedus
from foedus.analysis.models import name_model, name_rules, plan_of
from foedus.analysis.parse import Parse
from foedus.cli.app import app
from foedus.ingest import ingest, set_metadata
from foedus.pipeline import Source, analyze, parse_document
from foedus.reading import Given, read_text
from foedus.records.analyses import KINDS, WHOLE, Analysis, Effort, Plan
from foedus.records.codec import check_evidence, from_dict, to_dict
from foedus.stores import Put, open_store

PROMISE = (
    "Varnia will send warships to Ostland if Kestria closes the strait, President Ilse Maran said"
    " on Monday. “We will not wait,” she said."
)
QUIET = "The gardens of the old town were open until dusk. A warm wind moved the leaves. " * 6
TEXT = f"{QUIET}\n\n{PROMISE}\n\n{QUIET}"
FAST = Plan(effort=Effort.FAST, only=("commitments",))
PLANS = (FAST, Plan(effort=Effort.FAST), Plan(only=("events", "figures")), WHOLE)


def test_plan_puts_kinds_in_order_and_refuses_what_is_none() -> None:
    assert Plan(only=("events", "commitments", "events")).only == ("commitments", "events")
    assert Plan(only=KINDS) == WHOLE
    assert WHOLE.whole
    assert WHOLE.kinds == KINDS
    with pytest.raises(ValueError, match="'promises' is no kind of record; known: commitments"):
        Plan(only=("promises",))


def test_fast_reading_finds_the_promise_of_the_full_one() -> None:
    full, fast = foedus.analyze(TEXT), foedus.analyze(TEXT, effort="fast", only=["commitments"])
    check_evidence(fast)
    assert [c.id for c in fast.commitments] == [c.id for c in full.commitments] != []
    carried = {c.statement_id for c in fast.commitments}
    assert carried <= {s.id for s in fast.statements} <= {s.id for s in full.statements}
    assert fast.document == full.document
    assert not fast.events
    assert not fast.figures


def test_fast_parse_leaves_quiet_paragraphs_out() -> None:
    parse = parse_document(read_text(TEXT, document_id="a"), plan=FAST)
    assert parse is not None
    passed = [token for token in parse.tokens if token.upos == "X"]
    assert len(passed) > 0.5 * len(parse.tokens)
    assert all(token.head == -1 for token in passed)


def test_fast_reading_of_a_quiet_text_keeps_the_document() -> None:
    analysis = foedus.analyze(QUIET, effort="fast", only=["commitments"], id="quiet")
    assert analysis == Analysis(document=analysis.document, plan=FAST)
    assert analysis.document.id == "quiet"


def test_only_is_a_part_of_the_full_reading() -> None:
    full, part = foedus.analyze(TEXT), foedus.analyze(TEXT, only=["events"])
    assert part.events == full.events
    assert not part.commitments
    assert set(part.statements) <= set(full.statements)


def test_fast_reading_refuses_a_parser_of_ones_own() -> None:
    class Own:
        def parse(self, text: str) -> Parse:
            return Parse(text=text, tokens=(), sentences=())

    with pytest.raises(ValueError, match="reads in full"):
        analyze(read_text(TEXT, document_id="a"), parser=Own(), plan=FAST)


@pytest.mark.parametrize("plan", PLANS)
def test_codec_writes_the_plan_unless_it_is_whole(plan: Plan) -> None:
    analysis = foedus.analyze(TEXT, effort=plan.effort, only=plan.only)
    written = json.loads(json.dumps(to_dict(analysis)))
    assert ("effort" in written, "kinds" in written) == (not plan.whole, not plan.whole)
    assert from_dict(written).plan == plan
    assert to_dict(from_dict(written)) == written


@pytest.mark.parametrize("plan", PLANS)
def test_name_model_says_the_plan(plan: Plan) -> None:
    name = name_model("en", plan)
    assert plan_of(name) == plan
    assert name_rules(name) == name
    assert len({name_model("en", other) for other in PLANS}) == len(PLANS)


def test_ingest_reads_in_full_what_was_read_fast_but_not_the_other_way(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    fast, full = Source(inputs=(path,), plan=FAST), Source(inputs=(path,))
    with open_store(tmp_path / "a.db", create=True) as store:
        puts = []
        for source in (fast, fast, full, fast, full):
            ingest(source, store, on_step=lambda step: puts.append(step.put))
        assert puts == [
            Put.STORED, Put.UNCHANGED, Put.NEW_VERSION, Put.UNCHANGED, Put.UNCHANGED,
        ]  # fmt: skip
        assert plan_of(store.get_reading("report.txt").model) == WHOLE


def test_set_metadata_keeps_the_plan_of_a_fast_reading(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    with open_store(tmp_path / "a.db", create=True) as store:
        ingest(Source(inputs=(path,), plan=FAST), store)
        analysis = set_metadata(store, "report.txt", Given(published="2031-03-05"))
        assert analysis.plan == FAST
        assert plan_of(store.get_reading("report.txt").model) == FAST


def test_analyze_says_that_it_read_fast(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    asked = ["analyze", str(path), "--effort", "fast", "--only", "commitments", "--only", "events"]
    run = CliRunner().invoke(app, asked)
    assert run.exit_code == 0
    written = json.loads(run.stdout)
    assert (written["effort"], written["kinds"]) == ("fast", ["commitments", "events"])
    assert "a fast reading" in run.stderr
    assert "commitments or events" in run.stderr


def test_analyze_refuses_a_kind_that_is_none(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["analyze", str(tmp_path), "--only", "promises"])
    assert run.exit_code == 2
    assert "known: commitments, statements, events, figures" in " ".join(run.stderr.split())
