"""Which actor a whole noun phrase names: title and name, state and office, state and people."""

from __future__ import annotations

import re
from dataclasses import replace

from foedus.records import Actor
from foedus.world.actors import choose_actor, find_keys, find_name, represented
from foedus.world.holders import find_holder
from foedus.world.index import Index
from foedus.world.mentions import Mention, find_mentions
from foedus.world.phrases import (
    Phrase,
    cut_phrase,
    find_owner,
    in_foreign_hands,
    phrase_at,
    without_determiner,
)

MAX_PHRASE_CHARACTERS = 300
"""Longer noun phrases are whole clauses; they are cut, since the head stands at their beginning."""

_EDGE = " \t\n\u00a0\"“”‘’'`,;:()[]—–-"
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_OWNED = re.compile(r"['’]s?\s+")
_OWNER_BEHIND = re.compile(r"\s+of\s+(?:the\s+)?$")
_BRACKETS = re.compile(r"\s?\([^()]{0,60}\)")
_PARTS = re.compile(r",\s(?:and|or)\s|\sand/or\s|\s(?:and|or)\s|,\s|\sas well as\s|\s&\s")
_PARTNERS = re.compile(
    r"(?:our|its|their|the|his)\s((?:[\w-]+\s){0,2}(?:allies|partners))(?:\s(and\spartners))?"
)


def resolve(index: Index, phrase: str, at: str | None) -> Actor | None:
    """Return the actor that a noun phrase names at a date; None when unknown or ambiguous."""
    text = _BRACKETS.sub("", phrase[:MAX_PHRASE_CHARACTERS]).strip(_EDGE)
    text = _POSSESSIVE.sub("", text).strip(_EDGE)
    bare, indefinite = without_determiner(index, text)
    known = find_name(index, text) or find_name(index, bare)
    if known is not None:
        keys = [key for _, key in known.meanings]
        return None if known.guard == "risky" else _choose(index, keys, bare, at)
    if not bare:
        return None
    return (
        _apposed(index, bare, at)
        or _joined(index, bare, at)
        or _headed(index, cut_phrase(index, bare, indefinite), at)
    )


def _choose(index: Index, keys: list[str], text: str, at: str | None) -> Actor | None:
    """Choose an actor; of several persons of one surname and state, keep these two."""
    actor = choose_actor(index, keys, at)
    if actor is None and len(keys) > 1:
        state = _common_state(index, keys)
        actor = Actor(name=text, code=state.code, sector="GOV") if state is not None else None
    return actor


def _apposed(index: Index, text: str, at: str | None) -> Actor | None:
    """Resolve "the Turkish president, X" and "X, the Turkish president": the named one counts."""
    head, comma, rest = text.partition(", ")
    if not comma:
        return None
    for part in (head, *rest.split(", ")[:2]):
        actor = _person(index, part, at)
        if actor is not None:
            return actor
    named = _named_after_role(index, cut_phrase(index, head, False)) or _described(
        index, head, rest
    )
    if named is not None:
        return named
    if " and " in rest or _is_single(index, rest):
        return None
    return resolve(index, head, at)


def _described(index: Index, head: str, rest: str) -> Actor | None:
    """Resolve "Ann Smith, the UN envoy for Peru": an unknown name with a title behind it."""
    name, title = cut_phrase(index, head, False), cut_phrase(index, rest, False)
    unknown = 1 < len(name.words) < 5 and not name.mentions
    if not unknown or not all(word.text[0].isupper() for word in name.words):
        return None
    if not any(w.folded in index.roles.roles | index.roles.titles for w in title.words):
        return None
    owner = find_owner(index, title, None)
    return Actor(
        name=head, code=owner.code if owner else None, sector=owner.sector if owner else None
    )


def _is_single(index: Index, text: str) -> bool:
    """Say whether a text is one known name."""
    return bool(find_keys(index, without_determiner(index, text)[0]))


