"""Sources: who says it, as a whole noun phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.clauses import child, head_of, phrase, subject_of
from foedus.analysis.contents import breaks_off
from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.givers import from_whom
from foedus.analysis.page import NOWHERE, Page, Range, shared, without
from foedus.analysis.source_ends import (
    after_dateline,
    before_possessive,
    tidy_source,
    whole_words,
    with_clause,
)
from foedus.languages.cues import CueWords

MAX_SHARED_STEPS = 3
"""So far above a participle the cue may stand whose source it shares."""


def complete_source(page: Page, draft: Draft, *, words: CueWords) -> Draft:
    """Return the draft with its source as a whole noun phrase, from the model and the tree."""
    tree = _source_by_tree(page, draft, words)
    given = draft.source[0] if draft.source else None
    if given is not None and page.paragraph[given[0]] != page.paragraph[draft.anchor]:
        given = None
    cited = _cited(page, draft, words)
    if cited is not None:
        tree, given = cited, None
    if given is not None and _is_relative(page, given):
        given = None
    giver = _giver(page, draft, words)
    if giver is not None:
        return replace(draft, source=(giver,))
    described = _described(page, draft, words)
    if described is not None:
        tree, given = described, None
    if given is not None:
        given = before_possessive(page, given)
    if tree is not None and page.parse.tokens[main_word(page, draft)].upos == "NOUN":
        given = None
    if given is not None and tree is not None and not shared([tree], given):
        # "Japan was told by China": Japan only hears it.
        others = _is_agent(page, tree) or tree[1] == draft.cue[0][0]
        others = others or _is_between(page, given, tree, draft) or _frames(page, given, draft)
        given = None if others or shared(draft.content, given) else given
    if given is not None and tree is not None and shared([tree], given):
        whole: Range | None = _union(given, tree)
    else:
        whole = tree if given is None else _whole_phrase(page, given)
    kept = _free_part(draft, whole, given or whole) if whole is not None else None
    if kept is None:
        return draft if given is not None else replace(draft, source=())
    whole_given = given if given is not None else kept
    span = _without_clauses(page, kept, draft, named=whole_given[1], words=words)
    span = with_clause(page, after_dateline(page, span), draft)
    source = (whole_words(page, tidy_source(page, span), draft),)
    return draft if source == draft.source else replace(draft, source=source)


def _is_agent(page: Page, span: Range) -> bool:
    head = page.parse.tokens[head_of(page.parse, *span)]
    return head.deprel == "obl:agent"


def _is_between(page: Page, given: Range, tree: Range, draft: Draft) -> bool:
    """Say whether a name of the cue's own clause stands nearer: "A acted after B began to warn"."""
    tokens = page.parse.tokens
    named = tokens[head_of(page.parse, *tree)].upos == "PROPN"
    # A participle ("B left, saying") shares the subject of what it hangs on.
    own = tokens[main_word(page, draft)].xpos != "VBG"
    return named and own and given[1] <= tree[0] and tree[1] <= draft.cue[0][0]


def _frames(page: Page, given: Range, draft: Draft) -> bool:
    """Say whether a source says what the cue is told in: "X said it would go, Y reported"."""
    tokens, word = page.parse.tokens, main_word(page, draft)
    source = tokens[head_of(page.parse, *given)]
    told = tokens[word].deprel in ("ccomp", "parataxis") and source.head == tokens[word].head
    return told and source.deprel == "nsubj"


def _free_part(draft: Draft, whole: Range, wanted: Range | None) -> Range | None:
    """Return the part of a source outside cue and content that holds what is wanted."""
    for taken in (*draft.cue, *draft.content):
        rest = [r for r in without([whole], taken) if wanted is None or shared([r], wanted)]
        if not rest:
            return None
        whole = rest[0]
    return whole


def _union(given: Range, tree: Range | None) -> Range:
    return given if tree is None else (min(given[0], tree[0]), max(given[1], tree[1]))


def _is_relative(page: Page, span: Range) -> bool:
    word = page.parse.tokens[span[0]].text
    relative = word.lower() in ("who", "which", "that", "whom") and not word.isupper()
    return span[1] - span[0] == 1 and relative


