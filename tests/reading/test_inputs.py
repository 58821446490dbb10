"""Files, folders and bytes: everything is read or reported, in order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from foedus.errors import UnknownFormat
from foedus.reading import Failure, Original, is_address, read_bytes, read_path, read_stream


def _codes(path: Path) -> list[tuple[str, str]]:
    return [(r.id, r.code if isinstance(r, Failure) else "read") for r in read_path(path)]


def test_read_path_walks_a_folder_in_order_and_reports_the_rest(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").write_text("Not read.")
    files = {
        "a.txt": b"Ships sail.",
        "b/a.txt": b"They sail.",
        "b/c.jsonl": b'{"text": "Sail."}\n{"x": 1}',
        "c.doc": b"x",
        "d.txt": b"",
        "e.txt": b"\x7fELF\x02",
        "f.html": b"",
        "g": b"No extension.",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    os.mkfifo(tmp_path / "h.txt")
    (tmp_path / "i.txt").symlink_to("nowhere")
    assert _codes(tmp_path) == [
        ("a.txt", "read"),
        ("b/a.txt", "read"),
        ("b/c.jsonl:1", "read"),
        ("b/c.jsonl:2", "unreadable"),
        ("c.doc", "unknown_format"),
        ("d.txt", "unreadable"),
        ("e.txt", "unreadable"),
        ("f.html", "unreadable"),
        ("g", "read"),
        ("h.txt", "unreadable"),
        ("i.txt", "unreadable"),
    ]


def test_read_path_reports_what_is_not_there(tmp_path: Path) -> None:
    assert _codes(tmp_path / "none.txt") == [("none.txt", "unreadable")]
    assert _codes(tmp_path)[0][1] == "unreadable"
    assert _codes(Path("a\x00b.txt"))[0][1] == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_read_path_reports_a_file_it_may_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ships sail.")
    path.chmod(0)
    assert _codes(path) == [("a.txt", "unreadable")]


def test_read_path_names_the_known_extensions(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_text("x")
    (failure,) = read_path(tmp_path / "a.doc")
    assert isinstance(failure, Failure)
    assert "a.doc" in failure.message
    assert ".txt" in failure.message


def test_read_path_refuses_an_unknown_format_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="known: auto, text"):
        read_path(tmp_path, input_format="pdf")


@pytest.mark.parametrize(
    ("data", "input_format", "ids"),
    [
        (b"Ships sail.", "auto", ["-"]),
        (b'{"id": "a", "text": "Sail."}\n{"text": "On."}', "auto", ["a", "-:2"]),
        (b'{"id": "a", "text": "Sail."}', "text", ["-"]),
        (b"id,text\na,Sail.\n", "csv", ["a"]),
    ],
)
def test_read_bytes_finds_or_obeys_the_format(
    data: bytes, input_format: str, ids: list[str]
) -> None:
    assert [r.id for r in read_bytes(data, name="-", input_format=input_format)] == ids


def test_read_stream_reads_a_pipe_as_it_comes() -> None:
    reader, writer = os.pipe()
    with open(reader, "rb", buffering=0) as stream:
        os.write(writer, b'{"id": "a", "text": "Sail."}\n')
        found = read_stream(stream, name="-")
        assert next(found).id == "a"
        os.write(writer, b'{"id": "b", "text": "Turn."}\n')
        os.close(writer)
        assert [r.id for r in found] == ["b"]
        assert not stream.closed


def test_read_path_keeps_bytes_and_the_whole_path(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/a.txt").write_bytes(b"\xef\xbb\xbfShips sail.\r\n")
    (tmp_path / "b/c.jsonl").write_bytes(b'{"id": "x", "text": "Sail."}\n')
    plain, row = (r for r in read_path(tmp_path) if isinstance(r, Original))
    assert (plain.id, plain.place) == ("b/a.txt", str(tmp_path / "b/a.txt"))
    assert (plain.source, plain.document.text) == (b"\xef\xbb\xbfShips sail.\r\n", "Ships sail.\n")
    assert (row.id, row.place) == ("x", f"{tmp_path}/b/c.jsonl:1")


def test_reading_loads_no_page_library_before_a_page() -> None:
    code = "import sys, foedus.reading; print({'lxml', 'trafilatura', 'ssl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_is_address_tells_addresses_from_paths() -> None:
    assert all(is_address(text) for text in ("https://a.example", "FTP://a", "x:///y"))
    assert not any(is_address(text) for text in ("a/b.txt", "C:\\a", "-", "a:b", "//a/b"))
