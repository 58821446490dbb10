"""Reports: attributions that plain words announce and the model passed over."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.clauses import child, phrase, subject_of, trim
from foedus.analysis.drafts import Draft
from foedus.analysis.page import NOWHERE, Page, Range, joined, size, without
from foedus.languages.cues import CueWords

RULE_SCORE = 0.5
"""Score of what a rule alone finds; it is right about as often (measured on the passages)."""
_CLAUSES = ("ccomp", "parataxis")


def add_reports(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts and those that rules find at other cues, in order of their anchors."""
    found = list(drafts)
    taken = {i for d in drafts for a, b in d.cue for i in range(a, b)}
    for token in page.parse.tokens:
        index = token.index
        if index in taken or index in page.silent:
            continue
        draft = _hearsay(page, index, found, words) or _speech(page, index, words)
        if draft is not None:
            found.append(draft)
            taken.update(i for a, b in draft.cue for i in range(a, b))
    return sorted(found, key=lambda d: d.anchor)


def _hearsay(page: Page, index: int, drafts: Sequence[Draft], words: CueWords) -> Draft | None:
    """Return the attribution without a source that "reportedly" makes of its clause."""
    parse = page.parse
    token = parse.tokens[index]
    if token.upos != "ADV" or not words.holds("hedges.reporting", token.text.lower()):
        return None
    if page.quoted[index] != NOWHERE or any(d.holds(((index, index + 1),)) for d in drafts):
        return None
    verb = token.head
    if verb < 0 or any(_shares_cue(page, d, verb) for d in drafts):
        return None
    first = index
    while first - 1 >= 0 and parse.tokens[first - 1].upos == "AUX":
        first -= 1
    cue = (first, index + 1)
    content = _clause(page, verb, cue)
    return _draft(cue, (), content) if size(content) > 1 else None


def _shares_cue(page: Page, draft: Draft, verb: int) -> bool:
    return any(a <= verb < b for a, b in draft.cue)


def _clause(page: Page, verb: int, cue: Range) -> tuple[Range, ...]:
    """Return the clause of a verb without its cue, from its own subject on."""
    tree = [i for i in page.parse.subtree(verb) if page.quoted[i] == page.quoted[verb] or i > verb]
    subject = child(page.parse, verb, ("nsubj", "nsubj:pass"))
    start = phrase(page.parse, subject)[0] if subject is not None else min(cue[0], verb)
    whole = (min(start, verb), max(tree) + 1)
    return joined([trim(page.parse, *r) for r in without([whole], cue)])


def _speech(page: Page, index: int, words: CueWords) -> Draft | None:
    """Return the attribution of a verb of saying with a subject and a clause that it governs."""
    parse = page.parse
    token = parse.tokens[index]
    if token.upos != "VERB" or not words.holds("speech.core", token.lemma.lower()):
        return None
    subject = subject_of(parse, index)
    clause = child(parse, index, _CLAUSES)
    if subject is None or clause is None or page.quoted[index] != NOWHERE:
        return None
    if parse.tokens[subject].text.lower() in ("i", "we", "you") or clause < index:
        return None
    if parse.tokens[clause].deprel == "parataxis" and page.quoted[clause] == NOWHERE:
        return None
    tree = parse.subtree(clause)
    cue = (index, index + 1)
    content = without([(tree[0], tree[-1] + 1)], cue)
    return _draft(cue, (phrase(parse, subject),), content)


def _draft(cue: Range, source: tuple[Range, ...], content: tuple[Range, ...]) -> Draft:
    return Draft(
        anchor=cue[0],
        cue=(cue,),
        source=source,
        content=content,
        outer=RULE_SCORE,
        nested=RULE_SCORE,
        acts=(("assert", RULE_SCORE),),
    )
