"""From a store to files: what is written where, and what is refused."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.errors import InvalidKind, MissingExtra, UnreadableDocument
from foedus.export import formats
from foedus.export.formats import SHAPES, Format
from foedus.exporting import export, restore
from foedus.reviewing import edit, reject
from foedus.stores import Filters, Status, Store, open_store
from tests.export.exported import odd_analysis, plain_analysis, reviews


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("store") / "foedus.db", create=True) as opened:
        for analysis in (plain_analysis(), odd_analysis()):
            opened.put(analysis)
        for review in reviews():
            opened.review(replace(review, number=None))
        yield opened


@pytest.mark.parametrize("output", Format)
def test_export_writes_every_format(output: Format, store: Store, tmp_path: Path) -> None:
    path = tmp_path / f"out.{output}"
    made = export(store, output, path)
    assert made[0] == path
    assert len(made) == 1 + len(SHAPES[output].sheets)
    assert all(file.stat().st_size > 0 for file in made)
    assert sorted(made) == sorted(tmp_path.iterdir())


def test_export_makes_the_edits_and_leaves_out_the_rejected(tmp_path: Path) -> None:
    with open_store(tmp_path / "foedus.db", create=True) as opened:
        opened.put(plain_analysis())
        first, second = (one.id for one in plain_analysis().commitments)
        edit(opened, first, "strength", "possible", by="Ada")
        reject(opened, second, by="Ada")
        path = tmp_path / "out.json"
        export(opened, Format.ANNOTATIONS, path, noun="commitments")
        (kept,) = json.loads(path.read_text("utf-8"))["items"]
        assert kept["foedus:record"]["strength"] == "possible"
        export(opened, Format.ANNOTATIONS, path, noun="commitments",
               filters=Filters(status=Status.ALL))  # fmt: skip
        _, rejected = json.loads(path.read_text("utf-8"))["items"]
        assert rejected["foedus:review"] == "rejected"


def test_export_narrows_what_it_writes(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export(store, Format.CSV, path, noun="statements", filters=Filters(limit=2))
    assert len(path.read_text("utf-8").splitlines()) == 3
    export(store, Format.CSL, path, filters=Filters(document_id="varnia.txt"))
    assert [item["id"] for item in json.loads(path.read_text("utf-8"))] == ["varnia.txt"]


@pytest.mark.parametrize(
    ("output", "noun", "filters", "said"),
    [
        (Format.PLOVER, "figures", Filters(), "plover does not hold figures; it takes comm"),
        (Format.JSONL, "statements", Filters(), "it holds all there is"),
        (Format.JSONL, None, Filters(committer="BLR"), "narrow it by --document"),
        (Format.JSONL, None, Filters(limit=3), "narrow it by --document"),
        (Format.BIBTEX, None, Filters(kind="threat"), "narrow it by --document"),
        (Format.CSV, "documents", Filters(status=Status.ALL), "narrow it by --document"),
    ],
)
def test_export_refuses_what_it_would_pass_over(
    output: Format, noun: str | None, filters: Filters, said: str, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(InvalidKind, match=said):
        export(store, output, tmp_path / "out", noun=noun, filters=filters)
    assert list(tmp_path.iterdir()) == []


def test_export_leaves_the_older_file_where_it_fails(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("older")

    def broken(rows: object, noun: str) -> Iterator[str]:
        yield "half"
        raise InvalidKind("broken off")

    monkeypatch.setattr(formats, "load_row_writer", lambda output: broken)
    with pytest.raises(InvalidKind, match="broken off"):
        export(store, Format.CSV, path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_export_says_where_it_cannot_write(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be written"):
        export(store, Format.CSV, tmp_path / "no" / "out.csv")


def test_export_names_the_extra_that_is_missing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "foedus.export.parquet", raising=False)
    with pytest.raises(MissingExtra, match=r"pip install 'foedus\[frames\]'"):
        export(store, Format.PARQUET, tmp_path / "out.parquet")


def test_restore_says_which_file_it_cannot_open(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "new.db", create=True) as opened,
        pytest.raises(UnreadableDocument, match=r"no\.jsonl: No such file"),
    ):
        restore(opened, tmp_path / "no.jsonl")