def _described(page: Page, draft: Draft, words: CueWords) -> Range | None:
    """Return the noun phrase of a relative clause whose pronoun opens the cue: "Lund, who said"."""
    tokens = page.parse.tokens
    pronoun = draft.cue[0][0] - 1
    while pronoun > 0 and tokens[pronoun].upos in ("ADV", "AUX"):
        pronoun -= 1
    if pronoun < 1 or tokens[pronoun].text not in ("who", "Who") or tokens[pronoun].xpos != "WP":
        return None
    noun = tokens[tokens[pronoun].head].head if tokens[pronoun].head >= 0 else -1
    near = pronoun - 1 - (tokens[pronoun - 1].text == ",")
    nominal = ("NOUN", "PROPN", "PRON")
    # "A rebuke by the mayor, who warned": no rebuke is "who", whatever the tree says.
    said = noun >= 0 and words.lemma_of(tokens[noun].text, tokens[noun].lemma) in words.nouns
    if not 0 <= noun <= near or tokens[noun].upos not in nominal or said:
        noun = near
        while tokens[noun].deprel in ("flat", "compound", "conj") and 0 <= tokens[noun].head < noun:
            noun = tokens[noun].head
    if noun < 0 or tokens[noun].upos not in nominal:
        return None
    first, last = phrase(page.parse, noun)
    return first, max(noun + 1, min(last, near + 1))


def _without_clauses(
    page: Page, span: Range, draft: Draft, *, named: int, words: CueWords
) -> Range:
    """Return a source without a preposition before it and a relative clause behind it.

    A clause that the model has in the source stays without a comma: "a woman who fled"; `named` is
    where the model's source ends.
    """
    first, last = span
    tokens = page.parse.tokens
    while breaks_off(page, last) and not shared((*draft.cue, *draft.content), (last, last + 1)):
        last += 1
    while last - first > 1 and tokens[first].upos in ("ADP", "SCONJ", "CCONJ"):
        first += 1
    while last - first > 1 and tokens[last - 1].upos in ("AUX", "PUNCT", "SCONJ", "ADP"):
        last -= 1
    for index in range(first + 1, last):
        text = tokens[index].text.lower()
        if words.holds("media.relayed", text) and tokens[index].upos == "VERB":
            return first, index
        if tokens[index].xpos in ("WP", "WDT", "WP$") and not tokens[index].text.isupper():
            aside = "," in (tokens[index - 1].text, tokens[index - 2].text)
            return (first, index) if aside or index + 2 >= named else (first, last)
    return first, last


def _whole_phrase(page: Page, span: Range) -> Range:
    """Return the noun phrase around a range of the model, inside the same sentence."""
    tokens = page.parse.tokens
    head = head_of(page.parse, *span)
    while tokens[head].deprel in ("compound", "flat", "nmod:poss", "amod", "det"):
        if tokens[head].head < 0 or page.quoted[tokens[head].head] != page.quoted[head]:
            break
        head = tokens[head].head
    if tokens[head].upos not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
        return span
    first, last = _union(span, phrase(page.parse, head))
    low, high = page.sentence(head)
    if page.quoted[head] != NOWHERE:
        inner = page.inner[page.quoted[head]]
        low, high = max(low, inner[0]), min(high, inner[1])
    return max(first, low), min(last, high)


def _cited(page: Page, draft: Draft, words: CueWords) -> Range | None:
    """Return who is quoted: "Y quoted X as saying", "Y cited X saying"."""
    parse, word = page.parse, main_word(page, draft)
    tokens = parse.tokens
    above = tokens[word].head
    if tokens[word].xpos != "VBG" or above < 0 or above > word:
        return None
    noun = above if tokens[above].upos in ("NOUN", "PROPN") else None
    verb = tokens[above].head if noun is not None else above
    if verb < 0:
        return None
    if not words.holds("speech.quoting", words.lemma_of(tokens[verb].text, tokens[verb].lemma)):
        return None
    noun = child(parse, verb, ("obj", "nsubj:pass")) if noun is None else noun
    return phrase(parse, noun) if noun is not None and noun < word else None


def _giver(page: Page, draft: Draft, words: CueWords) -> Range | None:
    """Return from whom a word comes that somebody has: "received an assurance from Y that"."""
    if not draft.cue:
        return None
    tokens, (first, last) = page.parse.tokens, draft.cue[0]
    verbs = [*tokens[first : last - 1], tokens[max(tokens[last - 1].head, 0)]]
    had = any(words.holds("speech.received", words.lemma_of(t.text, t.lemma)) for t in verbs)
    noun = from_whom(page.parse, last - 1) if had and tokens[last - 1].upos == "NOUN" else None
    if noun is None:
        return None
    head = noun
    while tokens[head].deprel in ("det", "amod", "compound", "flat") and tokens[head].head > head:
        head = tokens[head].head
    end = next((a for a, _ in draft.content if a > head), head + 1)
    start, stop = phrase(page.parse, head)
    return _free_part(draft, (max(start, noun), max(head + 1, min(stop, end))), (head, head + 1))