def _person(index: Index, text: str, at: str | None) -> Actor | None:
    """Resolve a part that ends with the name of a known person."""
    bare, indefinite = without_determiner(index, text.strip(_EDGE))
    phrase = cut_phrase(index, bare, indefinite)
    return _named_last(index, phrase, at)


def _joined(index: Index, text: str, at: str | None) -> Actor | None:
    """Resolve "X and Y" where every part is known: one actor with members."""
    parts = _PARTS.split(text)
    if len(parts) < 2:
        return None
    members: list[Actor] = []
    for part in parts:
        actor = _part(index, part.strip(_EDGE), at)
        if actor is None:
            return None
        members.append(actor)
    return Actor(name="; ".join(one.name for one in members), members=tuple(members))


def _part(index: Index, text: str, at: str | None) -> Actor | None:
    """Resolve one of several joined actors: a known name, a person, or somebody's partners."""
    bare = without_determiner(index, text)[0]
    keys = find_keys(index, bare)
    if keys:
        return choose_actor(index, keys, at)
    partners = _PARTNERS.fullmatch(text)
    if partners is not None and not find_mentions(index, text):
        return Actor(name=partners[1])
    phrase = cut_phrase(index, bare, False)
    return _named_last(index, phrase, at) or _government(index, phrase, at)


