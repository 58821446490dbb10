"""Paragraphs: a quotation that ends one is his who speaks in it, not his who speaks in the next."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.drafts import Draft
from foedus.analysis.page import Page


def leave_to_former(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without what somebody else says in the paragraph before their own.

    "…, an adviser said. “But we will fight.”" and, in the next paragraph, "The ministry warned
    that …": the model may give the quotation to who speaks next.
    """
    return [_of_its_paragraph(page, draft, drafts) for draft in drafts]


def _of_its_paragraph(page: Page, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    if not draft.cue or not draft.source or draft.label:
        return draft
    home = page.paragraph[draft.anchor]
    kept = [span for span in draft.content if page.paragraph[span[0]] == home]
    if not kept or len(kept) == len(draft.content):
        return draft
    cues = [(d.anchor, page.paragraph[d.anchor]) for d in drafts if d.cue and d.source]
    before = [
        span
        for span in draft.content
        if page.paragraph[span[0]] != home
        and not any(at < span[0] and page.paragraph[span[0]] == paragraph for at, paragraph in cues)
    ]
    return draft.containing(tuple(sorted([*before, *kept])))
