"""Drafts: attributions while they are made, as token ranges, from the model's frames."""

from __future__ import annotations

from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, head_of, phrase, subject_of, trim
from foedus.analysis.page import NOWHERE, Page, Range, joined, shared, size, without
from foedus.analysis.parse import Frame
from foedus.languages.cues import CueWords

MIN_NESTED, MIN_OUTER = 0.45, 0.8
"""Probability from which an anchor counts, by the careful and by the loose scheme of annotation.
Chosen for the best F1 on the labelled passages, the second for the articles marked loosely."""

_LOOSE_ENDS = ("DET", "PUNCT", "PRON", "CCONJ", "SCONJ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A cue with its source and content, all token ranges in order of the text.

    `outer` and `nested` are the probabilities of the two schemes, `acts` those of the acts.
    `anchor` is the first word of the cue; a continued quotation has its own first word instead.
    `label` marks a source that the layout names; its content is a whole turn.
    """

    anchor: int
    cue: tuple[Range, ...]
    source: tuple[Range, ...] = ()
    content: tuple[Range, ...] = ()
    outer: float = 0.0
    nested: float = 0.0
    acts: tuple[tuple[str, float], ...] = ()
    relayed: tuple[Range, ...] = ()
    follows: int | None = None
    label: bool = False

    @property
    def score(self) -> float:
        """Return the probability of the scheme that is surer."""
        return max(self.outer, self.nested)

    def holds(self, ranges: tuple[Range, ...]) -> bool:
        """Say whether all of these tokens lie inside the content."""
        if not ranges or not self.content:
            return False
        if ranges[0][0] < self.content[0][0] or self.content[-1][1] < ranges[-1][1]:
            return False
        return all(shared(self.content, r) == r[1] - r[0] for r in ranges)


def read_drafts(page: Page, *, words: CueWords) -> list[Draft]:
    """Return the drafts of all frames that the model is sure enough of, one for each cue."""
    found: list[Draft] = []
    for frame in page.parse.attributions:
        draft = _read(page, frame, words)
        if draft is not None:
            found.append(draft)
    return _without_inner_beliefs(_one_a_cue(page, found))


def _without_inner_beliefs(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts without the inner ones that only the loose scheme vouches for.

    That scheme marks outermost attributions alone: inside a content it says nothing.
    """
    outer = [draft for draft in drafts if draft.nested >= MIN_NESTED]
    return [
        draft
        for draft in drafts
        if draft.nested >= MIN_NESTED or not any(o.holds(draft.cue) for o in outer)
    ]


def _read(page: Page, frame: Frame, words: CueWords) -> Draft | None:
    scheme = dict(frame.labels.get("scheme", ()))
    outer, nested = scheme.get("outer", frame.score), scheme.get("nested", frame.score)
    if (nested < MIN_NESTED and outer < MIN_OUTER) or frame.anchor in page.silent:
        return None
    cue = tidy_cue(page, frame, words)
    source = tuple(r for r in frame.roles.get("source", ()) if not shared([r], cue))
    content: tuple[Range, ...] = tuple(frame.roles.get("content", ()))
    for taken in (cue, *source[:1]):
        content = without(content, taken)
    draft = Draft(
        anchor=cue[0],
        cue=(cue,),
        source=source[:1],
        content=content,
        outer=outer,
        nested=nested,
        acts=frame.labels.get("acts", ()),
    )
    return draft


def tidy_cue(page: Page, frame: Frame, words: CueWords) -> Range:
    """Return the cue without loose words at its end, inside its sentence."""
    tokens = page.parse.tokens
    ranges = frame.roles.get("cue") or ((frame.anchor, frame.anchor + 1),)
    first, last = next(
        (r for r in ranges if r[0] <= frame.anchor < r[1]), (frame.anchor, frame.anchor + 1)
    )
    last = min(last, page.sentence(frame.anchor)[1])
    for index in range(first, last):
        if words.lemma_of(tokens[index].text, tokens[index].lemma) == "tell":
            last = index + 1
            break
    last = _without_time(page, first, last)
    if last < len(tokens) and tokens[last].deprel == "compound:prt" and tokens[last].head < last:
        last += 1
    while last - first > 1 and (
        tokens[last - 1].upos in _LOOSE_ENDS or _is_loose_preposition(page, last - 1, words)
    ):
        last -= 1
    return first, last


def _without_time(page: Page, first: int, last: int) -> int:
    """Return where a cue ends before a mark or a bare day: "said Friday", "said, referring"."""
    tokens = page.parse.tokens
    for index in range(first + 1, last):
        day = tokens[index].upos == "PROPN" and tokens[index - 1].upos == "VERB"
        if day or (tokens[index].upos == "PUNCT" and tokens[index].text in (",", ":", ";")):
            return index
    return last


def _is_loose_preposition(page: Page, index: int, words: CueWords) -> bool:
    """Say whether a preposition opens what follows and is no part of its verb ("call for")."""
    tokens = page.parse.tokens
    if tokens[index].upos != "ADP" or tokens[index].deprel == "compound:prt":
        return False
    before = words.lemma_of(tokens[index - 1].text, tokens[index - 1].lemma)
    if tokens[index - 1].text.lower() == "according":
        return False
    return f"{before}_{tokens[index].text.lower()}" not in words.verbs


def _one_a_cue(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Join the drafts whose anchors are words of one cue: an auxiliary, an adverb and their verb."""
    found: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.anchor):
        before = found[-1] if found else None
        if before is not None and _same_cue(page, before, draft):
            found[-1] = _join(before, draft)
        else:
            found.append(draft)
    return found


def _same_cue(page: Page, a: Draft, b: Draft) -> bool:
    if shared(a.cue, b.cue[0]):
        return True
    tokens = page.parse.tokens
    gap = b.anchor - a.cue[-1][1]
    if not 0 <= gap <= 2 or tokens[a.anchor].sentence != tokens[b.anchor].sentence:
        return False
    loose = ("aux", "aux:pass", "advmod", "cop")
    return tokens[a.anchor].head == b.anchor and tokens[a.anchor].deprel in loose


def _join(a: Draft, b: Draft) -> Draft:
    """Return the surer draft with the cue of both; roles that it lacks come from the other."""
    best, other = (a, b) if a.nested >= b.nested else (b, a)
    cue = (min(a.cue[0][0], b.cue[0][0]), max(a.cue[-1][1], b.cue[-1][1]))
    content = without(best.content or other.content, cue)
    return replace(
        best,
        anchor=cue[0],
        cue=(cue,),
        source=best.source or other.source,
        content=content,
        outer=max(a.outer, b.outer),
        nested=max(a.nested, b.nested),
    )


def main_word(page: Page, draft: Draft) -> int:
    """Return the word of a cue that governs the others: the verb or noun of saying."""
    first, last = draft.cue[0]
    tokens = page.parse.tokens
    head = head_of(page.parse, first, last)
    if tokens[head].upos in ("VERB", "NOUN", "PROPN"):
        return head
    verbs = [i for i in range(first, last) if tokens[i].upos in ("VERB", "NOUN")]
    return verbs[-1] if verbs else head


def complete_source(page: Page, draft: Draft, *, words: CueWords) -> Draft:
    """Return the draft with its source as a whole noun phrase, from the model and the tree."""
    parse = page.parse
    tree = _source_by_tree(page, draft, words)
    given = draft.source[0] if draft.source else None
    cited = _cited(page, draft, words)
    if cited is not None:
        tree, given = cited, None
    if given is not None and _is_relative(page, given):
        given = None
    if tree is not None and page.parse.tokens[main_word(page, draft)].upos == "NOUN":
        given = None
    if given is None and tree is None:
        return draft
    if given is None or (tree is not None and shared([tree], given)):
        whole = tree if given is None else _union(given, tree)
    else:
        whole = _whole_phrase(page, given)
    if whole is None:
        return draft
    kept = _free_part(draft, whole, given or whole)
    if kept is None:
        return draft
    first, last = trim(parse, *_without_clauses(page, kept, words))
    return replace(draft, source=((first, last),))


def _free_part(draft: Draft, whole: Range, wanted: Range) -> Range | None:
    """Return the part of a source outside cue and content that holds what is wanted."""
    for taken in (*draft.cue, *draft.content):
        rest = [r for r in without([whole], taken) if shared([r], wanted)]
        if not rest:
            return None
        whole = rest[0]
    return whole


def _union(given: Range, tree: Range | None) -> Range:
    return given if tree is None else (min(given[0], tree[0]), max(given[1], tree[1]))


def _is_relative(page: Page, span: Range) -> bool:
    return span[1] - span[0] == 1 and page.words(*span)[0] in ("who", "which", "that", "whom")


def _without_clauses(page: Page, span: Range, words: CueWords) -> Range:
    """Return a source without a preposition before it and a relative clause behind it."""
    first, last = span
    tokens = page.parse.tokens
    while last - first > 1 and tokens[first].upos in ("ADP", "SCONJ", "CCONJ"):
        first += 1
    while last - first > 1 and tokens[last - 1].upos in ("AUX", "PUNCT", "SCONJ", "ADP"):
        last -= 1
    for index in range(first + 1, last):
        text = tokens[index].text.lower()
        relayed = words.holds("media.relayed", text) and tokens[index].upos == "VERB"
        if relayed or tokens[index].xpos in ("WP", "WDT", "WP$"):
            return first, index
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
        return _before_possessive(page, phrase(parse, owner))
    if token.upos not in ("VERB", "AUX"):
        return None
    if child(parse, word, ("aux:pass", "nsubj:pass")) is not None or token.xpos == "VBN":
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
    return phrase(parse, found)


def _before_possessive(page: Page, span: Range) -> Range:
    """Return an owner without its "'s"."""
    first, last = span
    if last - first > 1 and page.parse.tokens[last - 1].text in ("'s", "’s", "'", "’"):
        last -= 1
    return first, last


def complete_content(page: Page, draft: Draft) -> Draft:
    """Return the draft with a content from the tree where the model gave none."""
    if draft.content:
        return draft
    parse, word = page.parse, main_word(page, draft)
    relations = ("ccomp", "xcomp", "obj", "parataxis", "acl", "nmod", "obl")
    for relation in relations:
        for below in parse.children[word]:
            if parse.tokens[below].deprel != relation or below < word:
                continue
            tree = parse.subtree(below)
            content: tuple[Range, ...] = ((tree[0], tree[-1] + 1),)
            for taken in (*draft.cue, *draft.source):
                content = without(content, taken)
            if size(content):
                return replace(draft, content=joined([trim(parse, *r) for r in content]))
    return draft
