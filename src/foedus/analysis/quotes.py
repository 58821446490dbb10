"""Quotes: which tokens stand between quotation marks, by the quotations of the text."""

from __future__ import annotations

import re

from foedus.analysis.parse import Parse
from foedus.analysis.quotations import find_quotations

_LINE = re.compile(r"\n+")


def find_quoted(parse: Parse) -> tuple[bool, ...]:
    """Return for every token whether it stands in a quotation, its marks left out.

    A quotation ends at the latest with its line.
    """
    found = [False] * len(parse.tokens)
    starts = [0, *(match.end() for match in _LINE.finditer(parse.text))]
    for quotation in find_quotations(parse.text, starts):
        first, last = parse.token_at(quotation.start), parse.token_at(quotation.end)
        found[first:last] = [True] * (last - first)
    return tuple(found)
