"""Drafts: attributions while they are made, as token ranges, from the model's frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.clauses import head_of
from foedus.analysis.page import NOWHERE, Page, Range, shared, without
from foedus.analysis.parse import Frame
from foedus.languages.cues import CueWords

MIN_NESTED, MIN_OUTER = 0.2, 0.7
"""Probability from which an anchor counts, by the careful and by the loose scheme of annotation.
Of six pairs tried with the shipped weights, the one best for statements."""

MIN_UNKNOWN = 0.7
"""Probability that a cue needs whose words report nothing as a rule."""
_CLOSE = ("for", "by")
"""Prepositions that the labellers left with the verb, where "about" and "of" open the content."""
_ANY = ("any", "every")
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

    def containing(self, content: tuple[Range, ...]) -> Draft:
        """Return the draft with this content: most rules leave most drafts as they are."""
        return self if content == self.content else replace(self, content=content)

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
    return _one_a_cue(page, found)


def without_inner_beliefs(drafts: list[Draft]) -> list[Draft]:
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
    if max(outer, nested) < MIN_UNKNOWN and not _is_known(page, cue, words):
        return None
    if _is_of_duty(page, cue, words) or _is_any(page, cue):
        return None
    source = tuple(r for r in frame.roles.get("source", ()) if not shared([r], cue))
    content = _of_its_sentence(page, cue, tuple(frame.roles.get("content", ())))
    for taken in (cue, *source[:1]):
        content = without(content, taken)
    return Draft(
        anchor=cue[0],
        cue=(cue,),
        source=source[:1],
        content=content,
        outer=outer,
        nested=nested,
        acts=frame.labels.get("acts", ()),
    )


def _of_its_sentence(page: Page, cue: Range, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return contents without what another sentence says, outside quotations, if it has its own.

    Among many cues the model may give one the words of the next: what the verb governs is meant.
    """
    parse, home = page.parse, page.parse.tokens[cue[0]].sentence
    head = head_of(parse, *cue)
    governed = (parse.tokens[i].deprel for i in parse.children[head] if i > head)
    if not any(relation in ("ccomp", "xcomp") for relation in governed):
        return content
    return tuple(
        (first, last)
        for first, last in content
        if parse.tokens[first].sentence == home or page.quoted[first] != NOWHERE
    )


def _is_known(page: Page, cue: Range, words: CueWords) -> bool:
    """Say whether a cue holds a word of the tables that reports speech."""
    for token in page.parse.tokens[slice(*cue)]:
        lemma = words.lemma_of(token.text, token.lemma)
        hedge = words.holds("hedges.words", token.text.lower())
        if hedge or lemma in words.verbs or lemma in words.nouns or token.text == "According":
            return True
    return False


def _is_of_duty(page: Page, cue: Range, words: CueWords) -> bool:
    """Say whether a cue only tells that somebody is ready or obliged: nobody's words."""
    said = [t for t in page.parse.tokens[slice(*cue)] if t.upos not in ("AUX", "ADV", "PART")]
    lemmas = [words.lemma_of(t.text, t.lemma) for t in said]
    return bool(said) and all(
        words.holds("speech.willing", t.lemma.lower()) or words.holds("speech.obliging", lemma)
        for t, lemma in zip(said, lemmas, strict=True)
    )


def _is_any(page: Page, cue: Range) -> bool:
    """Say whether a cue is a noun for whatever comes: nobody uttered "any threat to them"."""
    head = page.parse.tokens[head_of(page.parse, *cue)]
    before = page.parse.tokens[head.index - 1].text.lower() if head.index else ""
    return head.upos == "NOUN" and before in _ANY


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
    if tokens[index - 1].text.lower() == "according" or tokens[index].text.lower() in _CLOSE:
        return False
    return f"{before}_{tokens[index].text.lower()}" not in words.verbs


def _one_a_cue(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Join the drafts whose anchors are words of one cue: an auxiliary and its verb."""
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


def by_sentence(page: Page, drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    """Return the drafts with a cue by the sentence that it stands in."""
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.cue:
            found.setdefault(page.parse.tokens[draft.anchor].sentence, []).append(draft)
    return found


def main_word(page: Page, draft: Draft) -> int:
    """Return the word of a cue that governs the others: the verb or noun of saying."""
    first, last = draft.cue[0]
    tokens = page.parse.tokens
    head = head_of(page.parse, first, last)
    if tokens[head].upos in ("VERB", "NOUN", "PROPN"):
        return head
    verbs = [i for i in range(first, last) if tokens[i].upos in ("VERB", "NOUN")]
    return verbs[-1] if verbs else head
