"""Quotes: which tokens stand between quotation marks."""

from __future__ import annotations

from foedus.analysis.parse import Parse

_OPEN, _CLOSE, _EITHER, _SINGLE = "“„«", "”»", '"', "'‘’"
MAX_SINGLE_TOKENS = 120
"""A single mark that closes later than this was an apostrophe."""


def find_quoted(parse: Parse) -> tuple[bool, ...]:
    """Return for every token whether it stands in a quotation.

    Straight and curly marks may be mixed ("opened so, closed so”). A quotation ends at the latest
    with its paragraph. Single marks count where a blank stands on the right side of them.
    """
    inside, single, found = False, None, [False] * len(parse.tokens)
    for token in parse.tokens:
        if token.index and "\n" in parse.text[parse.tokens[token.index - 1].end : token.start]:
            inside, single = False, None
        if token.text in _OPEN:
            inside = True
        elif token.text in _CLOSE:
            inside = False
        elif token.text == _EITHER:
            inside = not inside
        elif token.text in _SINGLE and not inside:
            if single is None and _opens(parse, token.index):
                single = token.index
            elif single is not None and not _opens(parse, token.index):
                if token.index - single <= MAX_SINGLE_TOKENS:
                    found[single : token.index] = [True] * (token.index - single)
                single = None
        found[token.index] = found[token.index] or (inside and token.text not in _OPEN + _EITHER)
    return tuple(found)


def _opens(parse: Parse, index: int) -> bool:
    """Say whether a single mark opens: a blank before it and none behind."""
    token = parse.tokens[index]
    before = parse.text[token.start - 1 : token.start] if token.start else " "
    return (before.isspace() or before in "(—") and not parse.text[
        token.end : token.end + 1
    ].isspace()
