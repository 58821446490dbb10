"""Descriptions: whom a noun phrase means, with the names and titles of the whole document at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.nominals import Nominal, start_of
from foedus.analysis.parse import Parse
from foedus.analysis.titles import Title, find_titles, with_sides
from foedus.languages.actors import ActorWords
from foedus.records.actors import Actor
from foedus.world import World

MAX_NAME_TOKENS = 14
"""A description longer than this keeps its core as name."""
_BLOCS = frozenset({"alliance", "bloc", "union", "organisation", "organization"})
_SETS_OFF = frozenset({",", "(", "—", "–", "--"})


@dataclass(frozen=True)
class Describer:
    """Reads noun phrases. `cover` gives for each token the widest mention over it."""

    parse: Parse
    world: World
    words: ActorWords
    mentions: tuple[Mention, ...]
    titles: tuple[Title, ...]
    cover: Mapping[int, Mention]

    @classmethod
    def of(
        cls, parse: Parse, mentions: Sequence[Mention], *, world: World, words: ActorWords
    ) -> Describer:
        """Return the reader for one text and its mentions; persons gain the side of their titles."""
        titles = find_titles(parse, mentions, words=words)
        named = with_sides(mentions, titles)
        cover: dict[int, Mention] = {}
        for mention in named:
            for index in range(mention.first, mention.last):
                cover.setdefault(index, mention)
        return cls(parse, world, words, named, titles, cover)

    def read(
        self, phrase: Nominal, *, owner: Actor | None, owner_side: Actor | None, at: str | None
    ) -> Actor | None:
        """Return the actor of a noun phrase; `owner` is whom its possessive pronoun stands for."""
        named = self._person(phrase) or self._named(phrase)
        if named is not None:
            return named
        if self._pronoun(phrase.head) is not None and phrase.tail - phrase.core == 1:
            return None
        head = self.words.singular(self.parse.tokens[phrase.head].text)
        if phrase.possessor is not None and self._pronoun(phrase.possessor[0]) is not None:
            return self._owned(phrase, head, owner, owner_side)
        return (
            self._document(phrase, head)
            or self._side_with(phrase, head)
            or self._echo(phrase, head, at)
            or self._resolved(phrase, at)
            or self._words(phrase)
        )

    def side(self, actor: Actor) -> Actor | None:
        """Return for whom a person or group speaks, by the titles and names of the document."""
        if actor.code is not None and actor.id != actor.code:
            return self.world.actor_of(actor.code)
        for title in self.titles:
            if title.mention.actor.name == actor.name and title.side is not None:
                return title.side
        if actor.span is None or self.is_named_person(actor):
            return None
        inner = [
            m.actor
            for m in self.mentions
            if actor.span.start <= self.parse.tokens[m.first].start
            and self.parse.tokens[m.last - 1].end <= actor.span.end
            and m.sort in (Sort.ORGANISATION, Sort.STATE)
        ]
        return inner[0] if len(inner) == 1 else None

    def is_list(self, parts: Sequence[tuple[int, int]]) -> bool:
        """Say whether parts joined by "and" are several actors and not several titles of one."""
        people = [self._names_person(a, b) for a, b in parts]
        if any(people[:-1]):
            return True
        return not (people[-1] and all(self._bare_office(a, b) for a, b in parts[:-1]))

    def around(self, noun: int) -> tuple[int, int]:
        """Return the noun phrase of a noun, from its first describing word to its last name word."""
        mention = self.cover.get(noun)
        last = mention.last if mention is not None else noun + 1
        while (
            last < len(self.parse.tokens)
            and self.parse.tokens[last].upos in ("NOUN", "PROPN")
            and self.parse.tokens[last].sentence == self.parse.tokens[noun].sentence
        ):
            last += 1
        return start_of(self.parse, mention.first if mention is not None else noun), last

    def is_named_person(self, actor: Actor) -> bool:
        """Say whether an actor is a person known by name."""
        if actor.id is not None:
            return actor.id.startswith("person:")
        return any(m.actor.name == actor.name for m in self.mentions if m.sort is Sort.PERSON)

    def is_person(self, actor: Actor) -> bool:
        """Say whether an actor is one human being, named or not."""
        return self.is_named_person(actor) or (
            actor.id is None
            and not self.is_plural(actor)
            and self.words.is_person(_head(actor.name))
        )

    def is_plural(self, actor: Actor) -> bool:
        """Say whether a description stands for several ("western leaders")."""
        head = _head(actor.name).lower()
        plural = actor.id is None and self.words.singular(head) != head
        return plural and (self.words.is_person(head) or self.words.is_body(head))

    def _person(self, phrase: Nominal) -> Actor | None:
        """Return the person a phrase names at its head, in apposition or behind a title with "of"."""
        for mention in self.mentions:
            if mention.first >= phrase.last:
                break
            if mention.sort is not Sort.PERSON or mention.last > phrase.last:
                continue
            if mention.first <= phrase.head < mention.last or (
                mention.first >= phrase.tail and self._is_title_of(phrase, mention)
            ):
                return mention.actor
        return None

    def _is_title_of(self, phrase: Nominal, mention: Mention) -> bool:
        """Say whether the core of a phrase is the title of a person who is named behind it."""
        head = self.parse.tokens[phrase.head].text
        if not self.words.is_person(head):
            return False
        between = self.parse.tokens[phrase.tail : mention.first]
        if not between:
            return True
        if between[0].text in _SETS_OFF:
            return all(
                self._is_title(t.index) or t.upos in ("PUNCT", "ADJ", "DET") for t in between
            )
        before = between[-1]
        plain = before.upos in ("NOUN", "PROPN") and not self._is_title(before.index)
        return plain and not any(t.text in _SETS_OFF or t.xpos == "POS" for t in between)

    def _is_title(self, index: int) -> bool:
        word = self.parse.tokens[index].text
        return self.words.is_person(word) or word.lower() in self.words.courtesy

    def _named(self, phrase: Nominal) -> Actor | None:
        """Return the state or organisation whose name is the head of a phrase."""
        mention = self.cover.get(phrase.head)
        if mention is None or (mention.adjective and mention.last < phrase.tail):
            return None
        if mention.sort is Sort.GROUP:
            return None
        return mention.actor

    def _owned(
        self, phrase: Nominal, head: str, owner: Actor | None, side: Actor | None
    ) -> Actor | None:
        """Read "its neighbour to the south", "our country", "his lawyer"."""
        if side is not None and head in self.words.neighbours and side.code is not None:
            found = self._neighbour(phrase, side.code)
            if found is not None:
                return found
        whole = (
            self.words.governments | self.words.forces | {"country", "nation", "homeland", "people"}
        )
        if side is not None and head in whole:
            return side
        plain = self._words(phrase)
        if owner is None or owner.members:
            return plain
        return replace(plain, name=f"{owner.name}'s {plain.name}", code=owner.code)

    def _neighbour(self, phrase: Nominal, code: str) -> Actor | None:
        """Return the only neighbour in the direction that a phrase names."""
        directions = [
            self.words.directions[t.text.lower()]
            for t in self.parse.tokens[phrase.core : phrase.last]
            if t.text.lower() in self.words.directions
        ]
        codes = self.world.neighbours(code, directions[0] if directions else None)
        if len(codes) > 1:
            named = {m.actor.code for m in self.mentions if m.sort is Sort.STATE}
            codes = tuple(c for c in codes if c in named)
        if len(codes) != 1 or self.parse.tokens[phrase.head].xpos == "NNS":
            return None
        return self.world.actor_of(codes[0])

    def _document(self, phrase: Nominal, head: str) -> Actor | None:
        """Read "a UN report", "a statement by the ministry": who issued it."""
        if head not in self.words.documents:
            return None
        start = phrase.possessor[0] if phrase.possessor else phrase.core
        issuers = [m for m in self._inner(start, phrase.tail) if m.sort is not Sort.PLACE]
        for index in range(phrase.tail, phrase.last - 1):
            if not issuers and self.parse.tokens[index].text.lower() in self.words.documents_by:
                issuers = [m for m in self._inner(index + 1, phrase.last) if m.first <= index + 4]
        return issuers[-1].actor if issuers else None

    def _side_with(self, phrase: Nominal, head: str) -> Actor | None:
        """Read "Ukrainian and NATO forces", "the Syrian regime": the states and bodies themselves."""
        if head not in self.words.forces and head not in self.words.governments:
            return None
        start = phrase.possessor[0] if phrase.possessor else phrase.core
        inner = [
            m for m in self._inner(start, phrase.tail) if m.sort in (Sort.STATE, Sort.ORGANISATION)
        ]
        if not inner:
            return None
        between = self.parse.tokens[inner[-1].last : phrase.head]
        if len(inner) == 1 and any(t.upos in ("PROPN",) for t in between):
            return None
        return joined([m.actor for m in inner])

    def _echo(self, phrase: Nominal, head: str, at: str | None) -> Actor | None:
        """Read "the president", "the ministry", "the country": who was named so in this document."""
        plural = self.parse.tokens[phrase.head].xpos in ("NNS", "NNPS")
        before = self.parse.tokens[phrase.first - 1].text.lower() if phrase.first else ""
        first = self.parse.tokens[phrase.first].text.lower()
        if plural or before in ("a", "an") or first in ("a", "an", "another", "one"):
            return None
        if self.words.is_person(head):
            return self._titled(phrase, at)
        return self._body(phrase, head) if self.words.is_body(head) else None

    def _titled(self, phrase: Nominal, at: str | None) -> Actor | None:
        """Return the only person of the document whose title has the words of this one."""
        inner = self._inner(phrase.first, phrase.last)
        named = {i for m in inner for i in range(m.first, m.last)}
        wanted = {
            self.words.singular(t.text)
            for t in self.parse.tokens[phrase.core : phrase.tail]
            if t.index not in named and t.upos in ("NOUN", "PROPN", "ADJ")
        }
        codes = {m.actor.code for m in inner if m.sort is Sort.STATE}
        found = {
            title.mention.actor.name: self._latest(title.mention)
            for title in self.titles
            if wanted <= title.words and (not codes or title.mention.actor.code in codes)
        }
        return next(iter(found.values())) if len(found) == 1 and wanted else None

    def _latest(self, mention: Mention) -> Actor:
        """Return the actor of a mention with the code that the whole document gives him."""
        same = (
            m.actor for m in self.mentions if m.first == mention.first and m.last == mention.last
        )
        return next(same, mention.actor)

    def _body(self, phrase: Nominal, head: str) -> Actor | None:
        """Return the body named last that a bare noun may stand for."""
        if self._inner(phrase.first, phrase.last) or phrase.tail - phrase.core > 1:
            return None
        earlier = [m for m in self.mentions if m.last <= phrase.first and m.sort is not Sort.PERSON]
        for mention in reversed(earlier):
            if self._is_a(mention, head):
                return mention.actor
        return None

    def _is_a(self, mention: Mention, head: str) -> bool:
        """Say whether a named body may be called by this noun."""
        name = mention.actor.name.lower().split()
        if mention.sort is Sort.STATE:
            return head in ("country", "nation") and not mention.demonym
        if mention.sort is not Sort.ORGANISATION:
            return False
        if head in _BLOCS:
            return mention.actor.sector == "IGO"
        if head in self.words.papers:
            return mention.actor.sector == "MED"
        if head in self.words.companies:
            return mention.actor.sector in (None, "BUS") and mention.actor.id is None
        return head in name

    def _resolved(self, phrase: Nominal, at: str | None) -> Actor | None:
        """Ask the tables of facts for the whole phrase."""
        start = phrase.possessor[0] if phrase.possessor else phrase.first
        return self.world.resolve(self._text(min(start, phrase.first), phrase.last), at=at)

    def _words(self, phrase: Nominal) -> Actor:
        """Return the phrase under its own words, with the state that an adjective or place in it names."""
        start = phrase.core
        if phrase.possessor is not None and self._pronoun(phrase.possessor[0]) is None:
            start = phrase.possessor[0]
        last = phrase.last if phrase.last - start <= MAX_NAME_TOKENS else phrase.tail
        inner = [m for m in self._inner(start, last) if m.sort in (Sort.STATE, Sort.PLACE)]
        codes = list(dict.fromkeys(m.actor.code for m in inner))
        head = self.words.singular(self.parse.tokens[phrase.head].text)
        sector = "MIL" if head in self.words.forces else self.words.offices.get(head)
        return Actor(
            name=self._text(start, last),
            code=codes[0] if len(codes) == 1 else None,
            sector=sector if len(codes) == 1 else None,
        )

    def _text(self, first: int, last: int) -> str:
        """Return the characters of a range on one line, a capital only where a name begins."""
        words = " ".join(slice_of(self.parse, first, last).split())
        token = self.parse.tokens[first]
        if token.upos in ("NOUN", "ADJ", "DET", "NUM") and first not in self.cover:
            return words if token.text[1:2].isupper() else words[0].lower() + words[1:]
        return words

    def _inner(self, first: int, last: int) -> list[Mention]:
        return [m for m in self.mentions if first <= m.first and m.last <= last]

    def _pronoun(self, index: int) -> str | None:
        return self.words.pronouns.get(self.parse.tokens[index].text.lower())

    def _names_person(self, first: int, last: int) -> bool:
        return any(m.sort is Sort.PERSON for m in self._inner(first, last))

    def _bare_office(self, first: int, last: int) -> bool:
        """Say whether a part is a title without a name of its own ("president and" …)."""
        nouns = self.parse.tokens[first:last]
        return self.words.singular(nouns[-1].text) in self.words.offices and not any(
            t.xpos in ("NNS", "NNPS") for t in nouns
        )


def slice_of(parse: Parse, first: int, last: int) -> str:
    """Return the characters of tokens[first:last]."""
    start, end = parse.span(first, last)
    return parse.text[start:end]


def joined(actors: Sequence[Actor]) -> Actor | None:
    """Return several actors as one with members; None of none, the actor itself of one."""
    flat = [m for actor in actors for m in (actor.members or (actor,))]
    members = tuple({actor.name: actor for actor in flat}.values())
    if len(members) < 2:
        return members[0] if members else None
    return Actor(name="; ".join(member.name for member in members), members=members)


def _head(name: str) -> str:
    """Return the head noun of a description: its last word before a preposition or clause."""
    head = ""
    for word in name.split():
        if word in (
            "of",
            "in",
            "at",
            "for",
            "from",
            "with",
            "who",
            "to",
            "on",
            "familiar",
            "close",
        ):
            break
        head = word
    return head.strip(",;")
