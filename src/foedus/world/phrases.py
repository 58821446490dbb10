"""Which actor a whole noun phrase names: title and name, state and office, state and people."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from foedus.records import Actor
from foedus.world.actors import choose_actor, find_keys, represented
from foedus.world.holders import find_holder
from foedus.world.index import Index
from foedus.world.lexicon import Word, find_words
from foedus.world.mentions import Mention, find_mentions
from foedus.world.roles import Phrases

MAX_PHRASE_CHARACTERS = 300
"""Longer noun phrases are whole clauses; they are cut, since the head stands at their beginning."""

_EDGE = " \t\n\u00a0\"“”‘’'`,;:()[]—–-"
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_PARTS = re.compile(r",\s+and\s+|\s+and\s+|,\s+|\s+as well as\s+|\s*&\s*")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun phrase with its words, known names, and where its head ends.

    `core` is the number of words before the first preposition that lies in no name.
    """

    text: str
    words: list[Word]
    mentions: list[Mention]
    core: int
    indefinite: bool

    def word(self, position: int) -> str:
        """Return the folded word at a position."""
        return self.words[position].folded


def resolve(index: Index, phrase: str, at: str | None) -> Actor | None:
    """Return the actor that a noun phrase names at a date; None when unknown or ambiguous."""
    text = _POSSESSIVE.sub("", phrase[:MAX_PHRASE_CHARACTERS].strip(_EDGE)).strip(_EDGE)
    bare, indefinite = _without_determiner(index, text)
    if not bare:
        return None
    known = find_keys(index, text) or find_keys(index, bare)
    if known:
        return choose_actor(index, known, at)
    return (
        _apposed(index, bare, at)
        or _joined(index, bare, at)
        or _headed(index, _cut(index, bare, indefinite), at)
    )


def _without_determiner(index: Index, text: str) -> tuple[str, bool]:
    """Return a phrase without its articles and possessives, and whether it named nobody in particular."""
    indefinite = False
    while True:
        first, _, rest = text.partition(" ")
        if not rest or first.lower() not in index.roles.determiners or first.isupper() and first != "A":
            return text, indefinite
        indefinite = indefinite or first.lower() in index.roles.indefinite
        text = rest.lstrip()


def _cut(index: Index, text: str, indefinite: bool) -> _Phrase:
    """Return a phrase with its names, its head before the first preposition outside a name."""
    words = find_words(text)
    mentions = find_mentions(index, text)
    inside = {
        position
        for position, word in enumerate(words)
        for one in mentions
        if one.start < word.end and word.start < one.end
    }
    core = next(
        (
            position
            for position, word in enumerate(words)
            if position and position not in inside and word.folded in index.roles.prepositions
        ),
        len(words),
    )
    return _Phrase(text, words, mentions, core, indefinite)


def _apposed(index: Index, text: str, at: str | None) -> Actor | None:
    """Resolve "the Turkish president, X" and "X, the Turkish president": the named one counts."""
    head, comma, rest = text.partition(", ")
    if not comma:
        return None
    for part in (head, *rest.split(", ")[:2]):
        actor = _person(index, part, at)
        if actor is not None:
            return actor
    named = _named_after_role(index, _cut(index, head, False))
    if named is not None:
        return named
    if " and " in rest or _is_single(index, rest):
        return None
    return resolve(index, head, at)


def _is_single(index: Index, text: str) -> bool:
    """Say whether a text is one known name."""
    return bool(find_keys(index, _without_determiner(index, text)[0]))


def _person(index: Index, text: str, at: str | None) -> Actor | None:
    """Resolve a part that ends with the name of a known person."""
    bare, indefinite = _without_determiner(index, text.strip(_EDGE))
    phrase = _cut(index, bare, indefinite)
    return _named_last(index, phrase, at)


def _joined(index: Index, text: str, at: str | None) -> Actor | None:
    """Resolve "X and Y" where every part is known: one actor with members."""
    parts = _PARTS.split(text)
    if len(parts) < 2:
        return None
    members = []
    for part in parts:
        bare = _without_determiner(index, part.strip(_EDGE))[0]
        keys = find_keys(index, bare)
        actor = choose_actor(index, keys, at) if keys else _person(index, bare, at)
        if actor is None:
            return None
        members.append(actor)
    return Actor(name="; ".join(one.name for one in members), members=tuple(members))


