"""Silences: cues that report nothing said: deeds, norms, "declined to comment", what is left out.

Nobody says anything who "called a meeting", "asked not to be named" or "said nothing"; who "was
asked" only hears it; and "we have said it before" does not tell what was said.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.clauses import child, head_of
from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.hearers import settle_heard
from foedus.analysis.page import NOWHERE, Page, Range, shared
from foedus.languages.cues import CueWords
from foedus.records.statements import SpeechAct

MAX_TO_NEGATION = 3
_NEGATING = ("not", "n't", "n’t", "neither", "never")
MAX_ANONYMOUS_TOKENS = 8
"""So soon behind "asked" its clause says "not to be named"."""


def without_silence(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts without what nobody is reported to say.

    The author's own voice ("we warn that", outside quotations) reports nobody either.
    """
    return [
        draft
        for draft in settle_heard(page, drafts, words=words)
        if not _is_silence(page, draft, words)
        and not _is_anonymous(page, draft, words)
        and not _is_unsaid(page, draft, words)
        and not _is_unspoken(page, draft, words)
        and not _is_relayed(page, draft, words)
        and not _is_deed(page, draft, words)
        and not _is_norm(page, draft, words)
        and not (_is_own_voice(page, draft) and not any(o.holds(draft.cue) for o in drafts))
    ]


