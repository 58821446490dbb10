"""How many: a run of number words as a value with its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.languages.figures import FigureWords

Number = float | int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value over words[first:last] of a sentence; None leaves a bound open.

    "Over 30" has the minimum 30, "up to 30" the maximum 30; "about 30" closes neither end exactly and
    keeps 30 as both, for the text names no other number. `unit` is the sign of a currency or "%".
    """

    first: int
    last: int
    minimum: Number | None
    maximum: Number | None
    unit: str | None = None


def find_quantities(words: Sequence[str], language: FigureWords) -> list[Quantity]:
    """Return the quantities of a sentence's words (lower case), in order."""
    found: list[Quantity] = []
    place = 0
    while place < len(words):
        quantity = _plural(words, place, language) or _counted(words, place, language)
        if quantity is None:
            place += 1
            continue
        found.append(_bounded(words, quantity, language))
        place = max(found[-1].last, place + 1)
    return found


def _plural(words: Sequence[str], place: int, language: FigureWords) -> Quantity | None:
    """Read "hundreds of thousands", "dozens", "a pair of"."""
    for size in (3, 2, 1):
        phrase = " ".join(words[place : place + size])
        if phrase in language.pairs:
            last = place + size - (1 if phrase.endswith(" of") else 0)
            return Quantity(place, last, language.pairs[phrase], language.pairs[phrase])
        if phrase in language.plurals:
            return Quantity(place, place + size, language.plurals[phrase], None)
    return None


def _counted(words: Sequence[str], place: int, language: FigureWords) -> Quantity | None:
    """Read "30,000", "three or four", "5 to 10", "$2 billion", "twenty-five thousand"."""
    unit = words[place] if words[place] in "$€£¥" else None
    start = place + 1 if unit else place
    value, last = _value(words, start, language)
    if value is None:
        return None
    second, after = _second(words, last, language)
    if second is not None and second > value:
        if (
            after > last
            and words[after - 1] in language.scales
            and words[last - 1] not in language.scales
        ):
            scale = language.scales[words[after - 1]]
            value = value * scale if value * scale < second else value
        return Quantity(place, after, value, second, unit)
    if last < len(words) and words[last] in ("%", "percent", "pct"):
        unit, last = "%", last + 1
    return Quantity(place, last, value, value, unit)


def _second(words: Sequence[str], place: int, language: FigureWords) -> tuple[Number | None, int]:
    """Return the upper number of a range and where it ends."""
    if place < len(words) and words[place] in ("or", "to", "-", "–", "and"):
        return _value(words, place + 1, language)
    return None, place


def _value(words: Sequence[str], place: int, language: FigureWords) -> tuple[Number | None, int]:
    """Return the number that begins at a word and where it ends; None where there is none."""
    total: Number | None = None
    while place < len(words):
        word = words[place]
        number = _digits(word)
        if number is None:
            number = language.numbers.get(word)
        if number is not None and total is None:
            total = number
        elif number is not None and total is not None and 20 <= total < 100 and number < 10:
            total += number
        elif word in language.scales and (total is not None or word == "hundred"):
            total = (total or 1) * language.scales[word]
        elif (
            word == "-"
            and total is not None
            and place + 1 < len(words)
            and language.numbers.get(words[place + 1], 10) < 10 <= total
        ):
            place += 1
            continue
        else:
            break
        place += 1
    if isinstance(total, float) and total.is_integer():
        total = int(total)
    return total, place


def _digits(word: str) -> Number | None:
    plain = word.replace(",", "")
    if plain.isascii() and plain.isdigit() and len(plain) < 16:
        return int(plain)
    whole, dot, part = plain.partition(".")
    if dot and whole.isdigit() and part.isdigit() and plain.isascii() and len(plain) < 16:
        return float(plain)
    return None


def _bounded(words: Sequence[str], quantity: Quantity, language: FigureWords) -> Quantity:
    """Return the quantity with the bound that the words before or after it set."""
    first, last = quantity.first, quantity.last
    low, high = quantity.minimum, quantity.maximum
    for size in (3, 2, 1):
        before = " ".join(words[max(0, first - size) : first])
        if before in language.minimum:
            return Quantity(first - size, last, low, None, quantity.unit)
        if before in language.maximum:
            return Quantity(
                first - size, last, None, high if high is not None else low, quantity.unit
            )
        if before in language.about:
            return Quantity(first - size, last, low, high, quantity.unit)
    return quantity


def bound_after(words: Sequence[str], place: int, language: FigureWords) -> tuple[str | None, int]:
    """Return "maximum" or "minimum" where words after a noun set a bound, and where they end."""
    for size in (3, 2):
        after = " ".join(words[place : place + size])
        if after in language.maximum_after:
            return "maximum", place + size
        if after in language.minimum_after:
            return "minimum", place + size
    return None, place
