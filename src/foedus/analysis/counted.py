"""What a number counts: its noun, the words of the phrase, the unit and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.analysis.clauses import child
from foedus.analysis.parse import Parse, Token
from foedus.analysis.quantities import Quantity
from foedus.languages.figures import FigureWords

MAX_NOUN_TOKENS = 8
"""How many tokens may stand between a number and the noun that it counts."""
MAX_PHRASE_TOKENS = 5
"""A longer phrase behind the noun ("in the hills that …") is left out."""
_NOUNS = ("NOUN", "PROPN")
_BEFORE_NOUN = ("ADJ", "DET", "ADV", "NUM", "SYM", "X", "NOUN", "PROPN", "PRON")
_MARKS = ("-", "–", "“", '"', "”", "'", "‘", "’")
_PARTS_OF_NAMES = ("compound", "amod", "nmod:poss", "nummod", "nmod", "flat")


@dataclass(frozen=True, slots=True)
class Counted:
    """The tokens [first, last) of a figure with its unit, and of whom or what it is a number."""

    first: int
    last: int
    unit: str | None
    of: str | None
    noun: int | None = None


def find_counted(
    parse: Parse, first: int, last: int, *, quantity: Quantity, words: FigureWords
) -> Counted | None:
    """Return what the number at tokens[first:last] counts, None where it is no figure."""
    tokens = parse.tokens
    if _is_name(tokens, first, words) or _is_ordinal(tokens, last, quantity, words):
        return None
    hurt = _hurt(tokens, first, last, words)
    if hurt is not None:
        return hurt
    measured = _measured(parse, first, last, words=words)
    if measured is not None:
        return measured
    if _hyphenated(tokens, last):
        return None
    noun = find_noun(parse, first, last)
    if quantity.unit is not None:
        return _signed(parse, (first, last), noun, quantity=quantity, words=words)
    if noun is None:
        return _alone(parse, first, last, quantity=quantity, words=words)
    if not _is_counted(tokens[noun], quantity, words) or _is_year(tokens, first, quantity):
        return None
    if noun + 1 < len(tokens) and tokens[noun + 1].text.lower() in words.words["not_counted.old"]:
        return None
    unit, of = unit_of(parse, noun, last, words), whose(parse, noun, last)
    begin, end = _determined(tokens, first), _extent(parse, noun, words)
    return Counted(begin, end, _rated(tokens, noun + 1, end, unit), of, noun)


def _is_counted(noun: Token, quantity: Quantity, words: FigureWords) -> bool:
    """Say whether a number of these is worth a figure: "two sides" is not, "one soldier" is."""
    lemma, low = noun.lemma.lower(), noun.text.lower()
    if quantity.minimum == quantity.maximum == 1:
        return lemma in words.words["not_counted.singles"]
    return not {lemma, low} & words.words["not_counted.nouns"]


def _is_year(tokens: Sequence[Token], first: int, quantity: Quantity) -> bool:
    """Say whether four digits are rather a year, as in the name "Dawn 2022 drills"."""
    text = tokens[first].text
    return not quantity.large and len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


def _is_name(tokens: Sequence[Token], first: int, words: FigureWords) -> bool:
    """Say whether a number belongs to a name: "Article 5", "Group of 20", "F-16", "555-0134"."""
    before = tokens[first - 1].text.lower() if first else ""
    two = f"{tokens[first - 2].text.lower()} {before}" if first > 1 else ""
    names = words.words["not_counted.names"]
    glued = first > 0 and before in ("-", "–", "/") and tokens[first - 1].end == tokens[first].start
    titled = before in names and (before != "number" or first < 2)
    return titled or two in names or glued or _marks_model(tokens, first)


def _marks_model(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a number tells which model of a named thing is meant: "Leopard 2 tanks"."""
    token, before = tokens[index], tokens[index - 1] if index else None
    return (
        before is not None
        and before.upos == "PROPN"
        and token.head == before.index
        and token.deprel in ("flat", "nummod", "compound")
    )


def _is_ordinal(tokens: Sequence[Token], last: int, quantity: Quantity, words: FigureWords) -> bool:
    """Say whether "a third" tells which and not how much: "a third round", not "a third of"."""
    token = tokens[last - 1]
    if quantity.unit != "%" or token.deprel != "amod" or last >= len(tokens):
        return False
    return token.head >= last and tokens[last].text.lower() not in words.words["ordinals.never"]


