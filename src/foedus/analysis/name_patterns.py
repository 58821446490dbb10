"""Names that show their kind by their words: "Ministry of Defence", "Lake Victoria"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.analysis.parse import Token
from foedus.languages.names import NameWords

NOMINAL = frozenset({"PROPN", "ADJ", "NOUN"})
JOINTS = frozenset({"-", "–", "&"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """tokens[first:last] as a name of this label; `clue` names the odds that speak for it."""

    first: int
    last: int
    label: str
    clue: str


def find_patterns(
    tokens: Sequence[Token], capitals: Sequence[bool], words: NameWords
) -> list[Pattern]:
    """Return the names that show their kind, in order; those of one run may overlap.

    Args:
        tokens: The words of a text.
        capitals: Which of them are written as a name.
        words: The words that open and close names.
    """
    found: list[Pattern] = []
    index = 0
    while index < len(tokens):
        if capitals[index] and tokens[index].upos in NOMINAL:
            last = _run(tokens, index)
            found.extend(_of_run(tokens, index, last, words))
            index = max([last, *(p.last for p in found[-2:])])
        else:
            index += 1
    return found


def capital(text: str) -> bool:
    """Say whether a word is written as a name: "Iran", "eBay"."""
    return text[:1].isupper() or (len(text) > 2 and text[1].isupper())


def _opens(token: Token) -> bool:
    return token.upos in NOMINAL and capital(token.text)


def _run(tokens: Sequence[Token], first: int) -> int:
    """Return where a run of capitalised words ends; a hyphen or "&" between two does not end it."""
    sentence, last = tokens[first].sentence, first + 1
    while last < len(tokens) and tokens[last].sentence == sentence:
        token = tokens[last]
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        joint = token.text in JOINTS and after is not None and after.sentence == sentence
        if not (
            _opens(token)
            or (token.upos == "NUM" and capital(token.text))
            or (joint and after is not None and _opens(after))
        ):
            break
        last += 1
    return last


def _of_run(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> Iterator[Pattern]:
    """Yield what a run of capitalised words names by its last word, and with what follows it."""
    low = tokens[last - 1].text.lower()
    if last - first >= 2:
        start = first
        while start < last - 1 and tokens[start].text.lower() in words.titles:
            start += 1
        if low.rstrip(".") in words.organisation_heads:
            yield Pattern(start, last, "ORG", "organisation_head")
        elif low in words.company_forms:
            yield Pattern(start, last, "ORG", "company_form")
        elif low in words.place_heads:
            yield Pattern(start, last, "LOC", "place_head")
        elif last - first <= 3 and tokens[first].text.lower() in words.place_first_words:
            yield Pattern(first, last, "LOC", "place_head")
    following = [token.text.lower() for token in tokens[last : last + 2]]
    if len(following) == 2 and tokens[last + 1].sentence == tokens[first].sentence:
        if following[0] == "," and following[1] in words.company_forms:
            yield Pattern(first, last + 2, "ORG", "company_form")
        elif following[0] in ("of", "for"):
            label = "ORG" if low in words.organisation_openers else "LOC"
            end = _after_of(tokens, last, double=low in words.double_openers)
            if end > last and (label == "ORG" or low in words.place_openers):
                yield Pattern(first, end, label, "of_phrase")


def _after_of(tokens: Sequence[Token], index: int, *, double: bool) -> int:
    """Return where the name after "of" ends; the index itself if no name stands there.

    `double`: a second name after "and" belongs to it ("Department of Housing and Development").
    """
    sentence, last = tokens[index].sentence, index + 1
    while last < len(tokens) and tokens[last].text.lower() in ("the", "of", "for"):
        last += 1
    end = _capitals(tokens, last, sentence)
    if end == last:
        return index
    while double and end < len(tokens) and tokens[end].text.lower() == "and":
        further = _capitals(tokens, end + 1, sentence)
        if further == end + 1:
            break
        end = further
    return end


def _capitals(tokens: Sequence[Token], first: int, sentence: int) -> int:
    """Return where the capitalised words of a sentence end that begin here."""
    last = first
    while last < len(tokens) and tokens[last].sentence == sentence and _opens(tokens[last]):
        last += 1
    return last
