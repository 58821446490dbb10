"""Namesakes: which longer name of the text a short one stands for ("Holm" for "Astrid Holm")."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from foedus.analysis.mentions import Mention, Sort

MIN_INITIALS = 3
"""So many initials tell a body; two ("PA") may be anybody's."""
Names = Mapping[str, Mapping[str, Sequence[Mention]]]
"""For the first or last word of full names: name → its mentions, in order of the text."""


def name_fully(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions, persons under the fullest name that this text gives them.

    What the tables of facts know keeps its name, but a bare surname yields to a namesake whom the
    text names in full before it. Initials that no table knows stand for the body that the text
    names in full ("PTA").
    """
    full = [m for m in mentions if m.sort is Sort.PERSON and " " in m.actor.name]
    by_last, by_first = _index(full, -1), _index(full, 0)
    by_initials = _initials(mentions)
    return tuple(
        _as(mention, None if mention.known else by_initials.get(mention.actor.name))
        if mention.sort is not Sort.PERSON
        else _as(
            mention,
            _namesake(mention, by_last) if mention.known else _longer(mention, by_last, by_first),
        )
        for mention in mentions
    )


def _initials(mentions: Sequence[Mention]) -> Mapping[str, Mention]:
    """Return the bodies named in full by the initials of their names; none for doubtful ones."""
    found: dict[str, Mention] = {}
    doubtful: set[str] = set()
    for mention in mentions:
        if mention.sort is not Sort.ORGANISATION:
            continue
        short = "".join(word[0] for word in mention.actor.name.split() if word[0].isupper())
        if len(short) < MIN_INITIALS:
            continue
        if short in found and found[short].actor.name != mention.actor.name:
            doubtful.add(short)
        found.setdefault(short, mention)
    return {short: mention for short, mention in found.items() if short not in doubtful}


def _index(full: Sequence[Mention], place: int) -> Names:
    """Return the full names by their first (0) or last (-1) word in lower case."""
    found: defaultdict[str, defaultdict[str, list[Mention]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for mention in full:
        found[mention.actor.name.lower().split()[place]][mention.actor.name].append(mention)
    return found


def _namesake(mention: Mention, by_last: Names) -> Mention | None:
    """Return whom else the text names in full with this bare surname of the tables, before it."""
    short = mention.actor.span.exact.lower() if mention.actor.span else ""
    named = by_last.get(short, {})
    same = {
        name: rows
        for name, rows in named.items()
        if any(row.actor.span is not None and " " in row.actor.span.exact for row in rows)
    }
    if mention.actor.name in same:
        return None  # the text names the known one in full as well
    first = next(iter(named.get(mention.actor.name, ())), mention).first
    # Who was called so before a namesake was named is the known one: "Biden and Hunter Biden".
    return _nearest_before(
        mention, {name: rows for name, rows in same.items() if rows[0].first < first}
    )


def _longer(mention: Mention, by_last: Names, by_first: Names) -> Mention | None:
    """Return the one longer name that ends or begins with this one, or the nearest before it."""
    short = mention.actor.name.lower().split()
    fits = {
        name: rows
        for name, rows in by_last.get(short[-1], {}).items()
        if len(name.split()) > len(short) and name.lower().split()[-len(short) :] == short
    }
    if len(short) == 1:
        fits |= by_first.get(short[0], {})
    if len(fits) == 1:
        return next(iter(fits.values()))[0]
    return _nearest_before(mention, fits)


def _nearest_before(mention: Mention, names: Mapping[str, Sequence[Mention]]) -> Mention | None:
    """Return the last mention of one of these names before this one."""
    found: Mention | None = None
    for rows in names.values():
        place = bisect_left(rows, mention.first, key=lambda row: row.first)
        if place and (found is None or rows[place - 1].first > found.first):
            found = rows[place - 1]
    return found


def _as(mention: Mention, other: Mention | None) -> Mention:
    """Return the mention as another name of the same actor, with its own characters."""
    if other is None:
        return mention
    return replace(mention, actor=replace(other.actor, span=mention.actor.span), known=other.known)
