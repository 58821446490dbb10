"""JSON Lines and CSV: good rows are read to the character, bad ones reported by line."""

from __future__ import annotations

import io
import json
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.failures import Failure
from foedus.reading.originals import Original
from foedus.reading.tables import read_csv, read_jsonl
from foedus.records import Document


def _jsonl(*lines: str) -> list[Original | Failure]:
    return list(
        read_jsonl(io.BytesIO("\n".join(lines).encode("utf-8", "surrogatepass")), name="a.jsonl")
    )


def _csv(text: str) -> list[Original | Failure]:
    return list(read_csv(io.BytesIO(text.encode()), name="a.csv"))


def _failures(results: list[Original | Failure]) -> list[tuple[str, str]]:
    return [(r.id, r.message) for r in results if isinstance(r, Failure)]


def _documents(results: list[Original | Failure]) -> list[Document]:
    return [r.document for r in results if isinstance(r, Original)]


def test_read_jsonl_keeps_metadata_apart_from_text() -> None:
    row = {
        "id": 7,
        "text": "Ships Sail\r\nby Ada Quill\r\nThey sail.",
        "title": "Other",
        "date": "2022-02-06T16:30:00+02:00",
        "outlet": "Example Post",
        "url": "https://example.org/a",
        "desk": {"n": 1},
    }
    (document,) = _documents(_jsonl(json.dumps(row)))
    assert (document.id, document.title, document.text) == ("7", "Other", row["text"])
    assert (document.author, document.outlet) == ("Ada Quill", "Example Post")
    assert (document.published.earliest, document.published.how) == ("2022-02-06T14:30", "given")
    assert document.headline == (0, 10)
    assert document.extra == {"desk": {"n": 1}}


def test_read_jsonl_reports_each_bad_line_and_reads_the_rest() -> None:
    results = _jsonl(
        '{"id": "a", "text": "One."}',
        "{broken",
        '["text"]',
        '{"id": "d"}',
        '{"id": "e", "text": 5}',
        "",
        '{"id": "g", "text": " "}',
        '{"id": "h", "text": "x", "date": "6/2/22"}',
        '{"text": NaN}',
        "[" * 5000,
        '{"id": "k", "text": "Two."}',
    )
    assert [d.id for d in _documents(results)] == ["a", "k"]
    failures = _failures(results)
    assert [i for i, _ in failures] == [
        "a.jsonl:2",
        "a.jsonl:3",
        "d",
        "e",
        "g",
        "h",
        "a.jsonl:9",
        "a.jsonl:10",
    ]
    lines = [2, 3, 4, 5, 7, 8, 9, 10]
    for number, (_, message) in zip(lines, failures, strict=True):
        assert message.startswith(f"a.jsonl:{number}: ")
        assert "\n" not in message
    reasons = " ".join(message for _, message in failures)
    for word in (
        "no JSON",
        "object is expected",
        "no 'text'",
        "not text",
        "empty",
        "ISO 8601",
        "NaN",
    ):
        assert word in reasons


def test_read_jsonl_cleans_escaped_nul_and_lone_surrogates() -> None:
    (document,) = _documents(
        _jsonl(r'{"text": "A\u0000B \ud83d C \ud83d\ude00", "k\udc00": ["\ud800"]}')
    )
    assert document.text == "A\ufffdB \ufffd C 😀"
    assert document.extra == {"k\ufffd": ["\ufffd"]}


def test_read_jsonl_passes_over_a_line_too_long_to_hold() -> None:
    data = b'{"text": "' + b"a" * 9_000_000 + b'"}\n{"id": "b", "text": "Fine."}\n'
    long, fine = read_jsonl(io.BytesIO(data), name="a.jsonl")
    assert isinstance(long, Failure)
    assert "longer than 8 MB" in long.message
    assert isinstance(fine, Original)


def test_read_jsonl_reports_an_empty_file() -> None:
    assert [f[0] for f in _failures(_jsonl("", " "))] == ["a.jsonl"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_read_jsonl_keeps_the_text_to_the_character(text: str) -> None:
    text = f"A{text}"
    (document,) = _documents(_jsonl(json.dumps({"id": "a", "text": text})))
    assert document.text == text


def test_read_csv_reads_quoted_rows_of_any_length() -> None:
    long = "word " * 40_000
    first, second = _documents(_csv(f'id,text,desk\n1,"Say ""aye""\nand sail",x\n2,"{long}",y\n'))
    assert (first.text, first.extra) == ('Say "aye"\nand sail', {"desk": "x"})
    assert second.text == long


def test_read_csv_reports_each_bad_row_and_reads_the_rest() -> None:
    results = _csv('id,text\na,"x"y\nb,Fine\nc,1,2\nd\n\ne,"open\nf,Also\ng,"ok"\n')
    assert [d.id for d in _documents(results)] == ["b", "f", "g"]
    assert [i for i, _ in _failures(results)] == ["a.csv:2", "c", "d", "a.csv:7"]


def test_read_csv_knows_other_delimiters_and_a_missing_column() -> None:
    assert [d.text for d in _documents(_csv("id;text\n1;Sail, now\n"))] == ["Sail, now"]
    assert "no column 'text'" in _failures(_csv("id,body\n1,x\n"))[0][1]
    assert "no header" in _failures(_csv(""))[0][1]


def test_readers_keep_the_bytes_of_each_row_and_where_it_stood() -> None:
    lines = ['{"id": "a", "text": "Sail."}', "", '{"id": "b", "text": "Turn.", "outlet": "Wire"}']
    first, second = (r for r in _jsonl(*lines) if isinstance(r, Original))
    assert (first.source, first.place) == (lines[0].encode(), "a.jsonl:1")
    assert (second.source, second.place) == (lines[2].encode(), "a.jsonl:3")
    assert (first.known, second.known) == ({}, {"outlet": "input"})
    rows = [r for r in _csv('id,text\n1,"Sail\r\nnow"\r\n2,Turn') if isinstance(r, Original)]
    assert [r.source for r in rows] == [b'1,"Sail\r\nnow"', b"2,Turn"]
    assert [r.place for r in rows] == ["a.csv:2", "a.csv:4"]


def test_read_jsonl_takes_little_memory_for_a_long_file() -> None:
    line = json.dumps({"text": "They sail at dawn. " * 50}).encode() + b"\n"
    rows = 1_000

    class Endless(io.RawIOBase):
        """A stream of many lines, none of which is kept."""

        left = rows

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # a narrower buffer
            self.left -= 1
            if self.left < 0:
                return 0
            buffer[: len(line)] = line
            return len(line)

    tracemalloc.start()
    try:
        found = sum(1 for _ in read_jsonl(io.BufferedReader(Endless()), name="a.jsonl"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == rows
    assert peak < 500_000
