"""Whole runs on the engine: equal to a plain loop, whatever is killed meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet
import pytest

from benchmarks.archives import Article, make_articles, write_warcs
from benchmarks.cues import FAULTY, LEAVING, make_parser
from foedus.bulk.cutting import cut
from foedus.bulk.inputs import File, find_files
from foedus.bulk.ledger import Ledger
from foedus.bulk.pieces import read_piece
from foedus.bulk.run import Options, plan, run
from foedus.errors import StoreFault
from foedus.pipeline import analyze
from foedus.reading import Failure
from foedus.records.codec import to_line

# Daft leaves the pipes of workers that died to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PARSER = "benchmarks.cues:make_odd"
OPTIONS = Options(workers=2, documents=8, parser=PARSER)


def plain_loop(folder: Path) -> tuple[dict[str, str], Counter[str]]:
    """Return what a loop without engine reads: analyses by place, and the failures."""
    parser, analyses, failures = make_parser(), {}, Counter[str]()
    for file in find_files([folder]):
        assert isinstance(file, File)
        for piece in cut(file, documents=1_000):
            for item in read_piece(piece):
                if isinstance(item, Failure):
                    failures[item.message] += 1
                else:
                    analyses[item.place] = to_line(analyze(item.document, parser=parser))
    return analyses, failures


def rows_of(out: Path, table: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pyarrow.parquet.read_table(out / table).to_pylist()
    return rows


def analyses_of(out: Path) -> Mapping[str, str]:
    rows = rows_of(out, "documents")
    found = {str(row["place"]): str(row["analysis"]) for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two archives, the second cut off in its last record, and a table with bad rows."""
    folder = tmp_path_factory.mktemp("news")
    paths = write_warcs(list(make_articles(28, sentences=6)), folder, 2)
    paths[1].write_bytes(paths[1].read_bytes()[:-200])
    (folder / "t.jsonl").write_text('{"text": "A ship came."}\nno json\n{"text": ""}\n', "utf-8")
    return folder


@pytest.fixture(scope="module")
def poisoned(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same archives with a document that kills its reader, and one it fails at."""
    folder = tmp_path_factory.mktemp("poisoned")
    shutil.copytree(news, folder, dirs_exist_ok=True)
    texts = ["Rain fell.", "Snow fell.", FAULTY, "Hail fell.", "Fog came.", LEAVING, "Wind rose."]
    rows = [{"id": f"p{n}", "text": text} for n, text in enumerate(texts)]
    (folder / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def test_run_reads_what_a_plain_loop_reads_and_goes_on_where_it_stopped(
    poisoned: Path, tmp_path: Path
) -> None:
    analyses, failures = plain_loop(poisoned)
    del analyses[f"{poisoned}/p.jsonl:3"]  # the plain loop's parser does not fail at it
    failures["fault in foedus, please report it: ZeroDivisionError: by no means"] += 1
    steps: list[int] = []
    planned = plan([poisoned], OPTIONS)
    done = run(planned, tmp_path, OPTIONS, inputs=[poisoned], on_step=steps.append)
    found = analyses_of(tmp_path)
    (deadly,) = set(analyses) - set(found)
    assert deadly == f"{poisoned}/p.jsonl:6"
    assert {place: analyses[place] for place in found} == found
    failed = Counter(str(row["message"]) for row in rows_of(tmp_path, "failures"))
    (quarantined,) = failed - failures
    assert failed - Counter([quarantined]) == failures
    assert quarantined == f"{deadly}: killed its worker 2 times by itself: exit status 7"
    assert [one["document"] for one in done.quarantined] == ["p5"]
    assert done.documents == len(found) == len(analyses) - 1
    assert sum(steps) == done.documents + done.failures
    commitments = rows_of(tmp_path, "commitments")
    assert len(commitments) == sum(len(json.loads(one)["commitments"]) for one in found.values())
    texts = {row["sha256"]: str(row["text"]) for row in rows_of(tmp_path, "documents")}
    for row in commitments:
        assert texts[row["sha256"]][row["action_start"] : row["action_end"]] == row["action"]

    again = run(planned, tmp_path, OPTIONS, inputs=[poisoned])
    assert (again.documents, again.shards, again.rounds) == (0, 0, 0)
    mark = next((tmp_path / "ledger/done").glob("*.json"))
    part = mark.name.removesuffix(".json")
    table, before = tmp_path / "documents" / f"{part}.parquet", {}
    for path in (tmp_path / "documents").iterdir():
        before[path] = path.stat().st_mtime_ns
    mark.unlink()
    run(planned, tmp_path, OPTIONS, inputs=[poisoned])
    changed = {path for path in before if path.stat().st_mtime_ns != before[path]}
    assert changed <= {table}
    assert analyses_of(tmp_path) == found


def test_run_is_whole_when_driver_and_workers_were_killed(news: Path, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from foedus.bulk.run import *;"
        f"o = Options(workers=1, documents=2, parser={PARSER!r}); i = [Path({str(news)!r})];"
        f"run(plan(i, o), Path({str(tmp_path)!r}), o, inputs=i)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    driver = subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True)
    ledger = tmp_path / "ledger"
    while not list((ledger / "done").glob("*.json")):
        assert driver.poll() is None
        time.sleep(0.02)
    os.killpg(driver.pid, signal.SIGKILL)
    driver.wait()
    held = len(list((ledger / "done").glob("*.json")))
    options = Options(workers=1, documents=2, parser=PARSER)
    done = run(plan([news], options), tmp_path, options, inputs=[news])
    analyses, failures = plain_loop(news)
    assert held > 0
    assert done.documents_before > 0
    assert done.documents_before + done.documents == len(plain_loop(news)[0])
    assert analyses_of(tmp_path) == analyses
    assert Counter(str(row["message"]) for row in rows_of(tmp_path, "failures")) == failures
    assert not list(ledger.glob("split/*"))


def test_run_replaces_what_was_read_of_an_input_before_it_changed(
    tmp_path: Path, articles: list[Article]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("A ship came.\n", "utf-8")
    run(plan([folder], OPTIONS), out, OPTIONS, inputs=[folder])
    (folder / "a.txt").write_text("A ship left.\n", "utf-8")
    done = run(plan([folder], OPTIONS), out, OPTIONS, inputs=[folder])
    assert done.removed == 1
    assert [row["text"] for row in rows_of(out, "documents")] == ["A ship left.\n"]
    with Ledger(out).held(), pytest.raises(StoreFault, match="another run writes to"):
        run(plan([folder], OPTIONS), out, OPTIONS, inputs=[folder])
    other = Options(workers=1, parser="benchmarks.cues:make_parser")
    with pytest.raises(StoreFault, match="was made with model"):
        run(plan([folder], other), out, other, inputs=[folder])
