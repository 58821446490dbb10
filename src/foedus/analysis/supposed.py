"""Supposed: conditions of what is said, which no content may lose: "if X moves, Y will".

Without its "if" or "unless" a clause asserts what its speaker only supposed.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from foedus.analysis.clauses import child, trim
from foedus.analysis.drafts import Draft
from foedus.analysis.page import Page, Range, joined
from foedus.languages.cues import CueWords

_MARKS = 2
"""Marks that may stand between a condition and the rest of its sentence."""


def keep_conditions(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts, contents with all of the conditions that hang on what is said."""
    return [
        draft if draft.label else draft.containing(_whole(page, draft, words)) for draft in drafts
    ]


def _whole(page: Page, draft: Draft, words: CueWords) -> tuple[Range, ...]:
    taken = {i for a, b in (*draft.cue, *draft.source) for i in range(a, b)}
    found: list[Range] = []
    for span in draft.content:
        first, last = span if span in page.inner else _with_condition(page, span, taken, words)
        found.append((first, last))
    return joined(found)


def _with_condition(page: Page, span: Range, taken: Set[int], words: CueWords) -> Range:
    """Return a range with the conditions of its verbs, before and behind it, if nothing parts."""
    tokens, (first, last) = page.parse.tokens, span
    low, high = page.sentence(first)
    for index in range(low, high):
        if tokens[index].deprel != "advcl" or not _is_condition(page, index, words):
            continue
        tree = page.parse.subtree(index)
        start, end = tree[0], _before_next_word(page, index, tree[-1] + 1, words)
        inside = first <= index < last
        governed = inside or first <= tokens[index].head < last
        if not governed or any(i in taken for i in range(start, end)):
            continue
        if page.quoted[start] != page.quoted[first] or page.quoted[end - 1] != page.quoted[first]:
            continue
        if start < first and (inside or _are_marks(page, end, first)):
            first = trim(page.parse, start, last)[0]
        if last < end and (inside or _are_marks(page, last, start)):
            last = trim(page.parse, first, end)[1]
    return first, last


def _before_next_word(page: Page, verb: int, end: int, words: CueWords) -> int:
    """Return where a condition ends before what is said besides: "… if it did, and said that"."""
    for below in page.parse.children[verb]:
        token = page.parse.tokens[below]
        lemma = words.lemma_of(token.text, token.lemma)
        if token.deprel == "conj" and below > verb and words.holds("speech.core", lemma):
            return min(end, page.parse.subtree(below)[0])
    return end


def _is_condition(page: Page, verb: int, words: CueWords) -> bool:
    """Say whether "if", "unless" or the like opens a clause."""
    mark = child(page.parse, verb, ("mark",))
    return mark is not None and words.holds(
        "content.supposing", page.parse.tokens[mark].text.lower()
    )


def _are_marks(page: Page, first: int, last: int) -> bool:
    """Say whether nothing but a few marks stands between two places."""
    between = page.parse.tokens[first:last]
    return 0 <= last - first <= _MARKS and all(token.upos == "PUNCT" for token in between)
