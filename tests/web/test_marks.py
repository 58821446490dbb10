"""Pieces of a text: nothing is lost, marks cover exactly their characters, nothing hides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foedus.records.documents import Evidence
from foedus.web.marks import Mark, Piece, cut, joined, show_unseen

texts = st.text(min_size=1, max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(texts)
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    marks = [
        Mark(
            span=Evidence.of(text, min(a, b - 1), max(a + 1, b)),
            label=label,
            kind=label,
            record_ids=(f"c-{number}",),
        )
        for number, ((a, b), label) in enumerate(
            draw(st.lists(st.tuples(places, st.sampled_from(["if", "then"])), max_size=6))
        )
    ]
    return text, marks


def characters(pieces: list[Piece]) -> str:
    """Return what pieces show, unseen characters as themselves."""
    return "".join(
        said if code is None else chr(int(code[2:], 16))
        for piece in pieces
        for said, code in piece.parts
    )


@given(marked_texts())
def test_cut_loses_no_character(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    assert characters(cut(text, marks)) == text
    assert next(piece.start for piece in cut(text, marks)) == 0


@given(marked_texts())
def test_cut_covers_exactly_the_marked_characters(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    pieces = cut(text, marks)
    for mark in marks:
        covered = [piece for piece in pieces if mark in piece.marks]
        assert characters(covered) == mark.span.exact
        assert [piece.start for piece in pieces if mark in piece.opens] == [mark.span.start]


def test_joined_makes_one_mark_of_what_says_the_same() -> None:
    text = "Varnia would help"
    marks = [
        Mark(span=Evidence.of(text, 0, 6), label=label, kind=label, record_ids=(record_id,))
        for label, record_id in (("who", "c-1"), ("who", "s-1"), ("then", "c-1"))
    ]
    assert [(mark.label, mark.record_ids) for mark in joined(marks)] == [
        ("who", ("c-1", "s-1")),
        ("then", ("c-1",)),
    ]


def test_show_unseen_names_what_would_turn_or_hide_words() -> None:
    turned, hidden = "\u202eevil\u202c", "a\u200bb\u2066c\u00ad\ufeff"
    assert show_unseen(turned) == (
        ("RIGHT-TO-LEFT OVERRIDE", "U+202E"),
        ("evil", None),
        ("POP DIRECTIONAL FORMATTING", "U+202C"),
    )
    codes = [code for _, code in show_unseen(hidden) if code]
    assert codes == ["U+200B", "U+2066", "U+00AD", "U+FEFF"]
    assert show_unseen("two\nlines\tand — a dash") == (("two\nlines\tand — a dash", None),)
