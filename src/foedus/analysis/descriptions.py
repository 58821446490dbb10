"""Descriptions: whom a noun phrase means, with all names and titles of the document at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from foedus.analysis.echoes import find_body, find_echo
from foedus.analysis.listing import is_one
from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.neighbours import named_ally, neighbour_of
from foedus.analysis.nominals import Nominal, head_word, read_nominal, start_of
from foedus.analysis.organs import owner_inside
from foedus.analysis.plain_names import plainly
from foedus.analysis.rebels import AGAINST_STATES, against_states
from foedus.analysis.relatives import relative_of
from foedus.analysis.scene import Scene, joined
from foedus.analysis.unofficial import is_unofficial, sector_of, words_beside
from foedus.records.actors import Actor

MAX_NAME_TOKENS = 14
"""A description longer than this keeps its core as name."""
_SETS_OFF = frozenset({",", "(", "—", "–", "--"})
_SPEAKING = frozenset({"GOV", "MIL", "LEG", "JUD", "IGO", "SPY"})
"""Sectors of those who act for their state; others have a code and act for themselves."""


@dataclass(frozen=True)
class Describer:
    """Reads the noun phrases of one scene."""

    scene: Scene
    resolved: dict[tuple[str, str | None], Actor | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What the tables of facts say about noun phrases of the text, at a date."""

    def read(
        self, phrase: Nominal, *, owner: Actor | None, owner_side: Actor | None, at: str | None
    ) -> Actor | None:
        """Return the actor of a noun phrase; `owner` is whom its possessive pronoun stands for."""
        named = self._person(phrase) or self._named(phrase)
        if named is not None:
            return named
        if self.scene.pronoun(phrase.head) is not None and phrase.tail - phrase.core == 1:
            return None
        if phrase.possessor is not None and self.scene.pronoun(phrase.possessor[0]) is not None:
            return self._spelled_out(phrase) or self._owned(phrase, owner, owner_side)
        return (
            self._spelled_out(phrase)
            or self._counted(phrase)
            or self._document(phrase)
            or (self._acting(phrase, at) if self._may_act(phrase) else None)
            or self._words(phrase)
        )

    def _may_act(self, phrase: Nominal) -> bool:
        return not (against_states(self.scene, phrase) or relative_of(self.scene, phrase))

    def _acting(self, phrase: Nominal, at: str | None) -> Actor | None:
        """Return the state, office or body that a description means."""
        return (
            self._side_with(phrase)
            or find_echo(self.scene, phrase, at)
            or self._resolved(phrase, at)
        )

    def side(self, actor: Actor, at: str | None) -> Actor | None:
        """Return the state or organisation that an actor is or speaks for; None where unknown."""
        scene = self.scene
        if actor.sector in AGAINST_STATES and actor.id is None:
            return None
        if self.is_named_person(actor) and is_unofficial(scene, actor):
            return None
        if actor.id is not None:
            found = scene.world.represented(actor, at)
            if found is not None or not self.is_named_person(actor):
                return found  # a person outside his known offices acts as the text calls him
        body = self._body_of_members(actor)
        if body is not None:
            return body
        for title in scene.titles:
            if title.mention.actor.name == actor.name and title.side is not None:
                return title.side
        if actor.id is not None:
            return None
        if actor.code is not None:
            local = not scene.words.local.isdisjoint(actor.name.lower().split())
            acts = actor.sector in _SPEAKING or self._is_property(actor)
            return scene.world.actor_of(actor.code, at) if acts and not local else None
        if actor.sector not in _SPEAKING or self.is_named_person(actor):
            return None
        inner = self._inside_span(actor)
        return inner[0].actor if len(inner) == 1 else None

    def is_list(self, parts: Sequence[tuple[int, int]]) -> bool:
        """Say whether parts joined by "and" are several actors and not several titles of one."""
        if is_one(self.scene, parts):
            return False
        people = [self._names_person(a, b) for a, b in parts]
        if any(people[:-1]):
            return True
        if all(self.scene.parse.tokens[b - 1].upos == "NUM" for _, b in parts[:-1]):
            return False
        if people[-1]:
            return not all(self._bare_office(a, b) for a, b in parts[:-1])
        undetermined = all(
            self.scene.parse.tokens[a].upos not in ("DET", "PRON") for a, _ in parts[1:]
        )
        return not (undetermined and all(self._bare_office(a, b) for a, b in parts))

    def around(self, noun: int) -> tuple[int, int]:
        """Return the noun phrase around a noun, from its first word to the last of a name."""
        tokens, mention = self.scene.parse.tokens, self.scene.cover.get(noun)
        first, last = (mention.first, mention.last) if mention is not None else (noun, noun + 1)
        while (
            last < len(tokens)
            and tokens[last].upos in ("NOUN", "PROPN")
            and tokens[last].sentence == tokens[noun].sentence
        ):
            last += 1
        return start_of(self.scene.parse, first), last

    def is_named_person(self, actor: Actor) -> bool:
        """Say whether an actor is a person known by name."""
        if actor.id is not None:
            return actor.id.startswith("person:")
        return actor.name in self.scene.persons

    def is_person(self, actor: Actor) -> bool:
        """Say whether an actor is one human being, named or not."""
        if self.is_named_person(actor):
            return True
        one = actor.id is None and not actor.members and not self.is_plural(actor)
        return one and self.scene.words.is_person(head_word(actor.name))

    def is_plural(self, actor: Actor) -> bool:
        """Say whether a description stands for several ("western leaders")."""
        words, head = self.scene.words, head_word(actor.name).lower()
        plural = actor.id is None and words.singular(head) != head
        return plural and (words.is_person(head) or words.is_body(head))

    def _body_of_members(self, actor: Actor) -> Actor | None:
        """Return the organisation that "all parties to the pact" means."""
        words, head = self.scene.words, head_word(actor.name).lower()
        if words.singular(head) not in words.members or words.singular(head) == head:
            return None
        before = actor.name.lower().split(head)[0].split()
        if any(words.singular(word) not in words.members_all for word in before):
            return None
        inner = [m for m in self._inside_span(actor) if m.sort is Sort.ORGANISATION]
        return inner[0].actor if len(inner) == 1 else None

    def _is_property(self, actor: Actor) -> bool:
        """Say whether a description means a state's things or firms ("Kuwaiti tankers")."""
        head = head_word(actor.name)
        if self.scene.words.is_person(head) or self.is_named_person(actor) or actor.span is None:
            return False
        stop = actor.span.start + actor.span.exact.find(head)
        tokens = self.scene.parse.tokens
        return any(
            m.sort is Sort.STATE and tokens[m.last - 1].end <= stop and tokens[m.last].text != "-"
            for m in self._inside_span(actor)
        )

    def _inside_span(self, actor: Actor) -> list[Mention]:
        """Return the states and organisations named inside the characters of a description."""
        if actor.span is None:
            return []
        parse, span = self.scene.parse, actor.span
        inner = self.scene.inner(parse.token_at(span.start), parse.token_at(span.end - 1) + 1)
        return [m for m in inner if m.sort in (Sort.ORGANISATION, Sort.STATE)]

    def _person(self, phrase: Nominal) -> Actor | None:
        """Return the person a phrase names: at its head, beside it, or behind "minister of …"."""
        other = relative_of(self.scene, phrase)
        for mention in self.scene.inner(phrase.first, phrase.last):
            if mention.sort is not Sort.PERSON or mention is other:
                continue
            if mention.first <= phrase.head < mention.last or (
                mention.first >= phrase.tail and self._is_title_of(phrase, mention)
            ):
                return mention.actor
        return None

    def _is_title_of(self, phrase: Nominal, mention: Mention) -> bool:
        """Say whether the core of a phrase is the title of a person who is named behind it."""
        parse = self.scene.parse
        if not self.scene.words.is_person(parse.tokens[phrase.head].text):
            return False
        between = parse.tokens[phrase.tail : mention.first]
        if not between:
            return True
        marks = [t.index for t in between if t.text in _SETS_OFF]
        if marks and not any(t.upos in ("VERB", "AUX") for t in between):
            light = ("ADJ", "DET")
            rest = parse.tokens[marks[-1] + 1 : mention.first]
            return all(self.scene.title_word(t.index) or t.upos in light for t in rest)
        before = between[-1]
        plain = before.upos in ("NOUN", "PROPN") and not self.scene.title_word(before.index)
        breaks = ("POS", "WDT", "WP", "VBD", "VBZ", "VBP", "IN,")
        clear = not any(
            t.text in _SETS_OFF or t.xpos in breaks or t.text == "that" for t in between
        )
        ends = mention.last == phrase.last or parse.tokens[mention.last].text == ","
        return plain and clear and ends

    def _named(self, phrase: Nominal) -> Actor | None:
        """Return the state or organisation whose name is the head of a phrase."""
        mention = self.scene.cover.get(phrase.head)
        half = self.scene.singular(phrase.head) in self.scene.words.halves
        if mention is None or (half and not mention.known):
            return None  # "the North" is no body of that name
        if mention.sort is Sort.GROUP and not (mention.actor.id or "").startswith("org:"):
            return None
        if mention.last < phrase.tail and (mention.adjective or mention.last <= phrase.head):
            return None
        described = mention.first > phrase.core or mention.last < phrase.last
        if self.scene.plural(phrase.head) and described and mention.sort is not Sort.PERSON:
            return None
        return mention.actor

    def _owned(self, phrase: Nominal, owner: Actor | None, side: Actor | None) -> Actor | None:
        """Read "its neighbour to the south", "our country", "his lawyer"."""
        words, head = self.scene.words, self.scene.singular(phrase.head)
        if side is not None and side.code is not None and head in words.neighbours:
            found = neighbour_of(self.scene, phrase, side.code)
            if found is not None:
                return found
        ally = named_ally(self.scene, phrase)
        if ally is not None:
            return ally
        whole = words.governments | words.forces | {"country", "nation", "homeland"}
        if self.scene.plural(phrase.head) and head in ("man", "fighter"):
            return side or self._words(phrase)
        if head in whole and (side is not None or head in ("country", "nation", "homeland")):
            return side
        group = self.scene.cover.get(phrase.head)
        if group is not None and group.sort is Sort.GROUP and group.first == phrase.core:
            return group.actor
        plain = self._words(phrase)
        if owner is None or owner.members:
            return plain
        own = head in words.offices and not self.scene.plural(phrase.head)
        mark = "'" if owner.name.endswith("s") else "'s"  # "the United States' partners"
        return replace(
            plain, name=f"{owner.name}{mark} {plain.name}", code=owner.code if own else plain.code
        )

    def _spelled_out(self, phrase: Nominal) -> Actor | None:
        """Read "our neighbours — Norway, Finland": the names that follow a plural noun."""
        tokens, scene = self.scene.parse.tokens, self.scene
        if not scene.plural(phrase.head) or phrase.tail >= phrase.last:
            return None
        rest = tokens[phrase.tail + 1 : phrase.last]
        names = scene.inner(phrase.tail + 1, phrase.last)
        spelled = tokens[phrase.tail].text in _SETS_OFF | {":"} and all(
            t.index in scene.cover or t.upos == "PUNCT" or t.text.lower() in ("and", "the")
            for t in rest
        )
        return joined([m.actor for m in names]) if spelled and len(names) > 1 else None

    def _counted(self, phrase: Nominal) -> Actor | None:
        """Read "hundreds of Norwegian soldiers", "some of its ships" as who they belong to."""
        scene, tokens = self.scene, self.scene.parse.tokens
        index, last = phrase.head, phrase.head
        while index + 1 < phrase.last and tokens[index + 1].text == "of":
            if scene.singular(index) not in scene.words.quantities:
                break
            last = index + 2
            index = last
        if last == phrase.head or last >= phrase.last:
            return None
        inner = read_nominal(scene.parse, last, phrase.last, cover=scene.cover, words=scene.words)
        return self._side_with(inner)

    def _document(self, phrase: Nominal) -> Actor | None:
        """Read "a UN report", "a statement by the ministry": who issued it."""
        scene, words = self.scene, self.scene.words
        if scene.singular(phrase.head) not in words.documents:
            return None
        start = phrase.possessor[0] if phrase.possessor else phrase.core
        issuers = [
            m
            for m in scene.inner(start, phrase.tail)
            if m.sort is not Sort.PLACE and (m.sort is not Sort.STATE or m.last == phrase.head)
        ]
        for index in range(phrase.tail, phrase.last - 1):
            if not issuers and scene.parse.tokens[index].text.lower() in words.documents_by:
                issuers = [m for m in scene.inner(index + 1, phrase.last) if m.first <= index + 4]
        return issuers[-1].actor if issuers else self._owner_of(phrase)

    def _owner_of(self, phrase: Nominal) -> Actor | None:
        """Return who has issued a document that is his: "the spokesman's statement"."""
        if phrase.possessor is None or self.scene.pronoun(phrase.possessor[0]) is not None:
            return None
        first, last = phrase.possessor
        owner = read_nominal(
            self.scene.parse, first, last, cover=self.scene.cover, words=self.scene.words
        )
        return self._words(owner)

    def _side_with(self, phrase: Nominal) -> Actor | None:
        """Read "Ukrainian and NATO forces", "the Syrian regime": the states themselves."""
        scene, head = self.scene, self.scene.singular(phrase.head)
        if head not in scene.words.forces and head not in scene.words.governments:
            return None
        start = phrase.possessor[0] if phrase.possessor else phrase.core
        inner = [
            m
            for m in scene.inner(start, phrase.tail)
            if m.sort in (Sort.STATE, Sort.ORGANISATION) and m.actor.sector not in ("MED", "REB")
        ]
        if not inner or self._backs(inner[-1]):
            return None
        between = scene.parse.tokens[inner[-1].last : phrase.head]
        others = scene.words.blockers | scene.words.local
        if any(t.upos == "PROPN" or t.text.lower() in others for t in between):
            return None
        return joined([m.actor for m in inner])

    def _resolved(self, phrase: Nominal, at: str | None) -> Actor | None:
        """Ask the tables of facts for the whole phrase."""
        start = min(phrase.possessor[0] if phrase.possessor else phrase.first, phrase.first)
        if any(self._backs(m) for m in self.scene.inner(phrase.core, phrase.tail)):
            return None
        if self.scene.words.is_unofficial(words_beside(self.scene, phrase)):
            return None
        asked = (self.scene.line(start, phrase.last), at)
        if asked not in self.resolved:
            self.resolved[asked] = self.scene.world.resolve(asked[0], at=at)
        found = self.resolved[asked]
        if (
            found is None
            or found.id is not None
            or not self.scene.words.is_person(head_word(found.name))
        ):
            return found
        return replace(found, name=plainly(self.scene, found.name, start, phrase.last))

    def _backs(self, mention: Mention) -> bool:
        """Say whether a name only backs or leads those whom a phrase names ("Turkish-backed")."""
        tokens = self.scene.parse.tokens
        return mention.last < len(tokens) and tokens[mention.last].text == "-"

    def _words(self, phrase: Nominal) -> Actor:
        """Return the phrase under its own words, with the state that a name in it tells."""
        scene, start = self.scene, phrase.core
        if phrase.possessor is not None and scene.pronoun(phrase.possessor[0]) is None:
            start = phrase.possessor[0]
        last = phrase.last if phrase.last - start <= MAX_NAME_TOKENS else phrase.tail
        against = against_states(self.scene, phrase)
        codes = {
            m.actor.code
            for m in scene.inner(start, phrase.tail if against else last)
            if m.sort in (Sort.STATE, Sort.PLACE) and not self._backs(m)
        } - {None}
        head = scene.singular(phrase.head)
        if not codes and head in scene.words.offices:  # "a spokesman for the ministry"
            owner = owner_inside(scene.parse, scene.mentions, (start, last), words=scene.words)
            codes = {owner.code} if owner is not None else codes
        sector = "MIL" if head in scene.words.forces else scene.words.offices.get(head)
        if head in scene.words.governments:
            sector = "GOV"
        sector = against or sector_of(scene, phrase, sector)
        name, before = plainly(scene, scene.line(start, last), start, last), phrase.head - 1
        if before == start and scene.words.is_person(head) and scene.singular(before) in _LENDERS:
            body = find_body(scene, before)
            name = name if body is None else f"{body.name} {scene.line(phrase.head, last)}"
        return Actor(name=name, code=codes.pop() if len(codes) == 1 else None, sector=sector)

    def _names_person(self, first: int, last: int) -> bool:
        return any(m.sort is Sort.PERSON for m in self.scene.inner(first, last))

    def _bare_office(self, first: int, last: int) -> bool:
        """Say whether a part is a title in the singular without a name ("president and" …)."""
        return self.scene.singular(last - 1) in self.scene.words.persons and not any(
            self.scene.plural(i) for i in range(first, last)
        )


_LENDERS = frozenset(
    {"company", "bank", "firm", "ministry", "agency", "paper", "newspaper", "group"}
)
"""Bodies in "a company spokesman": of the company that was named before."""
