"""Where words begin and end: tokens as the English Universal Dependencies treebanks cut them.

The rules are those of EWT and GUM: clitics stand alone ("do" + "n't", "Belarus" + "'"), hyphens
between two words are tokens of their own ("nuclear" "-" "capable") unless the first part is a bound
prefix ("non-aligned"), and numbers, dates, addresses and abbreviations keep their inner marks.
Every pattern runs in linear time: none has nested repetition, and the part of an address before @
is bounded (64 characters, RFC 5321), since it is tried at every word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = (
    "mr mrs ms dr prof gen lt col maj sgt capt cmdr adm gov sen rep rev hon st jr sr vs etc inc"
    " corp co ltd fig jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
    " a.m p.m u.s u.k u.n u.s.a u.s.s.r e.u d.c e.g i.e ph.d al approx dept est min max pres"
    " secy amb brig dlrs"
)
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
"""Words that keep their full stop (lower case, without it)."""

_BOUND_PREFIXES = (
    "non pre re co e anti pro un post sub semi ultra inter intra counter multi mini micro neo pan"
    " trans quasi extra bi tri de dis mis"
)
BOUND_PREFIXES = frozenset(_BOUND_PREFIXES.split())
"""First parts that do not stand alone before a hyphen."""

_PIECE = re.compile(
    r"""
      (?P<address>(?:https?://|www\.)[^\s<>"”“]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)
    | (?P<initials>(?:[A-Za-z]\.){2,}(?![a-z]))
    | (?P<number>[+]?\d[\d,.:/]*\d(?:(?:st|nd|rd|th|s|'s|’s)\b)?|\d(?:(?:st|nd|rd|th|s)\b)?)
    | (?P<word>[^\W\d_][\w&]*(?:\.(?=[A-Za-z]\w)[\w]+)*(?:['’][\w]+)*)
    | (?P<ellipsis>\.{2,}|…)
    | (?P<dashes>--+|[-–—])
    | (?P<run>(?P<one>[!?*=_~+])(?P=one)+)
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i)^(.*?)(n['’]t|['’](?:s|re|ve|ll|d|m|em|tis|twas))$")
_TWO_WORDS = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3}


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the (start, end) characters of every token of `text[start:end]`, in order.

    Offsets are code points of `text`. White space belongs to no token, all else to exactly one.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text, start, end):
        spans.extend(_cut(match))
    return _join_prefixes(text, _join_full_stops(text, spans))


def _cut(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the tokens of one match: a word loses its clitics, an address its final full stop."""
    start, end = match.span()
    piece = match[0]
    if match.lastgroup == "address":
        kept = len(piece.rstrip(".,;:!?)'’"))
        yield start, start + kept
        yield from ((start + i, start + i + 1) for i in range(kept, len(piece)))
        return
    if match.lastgroup != "word":
        yield start, end
        return
    cut = _TWO_WORDS.get(piece.lower())
    clitic = None if cut else _CLITIC.match(piece)
    if clitic is not None and clitic[1]:
        cut = len(clitic[1])
    if cut:
        yield start, start + cut
        yield start + cut, end
    else:
        yield start, end


def _join_full_stops(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give abbreviations and single initials ("J. Smith") the full stop that follows them."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if text[start:end] == "." and joined and joined[-1][1] == start:
            word = text[slice(*joined[-1])]
            follows = text[end : end + 2].strip()
            initial = len(word) == 1 and word.isupper() and word != "I" and follows
            numbered = word == "No" and follows[:1].isdigit()
            if word.lower() in ABBREVIATIONS or initial or numbered:
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def _join_prefixes(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep "non-aligned", "e-mail" and numbers such as "10-15"-less codes in one token."""
    joined: list[tuple[int, int]] = []
    position = 0
    while position < len(spans):
        start, end = spans[position]
        if (
            text[start:end] == "-"
            and joined
            and position + 1 < len(spans)
            and joined[-1][1] == start
            and spans[position + 1][0] == end
            and _binds(text[slice(*joined[-1])], text[slice(*spans[position + 1])])
        ):
            joined[-1] = (joined[-1][0], spans[position + 1][1])
            position += 2
            continue
        joined.append((start, end))
        position += 1
    return joined


def _binds(left: str, right: str) -> bool:
    """Say whether a hyphen between these two is part of one token."""
    if left.lower() in BOUND_PREFIXES:
        return right[0].isalpha()
    mixed = any(c.isdigit() for c in left) != any(c.isdigit() for c in right)
    return mixed and left[0].isupper() and left.isalnum() and len(left) <= 3
