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
    return Markup("").join(
        Markup('<abbr class="unseen-character" title="{}">{}</abbr>').format(text, code)
        if code
        else escape(text)
        for text, code in parts
    )


def write_marked(pieces: Iterable[Piece]) -> Markup:
    """Return a text with its marks: the label of each where it begins, its line under the words.

    Kinds are told by the label and the pattern of the line, not by colour alone.
    """
    written = [part for piece in pieces for part in (*map(_flag, piece.opens), _words(piece))]
    return Markup('<div class="text" dir="ltr">{}</div>').format(Markup("").join(written))


def _flag(mark: Mark) -> Markup:
    if mark.kind == "found":
        return Markup("")
    if mark.record_ids:
        return Markup(
            '<a class="flag {}" href="#{}" data-records="{}" title="{}–{}">{}</a>'
        ).format(
            mark.kind,
            mark.record_ids[0],
            " ".join(mark.record_ids),
            mark.span.start,
            mark.span.end,
            mark.label,
        )
    note = f" {mark.note.partition(' (')[0]}" if mark.note else ""
    return Markup('<span class="flag {}">{}{}</span>').format(mark.kind, mark.label, note)


def _words(piece: Piece) -> Markup:
    kinds = " ".join(("piece", *piece.kinds, *(("several",) if len(piece.marks) > 1 else ())))
    ids = piece.record_ids
    owned = Markup(' data-records="{}"').format(" ".join(ids)) if ids else Markup("")
    return Markup('<span class="{}"{}>{}</span>').format(kinds, owned, write_parts(piece.parts))
