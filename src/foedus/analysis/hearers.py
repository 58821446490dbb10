"""Hearers: who is asked, told or urged: "Asked whether …, X said" reports no question of X's.

Such a participle hangs on what X says, but X only hears it. Who asks is named behind "by", or by
nobody; and what X was asked is no part of what X says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, trim
from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.page import NOWHERE, Page, Range, shared, without
from foedus.languages.cues import CueWords

_PASSIVE = ("VBN", "VBD")  # a bare "asked" is tagged either way
_LOOSE = ("advcl", "acl", "amod", "dep", "parataxis")
_OWN = ("nsubj", "nsubj:pass", "aux", "aux:pass", "expl", "obj")
_OPENERS = ("when", "if", "as", "once", "while", "but", "and", "though", "repeatedly")


@dataclass(frozen=True, slots=True)
class _Hearing:
    """A participle under which the subject of its sentence hears something, with its clause."""

    verb: int
    clause: Range


def settle_heard(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts, those of who only hears without him, and what is heard in none else."""
    found: list[Draft] = []
    hearings = _hearings(page, drafts, words)
    for draft in drafts:
        own = next((h for h in hearings if _is_at(page, draft, h)), None)
        if own is not None:
            heard = _heard(page, draft, own, words)
            found.extend([heard] if heard is not None else [])
            continue
        for hearing in hearings:
            draft = _without_clause(page, draft, hearing)
        found.append(draft)
    return found


def _hearings(page: Page, drafts: Sequence[Draft], words: CueWords) -> list[_Hearing]:
    """Return the clauses in the sentences of the drafts that tell what somebody was asked."""
    tokens = page.parse.tokens
    numbers = dict.fromkeys(tokens[d.anchor].sentence for d in drafts if d.cue)
    found = []
    for number in numbers:
        sentence = page.parse.sentences[number]
        for index in range(sentence.first, sentence.last):
            token = tokens[index]
            if token.xpos not in _PASSIVE or page.quoted[index] != NOWHERE:
                continue
            lemma = words.lemma_of(token.text, token.lemma)
            if words.holds("speech.heard", lemma) and token.upos == "VERB":
                clause = _clause_of(page, index, (sentence.first, sentence.last))
                found.extend([_Hearing(index, clause)] if clause is not None else [])
    return found


def _clause_of(page: Page, verb: int, sentence: Range) -> Range | None:
    """Return the clause of a participle that has nobody of its own; None for any other verb."""
    parse, tokens = page.parse, page.parse.tokens
    if child(parse, verb, _OWN) is not None:
        return None
    first = verb
    while first > sentence[0] and tokens[first - 1].text.lower() in _OPENERS:
        first -= 1
    opens = first == sentence[0]
    led = any(t.text.lower() in ("when", "if", "once") for t in tokens[first:verb])
    if not opens and (tokens[verb].deprel not in _LOOSE or not (led or _is_mark(page, first - 1))):
        return None
    if not opens and tokens[verb].head < 0:
        return None
    last = max(parse.subtree(verb)) + 1
    head = tokens[verb].head
    if first < head < last or head < 0:  # the tree hangs the rest of the sentence on it
        last = next((i for i in range(verb, sentence[1]) if tokens[i].text == ","), sentence[1])
    last = trim(parse, first, last)[1]
    if opens and last < sentence[1] and not _is_mark(page, last):
        last = next((i for i in range(last, sentence[1]) if tokens[i].text == ","), last)
    closed = last >= sentence[1] or _is_mark(page, last)
    return (first, last) if closed else None


def _is_mark(page: Page, index: int) -> bool:
    return page.parse.tokens[index].upos == "PUNCT"


def _is_at(page: Page, draft: Draft, hearing: _Hearing) -> bool:
    """Say whether a draft has the participle as its cue."""
    return bool(draft.cue) and not draft.label and main_word(page, draft) == hearing.verb


def _heard(page: Page, draft: Draft, hearing: _Hearing, words: CueWords) -> Draft | None:
    """Return what is heard as said by who is named behind "by"; without him None if it is asked."""
    first, last = hearing.clause
    agent = any(page.parse.tokens[a - 1].text.lower() == "by" for a, _ in draft.source if a > first)
    token = page.parse.tokens[hearing.verb]
    asked = words.holds("speech.asking", words.lemma_of(token.text, token.lemma))
    if not agent and asked:
        return None
    content = tuple(r for r in draft.content if first <= r[0] and r[1] <= last)
    return replace(draft, source=draft.source if agent else (), content=content)


def _without_clause(page: Page, draft: Draft, hearing: _Hearing) -> Draft:
    """Return a draft without what its speaker, or somebody in its source, was asked."""
    clause = hearing.clause
    if shared(draft.cue, clause) or draft.label or _governs(page, draft, hearing):
        return draft
    content, source = draft.content, draft.source
    if shared(content, clause):
        rest = without(content, clause)
        kept = (r if r in content else trim(page.parse, *r) for r in rest)
        content = tuple(r for r in kept if r[1] - r[0] > 1 or not _is_mark(page, r[0]))
    if shared(source, clause):
        source = tuple(trim(page.parse, *r) for r in without(source, clause)[:1])
    if content == draft.content and source == draft.source:
        return draft
    return replace(draft, content=content, source=source)


def _governs(page: Page, draft: Draft, hearing: _Hearing) -> bool:
    """Say whether the clause hangs on something that is said: it belongs to the content."""
    above = page.parse.tokens[hearing.verb].head
    if above < 0 or page.quoted[above] != NOWHERE or shared([hearing.clause], (above, above + 1)):
        return False
    return any(a <= above < b for a, b in draft.content)