def _hurt(tokens: Sequence[Token], first: int, last: int, words: FigureWords) -> Counted | None:
    """Return the people in "left 20 dead and dozens wounded"."""
    if last >= len(tokens) or tokens[last].text.lower() not in words.words["people.states"]:
        return None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    described = after is not None and after.upos in (*_NOUNS, "ADJ")
    return None if described else Counted(first, last + 1, words.people, None)


def _hyphenated(tokens: Sequence[Token], last: int) -> bool:
    """Say whether a number is glued to the next word ("ten-nation bloc")."""
    return (
        last < len(tokens)
        and tokens[last].text in ("-", "–")
        and tokens[last].start == tokens[last - 1].end
    )


def _measured(parse: Parse, first: int, last: int, *, words: FigureWords) -> Counted | None:
    """Return "a four-hour mission": so many hours, of a mission."""
    tokens = parse.tokens
    if not _hyphenated(tokens, last) or last + 1 >= len(tokens):
        return None
    unit = tokens[last + 1]
    if unit.lemma.lower() not in words.words["measures.units"]:
        return None
    after = last + 2
    while after < len(tokens) and tokens[after].upos == "ADJ":
        after += 1
    if after >= len(tokens) or tokens[after].upos not in _NOUNS or tokens[after - 1].text == "-":
        return None
    while _continues(parse, after):
        after += 1
    begin, plural = _determined(tokens, first), unit.text.lower().rstrip("s") + "s"
    return Counted(begin, after + 1, plural, tokens[after].text, after)


def find_noun(parse: Parse, first: int, last: int) -> int | None:
    """Return the noun behind a number: words may stand between, no verb and no mark."""
    tokens = parse.tokens
    owned = False
    for index in range(last, min(len(tokens), last + MAX_NOUN_TOKENS)):
        token = tokens[index]
        if token.sentence != tokens[first].sentence or (owned and token.upos == "NUM"):
            return None  # "10 percent of the city's one million workers" counts twice
        if token.xpos == "POS":
            owned = True
            continue
        if token.upos in _NOUNS:
            counted = tokens[last - 1].head == index and tokens[last - 1].deprel == "nummod"
            owner = index + 1 < len(tokens) and tokens[index + 1].xpos == "POS"
            goes_on = _hyphenated(tokens, index + 1) or _continues(parse, index)
            if goes_on and not (counted and owner):
                continue
            return index
        after_mark = index == last or tokens[index - 1].text in _MARKS
        of = token.text.lower() == "of" and after_mark
        after_of = tokens[index - 1].text.lower() == "of"
        participle = token.xpos in ("VBN", "VBG") and (index < token.head or after_of)
        joins = token.upos == "CCONJ" and index > last and tokens[index - 1].upos == "ADJ"
        if index == last and token.upos == "DET":
            return None  # "44 a year" counts no years
        if not (token.upos in _BEFORE_NOUN or of or joins or token.text in _MARKS or participle):
            return None
    return None


def _continues(parse: Parse, index: int) -> bool:
    """Say whether a noun is only the first part of the one that is counted ("patrol boats")."""
    tokens = parse.tokens
    if index + 1 >= len(tokens) or tokens[index].deprel not in _PARTS_OF_NAMES:
        return False
    after = tokens[index + 1]
    if after.sentence != tokens[index].sentence or tokens[index].head <= index:
        return False
    if after.xpos == "POS" or _marks_model(tokens, index + 1):
        return True
    return after.upos in (*_NOUNS, "ADJ") or after.text in ("-", "–")


def _determined(tokens: Sequence[Token], first: int) -> int:
    """Return the first token of a phrase, with the article before its number."""
    return first - 1 if first and tokens[first - 1].text.lower() in ("the", "a", "an") else first


def _extent(parse: Parse, noun: int, words: FigureWords) -> int:
    """Return where a phrase ends: with its rate, and a short "of …" or "in …" behind the noun."""
    tokens, end = parse.tokens, noun + 1
    rate = end + 2 <= len(tokens) and tokens[end].text.lower() in words.words["rates.words"]
    if rate and tokens[end + 1].lemma.lower() in words.words["rates.units"]:
        return end + 2
    for below in parse.children[noun]:
        case = child(parse, below, ("case",)) if below >= end else None
        if case != end or tokens[below].deprel != "nmod":
            continue
        last = max(parse.subtree(below)) + 1
        if tokens[case].text.lower() in ("of", "in") and last - end <= MAX_PHRASE_TOKENS:
            end = last
    while tokens[end - 1].upos == "PUNCT":
        end -= 1
    return end


