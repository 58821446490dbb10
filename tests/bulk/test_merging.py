"""Merging over tables finds what a store's merging finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.archives import make_articles, write_warcs
from foedus.bulk.loading import Loaded, load
from foedus.bulk.merging import count_records, merge, read_judgements
from foedus.bulk.run import Options, plan, run
from foedus.bulk.tables import read_rows
from foedus.merging import VERSION
from foedus.merging.run import merge as merge_store
from foedus.records.codec import from_dict
from foedus.stores import open_store

AT = "2026-01-01T00:00:00Z"
OPTIONS = Options(workers=1, documents=100, parser="benchmarks.cues:make_parser")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_merge_judges_as_a_store_does(tmp_path: Path) -> None:
    paths = write_warcs(list(make_articles(40, sentences=6)), tmp_path / "in", 1)
    out = tmp_path / "out"
    run(plan(paths, OPTIONS), out, OPTIONS, inputs=paths)
    steps = list[int]()
    compared = merge(out, OPTIONS, at=AT, on_step=steps.append)
    assert 0 < sum(steps) <= count_records(out)
    with open_store(tmp_path / "foedus.db", create=True) as store:
        for path in sorted((out / "documents").glob("*.parquet")):
            for row in read_rows(str(path), ["analysis"]):
                store.put(from_dict(json.loads(row["analysis"])))
        merged = merge_store(store, at=AT)
        expected = {(one.left, one.right, one.relation): one for one in store.find_judgements()}
    found = {(one.left, one.right, one.relation): one for one in read_judgements(out)}
    assert merged.same > 20
    assert found == expected
    assert compared.judgements == len(found)
    assert compared.records == merged.records
    with open_store(tmp_path / "loaded.db", create=True) as loaded:
        assert load(out, loaded).stored == 40
        judged = {(one.left, one.right, one.relation): one for one in loaded.find_judgements()}
        assert judged == expected
        assert not list(loaded.find_undigested("commitments", VERSION))
        totals = loaded.count()
        assert load(out, loaded) == Loaded()
        assert loaded.count() == totals
    with open_store(tmp_path / "foedus.db") as store:
        assert totals == store.count()
