"""Quantities that a text calls unknown: "the number of tanks remains unclear"."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.analysis.counted import Counted, find_noun, unit_of, whose
from foedus.analysis.parse import Parse, Sentence
from foedus.languages.figures import FigureWords


def find_unknown(parse: Parse, sentence: Sentence, *, words: FigureWords) -> Iterator[Counted]:
    """Yield the phrases of a sentence that name an unknown number, in order.

    "The number of crews remains unclear" goes to the predicate; what "as does …" adds behind it
    goes to the end of the sentence; "it is unclear how many crews came" gives "how many crews".
    """
    low = [token.text.lower() for token in parse.tokens[sentence.first : sentence.last]]
    unclear = [i for i, word in enumerate(low) if word in words.words["unknown.predicates"]]
    end = 0
    for place in range(len(low) if unclear else 0):
        span = None
        index = sentence.first + place
        if place < end:
            continue
        if " ".join(low[place : place + 2]) in words.words["unknown.questions"]:
            index += 1
            noun = find_noun(parse, index, index + 1)
            span = (place, (noun if noun is not None else index) - sentence.first + 1)
        elif low[place] in words.words["unknown.nouns"] and parse.tokens[index].upos == "NOUN":
            span = _phrase(parse, sentence, place, unclear[0], words)
        if span is None:
            continue
        unit, of = _counted(parse, index, words)
        yield Counted(sentence.first + span[0], sentence.first + span[1], unit, of)
        end = span[1]


def _phrase(
    parse: Parse, sentence: Sentence, place: int, unclear: int, words: FigureWords
) -> tuple[int, int] | None:
    """Return the words [first, last) of the sentence that name the unknown number at `place`."""
    tokens = parse.tokens[sentence.first : sentence.last]
    start = place
    while start > 0 and tokens[start - 1].upos in ("DET", "ADJ", "PRON"):
        start -= 1
    if place < unclear:
        return start, unclear + 1
    between = {token.text.lower() for token in tokens[unclear + 1 : start]}
    if not between & words.words["unknown.continued"]:
        return None
    end = len(tokens)
    while end > place + 1 and tokens[end - 1].upos == "PUNCT":
        end -= 1
    return start, end


def _counted(parse: Parse, index: int, words: FigureWords) -> tuple[str | None, str | None]:
    """Return unit and owner of what stands behind "number", "size and number", "how many"."""
    tokens = parse.tokens
    while index + 2 < len(tokens) and tokens[index + 1].upos == "CCONJ":
        index += 2
    noun = find_noun(parse, index, index + 1)
    if noun is None:
        return None, None
    return unit_of(parse, noun, index + 1, words), whose(parse, noun, index + 1)