def _source_by_tree(page: Page, draft: Draft, words: CueWords) -> Range | None:
    """Return who says it: the subject, the agent of a passive, "according to" somebody."""
    parse, word = page.parse, main_word(page, draft)
    token = parse.tokens[word]
    if token.text.lower() == "according" or "according" in page.words(*draft.cue[0]):
        first = draft.cue[0][0]
        noun = parse.tokens[first].head
        return phrase(parse, noun) if noun > first else None
    if token.upos == "NOUN":
        owner = child(parse, word, ("nmod:poss", "compound", "amod"))
        if owner is None or parse.tokens[owner].upos not in ("PROPN", "NOUN", "PRON"):
            return None
        return before_possessive(page, phrase(parse, owner))
    if token.upos not in ("VERB", "AUX"):
        return None
    reduced = token.xpos == "VBN" and child(parse, word, ("nsubj", "aux")) is None
    if reduced or child(parse, word, ("aux:pass", "nsubj:pass")) is not None:
        for below in parse.children[word]:
            case = child(parse, below, ("case",))
            if case is not None and parse.tokens[case].text.lower() == "by":
                return phrase(parse, below)
        if child(parse, word, ("aux",)) is None:
            return None
    found = subject_of(parse, word)
    if found is not None and _is_relative(page, (found, found + 1)):
        above = parse.tokens[found].head
        found = parse.tokens[above].head if parse.tokens[above].deprel == "acl:relcl" else None
    if found is None or found < 0 or page.quoted[found] != page.quoted[word]:
        return None
    first, last = phrase(parse, found)
    # The model now and then gives first name and surname a subject each.
    while last < word and parse.tokens[last].upos == "PROPN" and parse.tokens[last].head == word:
        last += 1
    return first, last


def share_sources(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts; a participle without a source has that of the cue it hangs on.

    "He left the door open, noting that …": who left it open notes it as well.
    """
    found = list(drafts)
    tokens = page.parse.tokens
    owners = {main_word(page, d): d for d in drafts if d.cue and d.source}
    for index, draft in enumerate(found):
        framed = _framed_by(page, drafts, draft) or _joined_to(page, drafts, draft)
        if framed is not None:
            found[index] = draft = replace(draft, source=framed)
        if draft.source or not draft.cue or draft.label:
            continue
        word = main_word(page, draft)
        at, steps = tokens[word].head, 0
        while at >= 0 and at not in owners and steps < MAX_SHARED_STEPS:
            at, steps = tokens[at].head, steps + 1
        same = at in owners and page.quoted[at] == page.quoted[word]
        if same and tokens[word].xpos == "VBG" and not owners[at].holds(draft.cue):
            found[index] = replace(draft, source=owners[at].source)
    return found


def _framed_by(page: Page, drafts: Sequence[Draft], draft: Draft) -> tuple[Range, ...] | None:
    """Return who speaks on behind what he said: "X will go, Y told Z, while cautioning that".

    The model and the tree may take the subject of what Y said for the one who cautions.
    """
    tokens = page.parse.tokens
    if not draft.cue or not draft.source or draft.label:
        return None
    if tokens[main_word(page, draft)].xpos != "VBG" or page.quoted[draft.anchor] != NOWHERE:
        return None
    sentence = tokens[draft.anchor].sentence
    for main in drafts:
        if tokens[main.anchor].sentence != sentence or main is draft:
            continue
        if not main.cue or not main.source or not main.content:
            continue
        start = min(main.source[0][0], main.cue[0][0])
        fronted = all(last <= start for _, last in main.content)
        within = shared(main.content, draft.source[0]) == draft.source[0][1] - draft.source[0][0]
        if fronted and within and main.cue[-1][1] <= draft.anchor:
            return main.source
    return None


def _joined_to(page: Page, drafts: Sequence[Draft], draft: Draft) -> tuple[Range, ...] | None:
    """Return who says on: "X said it would stay, and threatened": X threatens, and not the "it"."""
    tokens = page.parse.tokens
    if not draft.cue or not draft.source or draft.label:
        return None
    word, (first, last) = main_word(page, draft), draft.source[0]
    if tokens[word].deprel != "conj" or tokens[first].upos != "PRON" or last - first > 1:
        return None
    for main in drafts:
        if main is draft or not main.cue or not main.source or word < main.cue[0][0]:
            continue
        inside = shared(main.content, (first, last)) and not main.holds(draft.cue)
        above = tokens[word].head  # "would stay, and threatened": the tree may join the wrong verb
        told = tokens[word].xpos == "VBD" and shared(main.content, (above, above + 1)) > 0
        if inside and (told or above == main_word(page, main)):
            return main.source
    return None
