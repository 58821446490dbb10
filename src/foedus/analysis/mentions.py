"""Mentions: every place where a text names a state, an organisation or a person.

The tables of facts win over the model's entities; what the tables do not know keeps its own form
(`namesakes.py` then gives "Carter" the name "Ash Carter" where both occur).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from foedus.analysis.parse import Entity, Parse
from foedus.analysis.titled_names import find_titled_names
from foedus.languages.actors import ActorWords
from foedus.records.actors import Actor
from foedus.records.documents import Evidence
from foedus.world import World

POSSESSIVE = ("'s", "’s", "'", "’")
_INITIALS = re.compile(r"(?<=\w\w)\s(?:[A-Z]\.\s?){1,2}(?=[A-Z]\w)")
_LINKS = frozenset({"of", "for", "the", "and", "de", "al", "-", "’", "'"})


class Sort(StrEnum):
    """What a mention names."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"


_SORTS = {
    "person": Sort.PERSON,
    "state": Sort.STATE,
    "demonym": Sort.STATE,
    "office": Sort.STATE,
    "place": Sort.PLACE,
    "collective": Sort.GROUP,
    "group": Sort.GROUP,
}
"""What the kinds of `foedus.world` name; every other kind is an organisation."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A named actor at tokens[first:last]; `known` where the tables of facts hold it.

    `adjective` marks a name that only describes the noun after it ("Ukrainian" forces).
    """

    first: int
    last: int
    actor: Actor
    sort: Sort
    known: bool = False
    demonym: bool = False
    adjective: bool = False


def find_mentions(
    parse: Parse, world: World, *, words: ActorWords, at: str | None = None
) -> tuple[Mention, ...]:
    """Return the named actors in order of the text; nested ones stand behind those around them.

    Args:
        parse: The text with its tokens and entities.
        world: The tables of facts.
        words: Supplies the titles and pronouns that are part of no name.
        at: An ISO date, for names whose bearer changes.
    """
    known = _without_first_names(parse, _national(parse, _known(parse, world, at)))
    found = known + _unknown(parse, known, world=world, words=words, at=at)
    found.sort(key=lambda mention: (mention.first, -mention.last))
    return tuple(replace(m, adjective=True) if _describes(parse, m) else m for m in found)


def _known(parse: Parse, world: World, at: str | None) -> list[Mention]:
    """Return the names that the tables of facts hold, aligned to tokens."""
    found = []
    for hit in world.find_mentions(parse.text):
        first, last = parse.token_at(hit.start), parse.token_at(hit.end - 1) + 1
        if not first < last <= len(parse.tokens):
            continue
        span = Evidence.of(parse.text, *parse.span(first, last))
        actor = world.actor_of(hit.key, at) or _place(world, hit.key, span.exact)
        if actor is not None:
            sort = (
                Sort.STATE
                if actor.id == actor.code is not None
                else _SORTS.get(hit.kind, Sort.ORGANISATION)
            )
            actor = replace(actor, span=span)
            found.append(
                Mention(first, last, actor, sort, known=True, demonym=hit.kind == "demonym")
            )
    return found


def _without_first_names(parse: Parse, known: Sequence[Mention]) -> list[Mention]:
    """Return the names without surnames that are somebody else's first name ("Gen. Pavel Orlov").

    The model's person ends behind the known surname there.
    """
    within = {
        index
        for entity in parse.entities
        if entity.label == "PER"
        for index in range(entity.first, entity.last - 1)
    }
    tokens = parse.tokens
    return [
        mention
        for mention in known
        if mention.sort is not Sort.PERSON
        or mention.last - 1 not in within
        or mention.last - mention.first > 2
        or len(_named(mention, parse)) != 1
        or not (tokens[mention.last].upos == "PROPN" and _capital(tokens[mention.last].text))
    ]


def _named(mention: Mention, parse: Parse) -> list[str]:
    """Return the words of a mention that are part of the actor's name."""
    name = mention.actor.name.split()
    words = [token.text for token in parse.tokens[mention.first : mention.last]]
    return [word for word in words if word in name]


def _national(parse: Parse, known: Sequence[Mention]) -> list[Mention]:
    """Return the names with a world body's read as a state's where its adjective stands before.

    "The Norwegian State Security Council" is not that of the United Nations.
    """
    found: list[Mention] = []
    for mention in known:
        owner = found[-1] if found else None
        if owner is not None and owner.demonym and mention.actor.sector == "IGO":
            between = parse.tokens[owner.last : mention.first]
            close = all(t.upos == "PROPN" and _capital(t.text) for t in between)
            if close and mention.sort is Sort.ORGANISATION and len(between) <= 2:
                span = Evidence.of(parse.text, *parse.span(owner.first, mention.last))
                name = " ".join(span.exact.split())
                actor = Actor(name=name, code=owner.actor.code, sector="GOV", span=span)
                mention = Mention(owner.first, mention.last, actor, Sort.ORGANISATION, known=True)
        found.append(mention)
    return found


def _place(world: World, key: str, words: str) -> Actor | None:
    """Return a place as an actor under its own name, with the state that it lies in."""
    place = world.place(key)
    return None if place is None else Actor(name=" ".join(words.split()), code=place.code)


