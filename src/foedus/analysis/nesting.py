"""Nesting: which attribution stands inside the content of which other one."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.citing import is_quoting
from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.page import Page, shared, size
from foedus.languages.cues import CueWords

MAX_REACH_TOKENS = 600
"""No content reaches farther than so many words from its cue."""


def find_parents(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[int | None]:
    """Return for every draft the place of the smallest one in whose content it stands, or None."""
    found: list[int | None] = []
    for index, draft in enumerate(drafts):
        core = draft.cue or draft.content[:1]
        best: tuple[int, bool, int] | None = None
        for other, outer in enumerate(drafts):
            if other == index or abs(outer.anchor - draft.anchor) > MAX_REACH_TOKENS:
                continue
            inside = outer.holds(core) and not draft.holds(outer.cue or outer.content)
            inside = inside and _shares_source(page, outer, draft)
            if not inside and not _quotes(page, outer, draft, words=words):
                continue
            # Of two with the same content, who is cited stands nearer to the speaker.
            cited = bool(outer.cue) and is_quoting(page, outer, words=words)
            rank = (size(outer.content), not cited, other)
            best = rank if best is None or rank < best else best
        found.append(best[2] if best is not None else None)
    return _without_circles(found)


def _shares_source(page: Page, outer: Draft, draft: Draft) -> bool:
    """Say whether the source stands in the outer content too, or is understood from outside."""
    if not draft.source or page.in_headline(draft.anchor):
        return True
    return bool(shared(outer.content, draft.source[0])) or _relative(page, draft)


def _quotes(page: Page, outer: Draft, draft: Draft, *, words: CueWords) -> bool:
    """Say whether one cue quotes the source of another: "Y quoted X as saying", "Y, citing X"."""
    if not outer.cue or not draft.cue or not draft.source:
        return False
    tokens = page.parse.tokens
    if tokens[outer.anchor].sentence != tokens[draft.anchor].sentence:
        return False
    word = main_word(page, outer)
    lemma = words.lemma_of(tokens[word].text, tokens[word].lemma)
    if outer.source != draft.source and _cites(page, outer, draft, words=words):
        return True
    if not words.holds("speech.quoting", lemma) or outer.source == draft.source:
        return False
    source = draft.source[0]
    follows = 0 <= source[0] - outer.cue[0][1] <= 3 and source[1] <= draft.cue[0][0]
    return follows and draft.cue[0][0] - source[1] <= 3


def _cites(page: Page, outer: Draft, draft: Draft, *, words: CueWords) -> bool:
    """Say whether a draft is the "citing X" beside a statement with the same content."""
    gerund = page.parse.tokens[main_word(page, draft)].xpos == "VBG"
    same = size(draft.content) > 0 and outer.content == draft.content
    return gerund and same and is_quoting(page, draft, words=words)


def _relative(page: Page, draft: Draft) -> bool:
    """Say whether a cue may share the subject of what stands around it."""
    return page.parse.tokens[draft.anchor].deprel in ("advcl", "conj", "xcomp", "acl")


def _without_circles(parents: list[int | None]) -> list[int | None]:
    for index in range(len(parents)):
        seen, at = {index}, parents[index]
        while at is not None:
            if at in seen:
                parents[index] = None
                break
            seen.add(at)
            at = parents[at]
    return parents


def outer_first(parents: Sequence[int | None]) -> list[int]:
    """Return the places of the drafts, each after its parent."""

    def depth(index: int) -> int:
        above = parents[index]
        return 0 if above is None else 1 + depth(above)

    return sorted(range(len(parents)), key=lambda index: (depth(index), index))