def may_lack_content(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether a cue reports speech by itself, whose words need not be told: "lashed out"."""
    if not draft.cue or not draft.source:
        return False
    tokens, last = page.parse.tokens, draft.cue[0][1]
    verb = main_word(page, draft)
    lemma = words.lemma_of(tokens[verb].text, tokens[verb].lemma)
    following = (t.text.lower() for t in tokens[verb + 1 : last + 1])
    return any(words.holds("speech.contentless", f"{lemma}_{word}") for word in following)


def _is_own_voice(page: Page, draft: Draft) -> bool:
    """Say whether the author speaks of himself in the present, outside any quotation."""
    if not draft.cue or page.quoted[draft.anchor] != NOWHERE:
        return False
    tokens = page.parse.tokens
    verb = next((tokens[i] for i in range(*draft.cue[0]) if tokens[i].upos == "VERB"), None)
    if verb is None:
        return False
    subject = child(page.parse, verb.index, ("nsubj",))  # "I assure all nations": I, not they
    said = draft.source[:1]
    if subject is not None and subject < verb.index:
        said = ((subject, subject + 1),)
    own = any(
        last - first == 1 and tokens[first].text.lower() in ("i", "we") for first, last in said
    )
    modal = any(tokens[i].xpos == "MD" for i in page.parse.children[verb.index])
    return own and (verb.xpos == "VBP" or (verb.xpos == "VB" and modal))


def _is_silence(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether a cue is "declined to comment" or its like."""
    if not draft.cue:
        return False
    tokens, (first, last) = page.parse.tokens, draft.cue[0]
    behind = tokens[first : min(last + 3, len(tokens))]
    lemmas = [words.lemma_of(token.text, token.lemma) for token in behind]
    silent = words.any_of("speech.declining", (t.text.lower() for t in tokens[first:last]))
    if silent and words.any_of("speech.silence", lemmas):
        return True
    verb = main_word(page, draft)
    if _is_untold(page, verb, words):
        return True
    lemma = words.lemma_of(tokens[verb].text, tokens[verb].lemma)
    paired = words.holds("speech.untold", lemma) or SpeechAct.DENY in words.verbs.get(lemma, ())
    above = tokens[verb].head  # "neither confirmed nor denied it"
    joined = tokens[verb].deprel == "conj" and above >= 0
    return paired and joined and _is_untold(page, above, words)


def _is_untold(page: Page, verb: int, words: CueWords) -> bool:
    """Say whether a verb of telling is denied right before it: "would not confirm"."""
    tokens = page.parse.tokens
    lemma = words.lemma_of(tokens[verb].text, tokens[verb].lemma)
    near = (i for i in page.parse.children[verb] if verb - MAX_TO_NEGATION <= i < verb)
    negated = (tokens[i].text.lower() in _NEGATING for i in near)
    return words.holds("speech.untold", lemma) and any(negated)


def _is_relayed(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether a cue only tells through whom words came: "an official, quoted by Y, said"."""
    if not draft.cue or page.quoted[draft.anchor] != NOWHERE:
        return False
    parse, verb = page.parse, main_word(page, draft)
    token = parse.tokens[verb]
    quoting = words.holds("speech.quoting", words.lemma_of(token.text, token.lemma))
    if not quoting or token.xpos != "VBN" or token.deprel not in ("acl", "advcl"):
        return False
    behind = parse.tokens[verb + 1 : verb + 2]
    by = bool(behind) and behind[0].text.lower() == "by"
    return by and child(parse, verb, ("aux:pass", "nsubj:pass", "ccomp", "advcl")) is None


def _is_deed(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether a cue does something with its object and says nothing: "called a meeting"."""
    parse = page.parse
    inside = (parse.tokens[i] for a, b in draft.cue for i in range(a, b))
    verbs = [t.index for t in inside if t.upos == "VERB" and t.deprel != "amod"]
    if len(verbs) != 1 or any(page.quoted[a] != page.quoted[verbs[0]] for a, _ in draft.content):
        return False
    verb = parse.tokens[verbs[0]]
    if not words.holds("speech.deeds", words.lemma_of(verb.text, verb.lemma)):
        return False
    done = child(parse, verb.index, ("obj", "nsubj:pass"))
    return done is not None and words.holds(
        "speech.deeds_done", words.lemma_of(parse.tokens[done].text, parse.tokens[done].lemma)
    )


def _is_norm(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether something is done "according to the rules", which report nothing."""
    if not draft.cue or not draft.source or "according" not in page.words(*draft.cue[0]):
        return False
    noun = page.parse.tokens[head_of(page.parse, *draft.source[0])]
    return words.holds("speech.norms", words.lemma_of(noun.text, noun.lemma))


def _is_anonymous(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether somebody only bargains not to be named: "who asked to remain anonymous"."""
    if not draft.cue or page.quoted[draft.anchor] != NOWHERE:
        return False
    tokens, verb = page.parse.tokens, main_word(page, draft)
    lemma = words.lemma_of(tokens[verb].text, tokens[verb].lemma)
    if not words.holds("speech.bargaining", lemma) or tokens[verb].upos != "VERB":
        return False
    end = min(page.sentence(verb)[1], verb + MAX_ANONYMOUS_TOKENS)
    below = (i for i in page.parse.subtree(verb) if verb < i < end)
    hidden = [i for i in below if words.holds("speech.hidden", tokens[i].text.lower())]
    return bool(hidden) and all(first <= hidden[-1] + 1 for first, _ in draft.content)


def _is_unsaid(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether what is said stands for something else: "we have said so", "said nothing"."""
    if not draft.cue or draft.label or draft.follows is not None:
        return False
    parse, verb = page.parse, main_word(page, draft)
    token = parse.tokens[verb]
    core = words.holds("speech.core", words.lemma_of(token.text, token.lemma))
    if token.upos != "VERB" or not core or child(parse, verb, ("ccomp", "xcomp")) is not None:
        return False
    told = [i for i in parse.children[verb] if parse.tokens[i].deprel in ("obj", "advmod")]
    vague = any(
        i > verb and words.holds("speech.vague", parse.tokens[i].text.lower()) for i in told
    )
    return vague and all(_is_loose(page, draft, part) for part in draft.content)


def _is_unspoken(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether a cue is only what somebody may yet do: "ready to respond", "vowed to defend"."""
    if not draft.cue or draft.label:
        return False
    parse, verb = page.parse, main_word(page, draft)
    token, mark = parse.tokens[verb], child(parse, verb, ("mark",))
    if _is_coming_deed(page, draft, words):
        return True
    if token.xpos != "VB" or mark is None or parse.tokens[mark].xpos != "TO" or token.head < 0:
        return False
    lemma = words.lemma_of(token.text, token.lemma)
    if lemma not in words.verbs:
        return True
    above = parse.tokens[token.head]
    governor = words.lemma_of(above.text, above.lemma)
    bound = words.holds("speech.binding", governor) or words.holds("speech.obliging", governor)
    bound = bound and not shared(draft.cue, _at(above.index))
    return bound or words.holds("speech.willing", above.text.lower())


def _is_coming_deed(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether a verb that is as often a deed lies ahead and has no words: "would respond"."""
    parse, verb = page.parse, main_word(page, draft)
    token = parse.tokens[verb]
    if not words.holds("speech.acting", words.lemma_of(token.text, token.lemma)):
        return False
    ahead = any(parse.tokens[i].xpos == "MD" for i in parse.children[verb])
    worded = child(parse, verb, ("ccomp", "parataxis")) is not None
    return ahead and not worded and not any(part in page.inner for part in draft.content)


def _at(index: int) -> Range:
    return index, index + 1


def _is_loose(page: Page, draft: Draft, part: Range) -> bool:
    """Say whether a piece of content stands behind its cue and is no quotation."""
    quoted = page.quoted[part[0]]
    return part[0] >= draft.cue[-1][1] and quoted in (NOWHERE, page.quoted[draft.anchor])
