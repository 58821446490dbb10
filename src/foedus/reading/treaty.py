"""A treaty's articles, paragraphs and lettered items, and how a text is known to be one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.languages.treaties import TreatyWords
from foedus.records import Document
from foedus.records.provisions import Provision

MAX_GAP = 20
"""Blanks between a colon and the number that it leads to."""
MIN_HEADINGS = 2
"""Articles from which a text is a treaty though it also holds words of reports (a commentary)."""
_NUMBER = r"(?:[IVXLC]+|\d{1,3}[a-z]?)"
_HEADING = re.compile(
    rf"^[ \t#*]*(?:article|art\.)[ \t]+({_NUMBER})\b[ \t*]*(?:[.:–—-]+(?!\w)|\([^)\n]*\)|$)",
    re.IGNORECASE | re.MULTILINE,
)
_PARAGRAPH = re.compile(r"^[ \t]*(?:(\d{1,2})[.)]|\((\d{1,2})\))[ \t]*(?=\D)", re.MULTILINE)
_LINE_ITEM = re.compile(r"^[ \t]*\(?([a-z]|[ivx]{1,4})\)[ \t]*", re.MULTILINE)
_ITEM_WITHIN = re.compile(r"(?<=[\s:;,])\(([a-z]|[ivx]{1,4}|\d)\)[ \t]+")
_CITING = re.compile(
    r"(?:paragraphs?|sub-?paragraphs?|articles?|sections?|[\d)])[\s\w()]{0,12}$", re.I
)
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_TAIL = re.compile(r"[\s;,]*(?:[;,]\s*(?:and|or))?[\s;,]*$")
_ARTICLE, _PARAGRAPHS, _ITEMS, _INNER = range(4)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number or letter before a part of a treaty, and the level it counts on."""

    start: int
    end: int
    level: int
    label: str


def is_treaty(document: Document, words: TreatyWords) -> bool:
    """Say whether a document is the wording of a treaty and not a report or speech about one.

    Its title names a treaty and an article, it numbers its articles, or a party stands before a
    verb of duty; words of reports and of speech speak against it.
    """
    text, title = document.text, (document.title or "").lower()
    numbered = len(_HEADING.findall(text)) >= MIN_HEADINGS
    if numbered and words.bound_party.search(text) is not None:
        return True
    if words.news.search(text) is not None:
        return False
    named = any(re.search(rf"\b{noun}\b", title) for noun in words.titles)
    if named and words.locator.search(title) is not None:
        return True
    return words.bound_party.search(text) is not None and words.speech.search(text) is None


def find_provisions(document: Document, words: TreatyWords) -> tuple[Provision, ...]:
    """Return the parts of a treaty in the order of its text; empty where the text is none.

    Example:
        >>> from foedus.reading import read_text
        >>> text = "Each Party undertakes not to: (a) attack the other; (b) help its attacker."
        >>> document = read_text(text, document_id="pact")
        >>> [(p.item, text[p.start:p.end]) for p in find_provisions(document, TreatyWords.load())]
        [(None, 'Each Party undertakes not to:'), ('a', 'attack the other'), \
('b', 'help its attacker.')]
    """
    if not is_treaty(document, words):
        return ()
    return tuple(_with_chapeaux(document.text, list(_parts(document.text))))


def _marks(text: str) -> list[_Mark]:
    """Return the numbers and letters that part a text, in order, none inside another."""
    found = [_Mark(m.start(), m.end(), _ARTICLE, m[1]) for m in _HEADING.finditer(text)]
    found += [
        _Mark(m.start(), m.end(), _PARAGRAPHS, m[1] or m[2]) for m in _PARAGRAPH.finditer(text)
    ]
    found += [_Mark(m.start(), m.end(), _ITEMS, m[1]) for m in _LINE_ITEM.finditer(text)]
    found += [
        _Mark(m.start(), m.end(), _ITEMS, m[1])
        for m in _ITEM_WITHIN.finditer(text)
        if _CITING.search(text[max(0, m.start() - 30) : m.start()].rstrip()) is None
    ]
    kept: list[_Mark] = []
    for mark in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return list(_levelled(text, kept))


def _levelled(text: str, marks: list[_Mark]) -> Iterator[_Mark]:
    """Yield the marks; Roman numerals between letters count one level below them.

    Numbers behind a colon count as letters do: "shall: (1) … (2) …".
    """
    letter, number = "", 0
    for mark in marks:
        if mark.level == _PARAGRAPHS:
            opened = mark.label == "1" and text[
                max(0, mark.start - MAX_GAP) : mark.start
            ].rstrip().endswith(":")
            listed = opened or (number > 0 and mark.label == str(number + 1))
            number = int(mark.label) if listed else 0
            if listed:
                yield replace(mark, level=_ITEMS)
                continue
        if mark.level < _ITEMS:
            letter, number = "", 0
        elif mark.label[0] in "ivx" and letter and chr(ord(letter) + 1) != mark.label:
            mark = replace(mark, level=_INNER)
        elif mark.label.isalpha() and len(mark.label) == 1 and mark.label != "i":
            letter = mark.label
        yield mark


def _parts(text: str) -> Iterator[tuple[int, Provision]]:
    """Yield the parts between the marks, each with its level; a blank line ends a part."""
    marks = _marks(text)
    ends = [mark.start for mark in marks] + [len(text)]
    yield from _blocks(text, 0, ends[0], _Mark(0, 0, _PARAGRAPHS, ""), Provision(start=0, end=0))
    home = Provision(start=0, end=0)
    for mark, end in zip(marks, ends[1:], strict=True):
        if mark.level == _ARTICLE:
            home = replace(home, article=mark.label, paragraph=None, item=None)
        elif mark.level == _PARAGRAPHS:
            home = replace(home, paragraph=mark.label, item=None)
        else:
            home = replace(home, item=mark.label)
        yield from _blocks(text, mark.end, end, mark, home)


def _blocks(
    text: str, start: int, end: int, mark: _Mark, home: Provision
) -> Iterator[tuple[int, Provision]]:
    level = max(mark.level, _PARAGRAPHS)
    for block in _split(text, start, end):
        yield level, replace(home, start=block[0], end=block[1])
        level, home = _PARAGRAPHS, replace(home, item=None)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    places = [m for m in _BLANK.finditer(text, start, end)]
    starts = [start, *(m.end() for m in places)]
    ends = [*(m.start() for m in places), end]
    for first, last in zip(starts, ends, strict=True):
        body = text[first:last]
        if body.strip():
            lead = len(body) - len(body.lstrip())
            yield first + lead, first + len(body.rstrip())


def _with_chapeaux(text: str, parts: list[tuple[int, Provision]]) -> Iterator[Provision]:
    """Yield the parts, the items with the words that lead to them."""
    above: dict[int, Provision] = {}
    for place, (level, part) in enumerate(parts):
        following = parts[place + 1][0] if place + 1 < len(parts) else _PARAGRAPHS
        above = {key: one for key, one in above.items() if key < level}
        leads = following > level and following >= _ITEMS and text[part.end - 1] not in ".;"
        chapeau: tuple[tuple[int, int], ...] = ()
        if level >= _ITEMS:
            chapeau = tuple((one.start, one.end) for _, one in sorted(above.items()) if one.leads)
        end = part.end
        if level >= _ITEMS and not leads:
            end = max(part.start + 1, part.start + _TAIL.search(text[part.start : end]).start())  # type: ignore[union-attr]  # it matches the empty end
        made = replace(part, end=end, chapeau=chapeau, leads=leads)
        above[level] = made
        yield made