def _rated(tokens: Sequence[Token], start: int, end: int, unit: str) -> str:
    """Return a unit with its rate: "sorties/day"."""
    rate = end - start == 2 and tokens[start].text.lower() != "of" and tokens[start].upos != "ADP"
    per = end - start == 2 and tokens[start].text.lower() == "per"
    return f"{unit}/{tokens[end - 1].lemma.lower()}" if rate or per else unit


def unit_of(parse: Parse, noun: int, last: int, words: FigureWords) -> str:
    """Return the counted noun in lower case with its compounds; peoples are people."""
    tokens = parse.tokens
    if tokens[noun].xpos == "NNPS":
        return words.people
    first = noun
    while (
        first > last
        and tokens[first - 1].upos == "NOUN"
        and tokens[first - 1].deprel == "compound"
        and tokens[first - 1].head == noun
        and tokens[first - 2].text != "-"
    ):
        first -= 1
    return parse.text[tokens[first].start : tokens[noun].end].lower()


def whose(parse: Parse, noun: int, last: int) -> str | None:
    """Return the nationality or owner between a number and its noun, or the people themselves."""
    tokens = parse.tokens
    if tokens[noun].xpos == "NNPS":
        return tokens[noun].text
    named = [
        (_glued_from(tokens, i, last), i)
        for i in parse.children[noun]
        if last <= i < noun and tokens[i].deprel in _PARTS_OF_NAMES and tokens[i].text[0].isupper()
    ]
    return " ".join(parse.text[tokens[a].start : tokens[b].end] for a, b in named) or None


def _glued_from(tokens: Sequence[Token], index: int, first: int) -> int:
    """Return the first token of a name whose parts touch ("Tu-22")."""
    while index > first and tokens[index - 1].end == tokens[index].start:
        index -= 1
    return index


def _signed(
    parse: Parse,
    span: tuple[int, int],
    noun: int | None,
    *,
    quantity: Quantity,
    words: FigureWords,
) -> Counted:
    """Return money and percentages: "$40 a barrel", "61 percent of the voters"."""
    tokens, (first, last) = parse.tokens, span
    unit = quantity.unit or ""
    rate = last + 2 <= len(tokens) and tokens[last].text.lower() in words.words["rates.words"]
    if rate and tokens[last + 1].lemma.lower() in words.words["rates.units"]:
        return Counted(first, last + 2, f"{unit}/{tokens[last + 1].lemma.lower()}", None)
    if unit == "%" and noun is not None and tokens[last].text.lower() == "of":
        return Counted(first, noun + 1, unit, tokens[noun].text, noun)
    return Counted(first, last, unit, None)


def _alone(
    parse: Parse, first: int, last: int, *, quantity: Quantity, words: FigureWords
) -> Counted | None:
    """Return a number without a noun: people who were killed, or a large or bounded quantity."""
    tokens = parse.tokens
    word = next((i for i in range(last - 1, first - 1, -1) if tokens[i].upos != "ADP"), first)
    head = tokens[tokens[word].head] if tokens[word].head >= 0 else tokens[word]
    of_verb = bool({head.lemma.lower(), head.text.lower()} & words.words["people.verbs"])
    argument = tokens[word].deprel in ("nsubj", "nsubj:pass", "obj")
    if (of_verb and argument) or (quantity.unit is None and _is_toll(parse, word, words)):
        return Counted(first, last, words.people, None)
    if not quantity.large or quantity.unit is not None:
        return None
    end = last
    if end < len(tokens) and tokens[end].xpos == "VBN" and tokens[end].head <= word:
        end += 1
        end += end < len(tokens) and tokens[end].upos == "ADV"
    return Counted(first, end, None, None)


def _is_toll(parse: Parse, index: int, words: FigureWords) -> bool:
    """Say whether a number tells how high a toll is: "it rose to 41", "put it at 41"."""
    token = parse.tokens[index]
    if token.deprel != "obl" or token.head < 0:
        return False
    beside = (parse.tokens[i] for i in parse.children[token.head])
    counted = (t for t in beside if t.deprel in ("nsubj", "nsubj:pass", "obj"))
    return any(t.lemma.lower() in words.words["people.tolls"] for t in counted)
