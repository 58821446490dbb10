"""Light verbs: "issued an order to", "gave notice of": the noun says what is done, not the verb."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.clauses import child, phrase, subject_of, trim
from foedus.analysis.drafts import Draft
from foedus.analysis.page import Page, Range, joined, without
from foedus.languages.cues import CueWords

LIGHT_SCORE = 0.5
"""Score of what a light verb and a noun of saying make; the rule is right about as often."""
MAX_OBJECT_TOKENS = 8
"""The noun stands at most so far behind its verb: "issued a strongly worded new warning"."""
_CLAUSES = ("acl", "ccomp", "xcomp", "advcl")
_PHRASES = ("nmod", "obl")


def add_light_verbs(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts and those that a light verb with a noun of saying makes."""
    found = list(drafts)
    taken = {i for d in drafts for a, b in d.cue for i in range(a, b)}
    for token in page.parse.tokens:
        verb = token.index
        if token.upos != "VERB" or verb in taken or verb in page.silent:
            continue
        if not words.holds("speech.light", words.lemma_of(token.text, token.lemma)):
            continue
        noun = _noun(page, verb, words)
        draft = None if noun is None or noun in taken else _draft(page, verb, noun, words)
        if draft is not None:
            found.append(draft)
            taken.update(i for a, b in draft.cue for i in range(a, b))
    return sorted(found, key=lambda d: d.anchor)


def _noun(page: Page, verb: int, words: CueWords) -> int | None:
    """Return the noun of saying that is the object of a verb."""
    tokens = page.parse.tokens
    for below in page.parse.children[verb]:
        token = tokens[below]
        if token.deprel != "obj" or not verb < below <= verb + MAX_OBJECT_TOKENS:
            continue
        lemma = words.lemma_of(token.text, token.lemma)
        return below if token.upos == "NOUN" and lemma in words.nouns else None
    return None


def _draft(page: Page, verb: int, noun: int, words: CueWords) -> Draft | None:
    """Return the attribution of a verb and a noun of saying that something hangs on."""
    parse = page.parse
    subject = subject_of(parse, verb)
    content = _complement(page, verb, noun)
    if subject is None or content is None or page.quoted[subject] != page.quoted[verb]:
        return None
    first = verb
    while parse.tokens[first - 1].upos in ("AUX", "ADV") and parse.tokens[first - 1].head == verb:
        first -= 1
    cue = (first, noun + 1)
    lemma = words.lemma_of(parse.tokens[noun].text, parse.tokens[noun].lemma)
    source = without([phrase(parse, subject)], cue)
    return Draft(
        anchor=first,
        cue=(cue,),
        source=source[:1],
        content=joined(without([content], cue)),
        outer=LIGHT_SCORE,
        nested=LIGHT_SCORE,
        acts=tuple((act.value, LIGHT_SCORE) for act in words.nouns[lemma][:1]),
    )


def _complement(page: Page, verb: int, noun: int) -> Range | None:
    """Return what is said: a clause with "to" or "that", or a phrase with "of", "for", "about"."""
    parse = page.parse
    below = [i for i in (*parse.children[noun], *parse.children[verb]) if i > noun]
    for index in sorted(below):
        relation = parse.tokens[index].deprel
        opener = child(parse, index, ("mark", "case"))
        if opener is None or opener < noun:
            continue
        text = parse.tokens[opener].text.lower()
        clause = relation in _CLAUSES and text in ("to", "that", "for", "of")
        if clause or (relation in _PHRASES and text in ("of", "for", "about")):
            last = max(i for i in parse.subtree(index)) + 1
            start = opener if text == "to" else opener + 1
            return trim(parse, start, last) if start < last else None
    return _infinitive(page, verb, noun)


def _infinitive(page: Page, verb: int, noun: int) -> Range | None:
    """Return the first infinitive behind an addressee: "an order to the crews to stand by"."""
    parse = page.parse
    below = {*parse.subtree(verb)}
    for index in range(noun + 1, page.sentence(verb)[1] - 1):
        token = parse.tokens[index]
        if token.upos in ("AUX", "SCONJ", "CCONJ") or token.text in (",", ";"):
            return None
        if token.xpos == "TO" and token.head > index and token.head in below:
            return trim(parse, index, max(parse.subtree(token.head)) + 1)
    return None
