"""Names in the fixed lines of mail and weblogs: "Holm, Astrid" <…>, Astrid Holm@NORDBANK."""

from __future__ import annotations

import re

from foedus.analysis.name_sheet import Sheet
from foedus.languages.names import NameWords

BOX = re.compile(r"[A-Z][\w'’-]{1,30}@[A-Z][A-Za-z]{1,30}")
"""A surname with the house that its mailbox stands in; no address, since no point is in it."""
_QUOTES = frozenset({'"', "“", "”", "''", "``"})
MAX_NAME = 3


def weigh_templates(sheet: Sheet, words: NameWords) -> None:
    """Add what the fixed lines of mail and weblogs say."""
    for index, low in enumerate(sheet.low):
        if low in _QUOTES:
            _weigh_sender(sheet, index, words.odds.template)
        elif low == "posted" and sheet.low[index + 1 : index + 2] == ["by"]:
            _weigh_weblog(sheet, index + 2, words.odds.template)
        elif index and sheet.proper(index - 1) and BOX.fullmatch(sheet.tokens[index].text):
            sheet.boxes.add(index)
            sheet.name(index - 1, index + 1, "PER", odds=words.odds.template, joined=0.0)


def _weigh_sender(sheet: Sheet, quote: int, odds: float) -> None:
    """Weigh a quoted name with the surname first, as programs for mail write it."""
    comma = _capitals(sheet, quote + 1)
    if comma == quote + 1 or sheet.low[comma : comma + 1] != [","]:
        return
    last = _capitals(sheet, comma + 1)
    if last > comma + 1 and sheet.low[last : last + 1] and sheet.low[last] in _QUOTES:
        sheet.name(quote + 1, last, "PER", odds=odds, joined=odds)
        sheet.outside(last, odds)


def _weigh_weblog(sheet: Sheet, first: int, odds: float) -> None:
    """Weigh "Posted by A to B at": B is a weblog, and so is A under the same name."""
    to = _capitals(sheet, first)
    if sheet.low[to : to + 1] != ["to"]:
        return
    last = _capitals(sheet, to + 1)
    if last == to + 1 or sheet.low[last : last + 1] != ["at"]:
        return
    same = sheet.low[first:to] == sheet.low[to + 1 : last]
    for index in (*(range(first, to) if same else ()), *range(to + 1, last)):
        sheet.outside(index, odds)


def _capitals(sheet: Sheet, first: int) -> int:
    """Return the end of the capitalised words that begin here, at most three."""
    last = first
    while last < min(len(sheet.tokens), first + MAX_NAME) and sheet.capital[last]:
        last += 1
    return last
