"""Bytes to text: encodings in their order, binary data refused, offsets kept."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import UnreadableDocument
from foedus.reading.decoding import clean, decode
from foedus.reading.plain import read_plain

TEXT = "“Naïve” ships — 30 €, said Åse."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT),
        (TEXT.encode("cp1252"), TEXT),
        (TEXT.encode()[:-1] + b"\xff" + b".", TEXT[:-1] + "\ufffd."),
        (b"A\x00B sails", "A\ufffdB sails"),
    ],
    ids=["utf8", "bom8", "bom16le", "bom16be", "bom32", "cp1252", "damaged utf8", "nul"],
)
def test_decode_follows_its_order(data: bytes, expected: str) -> None:
    assert decode(data) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(64), "an ELF program"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "a PNG image"),
        (b"PK\x03\x04" + bytes(64), "a zip archive"),
        (bytes(range(256)) * 4, "binary"),
        ("Флот выйдет в море".encode("cp1251"), "unknown encoding"),
        (b"\x00a\x00b\x00c\x00d\x00e", "binary"),
    ],
    ids=["elf", "png", "zip", "noise", "cp1251", "utf16 without mark"],
)
def test_decode_refuses_what_is_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        decode(data)


@given(st.text(st.characters(exclude_categories=[])))
def test_clean_keeps_every_offset(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode("utf-8")
    kept = [(a, b) for a, b in zip(text, cleaned, strict=True) if b != "\ufffd"]
    assert all(a == b for a, b in kept)
    assert "\x00" not in cleaned


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_read_plain_text_is_what_python_reads(line: str, end: str) -> None:
    data = f"Ships{end}{line}{end}sail".encode()
    expected = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    assert read_plain(data, document_id="a").text == expected


def test_read_plain_equals_read_text_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Nο\u00a0break\r\n🚢 e\u0301\u200b\u202e “x”\rend\n\n".encode())
    assert read_plain(path.read_bytes(), document_id="a").text == path.read_text("utf-8")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\u00a0\n".encode(), codecs.BOM_UTF8])
def test_read_plain_refuses_an_empty_text(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="empty"):
        read_plain(data, document_id="a")