def _headed(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve a phrase by its head: a person, a government, an organ, an office, a group."""
    for rule in (_named_last, _government, _organ, _office, _alliance, _group):
        actor = rule(index, phrase, at)
        if actor is not None:
            return actor
    return _named_after_role(index, phrase) or _people(index, phrase, at)


def _named_last(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve a core that ends with a person: "Belarusian President Alexander Lukashenko"."""
    end = phrase.words[phrase.core - 1].end if phrase.core else 0
    for one in phrase.mentions:
        if one.kind == "person" and one.end == end:
            keys = one.key.split("|")
            owner = find_owner(index, phrase, at)
            return (
                choose_actor(index, keys, at)
                or _by_office(index, phrase, (keys, one), at)
                or _by_state(index, keys, owner, at)
            )
    return None


def _by_office(
    index: Index, phrase: Phrase, named: tuple[list[str], Mention], at: str | None
) -> Actor | None:
    """Choose among persons of one surname the only one who held the office said before the name."""
    keys, mention = named
    end = sum(word.end <= mention.start for word in phrase.words)
    _, offices = phrase_at(index.roles.offices, phrase, end)
    fitting = [
        key
        for key in keys
        if any(
            term.office in offices and (at is None or term.period.covers(at))
            for term in index.terms_of_person[key]
        )
    ]
    return choose_actor(index, fitting, at) if len(fitting) == 1 else None


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


def _government(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve "the Biden administration", "the Syrian regime", "the government of Peru"."""
    if not phrase.core or phrase.word(phrase.core - 1) not in index.roles.governments:
        return None
    if phrase.indefinite or (phrase.core > 1 and phrase.word(phrase.core - 2) in index.roles.local):
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


def _organ(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve a ministry, parliament or army of a state; its words are its name.

    An owner in another form is said by his adjective: "Norway's navy" is the Norwegian navy.
    """
    owner = find_owner(index, phrase, at)
    if owner is None or owner.code is None:
        return None
    first, names = phrase_at(index.roles.organs, phrase, phrase.core)
    if not names:
        return None
    if first and phrase.word(first - 1) in ("of", "with"):
        return None
    sector = index.roles.organ_sectors.get(names[0], "GOV" if names[0] != "state_media" else "MED")
    organ_id = f"org:{owner.code}-{names[0].replace('_', '-')}"
    name = _by_adjective(index, phrase, owner.code) or phrase.text
    return Actor(name=name, id=organ_id, code=owner.code, sector=sector)


def _by_adjective(index: Index, phrase: Phrase, code: str) -> str | None:
    """Return "Norway's navy" and "navy of Norway" as "Norwegian navy"; None for other phrases.

    None as well where several states have one adjective ("Congolese").
    """
    state, one = index.states.get(code), phrase.mentions[0]
    if state is None or not state.adjectives or one.kind not in ("state", "place", "office"):
        return None
    adjective = state.adjectives[0]
    living = [row for row in index.states.values() if row.period.end is None]
    if sum(adjective in row.adjectives for row in living) != 1:
        return None
    owned = _OWNED.match(phrase.text, one.end) if one.start == 0 else None
    if owned is not None:
        return f"{adjective} {phrase.text[owned.end() :]}"
    rest = _OWNER_BEHIND.search(phrase.text[: one.start])
    whole = rest is not None and one.end == len(phrase.text) and len(phrase.mentions) == 1
    return f"{adjective} {phrase.text[: rest.start()]}" if rest is not None and whole else None


def _office(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve "the Belarusian leader" to who held the office, or keep its words."""
    first, offices = phrase_at(index.roles.offices, phrase, phrase.core)
    if not offices:
        return None
    owner = find_owner(index, phrase, at)
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


def _alliance(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve "NATO allies" and "the members of NATO" to the organisation."""
    if not phrase.core or phrase.word(phrase.core - 1) not in index.roles.memberships:
        return None
    actors = [choose_actor(index, one.key.split("|"), at) for one in phrase.mentions]
    if len(actors) != 1 or actors[0] is None or actors[0].sector != "IGO":
        return None
    return actors[0]


def _group(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve "U.S. officials" and "a Ukrainian diplomat": its words and its state."""
    if not phrase.core:
        return None
    head = phrase.word(phrase.core - 1)
    sector = index.roles.groups.get(head)
    if sector is None and head not in index.roles.roles and head not in index.roles.titles:
        return None
    owner = find_owner(index, phrase, at)
    if owner is None or (owner.code is None and owner.id is None and sector is None):
        return None
    shared = any(word.folded in ("and", "or") for word in phrase.words[: phrase.core])
    return Actor(
        name=phrase.text, code=None if shared else owner.code, sector=sector or owner.sector
    )


def _named_after_role(index: Index, phrase: Phrase) -> Actor | None:
    """Resolve "White House spokesman Raj Shah": a name unknown to the tables behind a title."""
    start = phrase.core
    while start and _is_name(index, phrase, start - 1):
        start -= 1
    if start in (0, phrase.core) or phrase.core - start > 4:
        return None
    if phrase.word(start - 1) not in index.roles.roles | index.roles.titles:
        return None
    name = phrase.text[phrase.words[start].start : phrase.words[phrase.core - 1].end]
    owner = find_owner(index, phrase, None)
    if owner is None:
        return Actor(name=name)
    return Actor(name=name, code=owner.code, sector=owner.sector)


def _is_name(index: Index, phrase: Phrase, position: int) -> bool:
    """Say whether a word may be of a person's name: capitalised, no title, in no known name."""
    word = phrase.words[position]
    if not word.text[0].isupper() or word.folded in index.roles.titles | index.roles.roles:
        return False
    return not any(one.start < word.end and word.start < one.end for one in phrase.mentions)


def _people(index: Index, phrase: Phrase, at: str | None) -> Actor | None:
    """Resolve what else belongs to a state ("Japanese banks"): the words, with the code."""
    if not phrase.core or not phrase.mentions:
        return None
    first, head = phrase.mentions[0], phrase.words[phrase.core - 1]
    if first.kind not in ("demonym", "state", "collective") or first.end >= head.end:
        return None
    if head.text[0].isupper() or phrase.words[0].start != first.start:
        return None
    if in_foreign_hands(index, phrase, first):
        return None
    if any(word.folded in ("and", "or", "along") for word in phrase.words):
        return None
    actor = choose_actor(index, first.key.split("|"), at)
    return None if actor is None else replace(Actor(name=phrase.text), code=actor.code)
