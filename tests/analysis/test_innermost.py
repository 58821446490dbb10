"""Whose words a stretch of text is: those of the statement inside, where two have the same."""

from __future__ import annotations

from foedus.analysis.innermost import find_innermost
from foedus.records.documents import Evidence
from foedus.records.statements import Statement, Style

TEXT = "The port is shut, Reuters quoted Aldo as saying."


def statement(name: str, first: int, last: int, parent: str | None = None) -> Statement:
    """Return a statement with one content."""
    return Statement(
        id=name,
        speaker=None,
        cue=(),
        content=(Evidence.of(TEXT, first, last),),
        source=(),
        style=Style.INDIRECT,
        parent=parent,
    )


def test_find_innermost_takes_of_equal_contents_the_one_inside() -> None:
    outer, inner = statement("s-1", 0, 16), statement("s-2", 0, 16, parent="s-1")
    assert find_innermost((outer, inner), 4, 8) is inner
    assert find_innermost((inner, outer), 4, 8) is inner


def test_find_innermost_takes_the_shorter_content_before_the_deeper_statement() -> None:
    outer, inner = statement("s-1", 0, 16), statement("s-2", 0, 40, parent="s-1")
    assert find_innermost((outer, inner), 4, 8) is outer


def test_find_innermost_of_words_that_nobody_says_is_none() -> None:
    assert find_innermost((statement("s-1", 0, 16),), 20, 24) is None
    assert find_innermost((), 0, 1) is None
