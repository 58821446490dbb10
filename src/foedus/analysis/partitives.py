"""Partitives: "one of the officials", "another official": one of those described before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import head_of
from foedus.analysis.page import Page, Range
from foedus.records.actors import Actor

_SINGLE = frozenset({"one", "another", "a", "each"})
_POINTING = frozenset({"the", "those", "these"})
_LIGHT = ("DET", "NUM", "PRON")


def one_of_those(
    page: Page, source: Range, *, before: Sequence[tuple[Range, Actor]], cast: Cast
) -> Actor | None:
    """Return who a bare part of a group is, by the words with which the group was described.

    After "two Treasury officials said", "one of the officials" is a Treasury official. None for
    other phrases, and where nobody was described more closely by the same noun before.

    Args:
        page: The text.
        source: The phrase, whole.
        before: Who spoke before it, in order of the text.
        cast: Everybody named in the text.
    """
    noun = _bare_noun(page, source, cast)
    if noun is None:
        return None
    wanted = cast.words.singular(page.parse.tokens[noun].text)
    single = page.parse.tokens[source[0]].text.lower() in _SINGLE
    for span, other in reversed(before):
        head = head_of(page.parse, *span)
        same = cast.words.singular(page.parse.tokens[head].text) == wanted
        if not same or other.id is not None or other.members:
            continue
        name = _described(page, span, other)
        if len(name) > 1:
            one = [_single(w, cast) if cast.words.singular(w) == wanted else w for w in name]
            return replace(other, name=" ".join(one if single else name))
    return None


def _single(noun: str, cast: Cast) -> str:
    return "person" if noun == "people" else cast.words.singular(noun)


def _bare_noun(page: Page, source: Range, cast: Cast) -> int | None:
    """Return the noun of "another official" or "one of the officials", None for other phrases."""
    low, first = page.words(*source), source[0]
    tokens = page.parse.tokens
    count = tokens[first].upos == "NUM" or low[0] in _SINGLE - {"a"}
    at = 1
    if low[1:2] == ["of"]:
        at = 3 if low[2:3] and low[2] in _POINTING else len(low)
    elif low[0] not in ("another", "one"):
        return None
    at += low[at : at + 1] == ["other"]
    if not count or at >= len(low):
        return None
    noun, end = first + at, first + at + 1
    behind = tokens[end].xpos in ("WP", "WDT") if end < source[1] else True
    person = cast.words.is_person(tokens[noun].text)
    return noun if behind and person and noun not in cast.describer.scene.cover else None


def _described(page: Page, span: Range, actor: Actor) -> list[str]:
    """Return the words of a name without what counts or points at its beginning."""
    leading = {
        token.text.lower() for token in page.parse.tokens[slice(*span)][:3] if token.upos in _LIGHT
    }
    words = actor.name.split()
    while len(words) > 1 and words[0].lower() in leading | {"of", "other", "some", "several"}:
        words = words[1:]
    return words
