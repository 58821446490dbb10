"""Parties: whom an actor or a name stands for when two tellings are compared.

A party is a state's code ("BLR") for everybody who acts for it, an id ("org:NATO") for others, and
"~" with the words of the text for a name that no table knows: such a name may be anybody.
"""

from __future__ import annotations

from functools import lru_cache

from foedus.merging.words import content_stems, load_words, words_of
from foedus.records.actors import Actor
from foedus.world import load_world

UNRESOLVED = "~"
REMEMBERED_NAMES = 20_000
OUTSIDE_THE_STATE = frozenset({"REB", "NGO", "BUS", "CVL", "MED", "OPP"})
"""Sectors whose actors do not act for the state they belong to."""


def parties_of(actor: Actor | None) -> frozenset[str]:
    """Return the parties an actor stands for; empty for nobody."""
    if actor is None:
        return frozenset()
    if actor.members:
        return frozenset().union(*(parties_of(member) for member in actor.members))
    if actor.code and actor.sector not in OUTSIDE_THE_STATE:
        return frozenset({actor.code})
    if actor.id:
        return frozenset({actor.id})
    words = " ".join(words_of(actor.name))
    return frozenset({f"{UNRESOLVED}{actor.code or ''} {words}".strip()})


@lru_cache(maxsize=REMEMBERED_NAMES)
def party_of_name(name: str | None) -> str | None:
    """Return the party of a name in a condition; None for anybody, "any" or nobody."""
    if name is None:
        return None
    words = words_of(name)
    if not words or words[0] in load_words().anybody or words[-1] in load_words().anybody:
        return None
    world = load_world()
    actor = world.actor_of(name) or world.resolve(name)
    found = parties_of(actor) if actor is not None else frozenset()
    if len(found) == 1:
        return next(iter(found))
    place = world.place(name)
    if place is not None and place.code:
        return place.code
    return f"{UNRESOLVED}{' '.join(words)}"


@lru_cache(maxsize=REMEMBERED_NAMES)
def place_of_name(name: str | None) -> tuple[str, str | None] | None:
    """Return a place's canonical name and the state it lies in, as far as known; None for none."""
    if name is None:
        return None
    world = load_world()
    place = world.place(name)
    if place is not None:
        return place.name, place.code
    actor = world.actor_of(name)
    if actor is not None and actor.code:
        return actor.name, actor.code
    return " ".join(words_of(name)), None


@lru_cache(maxsize=REMEMBERED_NAMES)
def parties_named(text: str) -> frozenset[str]:
    """Return the parties and the states of the places that a text names."""
    return frozenset(party for _, _, found in _mentioned(text) for party in found)


@lru_cache(maxsize=REMEMBERED_NAMES)
def matter_of(text: str) -> tuple[str, ...]:
    """Return the stems that carry a text's matter, each once, in order.

    A name stands as its party, so that "Russia", "Russian" and "Moscow" are one word.

    Example:
        >>> matter_of("if the Russians attack Kyiv")
        ('RUS', 'attack', 'UKR')
    """
    found: list[str] = []
    last = 0
    for start, end, parties in _mentioned(text):
        found += [*content_stems(text[last:start]), *sorted(parties)]
        last = end
    return tuple(dict.fromkeys([*found, *content_stems(text[last:])]))


def _mentioned(text: str) -> list[tuple[int, int, frozenset[str]]]:
    """Return the (start, end, parties) of the names in a text that the tables know."""
    world = load_world()
    found = []
    for mention in world.find_mentions(text):
        place = world.place(mention.key) if mention.kind == "place" else None
        if place is not None:
            parties = frozenset({place.code or place.name})
        else:
            parties = parties_of(world.actor_of(mention.key))
        if parties:
            found.append((mention.start, mention.end, parties))
    return found


def is_known(party: str | None) -> bool:
    """Say whether a party is one that the tables know."""
    return party is not None and not party.startswith(UNRESOLVED)


def is_party(stem: str) -> bool:
    """Say whether a stem stands for a party and not for a word."""
    return stem.isupper() or ":" in stem


@lru_cache(maxsize=REMEMBERED_NAMES)
def is_member(party: str, of: str) -> bool:
    """Say whether a state belongs to an organisation."""
    return of.startswith("org:") and party in load_world().members(of)


@lru_cache(maxsize=REMEMBERED_NAMES)
def name_of(party: str) -> str:
    """Return a party as a reader knows it: "Belarus" for "BLR"."""
    world = load_world()
    state = world.state_of(party)
    if state is not None:
        return state.name
    actor = world.actor_of(party) if ":" in party else None
    return actor.name if actor is not None else party.removeprefix(UNRESOLVED)


@lru_cache(maxsize=REMEMBERED_NAMES)
def names_of(parties: frozenset[str]) -> str:
    """Return several parties as one phrase, sorted; "nobody named" for none."""
    return " and ".join(sorted(map(name_of, parties))) or "nobody named"
