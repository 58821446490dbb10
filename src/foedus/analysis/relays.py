"""Relays: "…, X said, Y reported": the words are X's, and Y is through whom they came.

What Y reports is that X said it, so Y's content holds X's words with their frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.actors import Cast
from foedus.analysis.channels import relaying_name
from foedus.analysis.citing import is_quoting
from foedus.analysis.clauses import trim
from foedus.analysis.drafts import Draft, by_sentence, main_word
from foedus.analysis.page import NOWHERE, Page, shared, size
from foedus.languages.cues import CueWords

SAME_WORDS = 0.5
"""Share of what somebody said that a report must have as its own content to be a report of it."""
MAX_NAME_TOKENS = 5
"""So many words of "the Russian news agency" may stand before the name of an outlet."""
_NAMING = ("DET", "ADJ", "NOUN", "PROPN")
_FINITE = ("VBD", "VBZ", "VBP", "MD")


def report_sayings(
    page: Page, drafts: Sequence[Draft], *, cast: Cast, words: CueWords
) -> list[Draft]:
    """Return the drafts, a report behind what somebody said with that saying as its content.

    Who is cited in such a report ("…, X said, Y reported, citing Z") says what Y reports.
    """
    found, near = list(drafts), by_sentence(page, drafts)
    for index, draft in enumerate(found):
        if not _may_report(page, draft, cast, words):
            continue
        beside = near[page.parse.tokens[draft.anchor].sentence]
        told = [other for other in beside if _reports(page, draft, other)]
        if not told:
            continue
        outer = [one for one in told if not any(other.holds(one.cue) for other in told)]
        said = max(outer, key=lambda other: other.anchor)
        first = min(r[0] for r in (*said.source, *said.cue, *said.content))
        whole = (trim(page.parse, first, _frame_start(page, draft)),)
        found[index] = replace(draft, content=whole)
        for place, other in enumerate(found):
            if other in beside and _is_cited(page, draft, other, words):
                found[place] = replace(other, content=whole)
    return found


def _may_report(page: Page, draft: Draft, cast: Cast, words: CueWords) -> bool:
    """Say whether an outlet reports something outside any quotation."""
    if not draft.cue or not draft.source or draft.label:
        return False
    if page.quoted[draft.anchor] != NOWHERE or is_quoting(page, draft, words=words):
        return False
    return relaying_name(page, draft, cast=cast, words=words) is not None


def _frame_start(page: Page, draft: Draft) -> int:
    """Return where "Y reported" begins, with the nouns of its name and an "as" before it."""
    tokens, first = page.parse.tokens, min(draft.source[0][0], draft.cue[0][0])
    low = max(1, first - MAX_NAME_TOKENS)
    while first > low and tokens[first - 1].upos in _NAMING:
        first -= 1
    return first - (tokens[first - 1].text.lower() == "as")


def _reports(page: Page, draft: Draft, other: Draft) -> bool:
    """Say whether a report stands right behind what another draft says, parted by a comma."""
    if other is draft or not other.cue or not other.source or not other.content:
        return False
    tokens, start = page.parse.tokens, _frame_start(page, draft)
    if page.quoted[other.anchor] != NOWHERE or other.content[0][0] >= start:
        return False
    if draft.holds(tuple(sorted((*other.source, *other.cue)))):
        return False  # its content is whole already
    if other.cue[-1][1] > start or tokens[start - 1].text != "," or other.source[0][1] > start:
        return False
    end = max(r[1] for r in (*other.source, *other.cue, *other.content) if r[1] <= start)
    if any(token.xpos in _FINITE for token in tokens[end:start]):
        return False
    common = sum(shared(draft.content, r) for r in other.content)
    return common >= SAME_WORDS * size(other.content)


def _is_cited(page: Page, draft: Draft, other: Draft, words: CueWords) -> bool:
    """Say whether a draft is the "citing Z" behind a report."""
    if not other.cue or other.anchor < draft.cue[-1][1]:
        return False
    gerund = page.parse.tokens[main_word(page, other)].xpos == "VBG"
    return gerund and is_quoting(page, other, words=words)
