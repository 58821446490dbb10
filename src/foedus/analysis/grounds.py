"""Grounds: what a promise rests on, what softens it, and which promises an "only" covers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from foedus.analysis.clauses import phrase, trim
from foedus.analysis.parse import Parse
from foedus.languages.conditions import ConditionWords
from foedus.records.commitments import Commitment
from foedus.records.documents import Evidence

MAX_BASIS_TOKENS = 14
EXCLUSIVE_CHARACTERS = 700
"""How far an "only in two cases" reaches: across a quotation that goes on after its speaker."""
_NUMBERS = {"one", "two", "three", "following"}
_CASES = {"case", "cases"}
_COUNTS = {"one": 1, "two": 2, "three": 3, "that": 1, "this": 1}


def find_basis(parse: Parse, action: tuple[int, int], words: ConditionWords) -> Evidence | None:
    """Return the words that name the ground of a promise, in its sentence or the next."""
    sentence = parse.tokens[action[0]].sentence
    for index in (sentence, sentence + 1):
        if index >= len(parse.sentences):
            break
        found = _basis_in(parse, index, words, own=index == sentence)
        if found is not None:
            return found
    return None


def _basis_in(parse: Parse, sentence: int, words: ConditionWords, *, own: bool) -> Evidence | None:
    first, last = parse.sentences[sentence].first, parse.sentences[sentence].last
    start, end = parse.span(first, last)
    text = parse.text[start:end].lower()
    for opener in words.basis_openers if own else words.basis_sentences:
        place = _word_place(text, opener)
        if place < 0:
            continue
        begin = parse.token_at(start + place)
        nouns = [
            i
            for i in range(begin, min(last, begin + MAX_BASIS_TOKENS))
            if parse.tokens[i].upos in ("NOUN", "PROPN")
            and {parse.tokens[i].text.lower(), parse.tokens[i].lemma.lower()} & words.basis_nouns
        ]
        if nouns:
            until = max(nouns[0] + 1, phrase(parse, nouns[0])[1]) if own else last
            a, b = parse.span(*trim(parse, begin, min(until, last)))
            return Evidence.of(parse.text, a, b)
    return None


def find_hedges(text: str, start: int, end: int, words: ConditionWords) -> tuple[str, ...]:
    """Return the softening phrases that stand close to the characters of an action."""
    nearby = text[max(0, start - 30) : end + 60].lower()
    return tuple(phrase for phrase in words.hedges if phrase in nearby)


def marked_exclusive(found: list[Commitment], text: str, words: ConditionWords) -> list[Commitment]:
    """Mark the promises that an "only" covers: those after it by the same speaker.

    "Only in two cases" covers as many commitments as it counts, across the quotations that go on;
    "only if" covers the commitments whose condition it opens or stands right before.
    """
    low = text.lower()
    marked: set[str] = set()
    for opener in words.exclusive:
        place = _word_place(low, opener)
        while place >= 0:
            names = [w for w in opener.split() if w in _COUNTS]
            covered = _COUNTS[names[0]] if names else 1
            counts = bool(names) or opener.endswith("cases")
            reach = EXCLUSIVE_CHARACTERS if counts else len(opener) + 2
            near = [
                c
                for c in found
                if c.condition
                and c.condition.span.end > place
                and c.condition.span.start < place + reach
            ]
            marked |= {commitment.id for commitment in (near[:covered] if counts else near)}
            after = _word_place(low[place + 1 :], opener)
            place = place + 1 + after if after >= 0 else -1
    return [replace(c, exclusive=True) if c.id in marked else c for c in found]


def without_count(parse: Parse, first: int, last: int, words: ConditionWords) -> tuple[int, int]:
    """Return a range without "only in two cases" at an edge: that counts what follows it."""
    counting = _counting(words.exclusive)
    reach = max(map(len, counting), default=0)
    begin = max(0, first - reach)
    low = [token.text.lower() for token in parse.tokens[begin : last + reach]]
    if _CASES.isdisjoint(low):
        return first, last
    for counted in counting:
        for said in (counted, counted[1:]):
            for start in range(max(0, first - len(said)), last):
                end = start + len(said)
                if low[start - begin : end - begin] != said:
                    continue
                if start <= first < end < last:
                    first = trim(parse, end, last)[0]
                elif first < start < last <= end:
                    last = trim(parse, first, start)[1]
    return first, last


@cache
def _counting(exclusive: tuple[str, ...]) -> list[list[str]]:
    """Return the words of each phrase that counts cases ("only in two cases")."""
    phrases = [phrase.split() for phrase in exclusive]
    return [said for said in phrases if said[-1] in _CASES and set(said) & _NUMBERS]


def _word_place(text: str, words: str) -> int:
    """Return where words begin in a text as whole words, -1 if nowhere."""
    place = text.find(words)
    while place >= 0:
        after = place + len(words)
        if (place == 0 or not text[place - 1].isalnum()) and not text[after : after + 1].isalnum():
            return place
        place = text.find(words, place + 1)
    return -1
