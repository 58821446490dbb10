"""Fronted: content that stands before its cue: a broken clause, the subject of a passive.

"The port, she said, was open" says that the port was open, and who "was accused of theft" accuses
nobody: he is what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.clauses import child, head_of, phrase, trim
from foedus.analysis.drafts import MIN_UNKNOWN, Draft, by_sentence, main_word
from foedus.analysis.page import NOWHERE, Page, Range, joined, shared, without
from foedus.languages.cues import CueWords

_EMPTY = ("it", "there", "who", "which", "that")
"""Subjects that name nothing: "it was reported that", "the man who was accused"."""
_CLAUSES = ("ccomp",)
_TIES = ("nsubj", "nsubj:pass", "csubj", "expl", "obl", "advcl", "aux", "mark")
"""How a word before a frame may hang on the clause behind it."""


def add_fronted(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts with the parts of their contents that stand before the cue."""
    found: list[Draft] = []
    for draft in _part_participles(page, drafts):
        if draft.cue and not draft.label and draft.content:
            draft = _with_patient(page, draft, words)
            draft = _with_clause_before(page, _with_first_part(page, draft), words)
        found.append(draft)
    return found


def _part_participles(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, a participle that opens a sentence parted from what is said behind it.

    "Recalling that the dyke had broken, the mayor said that …": the mayor recalls it as well, and
    what he said begins behind "said".
    """
    found, near = list(drafts), by_sentence(page, drafts)
    for index, draft in enumerate(found):
        if not _opens_sentence(page, draft):
            continue
        for place, main in enumerate(found):
            if main not in near[page.parse.tokens[draft.anchor].sentence] or main is draft:
                continue
            comma = main.source[0][0] - 1 if main.source else -1
            start = draft.cue[-1][1]
            if not start < comma < main.cue[0][0] or page.parse.tokens[comma].text != ",":
                continue
            inside = [r for r in draft.content if start <= r[0] and r[1] <= comma]
            content = tuple(inside) or (_without_that(page, (start, comma)),)
            found[index] = replace(draft, source=main.source[:1], content=content)
            kept = without(main.content, (draft.anchor, comma + 1))
            found[place] = replace(main, content=kept or main.content)
            break
    return found


def _opens_sentence(page: Page, draft: Draft) -> bool:
    """Say whether a cue is a participle at the beginning of its sentence, outside quotations."""
    if not draft.cue or draft.label or page.quoted[draft.anchor] != NOWHERE:
        return False
    first = draft.anchor == page.sentence(draft.anchor)[0]
    word = page.parse.tokens[main_word(page, draft)]
    return first and word.xpos == "VBG" and word.text != "According"


def _without_that(page: Page, span: Range) -> Range:
    first, last = span
    return trim(page.parse, first + (page.parse.tokens[first].text == "that"), last)


def is_passive(page: Page, draft: Draft) -> bool:
    """Say whether a cue is a passive that names nobody who speaks: "was asked"."""
    if not draft.cue or draft.source:
        return False
    word = main_word(page, draft)
    passive = child(page.parse, word, ("nsubj:pass", "aux:pass")) is not None
    return passive and page.parse.tokens[word].xpos == "VBN"


def _with_patient(page: Page, draft: Draft, words: CueWords) -> Draft:
    """Return the draft of a passive, its subject as part of the content and never as the source."""
    parse, word = page.parse, main_word(page, draft)
    token = parse.tokens[word]
    subject = child(parse, word, ("nsubj:pass",))
    lemma = words.lemma_of(token.text, token.lemma)
    if token.xpos != "VBN" or subject is None or lemma not in words.verbs:
        return draft
    if subject >= draft.cue[0][0] or words.holds("speech.quoting", lemma):
        return draft
    if any(parse.tokens[i].upos == "VERB" for i in range(word + 1, draft.cue[-1][1])):
        return draft  # "he is reported to have declared": he declared it
    source = tuple(r for r in draft.source if not r[0] <= subject < r[1])
    draft = replace(draft, source=source)
    pronoun = parse.tokens[subject].text.lower() in _EMPTY
    if pronoun or words.holds("speech.addressing", lemma):
        return draft
    if shared(draft.content, (subject, subject + 1)) or page.quoted[subject] != page.quoted[word]:
        return draft
    patient: tuple[Range, ...] = (phrase(parse, subject),)
    for taken in (*draft.cue, *source):
        patient = without(patient, taken)
    return replace(draft, content=joined([*patient, *draft.content]))


def _with_first_part(page: Page, draft: Draft) -> Draft:
    """Return the draft whose frame breaks a clause with the part of the clause before the frame."""
    tokens = page.parse.tokens
    if not draft.source or page.quoted[draft.anchor] != NOWHERE:
        return draft
    frame = joined([*draft.cue, *draft.source])
    start, end = frame[0][0], frame[-1][1]
    low, high = page.sentence(draft.anchor)
    if not low < start or end >= high or tokens[start - 1].text != "," or tokens[end].text != ",":
        return draft
    if draft.content[0][0] < start:
        resumed = end + 1 + (tokens[end + 1].upos == "CCONJ") if end + 1 < high else end
        rest = [(resumed, b) if end < a and b <= high else (a, b) for a, b in draft.content[1:2]]
        return draft.containing((*draft.content[:1], *rest, *draft.content[2:]))
    first, last = trim(page.parse, low, start)
    whole = any(
        tokens[i].deprel in _TIES and any(a <= tokens[i].head < b for a, b in draft.content)
        for i in range(first, last)
    )
    if not whole or any(page.quoted[i] != NOWHERE for i in range(first, last)):
        return draft
    return replace(draft, content=joined([(first, last), *draft.content]))


def _with_clause_before(page: Page, draft: Draft, words: CueWords) -> Draft:
    """Return the draft with the clause that it stands behind: "…, she went on", "…, he vowed in a
    message that was deleted"; what hangs on the circumstances of a cue is not what was said."""
    parse, tokens, word = page.parse, page.parse.tokens, main_word(page, draft)
    first = min(r[0] for r in (*draft.cue, *draft.source))
    low, high = page.sentence(draft.anchor)
    said = tokens[word].head if tokens[word].deprel == "parataxis" else child(parse, word, _CLAUSES)
    if said is None or not low <= said < first - 1 or tokens[first - 1].text != ",":
        return draft
    known = words.lemma_of(tokens[word].text, tokens[word].lemma) in words.verbs
    known = known or draft.score >= MIN_UNKNOWN  # "went on"
    outside = all(page.quoted[i] == NOWHERE for i in range(low, draft.cue[-1][1]))
    here = [head_of(parse, *r) for r in draft.content if low <= r[0] < high]
    if not known or not outside or any(tokens[i].deprel != "acl:relcl" for i in here):
        return draft
    quoted = tuple(r for r in draft.content if r[0] >= high and page.quoted[r[0]] != NOWHERE)
    return draft.containing((trim(parse, low, first - 1), *quoted))
