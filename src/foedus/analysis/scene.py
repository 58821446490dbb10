"""Scene: one text with everybody it names, as the rules for phrases and pronouns look at it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.parse import Parse
from foedus.analysis.titles import Title, find_titles, with_sides
from foedus.languages.actors import ActorWords
from foedus.records.actors import Actor
from foedus.world import World

MAX_MENTIONS = 300
"""How far back a bare noun may repeat a name, in mentions; keeps long texts linear."""


@dataclass(frozen=True)
class Scene:
    """The text, its mentions and titles. `cover` gives for each token the widest mention."""

    parse: Parse
    world: World
    words: ActorWords
    mentions: tuple[Mention, ...]
    titles: tuple[Title, ...]
    cover: Mapping[int, Mention]
    home: Actor | None = None

    @classmethod
    def of(
        cls,
        parse: Parse,
        mentions: Sequence[Mention],
        *,
        world: World,
        words: ActorWords,
        home: Actor | None = None,
    ) -> Scene:
        """Return the scene of a text and its mentions; persons gain the side of their titles.

        `home` is the state whose government publishes the text, None for the press.
        """
        titles = find_titles(parse, mentions, words=words)
        named = with_sides(mentions, titles)
        cover: dict[int, Mention] = {}
        for mention in named:
            for index in range(mention.first, mention.last):
                cover.setdefault(index, mention)
        return cls(parse, world, words, named, titles, cover, home)

    @cached_property
    def states(self) -> Mapping[str, Actor]:
        """Return the states that the text names, by code, in order of the text."""
        return {
            m.actor.code: m.actor for m in self.mentions if m.sort is Sort.STATE and m.actor.code
        }

    @cached_property
    def people(self) -> Mapping[str, Actor]:
        """Return the persons that the text names, by name, in order of the text."""
        return {m.actor.name: m.actor for m in self.mentions if m.sort is Sort.PERSON}

    def before(self, index: int) -> Sequence[Mention]:
        """Return the mentions that end before tokens[index], the last hundreds of them."""
        stop = bisect_right(self.mentions, index, key=lambda mention: mention.first)
        return [m for m in self.mentions[max(0, stop - MAX_MENTIONS) : stop] if m.last <= index]

    @cached_property
    def persons(self) -> frozenset[str]:
        """Return the names of the persons that the text names."""
        return frozenset(self.people)

    def inner(self, first: int, last: int) -> list[Mention]:
        """Return the mentions inside tokens[first:last]."""
        return [
            self.starts[i]
            for i in range(first, last)
            if i in self.starts and self.starts[i].last <= last
        ]

    @cached_property
    def starts(self) -> Mapping[int, Mention]:
        """Return the widest mention that begins at each token."""
        found: dict[int, Mention] = {}
        for mention in self.mentions:
            found.setdefault(mention.first, mention)
        return found

    def singular(self, index: int) -> str:
        """Return a word of the text in lower case without a plural ending."""
        return self.words.singular(self.parse.tokens[index].text)

    def pronoun(self, index: int) -> str | None:
        """Return the class of the pronoun at tokens[index], None for other words."""
        return self.words.pronoun(self.parse.tokens[index].text)

    def plural(self, index: int) -> bool:
        """Say whether the noun at tokens[index] stands in the plural."""
        token = self.parse.tokens[index]
        if token.xpos in ("NNS", "NNPS"):
            return True
        known = self.words.is_person(token.text) or self.words.is_body(token.text)
        return known and self.words.singular(token.text) not in (token.text.lower(), "media")

    def title_word(self, index: int) -> bool:
        """Say whether a word is part of a title ("Mr", "minister")."""
        word = self.parse.tokens[index].text
        return self.words.is_person(word) or word.lower() in self.words.courtesy

    def line(self, first: int, last: int) -> str:
        """Return the characters of a range on one line, a capital only where a name begins."""
        start, end = self.parse.span(first, last)
        words = " ".join(self.parse.text[start:end].split())
        token = self.parse.tokens[first]
        opens = first == self.parse.sentences[token.sentence].first
        proper = token.upos == "PROPN" and token.xpos not in ("NN", "NNS")
        if not opens or proper or first in self.cover or token.text[1:2].isupper():
            return words
        return words[0].lower() + words[1:]


def joined(actors: Sequence[Actor]) -> Actor | None:
    """Return several actors as one with members; None of none, the actor itself of one."""
    flat = [m for actor in actors for m in (actor.members or (actor,))]
    members = tuple({actor.name: actor for actor in flat}.values())
    if len(members) < 2:
        return members[0] if members else None
    return Actor(name="; ".join(member.name for member in members), members=members)
