"""Titled names: persons whom the model passed over though their office stands before the name.

"The union's commission chairman, Moussa Faki, said": what commas set off behind a person's office
and is made of capitalised names is that person's name.
"""

from __future__ import annotations

from foedus.analysis.parse import Entity, Parse
from foedus.languages.actors import ActorWords

MIN_NAMES, MAX_NAMES = 2, 4
"""A name of one word may as well be that of a place or a firm."""
MAX_STEPS = 3
"""So far above the last word before the comma its office may stand: "head of the X of Y, N. N."."""
_BELOW = ("nmod", "nmod:poss", "compound", "flat")


def find_titled_names(parse: Parse, *, words: ActorWords) -> list[Entity]:
    """Return the persons named behind an office, outside the entities of the model."""
    taken = {i for entity in parse.entities for i in range(entity.first, entity.last)}
    found = []
    for token in parse.tokens[2:]:
        first = token.index
        if token.upos != "PROPN" or parse.tokens[first - 1].text != ",":
            continue
        last = _end(parse, first)
        if not MIN_NAMES <= last - first <= MAX_NAMES or not taken.isdisjoint(range(first, last)):
            continue
        closed = last < len(parse.tokens) and parse.tokens[last].text == ","
        if closed and _is_name(parse, first, last, words) and _office(parse, first - 2, words):
            start, end = parse.span(first, last)
            found.append(Entity("PER", first, last, start, end))
    return found


def _end(parse: Parse, first: int) -> int:
    """Return where the proper names end that begin at a token, inside its sentence."""
    last = first
    while last < len(parse.tokens) and parse.tokens[last].upos == "PROPN":
        if parse.tokens[last].sentence != parse.tokens[first].sentence:
            break
        last += 1
    return last


def _is_name(parse: Parse, first: int, last: int, words: ActorWords) -> bool:
    """Say whether all words begin with a capital and none is that of an office or a body."""
    texts = [token.text for token in parse.tokens[first:last]]
    plain = all(text[0].isupper() and text[1:2].islower() for text in texts)
    return plain and not any(words.is_person(text) or words.is_body(text) for text in texts)


def _office(parse: Parse, index: int, words: ActorWords) -> bool:
    """Say whether a word ends the title of one person: an office, or what hangs on one."""
    for _ in range(MAX_STEPS):
        token = parse.tokens[index]
        noun = token.text.lower()
        if noun in words.offices:
            return True
        if token.deprel not in _BELOW or not 0 <= token.head < index:
            return False
        index = token.head
    return False
