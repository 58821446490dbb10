"""Texts as HTML: everything escaped, unseen characters shown by their code points, marks named.

Written here and not in a template, because a page has hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from foedus.web.marks import Mark, Piece, has_unseen, show_unseen

Parts = Iterable[tuple[str, str | None]]


def write_seen(text: object) -> Markup:
    """Return a text with its unseen characters as their code points, their names to point at."""
    said = str(text)
    return write_parts(show_unseen(said)) if has_unseen(said) else escape(said)


def write_parts(parts: Parts) -> Markup:
    """Return the parts of a text: its characters, and unseen ones as their code points."""
    return Markup("".join(_part(text, code) for text, code in parts))


def write_marked(pieces: Iterable[Piece]) -> Markup:
    """Return a text with its marks: the label of each where it begins, its line under the words.

    Kinds are told by the label and the pattern of the line, not by colour alone.
    """
    written = [part for piece in pieces for part in (*map(_flag, piece.opens), _words(piece))]
    return Markup(f'<div class="text" dir="ltr">{"".join(written)}</div>')


def _part(text: str, code: str | None) -> str:
    if code is None:
        return escape(text)
    return f'<abbr class="unseen-character" title="{escape(text)}">{escape(code)}</abbr>'


def _flag(mark: Mark) -> str:
    if mark.kind == "found":
        return ""
    kind, label = escape(mark.kind), escape(mark.label)
    if not mark.record_ids:
        note = escape(f" {mark.note.partition(' (')[0]}" if mark.note else "")
        return f'<span class="flag {kind}">{label}{note}</span>'
    ids = escape(" ".join(mark.record_ids))
    place = f"{mark.span.start}–{mark.span.end}"
    return (
        f'<a class="flag {kind}" href="#{escape(mark.record_ids[0])}" data-records="{ids}"'
        f' title="{place}">{label}</a>'
    )


def _words(piece: Piece) -> str:
    several = ("several",) if len(piece.marks) > 1 else ()
    kinds = escape(" ".join(("piece", *piece.kinds, *several)))
    ids = escape(" ".join(piece.record_ids))
    owned = f' data-records="{ids}"' if ids else ""
    words = "".join(_part(text, code) for text, code in piece.parts)
    return f'<span class="{kinds}"{owned}>{words}</span>'
