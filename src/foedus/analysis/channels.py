"""Channels: who relayed the words between speaker and text, nearest the speaker first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import head_of, phrase
from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.mentions import Sort
from foedus.analysis.page import Page, Range, joined, shared, size
from foedus.languages.cues import CueWords

MEDIA_SECTOR = "MED"
SAME_CONTENT = 0.7
"""Share of content that two attributions have in common when one relays the other."""
MAIN_CLAUSE = 0.85
"""Share of a relayed sentence that its main attribution must fill to be the one that is relayed."""
PLATFORM = "platform"
"""The kind of outlets on which everybody speaks for himself; they relay nothing."""
_WITHHELD = frozenset({"not", "n't", "n’t", "because"})
MAX_STEPS = 6
"""So far above a phrase its cue may stand in the tree."""
_NAMING = ("PROPN", "ADJ", "NOUN")
_ARTICLES = ("the", "a", "an")


def media_name(page: Page, span: Range, *, cast: Cast, words: CueWords) -> str | None:
    """Return the name of the outlet or paper that a noun phrase stands for, or None."""
    tokens = page.parse.tokens
    head = head_of(page.parse, *span)
    noun = words.holds("media.nouns", tokens[head].text.lower())
    for mention in cast.inside(*span):
        if mention.actor.sector == MEDIA_SECTOR and (noun or mention.first <= head < mention.last):
            outlet = cast.world.is_outlet(mention.actor.name)
            if outlet is None or outlet.kind != PLATFORM:
                return mention.actor.name
    if noun or words.holds("media.papers", tokens[head].lemma.lower()):
        first = span[0] + (tokens[span[0]].text.lower() in _ARTICLES)
        last = min(span[1], head + 1)
        title = _quoted_title(page, head + 1) or _title_behind(page, head, span[1])
        if title is not None:
            return title
        if first < last and tokens[first].xpos != "PRP$":
            start, end = page.parse.span(first, last)
            return " ".join(page.parse.text[start:end].split())
    return None


def may_hear(page: Page, span: Range, *, cast: Cast, words: CueWords) -> bool:
    """Say whether words name somebody to speak to: no outlet, and no thing ("said to applause")."""
    if media_name(page, span, cast=cast, words=words):
        return False
    if span[0] == 0 or page.parse.tokens[span[0] - 1].text.lower() != "to":
        return True
    head = page.parse.tokens[head_of(page.parse, *span)]
    named = cast.words.is_person(head.text) or cast.words.is_body(head.text)
    plural = cast.words.singular(head.text) != head.text.lower()
    return head.upos != "NOUN" or named or plural or bool(cast.inside(*span))


def relaying_name(page: Page, draft: Draft, *, cast: Cast, words: CueWords) -> str | None:
    """Return through whom a statement inside this one came, None where this one relays nothing.

    Whoever "reported" or "quoted" what somebody said, and is no person, is an outlet.
    """
    span, tokens = draft.source[0], page.parse.tokens
    known = media_name(page, span, cast=cast, words=words)
    word = tokens[main_word(page, draft)]
    relays = words.holds("media.relaying", words.lemma_of(word.text, word.lemma))
    if known is not None or not (relays or word.text.lower() == "according"):
        return known
    return _unknown_outlet(page, span, cast)


def _title_behind(page: Page, head: int, end: int) -> str | None:
    """Return the name behind a noun that only says what it is: "the newspaper Al-Example".

    Behind a comma ("a local daily, Al-Example") it ends the phrase.
    """
    tokens, first = page.parse.tokens, head + 1
    aside = first + 1 < end and tokens[first].text == ","
    first += aside
    if tokens[head].upos != "NOUN" or any(
        tokens[i].upos == "PROPN" for i in _before_noun(page, head)
    ):
        return None
    last, high = first, page.sentence(head)[1]
    while last < high and (tokens[last].upos == "PROPN" or tokens[last].text == "-"):
        last += 1
    if last == first or tokens[first].upos != "PROPN" or (aside and last != end):
        return None
    named = tokens[head_of(page.parse, first, last)]
    if named.deprel.startswith("nsubj") and tokens[head].deprel in ("iobj", "obj", "obl"):
        return None  # "told state television Iran would talk": Iran is who would talk
    begin, stop = page.parse.span(first, last)
    return page.parse.text[begin:stop]


def _before_noun(page: Page, head: int) -> range:
    """Return the tokens of a noun phrase up to its noun."""
    return range(phrase(page.parse, head)[0], head)


def _quoted_title(page: Page, index: int) -> str | None:
    """Return the title in quotation marks that begins here: the show "X"."""
    for place, (quotation, inner) in enumerate(zip(page.quotations, page.inner, strict=True)):
        if inner[0] == index + 1 and not page.speech[place]:
            return page.parse.text[quotation.start : quotation.end]
    return None


def join_relays(page: Page, drafts: Sequence[Draft], *, cast: Cast, words: CueWords) -> list[Draft]:
    """Return the drafts without those that only name a relay of another one's content.

    "…," X said, according to a translation in Y: one attribution, which Y relayed.
    """
    found = list(drafts)
    gone: set[int] = set()
    for index, draft in enumerate(found):
        if "according" not in page.words(*(draft.cue[0] if draft.cue else (0, 0))):
            continue
        if not draft.source or relay_name(page, draft.source[0], cast=cast, words=words) is None:
            continue
        for other_index, other in enumerate(found):
            if other_index in gone or other_index == index or not other.cue:
                continue
            if _same_content(page, draft, other):
                relayed = (*other.relayed, draft.source[0])
                found[other_index] = replace(other, relayed=relayed)
                gone.add(index)
                break
    return [draft for index, draft in enumerate(found) if index not in gone]


def _same_content(page: Page, a: Draft, b: Draft) -> bool:
    tokens = page.parse.tokens
    if tokens[a.anchor].sentence != tokens[b.anchor].sentence:
        return False
    whole = joined([*b.content, *b.cue, *b.source]) if a.holds(b.cue) else b.content
    common = sum(shared(a.content, r) for r in whole)
    least = MAIN_CLAUSE if a.holds(b.cue) else SAME_CONTENT
    return common >= least * max(size(a.content), size(whole), 1)


def relay_name(page: Page, span: Range, *, cast: Cast, words: CueWords) -> str | None:
    """Return the outlet that a phrase names, itself or inside: "a translation in Y media"."""
    head = head_of(page.parse, *span)
    lemma = page.parse.tokens[head].lemma.lower()
    if words.holds("media.papers", lemma) or words.holds("media.interviews", lemma):
        for inner in _inner_phrases(page, span, head, words):
            name = media_name(page, inner, cast=cast, words=words)
            if name is not None:
                return name
    return media_name(page, span, cast=cast, words=words)


def _inner_phrases(page: Page, span: Range, head: int, words: CueWords) -> list[Range]:
    """Return the noun phrases inside one that a preposition such as "in" or "with" opens."""
    tokens = page.parse.tokens
    found: list[Range] = []
    for index in range(head + 1, span[1] - 1):
        if tokens[index].upos == "ADP" and words.holds("media.linking", tokens[index].text.lower()):
            noun = tokens[index].head
            if index < noun < span[1]:
                first, last = phrase(page.parse, noun)
                found.append((max(first, index + 1), min(last, span[1])))
    return found


def own_links(page: Page, draft: Draft, *, cast: Cast, words: CueWords) -> tuple[str, ...]:
    """Return who relayed a statement by its own frame: "told Reuters", "in an interview with Y"."""
    names: list[str] = []
    for span in draft.relayed:
        name = relay_name(page, span, cast=cast, words=words)
        if name is not None:
            names.append(name)
    told = _told(page, draft, words)
    for span in _frame_phrases(page, draft, words):
        name = relay_name(page, span, cast=cast, words=words)
        behind = page.parse.tokens[span[0] - 1].text.lower() if span[0] else ""
        if name is None and (told == span[0] or behind == "by"):
            name = _unknown_outlet(page, span, cast)
        if name is not None and name not in names:
            names.append(name)
    return tuple(names)


def _told(page: Page, draft: Draft, words: CueWords) -> int | None:
    """Return where the one who was told stands, right behind a cue of telling."""
    if not draft.cue:
        return None
    token = page.parse.tokens[main_word(page, draft)]
    return draft.cue[0][1] if words.lemma_of(token.text, token.lemma) == "tell" else None


def _unknown_outlet(page: Page, span: Range, cast: Cast) -> str | None:
    """Return the name that was told something if it is neither a person's nor anybody's known."""
    tokens = page.parse.tokens
    first = span[0] + (tokens[span[0]].text.lower() in _ARTICLES)
    last = first
    while last < span[1] and tokens[last].upos in _NAMING and tokens[last].text[0].isupper():
        last += 1
    ending = [m for m in cast.inside(first, last) if m.last == last]  # not the "Baltic" of a paper
    if first == last or any(m.known or m.sort == Sort.PERSON for m in ending):
        return None
    noun = tokens[last - 1].text
    if cast.words.is_person(noun) or cast.words.is_body(noun):
        return None
    if any(e.label == "PER" and e.first < last and first < e.last for e in page.parse.entities):
        return None
    start, end = page.parse.span(first, last)
    return page.parse.text[start:end]


def _frame_phrases(page: Page, draft: Draft, words: CueWords) -> list[Range]:
    """Return the noun phrases around a cue that may name a relay, in order of the text."""
    if not draft.cue:
        return []
    tokens, parse = page.parse.tokens, page.parse
    cue = draft.cue[0]
    word = main_word(page, draft)
    told = words.lemma_of(tokens[word].text, tokens[word].lemma) in ("tell", "inform")
    found: list[Range] = []
    low, high = page.sentence(draft.anchor)
    taken = {i for a, b in draft.content for i in range(a, b)}
    source = draft.source[0] if draft.source else (0, 0)
    for index in range(low, high - 1):
        if index in taken or page.quoted[index] != page.quoted[draft.anchor]:
            continue
        inside = source[0] <= index < source[1]
        text = tokens[index].text.lower()
        if tokens[index].upos == "ADP" and words.holds("media.linking", text):
            noun = tokens[index].head
            by = text == "by" and words.holds("media.relayed", tokens[index - 1].text.lower())
            if not index < noun < high or (inside and not by) or (text == "by" and not by):
                continue
            if not (inside or by or _belongs(page, noun, word, cue)):
                continue
            first, last = phrase(parse, noun)
            found.append((max(first, index + 1), min(last, high)))
        elif told and index == cue[1] and tokens[index].upos in ("PROPN", "NOUN", "DET", "ADJ"):
            told_noun = _object(page, word, index)
            if told_noun is not None and told_noun not in taken:
                last = min(phrase(parse, told_noun)[1], high)
                found.append((index, max(told_noun + 1, last)))
    return _with_conjuncts(page, found)


def _belongs(page: Page, noun: int, word: int, cue: Range) -> bool:
    """Say whether a phrase hangs on the cue, a few steps below it."""
    steps, at = 0, noun
    while at >= 0 and steps < MAX_STEPS:
        if at == word or cue[0] <= at < cue[1]:
            return True
        if page.parse.tokens[at].deprel == "acl:relcl":
            return False  # "an aide who was not to speak to the media told …"
        below = {page.parse.tokens[i].text.lower() for i in page.parse.children[at]}
        if not below.isdisjoint(_WITHHELD):
            return False  # "because they were not allowed to talk to the press"
        at = page.parse.tokens[at].head
        steps += 1
    return False


def _object(page: Page, word: int, index: int) -> int | None:
    """Return the head of the noun phrase that begins right behind a cue of telling."""
    tokens = page.parse.tokens
    for below in page.parse.children[word]:
        if tokens[below].deprel in ("obj", "iobj", "obl") and below >= index:
            return below
    for at in range(index, min(index + 6, len(tokens))):
        if tokens[at].upos in ("NOUN", "PROPN") and tokens[at].deprel != "compound":
            return at
    return None


def _with_conjuncts(page: Page, spans: Sequence[Range]) -> list[Range]:
    """Return the phrases, each list of names as its parts: "to X and Y"."""
    found: list[Range] = []
    for first, last in spans:
        if first >= last:
            continue
        head = head_of(page.parse, first, last)
        parts = [
            below
            for below in page.parse.children[head]
            if page.parse.tokens[below].deprel == "conj" and below < last
        ]
        if not parts:
            found.append((first, last))
            continue
        found.append((first, head + 1))
        for part in parts:
            a, b = phrase(page.parse, part)
            found.append((max(a, head + 1), min(b, last)))
    return [span for span in found if span[0] < span[1]]
