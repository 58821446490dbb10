"""Framing: which words of a sentence belong to the frame of a cue, as when something was said."""

from __future__ import annotations

from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.page import Page


def is_outside(page: Page, draft: Draft, index: int) -> bool:
    """Say whether a token is no part of a cue's frame: behind a full stop, or told in an aside."""
    return _is_beyond(page, draft, index) or _is_aside(page, draft, index)


def _is_beyond(page: Page, draft: Draft, index: int) -> bool:
    """Say whether a full stop parts a token from the cue before it, whatever the model splits."""
    between = page.parse.tokens[draft.cue[-1][1] : index]
    return any(token.text in (".", "?", "!", "…") for token in between)


def _is_aside(page: Page, draft: Draft, index: int) -> bool:
    """Say whether a token stands in a relative clause without the cue.

    "Norway, which signed the pact in June, said": June is when it signed.
    """
    tokens, seen = page.parse.tokens, 0
    while index >= 0 and seen < len(tokens):
        if tokens[index].deprel == "acl:relcl":
            return main_word(page, draft) not in page.parse.subtree(index)
        index, seen = tokens[index].head, seen + 1
    return False
