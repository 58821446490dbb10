"""Citing: who quotes whom: "Y quoted X as saying …", "Y, citing X, reported …".

The inner attribution is X's, and what Y reports is that X says it: quotation, source and cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.clauses import phrase, subject_of, trim
from foedus.analysis.drafts import Draft, by_sentence, main_word
from foedus.analysis.page import NOWHERE, Page, Range, joined, shared, size, without
from foedus.analysis.quoted_by import is_passive_form
from foedus.languages.cues import CueWords

MAX_CITED_TOKENS = 30
"""A name with its titles between "quoted" and "as saying" is no longer than this."""
_GERUND = "VBG"
_FINITE = ("VBD", "VBZ", "VBP", "MD")


def settle_citations(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts with the words of a quoted source given to it, inside who quotes it."""
    found = list(drafts)
    for place, draft in enumerate(drafts):
        if draft.cue and draft.source and page.words(*draft.cue[0])[:1] == ["according"]:
            _set_asides_apart(page, found, place, words)
    for draft in list(found):
        if not draft.cue or not is_quoting(page, draft, words=words):
            continue
        if is_passive_form(page, main_word(page, draft)):
            continue  # who is quoted is the subject: see quoted_by
        place = found.index(draft)
        gerund = _gerund(page, draft, words)
        if gerund is not None:
            _quote(page, found, place, gerund, words)
        elif page.parse.tokens[main_word(page, draft)].xpos == _GERUND:
            _cite(page, found, place)
    return found


