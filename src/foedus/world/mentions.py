"""Where a text names something of the tables, and what each name may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.world.index import Index
from foedus.world.lexicon import Name, Word, find_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Characters of a text that name something known: `text[start:end]`.

    `kind` is state, demonym, person, org, office, outlet, place, group or collective. `key` is what
    `World.actor_of` takes; keys of several meanings are joined with "|", the likeliest first.
    """

    start: int
    end: int
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A name at its place in the words of a text, and whether its neighbours allow it."""

    name: Name
    first: int
    last: int
    allowed: bool


def find_mentions(index: Index, text: str) -> list[Mention]:
    """Return every known name of a text, the longest at each place, in order and without overlap.

    A bare surname is left out after an unknown capitalised word ("Eric Trump"); a surname that is
    also a common word or name counts only after a title or where the text has the full name.
    """
    words = find_words(text)
    found = list(_walk(index, text, words))
    full = {key for one in found if not one.name.guard for _, key in one.name.meanings}
    mentions = []
    for one in found:
        keys = _keys(one, full)
        if keys:
            mentions.append(
                Mention(
                    start=words[one.first].start,
                    end=words[one.last - 1].end,
                    kind=one.name.meanings[0][0],
                    key="|".join(keys),
                )
            )
    return mentions


def _walk(index: Index, text: str, words: Sequence[Word]) -> Iterator[_Found]:
    """Yield the longest name at each place."""
    position = known = 0
    names = index.lexicon.names
    while position < len(words):
        if words[position].folded not in names:
            position += 1
            continue
        name = index.lexicon.at(text, words, position)
        if name is None:
            position += 1
            continue
        last = position + len(name.words)
        allowed = _allowed(index, text, words, (name, position, last, known))
        yield _Found(name, position, last, allowed)
        position = known = last


def _keys(one: _Found, full: set[str]) -> list[str]:
    """Return what a name means here: a full name elsewhere in the text decides a surname."""
    keys = [key for _, key in one.name.meanings]
    if one.name.guard not in ("surname", "risky"):
        return keys if one.allowed else []
    named = [key for key in keys if key in full]
    if one.name.guard == "risky" and named and not one.allowed:
        return named
    return (named or keys) if one.allowed else []


def _allowed(
    index: Index, text: str, words: Sequence[Word], found: tuple[Name, int, int, int]
) -> bool:
    """Say whether the neighbouring words let a guarded name stand for what it names.

    `found` is the name, its first word, the word after it, and where the last known name ended.
    """
    name, first, last, known = found
    if not name.guard:
        return True
    roles = index.roles
    before = words[first - 1] if first and _adjoins(text, words, first - 1) else None
    if name.guard == "risky":
        return before is not None and before.folded in roles.titles
    usual = roles.titles | roles.openers | roles.roles
    unknown = (
        before is not None
        and before.text[0].isupper()
        and before.folded not in usual
        and known != first
    )
    if name.guard == "surname" or unknown:
        return not unknown
    after = words[last] if last < len(words) and _adjoins(text, words, last - 1) else None
    if after is None or not after.text[0].isupper() or after.folded in usual:
        return True
    return index.lexicon.at(text, words, last) is not None


def _adjoins(text: str, words: Sequence[Word], position: int) -> bool:
    """Say whether only blanks, or the full stop of a title, lie between this word and the next."""
    return text[words[position].end : words[position + 1].start].strip() in ("", ".") and (
        words[position].end != words[position + 1].start
    )
