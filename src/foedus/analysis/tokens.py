"""Where words begin and end: tokens as the English Universal Dependencies treebanks cut them.

The rules are those of EWT and GUM: clitics stand alone ("do" + "n't", "Belarus" + "'"), hyphens
between two words are tokens of their own ("nuclear" "-" "capable") unless the first part is a bound
prefix ("non-aligned"), and numbers, dates, addresses and abbreviations keep their inner marks.
Every pattern runs in linear time: none has nested repetition, and the part of an address before @
is bounded (64 characters, RFC 5321), since it is tried at every word.
"""

from __future__ import annotations

import re

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
_TWO_WORDS_LENGTHS = frozenset(map(len, _TWO_WORDS))


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the (start, end) characters of every token of `text[start:end]`, in order.

    Offsets are code points of `text`. White space belongs to no token, all else to exactly one.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text, start, end):
        if match.lastgroup in ("word", "address"):
            spans.extend(_cut(match))
        else:
            spans.append(match.span())
    return _join_prefixes(text, _join_full_stops(text, spans))


def _cut(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return the tokens of a word or an address: it loses its clitics, or its final full stop."""
    start, end = match.span()
    piece = match[0]
    if match.lastgroup == "address":
        kept = len(piece.rstrip(".,;:!?)'’"))
        return [
            (start, start + kept),
            *((start + i, start + i + 1) for i in range(kept, len(piece))),
        ]
    cut = None
    if "'" in piece or "’" in piece:
        clitic = _CLITIC.match(piece)
        cut = len(clitic[1]) if clitic is not None else None
    elif len(piece) in _TWO_WORDS_LENGTHS:
        cut = _TWO_WORDS.get(piece.lower())
    return [(start, start + cut), (start + cut, end)] if cut else [(start, end)]


def _join_full_stops(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give abbreviations and single initials ("J. Smith") the full stop that follows them."""
    joined: list[tuple[int, int]] = []
    for span in spans:
        start, end = span
        if text[start] == "." and end - start == 1 and joined and joined[-1][1] == start:
            word = text[slice(*joined[-1])]
            follows = text[end : end + 2].strip()
            initial = len(word) == 1 and word.isupper() and word != "I" and follows
            numbered = word == "No" and follows[:1].isdigit()
            if word.lower() in ABBREVIATIONS or initial or numbered:
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append(span)
    return joined


def _join_prefixes(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep "non-aligned", "e-mail" and numbers such as "10-15"-less codes in one token."""
    hyphens = [at for at, (start, end) in enumerate(spans) if text[start:end] == "-"]
    joined: list[tuple[int, int]] = []
    done = 0
    for at in hyphens:
        joined.extend(spans[done:at])
        done = max(done, at)
        if at < done or not joined or at + 1 == len(spans):
            continue
        before, after = joined[-1], spans[at + 1]
        glued = before[1] == spans[at][0] and after[0] == spans[at][1]
        if glued and _binds(text[slice(*before)], text[slice(*after)]):
            joined[-1] = (before[0], after[1])
            done = at + 2
    return [*joined, *spans[done:]]


def _binds(left: str, right: str) -> bool:
    """Say whether a hyphen between these two is part of one token."""
    if left.lower() in BOUND_PREFIXES:
        return right[0].isalpha()
    mixed = any(c.isdigit() for c in left) != any(c.isdigit() for c in right)
    return mixed and left[0].isupper() and left.isalnum() and len(left) <= 3
