"""Matters: verbs that mean what stands below them, and mean no event for what it is."""

from __future__ import annotations

from foedus.analysis.clauses import child
from foedus.analysis.event_classes import sense_at
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords, Sense

_HARMFUL = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN"})


def find_answer(parse: Parse, index: int, *, words: ActionWords) -> Sense | None:
    """Return what somebody answers with: "responded with air strikes"."""
    if _lemma(parse, index, words) not in words.words["answering"]:
        return None
    for below in parse.children[index]:
        case = child(parse, below, ("case",))
        if case is not None and _lemma(parse, case, words) == "with":
            sense = sense_at(parse, below, words)
            return sense if sense is not None and not sense.stance else None
    return None


def is_hollow(parse: Parse, index: int, sense: Sense, *, words: ActionWords) -> bool:
    """Say whether a verb only asks or gainsays, only vows harm, or tells a calamity."""
    if sense.type == "ASSAULT" and _befalls(parse, index, words):
        return True
    if _inquires(parse, index, words):
        return True
    return _contradicts(parse, index, sense, words) or _vows_harm(parse, index, sense, words)


def _befalls(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether what hits somebody is a storm or a tariff: nobody attacks with these."""
    subject = child(parse, index, ("nsubj",))
    return subject is not None and _lemma(parse, subject, words) in words.words["calamities"]


def _inquires(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether a verb asks a question: "asked if", "asked about"; nothing is requested."""
    if _lemma(parse, index, words) not in words.words["inquiring"]:
        return False
    tokens = parse.tokens
    for below in parse.children[index]:
        if tokens[below].deprel in ("ccomp", "obl", "advcl") and below > index:
            opening = child(parse, below, ("mark", "case", "advmod"))
            if opening is not None and tokens[opening].text.lower() in words.words["inquired"]:
                return True
    return False


def _contradicts(parse: Parse, index: int, sense: Sense, words: ActionWords) -> bool:
    """Say whether what is rejected is something said: "rejected claims that …"."""
    if sense.type != "REJECT":
        return False
    for below in parse.children[index]:
        if parse.tokens[below].deprel not in ("obj", "nsubj:pass"):
            continue
        lemma = _lemma(parse, below, words)
        if lemma in words.words["gainsaid"]:
            return True
        told = lemma in words.words["telling"]
        clause = child(parse, below, ("acl", "ccomp")) if told else None
        if told and clause is None:
            clause = child(parse, index, ("ccomp",))
        mark = child(parse, clause, ("mark",)) if clause is not None else None
        if mark is not None and parse.tokens[mark].text.lower() == "that":
            return True
    return False


def _vows_harm(parse: Parse, index: int, sense: Sense, words: ActionWords) -> bool:
    """Say whether harm is only vowed: "vowed to crush"; neither the vow nor the harm is done.

    To agree to do harm is no agreement with whom it is done to either.
    """
    token = parse.tokens[index]
    if sense.type in _HARMFUL:
        vowed = token.deprel in ("xcomp", "ccomp") and _lemma(parse, token.head, words)
        return vowed in words.words["promising"]
    if sense.type != "AGREE" or not sense.stance:
        return False
    below = [i for i in parse.children[index] if i > index]
    matter = [i for i in below if parse.tokens[i].deprel in ("xcomp", "ccomp")]
    senses = (sense_at(parse, i, words, promised=True) for i in matter)
    return any(inner is not None and inner.type in _HARMFUL for inner in senses)


def _lemma(parse: Parse, index: int, words: ActionWords) -> str:
    token = parse.tokens[index]
    return words.lemma_of(token.text, token.lemma)
