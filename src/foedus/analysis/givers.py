"""Givers: from whom a word comes that somebody has ("an assurance from Oslo that it would …")."""

from __future__ import annotations

from foedus.analysis.parse import Parse
from foedus.languages.actors import ActorWords

MAX_TO_CLAUSE = 10
"""Words between "from" and the "that" of what was promised."""


def from_whom(parse: Parse, noun: int) -> int | None:
    """Return the first token of who gives what a noun names, None where "from" is not behind it."""
    tokens, first = parse.tokens, noun + 2
    if first >= len(tokens) or tokens[noun + 1].text.lower() != "from":
        return None
    same = tokens[first].sentence == tokens[noun].sentence
    return first if same and tokens[first].upos in ("PROPN", "NOUN", "DET", "ADJ") else None


def giver_of_clause(parse: Parse, subject: int, words: ActorWords) -> int | None:
    """Return the first token of who gives the word whose clause a pronoun opens, None without one.

    "An assurance from Oslo that it would send ships": "it" is Oslo, whoever has the assurance.
    """
    tokens, that = parse.tokens, subject - 1
    if that < 2 or tokens[that].text.lower() != "that":
        return None
    for index in range(that - 1, max(0, that - MAX_TO_CLAUSE), -1):
        token = tokens[index]
        if token.sentence != tokens[subject].sentence or token.upos in ("VERB", "AUX", "PUNCT"):
            return None
        if token.text.lower() == "from":
            given = words.singular(tokens[index - 1].text) in words.given
            return from_whom(parse, index - 1) if given else None
    return None