def _unknown(
    parse: Parse, known: Sequence[Mention], *, world: World, words: ActorWords, at: str | None
) -> list[Mention]:
    """Return the model's entities that no known name covers."""
    cover: dict[int, Mention] = {}
    for mention in known:
        cover |= dict.fromkeys(range(mention.first, mention.last), mention)
    found = []
    parts = {
        word
        for mention in known
        if mention.sort is not Sort.PERSON
        for word in mention.actor.name.split()
        if " " in mention.actor.name
    }
    for entity in (*parse.entities, *find_titled_names(parse, words=words)):
        first, last = _bounds(parse, entity, cover=cover, words=words)
        inner = [cover[i] for i in range(first, last) if i in cover]
        if last - first == 1 and parse.tokens[first].text in parts:
            continue
        if entity.label == "PER" and _is_title(parse, first, last, words):
            continue
        ruled = first < last and words.singular(parse.tokens[last - 1].text) in words.governments
        if (
            first >= last
            or (ruled and last - first <= 2)
            or (inner and not (entity.label == "ORG" and _holds(inner, first, last)))
        ):
            continue
        acts = any(t.deprel.startswith("nsubj") for t in parse.tokens[first:last])
        acting = Sort.ORGANISATION if acts or entity.label == "ORG" else Sort.PLACE
        sort = Sort.PERSON if entity.label == "PER" else acting
        span = Evidence.of(parse.text, *parse.span(first, last))
        code = next((m.actor.code for m in inner if m.sort in (Sort.STATE, Sort.PLACE)), None)
        name = " ".join(span.exact.split())
        actor = Actor(name=name, code=code)
        if inner and sort is Sort.ORGANISATION:
            actor = world.resolve(name, at=at) or actor
        plain = _INITIALS.sub(" ", name) if sort is Sort.PERSON else name
        if plain != name:  # "John F. Kerry" is the John Kerry of the tables
            bearer = world.resolve(plain, at=at)
            actor = bearer if bearer is not None and bearer.id is not None else actor
        actor = replace(actor, span=span)
        found.append(Mention(first, last, actor, sort))
    return found


def _bounds(
    parse: Parse, entity: Entity, *, cover: dict[int, Mention], words: ActorWords
) -> tuple[int, int]:
    """Return where the name begins and ends: no titles before it, all its capitals behind."""
    tokens, first, last = parse.tokens, entity.first, entity.last
    while first < last and _is_no_name(tokens[first].text, words, entity.label):
        first += 1
    if entity.label == "PER":
        titles = [i for i in range(first, last - 1) if tokens[i].text.lower() in words.offices]
        first = titles[-1] + 1 if titles else first
    while last > first and not _capital(tokens[last - 1].text):
        last -= 1
    while entity.label == "PER" and last - 1 > first and words.is_body(tokens[last - 1].text):
        last -= 1
    if entity.label == "PER":
        while first < last and first in cover and cover[first].last < last:
            first += 1
        while last < len(tokens) and last not in cover and _continues(parse, last):
            last += 1
    else:
        while last < len(tokens) and last not in cover and _continues(parse, last):
            last += 1
    return first, last


def _continues(parse: Parse, index: int) -> bool:
    """Say whether a token is one more capitalised word of the name before it."""
    token, before = parse.tokens[index], parse.tokens[index - 1]
    return (
        token.sentence == before.sentence
        and token.upos == "PROPN"
        and _capital(token.text)
        and 0 < token.start - before.end <= 1
    )


def _is_no_name(text: str, words: ActorWords, label: str) -> bool:
    """Say whether a word at the beginning of an entity is a title, an article or a pronoun."""
    low = text.lower()
    if not _capital(text) or low in words.determiners or words.pronoun(text):
        return True
    return label == "PER" and (low in words.courtesy or low in words.offices)


def _capital(text: str) -> bool:
    return text[0].isupper() or (len(text) > 2 and text[1:2].isupper())


def _holds(inner: list[Mention], first: int, last: int) -> bool:
    """Say whether an entity is more than the known names inside it ("Russian Defense Ministry").

    A place at its end is part of another name too ("Cathay Pacific").
    """
    places = all(m.sort in (Sort.STATE, Sort.PLACE) for m in inner)
    ends = first < inner[0].first and all(m.sort is Sort.PLACE for m in inner)
    return places and (last > inner[-1].last or ends)


def _is_title(parse: Parse, first: int, last: int, words: ActorWords) -> bool:
    """Say whether an entity holds nothing but words of a title ("Assistant Secretary")."""
    named = [token.text for token in parse.tokens[first:last]]
    return all(
        words.singular(word) in words.offices or word.lower() in (*words.blockers, *words.courtesy)
        for word in named
    )


def _describes(parse: Parse, mention: Mention) -> bool:
    """Say whether a name only describes the noun behind it ("Ukrainian" forces)."""
    if mention.last >= len(parse.tokens):
        return False
    after, before = parse.tokens[mention.last], parse.tokens[mention.last - 1]
    if after.sentence != before.sentence or after.text in POSSESSIVE:
        return False
    head = parse.tokens[mention.last - 1].head
    if before.deprel in ("amod", "compound", "nmod:desc") and head >= mention.last:
        return True
    return (before.upos == "ADJ" or mention.demonym) and after.upos in ("NOUN", "PROPN", "ADJ")
