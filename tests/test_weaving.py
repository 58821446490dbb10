"""Threads over a store: merged, split by a person, named for good; drift and scenarios on top."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.errors import UnknownRecord
from foedus.records import Analysis, Document
from foedus.records.analyses import record_id
from foedus.records.codec import from_dict
from foedus.records.entries import Listed
from foedus.records.threads import Change, ChangeKind, Conflict, Drift, Part, Verdict
from foedus.reviewing import judge, reject
from foedus.spelling.cells import load_columns, pick
from foedus.spelling.threads import change_row, conflict_row, thread_row
from foedus.stores import Filters, Store, open_store
from foedus.weaving import find_drift, find_threads, get_thread, merge

CASE = Path(__file__).parent / "records" / "cases" / "analysis.json"


def told_by(analysis: Analysis, outlet: str) -> Analysis:
    """Return the same report in another paper; its records have ids of their own."""
    document: Document = replace(analysis.document, id=f"{outlet}.txt", outlet=outlet)
    return replace(
        analysis,
        document=document,
        commitments=tuple(
            replace(one, id=record_id("commitment", document.sha256, outlet, one.id))
            for one in analysis.commitments
        ),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    analysis = from_dict(json.loads(CASE.read_text("utf-8")))
    with open_store(tmp_path / "foedus.db", create=True) as opened:
        for outlet in ("Alda Courier", "Dorn Post", "Port Mail"):
            opened.put(told_by(analysis, outlet))
        yield opened


def test_merge_joins_what_three_papers_tell_and_does_it_once(store: Store) -> None:
    assert merge(store).records > 0
    threads = list(find_threads(store, Filters()))
    assert [len(thread.entries) for thread in threads] == [3, 3]
    assert merge(store).records == 0
    pledge = next(find_threads(store, Filters(kind="pledge", document_id="Dorn Post.txt")))
    assert pledge.id == threads[0].id


def test_find_threads_shows_no_thread_twice_when_it_goes_on(store: Store) -> None:
    merge(store)
    threads = [thread.id for thread in find_threads(store, Filters())]
    place = next(iter(store.find_records(Listed.COMMITMENTS)))
    after = Filters(after=(place.document.id, place.id))
    assert [thread.id for thread in find_threads(store, after)] == threads[1:]
    narrowed = replace(after, document_id="Dorn Post.txt")
    assert [thread.id for thread in find_threads(store, narrowed)] == threads


def test_get_thread_answers_every_id_that_its_members_ever_had(store: Store) -> None:
    merge(store)
    thread = next(find_threads(store, Filters()))
    for entry in thread.entries:
        assert get_thread(store, entry.id).id == thread.id
        assert get_thread(store, f"t{entry.id[1:]}").id == thread.id
    assert thread.id == f"t{thread.entries[0].id[1:]}"
    with pytest.raises(UnknownRecord, match="no thread"):
        get_thread(store, "t-000000000000")


def test_judge_splits_a_thread_and_withdrawing_joins_it_again(store: Store) -> None:
    merge(store)
    thread = next(find_threads(store, Filters()))
    first, *others = (entry.id for entry in thread.entries)
    for other in others:
        judge(store, first, other, Verdict.NOT_SAME, by="ana")
    split = {one.id: len(one.entries) for one in find_threads(store, Filters(kind="pledge"))}
    assert sorted(split.values()) == [1, 2]
    assert get_thread(store, thread.id).id == thread.id
    assert {get_thread(store, f"t{one[1:]}").id for one in others} == set(split) - {thread.id}
    for other in others:
        judge(store, first, other, Verdict.WITHDRAWN, by="ana")
    assert len(get_thread(store, first).entries) == 3


def test_reject_takes_a_telling_out_of_its_thread(store: Store) -> None:
    merge(store)
    thread = next(find_threads(store, Filters()))
    gone = thread.entries[1].id
    reject(store, gone, by="ana")
    assert gone not in {entry.id for entry in get_thread(store, thread.id).entries}
    assert [entry.id for entry in get_thread(store, gone).entries] == [gone]


def test_find_drift_compares_tellings(store: Store) -> None:
    merge(store)
    pledge, ultimatum = find_threads(store, Filters())
    movement = find_drift(store, pledge.id)
    assert movement.threads[0].id == pledge.id
    assert {change.drift.value for change in movement.changes} <= {"reporting", "position"}
    both = find_drift(store, pledge.id, ultimatum.id)
    assert [thread.id for thread in both.threads] == [pledge.id, ultimatum.id]


def test_commands_tell_of_threads_drift_and_scenarios(store: Store, tmp_path: Path) -> None:
    merge(store)
    address = str(tmp_path / "foedus.db")
    thread = next(find_threads(store, Filters()))

    def run(*args: str) -> str:
        result = CliRunner().invoke(app, ["--store", address, *args])
        assert result.exit_code == 0, result.output
        return result.stdout

    rows = [json.loads(line) for line in run("list", "threads").splitlines()]
    assert [row["tellings"] for row in rows] == [3, 3]
    assert rows[0]["outlets"] == ["Alda Courier", "Dorn Post", "Port Mail"]
    assert "told 3 times in 3 documents" in run("list", "threads", "--format", "table")
    assert run("show", thread.id) == run("list", "threads", "--kind", "pledge")
    assert "told 3 times" in run("show", thread.entries[0].id, "--format", "table")
    assert "Wordings" in run("drift", thread.id, "--format", "table")
    spelled = " ".join(run("list", "threads", "--format", "table").split())
    assert "“if " in spelled.lower()
    assert "if “if" not in spelled.lower()
    assert {json.loads(line)["drift"] for line in run("drift", thread.id).splitlines()} <= {
        "reporting", "position"}  # fmt: skip
    for noun in ("threads", "stories", "copies", "conflicts"):
        for output in ("csv", "md", "json"):
            run("list", noun, "--format", output)
    stories = [json.loads(line) for line in run("list", "stories").splitlines()]
    assert {row["group"] for row in stories} == {"Alda Courier.txt"}
    [copies] = [json.loads(line) for line in run("list", "copies").splitlines()]
    assert (copies["how"], len(copies["carriers"])) == ("exact", 2)


def test_find_records_hides_what_was_rejected(store: Store) -> None:
    first = next(store.find_records(Listed.COMMITMENTS))
    reject(store, first.id, by="ana", why="a duplicate")
    assert first.id not in {entry.id for entry in store.find_records(Listed.COMMITMENTS)}


def test_load_columns_name_keys_that_threads_drift_and_conflicts_have(store: Store) -> None:
    merge(store)
    thread = next(find_threads(store, Filters()))
    first, second, *_ = thread.entries
    change = Change(
        drift=Drift.REPORTING, earlier=first, later=second, part=Part.ACTION,
        kinds=(ChangeKind.RESTATED,), earlier_words="a", later_words="a",
    )  # fmt: skip
    conflict = Conflict(left=first, right=second, kind="opposite", note="n", unless="u")
    rows = {
        "threads": thread_row(thread), "drift": change_row(change),
        "conflicts": conflict_row(conflict),
    }  # fmt: skip
    for noun, row in rows.items():
        for name, path in load_columns()[noun]:
            assert path[0] in row, (noun, name)
            if name not in ("note", "left_condition", "outlets"):
                assert pick(row, path) is not None, (noun, name)
