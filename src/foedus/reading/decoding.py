"""Bytes to text: which encoding, what is no text at all, and the one cleaning step at the door.

Order: byte order mark, strict UTF-8, nearly valid UTF-8 (a cut or damaged file), Windows-1252.
charset-normalizer is not asked: on short news in Windows-1252 it answers cp1250 or cp932.

Cleaning keeps every offset: NUL and lone surrogates become U+FFFD one for one. A byte order mark
is part of the encoding and is left out. Nothing else is touched: no normalisation, no folding of
blanks or quotes; bidirectional and zero-width characters stay. A plain file also has its line ends
read as `open()` reads them (CR LF and CR become LF), so that `path.read_text("utf-8")` is the
document's text.
"""

from __future__ import annotations

import codecs
import re

from foedus.errors import UnreadableDocument

MAX_DOCUMENT_BYTES = 8_000_000
"""Largest document, line or row that is read; a long book is about 2 MB."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x7fELF", "an ELF program"),
    (b"MZ\x90\x00", "a Windows program"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive (or .docx, .xlsx, .odt)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "an SQLite database"),
)
_CONTROL_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32)])
_UNTEXT = re.compile("[\x00\ud800-\udfff]")
_MAX_CONTROL_SHARE = 0.02  # text has none; programs and images have 10 % and more
_MAX_FOREIGN_SHARE = (
    0.3  # accented letters: French has 4 %, Cyrillic read as Windows-1252 over 90 %
)


def decode(data: bytes, *, encoding: str | None = None) -> str:
    """Return the text of these bytes, cleaned.

    Args:
        data: A whole file or line.
        encoding: What the input declares about itself (a page's charset); tried after the marks.

    Raises:
        UnreadableDocument: Binary data, or an encoding that is none of those named above.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(name, "replace"))
    _refuse_binary(data)
    text = _decode_declared(data, encoding) if encoding else None
    if text is None:
        text = _decode_unmarked(data)
    return clean(text)


def clean(text: str) -> str:
    """Return the text with NUL and lone surrogates as U+FFFD, one for one."""
    return _UNTEXT.sub("\ufffd", text)


def unify_line_ends(text: str) -> str:
    """Return the text with CR LF and CR as LF, as Python's text files read them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _refuse_binary(data: bytes) -> None:
    """Raise for the first bytes of a known binary format, and for many control characters."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableDocument(f"binary: this is {name}; a text file in UTF-8 is expected")
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if controls > 3 and controls > _MAX_CONTROL_SHARE * len(data):
        raise UnreadableDocument(
            f"binary: {controls} control characters in {len(data)}; text in UTF-8 is expected"
        )


def _decode_declared(data: bytes, encoding: str) -> str | None:
    """Decode as declared, or return None if the declaration is unknown or untrue."""
    try:
        codec = codecs.lookup(encoding)
        # Browsers read "latin-1" as Windows-1252, its superset: so do we.
        name = "cp1252" if codec.name == "iso8859-1" else codec.name
        return data.decode(name)
    except (LookupError, ValueError):
        return None


def _decode_unmarked(data: bytes) -> str:
    """Decode as UTF-8, as damaged UTF-8, or as Windows-1252, whichever fits first."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    whole = sum(1 for character in damaged if character > "\x7f") - lost
    if whole >= 2 * lost:
        return damaged
    text = data.decode("cp1252", "replace")
    letters = sum(1 for character in text if character.isalpha())
    foreign = sum(1 for character in text if character > "\x7f" and character.isalpha())
    if foreign > _MAX_FOREIGN_SHARE * letters or text.count("\ufffd") > 0.05 * len(text):
        raise UnreadableDocument(
            "unknown encoding: neither UTF-8 nor Windows-1252 fits; save the text as UTF-8"
        )
    return text
