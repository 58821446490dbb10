"""Where quotation marks open and close: pairs over mixed, missing and nested marks.

Straight and curly marks may be mixed in one quotation, an apostrophe is never a mark, and a
quotation that runs over several paragraphs opens anew in each. The text is read once, mark by mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

MAX_OPEN_CHARACTERS = 4000
"""A mark that finds no partner within so many characters is taken for a slip of the pen."""

MAX_TERM_WORDS = 8
"""Up to so many words in quotation marks may be a term; measured on the labelled passages."""

_MARK = re.compile(r"``|''|[\"“”„«»'‘’‚]")
_DOUBLE_OPENERS = frozenset({"“", "„", "«", "``"})
_DOUBLE_CLOSERS = frozenset({"”", "»"})
_SINGLE = frozenset({"'", "‘", "’", "‚"})
_ELISION = re.compile(r"(?:\d\ds?|em|til|tis|twas|n|cause|round|bout)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What stands between two marks: characters [start, end) without them.

    `outer_start` and `outer_end` take the marks in. `closed` is False when the paragraph ended
    first and `continues` says that the next paragraph or line opens with a mark. `depth` is 0
    outside any other.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int = 0
    closed: bool = True
    continues: bool = False
    single: bool = False

    def holds(self, start: int, end: int) -> bool:
        """Say whether these characters lie inside the marks."""
        return self.outer_start <= start and end <= self.outer_end


class _Turn(Enum):
    OPEN = auto()
    CLOSE = auto()
    NEITHER = auto()


@dataclass(frozen=True, slots=True)
class _Opened:
    start: int
    end: int
    single: bool


def find_quotations(text: str, paragraphs: Sequence[int] = ()) -> tuple[Quotation, ...]:
    """Find every quotation of a text, outer ones before those inside them.

    Args:
        text: The text.
        paragraphs: Where paragraphs begin, as offsets in order; a quotation never runs over one.
            Empty: every line is a paragraph.

    Returns:
        Quotations in the order of their opening marks.

    Example:
        >>> [text[q.start:q.end] for text in ['"We wait," she said. “For ‘peace’.”']
        ...  for q in find_quotations(text)]
        ['We wait,', 'For ‘peace’.', 'peace']
    """
    starts = list(paragraphs) or [0, *(m.end() for m in re.finditer(r"\n+", text))]
    found: list[Quotation] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if start < end:
            found.extend(_in_paragraph(text, start, end))
    return tuple(sorted(found, key=lambda q: (q.outer_start, -q.outer_end)))


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: list[_Opened] = []
    for match in _MARK.finditer(text, start, end):
        mark = match[0]
        if opened and match.start() - opened[0].start > MAX_OPEN_CHARACTERS:
            opened.clear()
        single = mark in _SINGLE
        turn = (
            _turn_single(text, match, opened, end) if single else _turn_double(text, match, opened)
        )
        if turn is _Turn.OPEN:
            if opened and opened[0].single == single and _opens_line(text, match.start()):
                # The quotation goes on in a new line, which opens with a mark of its own.
                found.extend(_unclosed(text, opened[0], match.start()))
                opened.clear()
            if not single:
                # A second double mark that opens: the first one's partner was forgotten.
                opened.clear()
            opened.append(_Opened(match.start(), match.end(), single))
        elif not single and not opened and _ends_lost(text, match, start):
            found.append(_lost(start, match))
        elif turn is _Turn.CLOSE:
            place = _partner(opened, single)
            if place is not None:
                if match.start() > opened[place].end:
                    found.append(_pair(opened[place], match, depth=place))
                del opened[place:]
    if opened:
        found.extend(_unclosed(text, opened[0], end))
    return found


def _ends_lost(text: str, match: re.Match[str], start: int) -> bool:
    """Say whether a mark ends words whose opening mark was lost: the first of its paragraph.

    A comma or full stop before it, a blank and a word behind it show that it closes.
    """
    before, after = text[start : match.start()], text[match.end() : match.end() + 2]
    if match[0] in _DOUBLE_OPENERS or _MARK.search(before.replace("’", "").replace("'", "")):
        return False
    closes = before[-1:] in (",", ".", "!", "?") and after[:1] == " " and after[1:].isalpha()
    return closes and len(before.split()) > MAX_TERM_WORDS


def _lost(start: int, match: re.Match[str]) -> Quotation:
    """Return the quotation from the beginning of a paragraph to a mark that opened nowhere."""
    return Quotation(
        start=start, end=match.start(), outer_start=start, outer_end=match.end(), depth=0
    )


def _opens_line(text: str, start: int) -> bool:
    """Say whether nothing but blanks stands before this character in its line."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _pair(opened: _Opened, closing: re.Match[str], *, depth: int) -> Quotation:
    return Quotation(
        start=opened.end,
        end=closing.start(),
        outer_start=opened.start,
        outer_end=closing.end(),
        depth=depth,
        single=opened.single,
    )


