"""Clues from the words beside a name: a storm, a maker and its product, an Arabic article."""

from __future__ import annotations

from foedus.analysis.name_patterns import JOINTS
from foedus.analysis.name_sheet import Sheet
from foedus.languages.names import NameWords


def find_storms(sheet: Sheet, words: NameWords) -> frozenset[str]:
    """Return the names that the text gives to a storm; further on the text uses them alone."""
    return frozenset(
        sheet.tokens[index + 1].text
        for index, low in enumerate(sheet.low)
        if low in words.storms
        and sheet.follows(index)
        and sheet.proper(index + 1)
        and index + 1 not in sheet.cover
    )


def weigh_neighbours(sheet: Sheet, index: int, words: NameWords) -> None:
    """Add what a word says together with the one before or behind it."""
    low, odds, follows_known = sheet.low[index], words.odds, index - 1 in sheet.known
    if sheet.tokens[index].text in sheet.storms:
        sheet.outside(index, odds.storm)
    if low in words.things and sheet.follows(index) and sheet.capital[index + 1]:
        sheet.outside(index, odds.thing)
        sheet.outside(index + 1, odds.thing)
    if low in words.products and follows_known and sheet.proper(index):
        for place in range(_maker(sheet, index), index + 1):
            sheet.outside(place, odds.product)
    if low in words.organisation_heads and follows_known and not sheet.capital[index]:
        sheet.outside(index, odds.small_head)
    if low in words.articles:
        _weigh_article(sheet, index, odds.article)


def _maker(sheet: Sheet, index: int) -> int:
    """Return where the known name begins that ends before a word."""
    first = index - 1
    while first not in sheet.starts and first - 1 in sheet.known:
        first -= 1
    return first


def _weigh_article(sheet: Sheet, index: int, odds: float) -> None:
    """Add what an Arabic article with its hyphen says: "Musa al - Karim" is one name."""
    tokens = sheet.tokens
    behind = tokens[index + 1 : index + 3]
    if len(behind) < 2 or behind[0].text not in JOINTS or not sheet.capital[index + 2]:
        return
    sentence = tokens[index].sentence
    if behind[1].sentence != sentence:
        return
    for place in (index + 1, index + 2):
        sheet.begin(place, -odds)
        sheet.outside(place, -odds / 2)
    if index and sheet.proper(index - 1) and tokens[index - 1].sentence == sentence:
        sheet.begin(index, -odds)
    sheet.outside(index, -odds / 2)
