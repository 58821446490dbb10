"""Plain text to Document: the text is the decoded file; its first and last lines tell the rest."""

from __future__ import annotations

from foedus.errors import UnreadableDocument
from foedus.reading.decoding import MAX_DOCUMENT_BYTES, decode, unify_line_ends
from foedus.reading.mastheads import find_masthead
from foedus.reading.tongues import guess_language
from foedus.records import Document, Published


def read_plain(data: bytes, *, document_id: str, encoding: str | None = None) -> Document:
    """Return the document of a plain text file.

    For valid UTF-8, `document.text` is what `path.read_text("utf-8")` returns, less a byte order
    mark, with NUL as U+FFFD; so offsets count from the beginning of the decoded file. `encoding` is
    what a server says of it.

    Raises:
        UnreadableDocument: Empty, binary, over 8 MB, or in an unknown encoding.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise UnreadableDocument(
            f"too large: over {MAX_DOCUMENT_BYTES // 1_000_000} MB; cut it into one document a file"
        )
    return read_text(unify_line_ends(decode(data, encoding=encoding)), document_id=document_id)


def read_text(text: str, *, document_id: str, title: str | None = None) -> Document:
    """Return the document of a text that is already decoded and cleaned; `text` is kept as it is.

    `title` is one known from elsewhere; without it the headline is the title.

    Raises:
        UnreadableDocument: The text holds nothing but blanks.
    """
    if not text.strip("\ufeff\ufffd \t\r\n\f\v\u00a0"):
        raise UnreadableDocument("empty: there is no text to read")
    masthead = find_masthead(text, title=title)
    headline = text[slice(*masthead.headline)] if masthead.headline else None
    return Document(
        id=document_id,
        text=text,
        title=title or headline,
        author=masthead.author,
        outlet=masthead.outlet,
        language=guess_language(text),
        published=masthead.published or masthead.updated or Published(),
        headline=masthead.headline,
        boilerplate=masthead.boilerplate,
    )