def _unclosed(text: str, opened: _Opened, end: int) -> list[Quotation]:
    """Return the quotation that the end of its paragraph cuts off; a single mark may be a slip."""
    last = len(text[:end].rstrip())
    following = text[end : end + 200].lstrip()[:1]
    continues = following in ({"‘", "'"} if opened.single else {"“", '"', "„", "«"})
    if last <= opened.end or (opened.single and not continues):
        return []
    return [
        Quotation(
            start=opened.end,
            end=last,
            outer_start=opened.start,
            outer_end=last,
            closed=False,
            continues=continues,
            single=opened.single,
        )
    ]


def _partner(opened: Sequence[_Opened], single: bool) -> int | None:
    for place in range(len(opened) - 1, -1, -1):
        if opened[place].single == single:
            return place
    return None


def _turn_double(text: str, match: re.Match[str], opened: Sequence[_Opened]) -> _Turn:
    mark, inside = match[0], _partner(opened, False) is not None
    if mark in _DOUBLE_OPENERS:
        # Some desks close with the opening shape: “so“ .
        return _Turn.CLOSE if inside and _ends_word(text, match) else _Turn.OPEN
    if mark in _DOUBLE_CLOSERS:
        if inside:
            return _Turn.CLOSE
        return _Turn.OPEN if _begins_word(text, match) else _Turn.NEITHER
    begins, ends = _begins_word(text, match), _ends_word(text, match)
    if begins != ends:
        if begins:
            return _Turn.OPEN
        return _Turn.CLOSE if inside else _Turn.NEITHER
    if text[match.start() - 1 : match.start()].isdigit() and not inside:
        return _Turn.NEITHER  # inches
    return _Turn.CLOSE if inside else _Turn.OPEN


def _turn_single(text: str, match: re.Match[str], opened: Sequence[_Opened], end: int) -> _Turn:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if match.start() and before.isalnum() and after.isalnum():
        return _Turn.NEITHER
    inside = _partner(opened, True) is not None
    if _begins_word(text, match) and not before.isalnum():
        if match[0] == "’" or _ELISION.match(text, match.end()):
            return _Turn.CLOSE if inside and match[0] == "’" else _Turn.NEITHER
        return _Turn.OPEN
    if match[0] == "‘" or not inside or not _ends_word(text, match):
        return _Turn.NEITHER
    if before in {"s", "z", "x"} and after == " " and _closes_later(text, match, end):
        return _Turn.NEITHER
    return _Turn.CLOSE


def _closes_later(text: str, match: re.Match[str], end: int) -> bool:
    """Say whether a surer closing mark follows, so that this one after an s is a genitive."""
    if not text[match.end() + 1 : match.end() + 2].islower():
        return False
    for later in _MARK.finditer(text, match.end(), min(end, match.end() + 300)):
        if later[0] not in _SINGLE:
            return False
        before = text[later.start() - 1]
        if _begins_word(text, later) and not before.isalnum():
            return False
        if not text[later.end() : later.end() + 1].isalnum():
            return True
    return False


def _begins_word(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    opens = not match.start() or before.isspace() or before in "([{—–-/:'\"‘“…"
    return opens and bool(after) and not after.isspace()


def _ends_word(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    closes = not after or after.isspace() or after in ")]}.,;:!?—–-/'\"’”…"
    return bool(match.start()) and not before.isspace() and closes


def is_whole_speech(text: str, quotation: Quotation) -> bool:
    """Say whether a quotation holds a sentence or more: it ends as sentences do, or is long."""
    inner = text[quotation.start : quotation.end]
    if _SENTENCE_END.search(inner) or inner.rstrip().endswith(","):
        return len(inner.split()) > 1
    return len(inner.split()) > MAX_TERM_WORDS