def take_up(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, what takes up another attribution with all of it as its content.

    "According to Y, X has promised that …" says that X has promised it, and who "echoed X's claim
    that …" repeats the claim and not its clause alone.
    """
    found, near = list(drafts), by_sentence(page, drafts)
    for index, draft in enumerate(found):
        if not draft.cue or draft.label or page.quoted[draft.anchor] != NOWHERE:
            continue
        for other in near[page.parse.tokens[draft.anchor].sentence]:
            if other is draft:
                continue
            if other.holds(draft.cue) or draft.holds(other.cue):
                continue
            if _relays(page, draft, other) or _repeats(page, draft, other):
                whole = joined([*other.source, *other.cue, *other.content])
                span = (whole[0][0], whole[-1][1])
                content = without([span], (draft.cue[0][0], draft.cue[-1][1]))
                for source in draft.source:
                    content = without(content, source)
                found[index] = replace(draft, content=content)
                break
    return found


def _relays(page: Page, draft: Draft, other: Draft) -> bool:
    """Say whether somebody spoke "according to" the source of this draft."""
    if "according" not in page.words(*draft.cue[0]) or not other.source or not draft.source:
        return False
    if page.quoted[other.anchor] != NOWHERE or shared(draft.source, other.cue[0]):
        return False
    tokens = page.parse.tokens
    plain = tokens[main_word(page, other)].upos == "VERB"
    common = sum(shared(draft.content, r) for r in joined([*other.content, *other.source]))
    return plain and bool(draft.content) and common >= size(draft.content)


def _repeats(page: Page, draft: Draft, other: Draft) -> bool:
    """Say whether a cue governs the noun of another attribution: "echoed the claim that"."""
    tokens, noun = page.parse.tokens, main_word(page, other)
    if tokens[noun].upos != "NOUN" or not other.content or not draft.content:
        return False
    start = draft.cue[-1][1]
    behind = other.source[0][0] if other.source else other.cue[0][0]
    near = start <= behind <= start + 1 and noun < draft.content[0][0]
    return near and size(other.content) > 1 and draft.content[0][0] == other.content[0][0]


def is_quoting(page: Page, draft: Draft, *, words: CueWords) -> bool:
    """Say whether the cue quotes or cites somebody."""
    token = page.parse.tokens[main_word(page, draft)]
    lemma = words.lemma_of(token.text, token.lemma)
    return token.upos == "VERB" and words.holds("speech.quoting", lemma)


def _gerund(page: Page, draft: Draft, words: CueWords) -> int | None:
    """Return the "saying" behind a cue and the name of whom it quotes."""
    tokens = page.parse.tokens
    first, high = draft.cue[0][1], page.sentence(draft.anchor)[1]
    for index in range(first, min(high, first + MAX_CITED_TOKENS)):
        token = tokens[index]
        if token.xpos in _FINITE or page.quoted[index] != page.quoted[draft.anchor]:
            return None
        if token.xpos == _GERUND and words.lemma_of(token.text, token.lemma) in words.verbs:
            return index if index > first else None
    return None


def _quote(page: Page, found: list[Draft], place: int, gerund: int, words: CueWords) -> None:
    """Give the inner attribution its source and the quotation, the outer one both with their words.

    The list is changed in place; the inner attribution is made where the model passed it over.
    """
    outer = found[place]
    source = _named(page, outer.cue[0][1], gerund)
    if source is None:
        return
    said = without(outer.content, (source[0], page.sentence(outer.anchor)[1]))
    whole = _told_before(page, found, outer, gerund)
    if whole is not None:
        found[place] = replace(outer, content=(whole,))
        found[:] = [d for d in found if not d.cue or d.cue[0] != (gerund, gerund + 1)]
        return
    at = next((i for i, d in enumerate(found) if d.cue and d.cue[0] == (gerund, gerund + 1)), None)
    inner = found[at] if at is not None else replace(outer, anchor=gerund, content=())
    behind = [r for r in inner.content if r[0] > gerund] or _clause_behind(page, gerund)
    content = joined([*said, *behind])
    if not content:
        return
    inner = replace(inner, cue=((gerund, gerund + 1),), source=(source,), content=content)
    if at is None:
        found.append(inner)
    else:
        found[at] = inner
    whole = (source[0], max(page.sentence(outer.anchor)[1], content[-1][1]))
    if outer.source and outer.source[0][0] > source[0]:
        whole = (source[0], outer.source[0][0])
    found[place] = replace(outer, content=joined([*said, trim(page.parse, *whole)]))
    for index, draft in enumerate(found):
        if draft.cue and _goes_on(page, draft, gerund, words):
            found[index] = replace(draft, source=(source,))


def _told_before(page: Page, found: Sequence[Draft], outer: Draft, gerund: int) -> Range | None:
    """Return "X said …" where it stands before "Y quoted him as saying", which repeats its cue."""
    start = min(r[0] for r in (*outer.source, *outer.cue))
    if _clause_behind(page, gerund) or page.parse.tokens[start - 1].text != ",":
        return None
    for other in found:
        if other is outer or not other.cue or not other.source or not other.content:
            continue
        spans = (*other.source, *other.cue, *other.content)
        near = page.sentence(other.anchor) == page.sentence(outer.anchor)
        if near and all(r[1] <= start for r in spans) and not other.holds(outer.cue):
            return trim(page.parse, min(r[0] for r in spans), start)
    return None


def _named(page: Page, first: int, gerund: int) -> Range | None:
    """Return the noun phrase between a cue and "as saying"."""
    tokens = page.parse.tokens
    last = gerund
    while last > first and tokens[last - 1].text.lower() in ("as", ",", "when", "while"):
        last -= 1
    while first < last and tokens[first].upos in ("ADP", "PUNCT"):
        first += 1
    named = any(tokens[i].upos in ("NOUN", "PROPN", "PRON") for i in range(first, last))
    return trim(page.parse, first, last) if named else None


def _clause_behind(page: Page, gerund: int) -> list[Range]:
    """Return the clause that a "saying" governs, where it stands outside quotations."""
    tokens = page.parse.tokens
    for below in page.parse.children[gerund]:
        if below > gerund and tokens[below].deprel in ("ccomp", "parataxis"):
            tree = page.parse.subtree(below)
            first = next((i for i in tree if i > gerund), below)
            first += tokens[first].text.lower() == "that"
            return [trim(page.parse, first, max(tree) + 1)]
    return []


def _goes_on(page: Page, draft: Draft, gerund: int, words: CueWords) -> bool:
    """Say whether a cue is a further gerund of the one who is quoted: "saying …, adding that"."""
    tokens = page.parse.tokens
    word = main_word(page, draft)
    same = tokens[word].sentence == tokens[gerund].sentence
    known = words.lemma_of(tokens[word].text, tokens[word].lemma) in words.verbs
    outside = page.quoted[word] == NOWHERE
    return same and known and outside and word > gerund and tokens[word].xpos == _GERUND


def _cite(page: Page, found: list[Draft], place: int) -> None:
    """Give a "citing X" beside a statement X as its source and what that statement says."""
    draft, tokens = found[place], page.parse.tokens
    word = main_word(page, draft)
    low, high = page.sentence(draft.anchor)
    hosts = [
        d
        for d in found
        if d is not draft and d.cue and low <= d.anchor < high and not d.holds(draft.cue)
        if size(d.content) and page.quoted[d.anchor] == page.quoted[draft.anchor]
    ]
    host = min(hosts, key=lambda d: (abs(d.anchor - word), d.anchor), default=None)
    if host is None:
        return
    last = word + 1
    while last < high and tokens[last].text != "," and not shared(host.cue, (last, last + 1)):
        last += 1
    if any(tokens[i].xpos in _FINITE for i in range(word + 1, last)):
        return
    source = _named(page, word + 1, last)
    if source is not None:
        cut = (word, source[1])
        content = tuple(_without_that(page, r) for r in without(host.content, cut))
        found[place] = replace(draft, cue=((word, word + 1),), source=(source,), content=content)
        kept = [r for r in without(host.source, cut) if r[0] < word] if host.source else []
        trimmed = tuple(trim(page.parse, *r) for r in kept[:1])
        trimmed = trimmed or _teller(page, host, source) or host.source
        found[found.index(host)] = replace(host, source=trimmed, content=content)


def _without_that(page: Page, span: Range) -> Range:
    """Return a range without the marks and the "that" which a cut leaves at its beginning."""
    if span in page.inner:
        return span
    first, last = trim(page.parse, *span)
    first += page.parse.tokens[first].text.lower() == "that" and last - first > 1
    return first, max(last, span[1] if span[0] == first else last)


def _teller(page: Page, host: Draft, cited: Range) -> tuple[Range, ...]:
    """Return the subject of a cue whose source the model took for the one who is cited there."""
    if not shared(host.source, cited):
        return ()
    subject = subject_of(page.parse, main_word(page, host))
    if subject is None or cited[0] <= subject < cited[1]:
        return ()
    return (trim(page.parse, *phrase(page.parse, subject)),)


def _set_asides_apart(page: Page, found: list[Draft], place: int, words: CueWords) -> None:
    """Part "According to a paper, NAME, which cited Z, …" into the paper, Z and what they say."""
    draft, tokens = found[place], page.parse.tokens
    first, at = draft.source[0]
    high = page.sentence(at - 1)[1]
    paper = any(words.holds("media.nouns", token.text.lower()) for token in tokens[first:at])
    named = at + 1
    while named < high and tokens[named].upos == "PROPN":
        named += 1
    if paper and at + 1 < named < high and tokens[at].text == tokens[named].text == ",":
        at = named
    source, relative = (first, at), at + 1
    if relative < high and tokens[at].text == "," and tokens[relative].text in ("which", "who"):
        at = next((i for i in range(relative, high) if tokens[i].text == ","), at)
    if at == draft.source[0][1]:
        return
    content = tuple(trim(page.parse, *r) for r in without(draft.content, (first, at + 1)))
    found[place] = replace(draft, source=(source,), content=content)
    for index, other in enumerate(found):
        inside = bool(other.cue) and relative < other.anchor < at
        if inside and is_quoting(page, other, words=words):
            cited = _named(page, other.cue[-1][1], at)
            other_source = (cited,) if cited is not None else other.source
            found[index] = replace(other, source=other_source, content=content)
