"""Reports: attributions that plain words announce and the model passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.clauses import child, phrase, subject_of, trim
from foedus.analysis.contents import complete_content, is_parenthesis
from foedus.analysis.drafts import Draft
from foedus.analysis.page import NOWHERE, Page, Range, joined, size, without
from foedus.languages.cues import CueWords

RULE_SCORE = 0.5
"""Score of what a rule alone finds; it is right about as often (measured on the passages)."""
MAX_TO_QUOTATION = 8
"""A verb stands at most so many words before the quotation it opens: "said of the plan, …"."""
_CLAUSES = ("ccomp", "parataxis")


def add_reports(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts and those that rules find at other cues, in order of their anchors."""
    found = list(drafts)
    taken = {i for d in drafts for a, b in d.cue for i in range(a, b)}
    for token in page.parse.tokens:
        index = token.index
        if token.upos not in ("VERB", "ADV") or index in taken or index in page.silent:
            continue
        draft = (
            _hearsay(page, index, found, words)
            or _before_quotation(page, index, words)
            or _speech(page, index, words)
            or _parenthesis(page, index, words)
            or _binding(page, index, drafts, words)
        )
        if draft is not None:
            found.append(draft)
            taken.update(i for a, b in draft.cue for i in range(a, b))
    return sorted(found, key=lambda d: d.anchor)


def hear(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts; a cue that is only "reportedly" has no source, and none inside a content.

    Inside what somebody says, such a word is his hedge and no attribution of its own.
    """
    found: list[Draft] = []
    for draft in drafts:
        index = _hedge_of(page, draft, words)
        if index is None:
            found.append(draft)
        elif not any(other is not draft and other.holds(draft.cue) for other in drafts):
            verb = page.parse.tokens[index].head
            content = _clause(page, verb, draft.cue[0]) if verb >= 0 else draft.content
            found.append(replace(draft, source=(), content=content or draft.content))
    return found


def _hedge_of(page: Page, draft: Draft, words: CueWords) -> int | None:
    """Return the hedge of a cue that holds nothing else but auxiliaries; None for any other cue."""
    tokens = page.parse.tokens
    hedges = [
        index
        for first, last in draft.cue
        for index in range(first, last)
        if words.holds("hedges.reporting", tokens[index].text.lower())
    ]
    loose = all(tokens[i].upos in ("AUX", "ADV") for a, b in draft.cue for i in range(a, b))
    return hedges[0] if hedges and loose else None


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


def _before_quotation(page: Page, index: int, words: CueWords) -> Draft | None:
    """Return the attribution of any reporting verb that a comma or colon and a quotation follow."""
    parse = page.parse
    token = parse.tokens[index]
    lemma = words.lemma_of(token.text, token.lemma)
    if token.upos != "VERB" or lemma not in words.verbs or page.quoted[index] != NOWHERE:
        return None
    for place, (first, last) in enumerate(page.inner):
        if not index < first <= index + MAX_TO_QUOTATION or not page.speech[place]:
            continue
        opener = parse.tokens[first - 2].text if first >= 2 else ""
        same = page.paragraph[first] == page.paragraph[index]
        subject = _subject_before(page, index)
        between = parse.tokens[index + 1 : first - 2]
        if opener not in (",", ":") or not same or subject is None:
            return None
        if any(t.upos in ("VERB", "PUNCT") for t in between):
            return None
        return _draft((index, index + 1), (phrase(parse, subject),), ((first, last),))
    return None


def _subject_before(page: Page, index: int) -> int | None:
    """Return the subject of a verb, or the name that stands right before it."""
    tokens = page.parse.tokens
    subject = subject_of(page.parse, index)
    if subject is not None and subject < index and page.quoted[subject] == NOWHERE:
        return subject
    named = index > 0 and tokens[index - 1].upos in ("NOUN", "PROPN", "PRON")
    return index - 1 if named and tokens[index - 1].sentence == tokens[index].sentence else None


def _speech(page: Page, index: int, words: CueWords) -> Draft | None:
    """Return the attribution of a verb of saying with a subject and a clause that it governs."""
    parse = page.parse
    token = parse.tokens[index]
    lemma = words.lemma_of(token.text, token.lemma)
    if token.upos != "VERB" or not words.holds("speech.core", lemma):
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


def _binding(page: Page, index: int, drafts: Sequence[Draft], words: CueWords) -> Draft | None:
    """Return the attribution of who binds himself by what another one tells.

    "X has pledged to send ships, according to Y": the word is X's, though Y tells of it.
    """
    parse, token = page.parse, page.parse.tokens[index]
    if not words.holds("speech.binding", words.lemma_of(token.text, token.lemma)):
        return None
    subject, act = child(parse, index, ("nsubj",)), child(parse, index, ("xcomp", "ccomp"))
    if subject is None or act is None or not subject < index < act:
        return None
    if parse.tokens[subject].upos not in ("NOUN", "PROPN") or page.quoted[index] != NOWHERE:
        return None
    if child(parse, index, ("aux:pass",)) is not None or _is_supposed(page, index):
        return None
    if not any(d.holds(((index, index + 1),)) for d in drafts):
        return None
    first = index
    while parse.tokens[first - 1].deprel == "aux" and parse.tokens[first - 1].head == index:
        first -= 1
    tree = parse.subtree(act)
    content = without([trim(page.parse, tree[0], tree[-1] + 1)], (first, index + 1))
    return _draft((first, index + 1), (phrase(parse, subject),), content)


def _is_supposed(page: Page, index: int) -> bool:
    """Say whether a verb stands under "if", "will", "has not" and the like: no word was given."""
    parse, below = page.parse, page.parse.children[index]
    texts = {parse.tokens[i].text.lower() for i in below}
    modal = any(parse.tokens[i].xpos == "MD" for i in below)
    negated = not texts.isdisjoint({"not", "n't", "n’t", "never", "if", "unless", "whether"})
    return modal or negated or parse.tokens[index].deprel in ("advcl", "acl:relcl", "acl")


def _parenthesis(page: Page, index: int, words: CueWords) -> Draft | None:
    """Return the attribution that "as X has said" makes of the clause around it."""
    token = page.parse.tokens[index]
    core = words.holds("speech.core", words.lemma_of(token.text, token.lemma))
    if not core or not is_parenthesis(page, index):
        return None
    draft = complete_content(page, _draft((index, index + 1), (), ()))
    return draft if size(draft.content) > 1 else None


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
