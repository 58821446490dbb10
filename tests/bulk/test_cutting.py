"""Pieces of a file give what the whole file gives, to the id and the byte."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.bulk.cutting import cut
from foedus.bulk.inputs import File, find_files
from foedus.bulk.pieces import read_part, read_piece
from foedus.bulk.shards import Part, Piece, Shard, group_pieces
from foedus.errors import UnreadableDocument
from foedus.reading import Failure, Original, read_path

Read = list[Original | Failure]


def pieces_of(path: Path, documents: int, name: str = "") -> Read:
    (file,) = find_files([path])
    assert isinstance(file, File)
    return [item for piece in cut(file, documents=documents) for item in read_piece(piece)]


def test_find_files_names_every_file_below_a_folder(archive: Path) -> None:
    found = {one.name: one.input_format for one in find_files([archive]) if isinstance(one, File)}
    assert found["a.jsonl"] == "jsonl"
    assert found["d.jsonl.gz"] == "jsonl.gz"
    assert found["f/NEWS-00000.warc.gz"] == "warc.gz"
    assert found["f/plain.warc"] == "warc"
    assert found["g0.txt"] == "text"
    assert len(found) == 14


def test_find_files_reports_what_has_no_reader(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>"))
    found = list(find_files([tmp_path, tmp_path / "c.jsonl"]))
    assert [one.code for one in found if isinstance(one, Failure)] == [
        "unknown_format", "unknown_format", "unreadable",
    ]  # fmt: skip


@pytest.mark.parametrize("documents", [1, 5, 7, 100])
@pytest.mark.parametrize("name", ["a.jsonl", "b.csv", "g1.txt"])
def test_cut_gives_what_the_whole_file_gives(archive: Path, name: str, documents: int) -> None:
    whole = list(read_path(archive / name))
    assert len(whole) in (1, 24)
    assert pieces_of(archive / name, documents) == whole


@pytest.mark.parametrize("name", ["c.parquet", "d.jsonl.gz", "e.csv.gz"])
def test_cut_gives_the_documents_of_a_packed_table(archive: Path, name: str) -> None:
    plain = list(read_path(archive / "a.jsonl"))
    texts = [one.document.text for one in plain if isinstance(one, Original)]
    for documents in (1, 5, 100):
        found = pieces_of(archive / name, documents)
        assert [one.document.text for one in found if isinstance(one, Original)] == texts
        first = 2 if "csv" in name else 1
        assert [one.id for one in found][:2] == [f"{name}:{first}", f"{name}:{first + 1}"] or (
            "csv" in name
        )
        assert found == pieces_of(archive / name, 1_000)


@pytest.mark.parametrize(
    "name", ["NEWS-00000.warc.gz", "NEWS-00001.warc.gz", "plain.warc", "one-member.warc.gz"]
)
def test_cut_gives_the_pages_of_an_archive(archive: Path, name: str) -> None:
    whole = pieces_of(archive / "f" / name, 1_000)
    assert len(whole) == 12
    assert all(isinstance(one, Original) for one in whole)
    for documents in (1, 5):
        assert pieces_of(archive / "f" / name, documents) == whole


def test_cut_reads_a_truncated_archive_up_to_the_break(archive: Path, tmp_path: Path) -> None:
    data = (archive / "f" / "NEWS-00000.warc.gz").read_bytes()
    cut_off = tmp_path / "NEWS-00000.warc.gz"
    cut_off.write_bytes(data[:-200])
    *found, fault = pieces_of(cut_off, 5)
    assert found == [
        one.__class__(**{f: getattr(one, f) for f in one.__slots__} | {"place": here.place})
        for one, here in zip(
            pieces_of(archive / "f" / "NEWS-00000.warc.gz", 5), found, strict=False
        )
    ]
    assert len(found) == 11
    assert isinstance(fault, Failure)
    assert "cut off behind byte" in fault.message
    assert "\n" not in fault.message


def test_cut_reads_a_truncated_table_up_to_the_break(archive: Path, tmp_path: Path) -> None:
    data = (archive / "d.jsonl.gz").read_bytes()
    (tmp_path / "d.jsonl.gz").write_bytes(data[:-300])
    *found, fault = pieces_of(tmp_path / "d.jsonl.gz", 5)
    assert 10 < len(found) < 24
    assert all(isinstance(one, Original) for one in found)
    assert isinstance(fault, Failure)
    assert "damaged or cut off" in fault.message


_CELLS = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(_CELLS, _CELLS), max_size=12), documents=st.integers(1, 5))
def test_cut_is_true_to_any_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], documents: int
) -> None:
    stream = io.StringIO(newline="")
    written = csv.writer(stream)
    written.writerows([("text", "page"), *rows])
    path = tmp_path_factory.mktemp("csv") / "any.csv"
    path.write_bytes(stream.getvalue().encode())
    assert pieces_of(path, documents) == list(read_path(path))


_LINES = st.one_of(
    st.builds(lambda text: json.dumps({"text": text}), _CELLS),
    st.sampled_from(["", "   ", "no json", '{"text": 3}', "[]"]),
)


@settings(deadline=None, max_examples=60)
@given(lines=st.lists(_LINES, max_size=12), documents=st.integers(1, 5), last=st.booleans())
def test_cut_is_true_to_any_lines(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], documents: int, last: bool
) -> None:
    path = tmp_path_factory.mktemp("lines") / "any.jsonl"
    path.write_bytes(("\n".join(lines) + "\n" * last).encode())
    assert pieces_of(path, documents) == list(read_path(path))


def test_read_part_refuses_a_file_that_changed(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((archive / "a.jsonl").read_bytes())
    (file,) = find_files([path])
    assert isinstance(file, File)
    shard = Shard(pieces=tuple(cut(file, documents=5)), model="m")
    path.write_bytes(path.read_bytes().replace(b"fish", b"cake", 1))
    with pytest.raises(UnreadableDocument, match="was changed while it was read"):
        list(read_part(Part(shard=shard)))


def test_shard_id_depends_on_content_and_model(archive: Path) -> None:
    (file,) = find_files([archive / "a.jsonl"])
    assert isinstance(file, File)
    pieces = cut(file, documents=5)
    ids = {shard.id for model in ("m", "n") for shard in group_pieces(pieces, model=model)}
    assert len(ids) == 2


def test_split_covers_a_part_once(archive: Path) -> None:
    (file,) = find_files([archive / "a.jsonl"])
    assert isinstance(file, File)
    whole = Part(shard=Shard(pieces=tuple(cut(file, documents=7)), model="m"))
    found, singles = [*whole.split()], []
    while found:
        part = found.pop(0)
        if part.is_single or part.last is None:
            singles.append((part.first, part.last))
        else:
            found = [*part.split(), *found]
    assert singles == [*((at, at + 1) for at in range(24)), (24, None)]
    assert [
        one
        for first, last in singles
        for one in read_part(Part(shard=whole.shard, first=first, last=last))
    ] == list(read_part(whole))


def test_split_sets_an_item_apart() -> None:
    piece = Piece(path="a", name="a", input_format="jsonl", start=0, end=9, sha256="", documents=9)
    part = Part(shard=Shard(pieces=(piece,), model="m"))
    for at, ends in (
        (0, [(0, 1), (1, 9), (9, None)]),
        (4, [(0, 4), (4, 5), (5, 9), (9, None)]),
        (8, [(0, 8), (8, 9), (9, None)]),
        (9, [(0, 4), (4, 9), (9, None)]),
        (None, [(0, 4), (4, 9), (9, None)]),
    ):
        assert [(one.first, one.last) for one in part.split(at)] == ends
