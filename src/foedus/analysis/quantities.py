"""How many: a run of number words as a value with its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.languages.figures import FigureWords

Number = float | int
MAX_DIGITS = 15
"""Longer runs of digits are codes, not quantities."""
LONGEST_PHRASE = 3
HUNDRED = 100
_CURRENCIES = frozenset("$€£¥")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value over words[first:last] of a sentence; None leaves a bound open.

    "Over 30" has the minimum 30, "up to 30" and "nearly 30" the maximum 30 (the bound itself may or
    may not belong to it: a text seldom says). "About 30" closes neither end exactly and keeps 30 as
    both, for the text names no other number; the span holds the word. `unit` is the sign of a
    currency or "%". `large` marks a number that is a quantity even without a noun.
    """

    first: int
    last: int
    minimum: Number | None
    maximum: Number | None
    unit: str | None = None
    large: bool = False


def find_quantities(words: Sequence[str], language: FigureWords) -> list[Quantity]:
    """Return the quantities of a sentence's words (lower case), in order."""
    found: list[Quantity] = []
    place = 0
    while place < len(words):
        quantity = None
        if words[place][0].isdigit() or words[place] in language.starts:
            quantity = _phrase(words, place, language) or _counted(words, place, language)
        if quantity is None:
            place += 1
            continue
        place = max(quantity.last, place + 1)
        found.append(_bounded(words, quantity, language))
    return found


def _phrase(words: Sequence[str], place: int, language: FigureWords) -> Quantity | None:
    """Read "hundreds of thousands", "dozens", "a pair of", "two-thirds"."""
    for size in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
        phrase, last = " ".join(words[place : place + size]), place + size
        if phrase in language.fractions:
            share = language.fractions[phrase]
            return Quantity(place, last, share, share, "%")
        if phrase in language.pairs:
            value = language.pairs[phrase]
            last -= phrase.endswith(" of")
            return Quantity(place, last, value, value, large=value > 2)
        if phrase in language.plurals:
            return Quantity(place, last, language.plurals[phrase], None, large=True)
    return None


def _counted(words: Sequence[str], place: int, language: FigureWords) -> Quantity | None:
    """Read "30,000", "three or four", "5 to 10", "between 5 and 10", "$2 billion", "61 percent"."""
    opened = language.opened.get(words[place])
    start = place + 1 if opened else place
    unit, start = _currency(words, start)
    value, last = _value(words, start, language)
    if value is None:
        return None
    second, after = _second(words, last, opened, language)
    large = any("," in w or w in language.scales for w in words[start:after]) or unit is not None
    if second is None or second <= value:
        if opened:
            return None
        quantity = Quantity(place, last, value, value, unit, large)
    else:
        if words[after - 1] in language.scales and words[last - 1] not in language.scales:
            low = round(value * language.scales[words[after - 1]], 6)
            value = low if low < second else value
        quantity = Quantity(place, after, value, second, unit, True)
    return _percent(words, quantity, language)


def _currency(words: Sequence[str], place: int) -> tuple[str | None, int]:
    """Return the sign of a currency at a word, and where the number after it begins."""
    if place < len(words) and words[place] in _CURRENCIES:
        return words[place], place + 1
    return None, place


def _percent(words: Sequence[str], quantity: Quantity, language: FigureWords) -> Quantity:
    """Return the quantity with the percent sign or word behind it."""
    for size in (2, 1) if quantity.last + 1 < len(words) else (1,):
        last = quantity.last + size
        if " ".join(words[quantity.last : last]) in language.words["percent.words"]:
            return replace(quantity, last=last, unit="%")
    return quantity


def _second(
    words: Sequence[str], place: int, opened: str | None, language: FigureWords
) -> tuple[Number | None, int]:
    """Return the upper number of a range and where it ends."""
    joined = place < len(words) and (
        words[place] == opened if opened else words[place] in language.words["ranges.joins"]
    )
    if not joined or (place + 1 < len(words) and words[place + 1].startswith("0")):
        return None, place
    _, start = _currency(words, place + 1)
    return _value(words, start, language)


