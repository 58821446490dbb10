"""Nominals: what a noun phrase is made of, read from its words; English heads stand last.

The words decide and not the tree, because trees of long names and headlines are often wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from foedus.analysis.mentions import POSSESSIVE, Mention
from foedus.analysis.parse import Parse, Token
from foedus.languages.actors import ActorWords

_PREMODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "DET"})
_BREAKS = frozenset({",", ";", ":", "(", ")", "[", "]", "—", "–", "--", '"', "“", "”", "…"})
_BEHIND = frozenset(
    {"of", "in", "at", "for", "from", "with", "who", "to", "on", "familiar", "close"}
)
"""Words that follow the head noun of a description."""


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase tokens[first:last] with its head noun.

    The core, tokens[core:tail], begins after a possessor and ends before prepositions, clauses and
    appositions. `possessor` is the range before "'s" or of a possessive pronoun.
    """

    first: int
    last: int
    core: int
    tail: int
    head: int
    possessor: tuple[int, int] | None = None


def read_nominal(
    parse: Parse, first: int, last: int, *, cover: Mapping[int, Mention], words: ActorWords
) -> Nominal:
    """Return the parts of the noun phrase at tokens[first:last].

    Args:
        parse: The text.
        first: The first token of the phrase; articles and prepositions may stand there.
        last: The end of the phrase.
        cover: For each token the widest mention over it; names are never cut.
        words: Supplies articles and possessive pronouns.
    """
    while first < last - 1 and _leads(parse.tokens[first], words):
        first += 1
    core, index, possessor, noun = first, first, None, False
    while index < last:
        token = parse.tokens[index]
        if index in cover and cover[index].last > index + 1 and cover[index].first == index:
            index, noun = min(cover[index].last, last), True
            continue
        if noun and token.text in POSSESSIVE and token.xpos in ("POS", "''", "VBZ"):
            possessor, core, noun = (core, index), index + 1, False
        elif index == core and words.pronoun(token.text) and index + 1 < last:
            if token.xpos != "PRP$" and token.text.lower() not in (
                "our",
                "its",
                "their",
                "his",
                "her",
                "my",
            ):
                break
            possessor, core = (index, index + 1), index + 1
        elif index > core and _ends(parse, token, noun=noun, last=last):
            break
        else:
            noun = noun or token.upos in ("NOUN", "PROPN", "PRON", "NUM")
        index += 1
    tail = max(index, core + 1)
    return Nominal(
        first, last, core, min(tail, last), _head(parse, core, min(tail, last)), possessor
    )


def _leads(token: Token, words: ActorWords) -> bool:
    """Say whether a word before a noun phrase is no part of it."""
    return (
        token.text.lower() in words.determiners
        or token.upos in ("ADP", "CCONJ", "PUNCT", "SCONJ")
        or (token.upos == "ADV" and token.deprel in ("advmod", "cc:preconj"))
    )


def _ends(parse: Parse, token: Token, *, noun: bool, last: int) -> bool:
    """Say whether a word ends the core of a noun phrase."""
    if token.text in _BREAKS or token.upos in ("ADP", "SCONJ", "CCONJ", "AUX"):
        return not (_hyphened(parse, token.index) or _hyphens(parse, token.index))
    if token.upos == "PART" and token.text.lower() == "to":
        return True
    if not noun:
        return False
    if token.upos == "PRON" or token.xpos in ("WDT", "WP", "WP$", "WRB"):
        return True
    if token.upos == "VERB":
        after = parse.tokens[token.index + 1] if token.index + 1 < last else None
        joined = after is not None and after.upos in _PREMODIFIERS and token.xpos in ("VBN", "VBG")
        return not (joined and _hyphened(parse, token.index))
    return token.upos == "ADV" and not _hyphened(parse, token.index)


def _hyphened(parse: Parse, index: int) -> bool:
    """Say whether a token is joined to the one before by a hyphen without spaces."""
    before = parse.tokens[index - 1] if index else None
    return before is not None and before.text == "-" and before.end == parse.tokens[index].start


def _hyphens(parse: Parse, index: int) -> bool:
    """Say whether a token is joined to the one behind by a hyphen ("under" of "under-age")."""
    after = parse.tokens[index + 1] if index + 1 < len(parse.tokens) else None
    return after is not None and after.text == "-" and after.start == parse.tokens[index].end