def _headed(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve a phrase by its head: a person, a government, an organ, an office, a group."""
    for rule in (_named_last, _government, _organ, _office, _alliance, _group):
        actor = rule(index, phrase, at)
        if actor is not None:
            return actor
    return _named_after_role(index, phrase) or _people(index, phrase, at)


def _named_last(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve a core that ends with a person: "Belarusian President Alexander Lukashenko"."""
    end = phrase.words[phrase.core - 1].end if phrase.core else 0
    for one in phrase.mentions:
        if one.kind == "person" and one.end == end:
            keys = one.key.split("|")
            actor = choose_actor(index, keys, at)
            return actor or _by_state(index, keys, _owner(index, phrase, at), at)
    return None


def _by_state(index: Index, keys: list[str], owner: Actor | None, at: str | None) -> Actor | None:
    """Choose among persons of one surname the only one of the state that the phrase names."""
    if owner is None:
        return None
    fitting = [
        key
        for key in keys
        if any(term.holder_of in (owner.id, owner.code) for term in index.terms_of_person[key])
    ]
    return choose_actor(index, fitting, at) if len(fitting) == 1 else None


def _owner(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Return the state or organisation whose office, organ or people a phrase names.

    The first name before the head counts, else the first after it ("the leader of Libya").
    """
    for one in phrase.mentions:
        if one.kind in ("outlet", "person"):
            continue
        actor = choose_actor(index, one.key.split("|"), at)
        if actor is not None:
            return actor
    return None


def _government(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve "the Biden administration", "the Syrian regime", "the government of Peru": the state."""
    if not phrase.core or phrase.word(phrase.core - 1) not in index.roles.governments:
        return None
    for one in phrase.mentions:
        keys = one.key.split("|")
        if one.kind == "outlet":
            continue
        actor = choose_actor(index, keys, at) or _common_state(index, keys)
        if actor is not None:
            return represented(index, actor, at)
    return None


def _common_state(index: Index, keys: list[str]) -> Actor | None:
    """Return the state that all persons of one surname served, if there is one."""
    codes = {term.holder_of for key in keys for term in index.terms_of_person.get(key, ())}
    return choose_actor(index, sorted(codes), None) if len(codes) == 1 else None


def _organ(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve a ministry, parliament or army of a state; its words are its name."""
    owner = _owner(index, phrase, at)
    if owner is None or owner.code is None:
        return None
    first, names = _phrase_at(index.roles.organs, phrase, phrase.core)
    if not names:
        return None
    if first and phrase.word(first - 1) in ("of", "with"):
        return None
    sector = index.roles.organ_sectors.get(names[0], "GOV" if names[0] != "state_media" else "MED")
    organ_id = f"org:{owner.code}-{names[0].replace('_', '-')}"
    return Actor(name=phrase.text, id=organ_id, code=owner.code, sector=sector)


def _office(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve "the Belarusian leader" to who held the office, or keep its words."""
    first, offices = _phrase_at(index.roles.offices, phrase, phrase.core)
    if not offices:
        return None
    owner = _owner(index, phrase, at)
    if owner is None:
        return None
    blocked = phrase.indefinite or any(
        word.folded in index.roles.blockers for word in phrase.words[:first]
    )
    for office in () if blocked else offices:
        person = find_holder(index, office, owner.id or owner.code or "", at) or (
            find_holder(index, office, owner.code, at) if owner.code else None
        )
        if person is not None:
            return choose_actor(index, [person], at)
    return Actor(name=phrase.text, code=owner.code, sector=owner.sector)


def _alliance(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve "NATO allies" and "the members of NATO" to the organisation."""
    if not phrase.core or phrase.word(phrase.core - 1) not in index.roles.memberships:
        return None
    actors = [choose_actor(index, one.key.split("|"), at) for one in phrase.mentions]
    if len(actors) != 1 or actors[0] is None or actors[0].sector != "IGO":
        return None
    return actors[0]


def _group(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve "U.S. officials" and "a Ukrainian diplomat": the words, with the state they belong to."""
    if not phrase.core:
        return None
    head = phrase.word(phrase.core - 1)
    sector = index.roles.groups.get(head)
    if sector is None and head not in index.roles.roles and head not in index.roles.titles:
        return None
    owner = _owner(index, phrase, at)
    if owner is None:
        return None
    return Actor(name=phrase.text, code=owner.code, sector=sector or owner.sector)


def _named_after_role(index: Index, phrase: _Phrase) -> Actor | None:
    """Resolve "White House spokesman Raj Shah": a name unknown to the tables behind a title."""
    start = phrase.core
    while start and _is_name(index, phrase, start - 1):
        start -= 1
    if start in (0, phrase.core) or phrase.core - start > 4:
        return None
    if phrase.word(start - 1) not in index.roles.roles | index.roles.titles:
        return None
    name = phrase.text[phrase.words[start].start : phrase.words[phrase.core - 1].end]
    owner = _owner(index, phrase, None)
    if owner is None:
        return Actor(name=name)
    return Actor(name=name, code=owner.code, sector=owner.sector)


def _is_name(index: Index, phrase: _Phrase, position: int) -> bool:
    """Say whether a word may be part of a person's name: capitalised, no title, in no known name."""
    word = phrase.words[position]
    if not word.text[0].isupper() or word.folded in index.roles.titles | index.roles.roles:
        return False
    return not any(one.start < word.end and word.start < one.end for one in phrase.mentions)


def _people(index: Index, phrase: _Phrase, at: str | None) -> Actor | None:
    """Resolve what else belongs to a state ("Japanese banks"): the words, with the code."""
    if not phrase.core or not phrase.mentions:
        return None
    first, head = phrase.mentions[0], phrase.words[phrase.core - 1]
    if first.kind not in ("demonym", "state", "collective") or first.end >= head.end:
        return None
    if head.text[0].isupper() or phrase.words[0].start != first.start:
        return None
    actor = choose_actor(index, first.key.split("|"), at)
    return None if actor is None else replace(Actor(name=phrase.text), code=actor.code)


def _phrase_at(table: Phrases, phrase: _Phrase, end: int) -> tuple[int, tuple[str, ...]]:
    """Return the longest phrase of a table that ends the core or crosses its end, and what it names.

    "Ministry of Defence" crosses: its preposition is its own.
    """
    for last in sorted({end, min(end + 2, len(phrase.words)), min(end + 3, len(phrase.words))}):
        for first in range(max(0, last - 6), last):
            words = tuple(word.folded for word in phrase.words[first:last])
            if words in table and first < end:
                return first, table[words]
    return 0, ()