def _value(words: Sequence[str], place: int, language: FigureWords) -> tuple[Number | None, int]:
    """Return the number that begins at a word and where it ends; None where there is none.

    "Two hundred and fifty thousand": units and tens add up, a hundred multiplies what stands before
    it, greater scales close a group. Digits only open a number ("1.2 million").
    """
    total: Number = 0
    group: Number | None = None
    first = place
    if words[place : place + 1] and words[place] in language.words["ones.words"]:
        scale = language.scales.get(words[place + 1], 0) if place + 1 < len(words) else 0
        group, place = (1, place + 1) if scale >= HUNDRED else (None, place)
    while place < len(words):
        number = _digits(words[place]) if place == first else None
        number = language.numbers.get(words[place]) if number is None else number
        scale = language.scales.get(words[place], 0)
        if number is not None and _adds(group, number):
            group = (group or 0) + number
        elif scale == HUNDRED and group:
            group *= scale
        elif scale and group:
            total, group = total + group * scale, None
        elif not (place > first and _links(words, place, group, language)):
            break
        place += 1
    if place == first:
        return None, place
    value = round(total + (group or 0), 6)
    return (int(value) if isinstance(value, float) and value.is_integer() else value), place


def _adds(group: Number | None, number: Number) -> bool:
    """Say whether a number can follow in a group: "twenty" + "five", "two hundred" + "fifty"."""
    if not group:
        return True
    after_hundred = group >= HUNDRED and group % HUNDRED == 0 and number < HUNDRED
    after_tens = group % HUNDRED >= 20 and group % 10 == 0 and 0 < number < 10
    return after_hundred or after_tens


def _links(words: Sequence[str], place: int, group: Number | None, language: FigureWords) -> bool:
    """Say whether a hyphen or an "and" joins two parts of one number."""
    following = language.numbers.get(words[place + 1]) if place + 1 < len(words) else None
    if following is None or not _adds(group, following):
        return False
    if words[place] == "-":
        return bool(group) and (group or 0) < HUNDRED
    scaled = words[place - 1] in language.scales
    return scaled and words[place] in language.words["ones.joins"] and following < HUNDRED


def _digits(word: str) -> Number | None:
    """Return the value of digits with their commas and point, None for anything else."""
    plain = word.replace(",", "")
    if not plain.isascii() or len(plain) > MAX_DIGITS:
        return None
    if plain.isdigit():
        return int(plain)
    whole, _, part = plain.partition(".")
    return float(plain) if whole.isdigit() and part.isdigit() else None


def _bounded(words: Sequence[str], quantity: Quantity, language: FigureWords) -> Quantity:
    """Return the quantity with the bound that the words before it set."""
    for size in range(min(LONGEST_PHRASE, quantity.first), 0, -1):
        first = quantity.first - size
        before = " ".join(words[first : quantity.first])
        if before in language.words["bounds.minimum"]:
            return replace(quantity, first=first, maximum=None, large=True)
        if before in language.words["bounds.maximum"]:
            high = quantity.maximum if quantity.maximum is not None else quantity.minimum
            return replace(quantity, first=first, minimum=None, maximum=high, large=True)
        if before in language.words["bounds.about"]:
            return replace(quantity, first=first)
    return quantity


def bounded_after(
    words: Sequence[str], place: int, quantity: Quantity, language: FigureWords
) -> tuple[Quantity, int]:
    """Return a quantity with the bound that words behind its noun set, and where these end."""
    for size in range(min(LONGEST_PHRASE, len(words) - place), 1, -1):
        after = " ".join(words[place : place + size])
        if after in language.words["bounds.maximum_after"]:
            return replace(quantity, minimum=None), place + size
        if after in language.words["bounds.minimum_after"]:
            return replace(quantity, maximum=None), place + size
    return quantity, place