def _head(parse: Parse, core: int, tail: int) -> int:
    """Return the last noun of a core, else its last word."""
    for index in range(tail - 1, core - 1, -1):
        if parse.tokens[index].upos in ("NOUN", "PROPN", "PRON", "NUM", "SYM"):
            return index
    return max(core, tail - 1)


def start_of(parse: Parse, head: int) -> int:
    """Return where the noun phrase of a noun begins, walking left over words that describe it."""
    first, sentence = head, parse.sentences[parse.tokens[head].sentence].first
    while first > sentence:
        token = parse.tokens[first - 1]
        possessive = token.xpos in ("POS", "PRP$") or token.text == "-"
        participle = (
            token.upos == "VERB" and token.xpos in ("VBN", "VBG") and token.deprel == "amod"
        )
        if token.upos not in _PREMODIFIERS and not possessive and not participle:
            break
        first -= 1
        if token.upos == "DET" and token.xpos == "DT":
            before = parse.tokens[first - 1] if first > sentence else None
            if before is None or before.xpos not in ("PDT",):
                break
    while first < head and parse.tokens[first].text in (*POSSESSIVE, "-"):
        first += 1
    return first


def conjuncts(
    parse: Parse, first: int, last: int, *, cover: Mapping[int, Mention]
) -> list[tuple[int, int]]:
    """Return the coordinated phrases of tokens[first:last]; one where nothing is coordinated.

    Commas count only where an "and" or "or" of the same list follows; a coordination behind a
    preposition, or inside a name, does not split the phrase.
    """
    links = [
        i
        for i in range(first + 1, last - 1)
        if parse.tokens[i].text.lower() in ("and", "or", "&", "nor") and not _inside(cover, i)
    ]
    if not links:
        return [(first, last)]
    stop = next(
        (
            i
            for i in range(first, last)
            if parse.tokens[i].xpos in ("WDT", "WP", "WRB")
            or parse.tokens[i].text in ("who", "which")
        ),
        last,
    )
    cuts = [i for i in links if i < stop and _top_level(parse, first, i)]
    if not cuts:
        return [(first, last)]
    commas = [
        i
        for i in range(first + 1, cuts[-1])
        if parse.tokens[i].text in (",", ";") and not _inside(cover, i) and i + 1 not in cuts
    ]
    if len(commas) > 0 and not _listed(parse, [first - 1, *commas, cuts[-1]]):
        commas = []
    edges = [first - 1, *sorted({*cuts, *commas}), last]
    parts = [(a + 1, b) for a, b in pairwise(edges)]
    parts = [(a, b - 1 if parse.tokens[b - 1].text == "," else b) for a, b in parts if a < b]
    return [(a, b) for a, b in parts if a < b] or [(first, last)]


def _inside(cover: Mapping[int, Mention], index: int) -> bool:
    """Say whether a token stands inside a name and not at its edge."""
    mention = cover.get(index)
    return mention is not None and mention.first < index < mention.last - 1


def _top_level(parse: Parse, first: int, link: int) -> bool:
    """Say whether no preposition or clause stands between the beginning and this "and".

    The tree has a say where it hangs the second part on the first noun of the phrase.
    """
    for i in range(first + 1, link):
        token = parse.tokens[i]
        if token.upos in ("ADP", "SCONJ") or (
            token.upos == "VERB" and token.deprel.startswith("acl")
        ):
            second = parse.tokens[link].head
            top = parse.tokens[second].head if second > link else -1
            return first <= top < i and parse.tokens[second].deprel == "conj"
    return True


def _listed(parse: Parse, edges: list[int]) -> bool:
    """Say whether the commas divide a list: only short phrases without verbs between them."""
    for a, b in pairwise(edges):
        inner = parse.tokens[a + 1 : b]
        if len(inner) > 8 or any(
            t.upos in ("VERB", "AUX") or t.text.lower() == "who" for t in inner
        ):
            return False
    return parse.tokens[edges[1] + 1].upos != "DET"


def head_word(name: str) -> str:
    """Return the head noun of a description: its last word before a preposition or clause."""
    head = ""
    for word in name.split():
        if word in _BEHIND:
            break
        head = word
    return head.strip(",;")
