"""Dyads: who does it, to whom, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.analysis.actors import STATE_MEDIA, Cast
from foedus.analysis.bystanders import Bystanders, case_of
from foedus.analysis.clauses import Range, child, phrase, subject_of
from foedus.analysis.happenings import Happening, HappeningFinder
from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.parse import Parse
from foedus.records.actions import EventStatus
from foedus.records.actors import Actor
from foedus.records.documents import Evidence

_LINKING = frozenset({",", "and", "or", "the", "its", "&"})
_INNER = ("obj", "iobj", "obl", "obl:agent", "nmod", "ccomp", "xcomp", "nsubj:pass")
_ADDRESSING = ("ACCUSE", "REQUEST", "THREATEN")
MAX_NAME_TOKENS = 3
"""How far before a phrase the name may begin that describes it, where the tree leaves it out."""


@dataclass(frozen=True, slots=True)
class Dyad:
    """The actors and recipients of an event, each in the order of the text, and its place."""

    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: str | None = None


@dataclass(frozen=True, slots=True)
class DyadReader:
    """Reads the dyads of one document's happenings."""

    parse: Parse
    cast: Cast
    finder: HappeningFinder

    @property
    def _beside(self) -> Bystanders:
        return Bystanders(self.parse, self.cast, self.finder.words)

    def read(
        self, happening: Happening, *, span: Range, parties: Range | None, speaker: Actor | None
    ) -> Dyad:
        """Return who does it to whom.

        Args:
            happening: The word that reports the event.
            span: The tokens of the event's clause or phrase.
            parties: The tokens of "X and Y" in "between X and Y": both act, neither receives.
            speaker: Who says so; stands for "we" and "our".
        """
        place = self._place(happening.index, span)
        if parties is not None:
            return Dyad(self._of(*parties, speaker=speaker), (), place)
        if happening.verbal:
            return self._of_verb(happening, speaker=speaker, place=place)
        return self._of_noun(happening.index, span, speaker=speaker, place=place)

    def _of_verb(self, happening: Happening, *, speaker: Actor | None, place: str | None) -> Dyad:
        index = happening.index
        passive = self._is_passive(index)
        agent = self.finder.agent(index) if passive else None
        subject = self.finder.own_subject(index)
        if subject is None and happening.status is EventStatus.WARNED_AGAINST:
            subject = child(self.parse, self.parse.tokens[index].head, ("obj", "iobj"))
        if subject is None and self._is_told(index, speaker=speaker):
            return Dyad()
        subject = self._shared(index) if subject is None else subject
        protest = happening.sense.type == "PROTEST"
        actors: tuple[Actor, ...] = ()
        if passive:
            actors = self._of(*agent, speaker=speaker) if agent else ()
        elif subject is not None:
            actors = self._of(*phrase(self.parse, subject), speaker=speaker)
        if not actors and not passive:
            actors = self._before(index, subject)
        if not actors and subject is not None:
            actors = self._locals(index, subject, protest=protest)
        zones = [phrase(self.parse, subject)] if passive and subject is not None else []
        wide = happening.sense.stance or protest
        only = self._addressed(index) if happening.sense.type in _ADDRESSING else None
        zones.extend([only] if only is not None else self._zones(index, wide))
        if happening.sense.type == "ASSAULT":
            ends = [self._side_taken(index, zone) for zone in zones]
            zones = [(zone[0], end) for zone, end in zip(zones, ends, strict=True) if end > zone[0]]
        others = self._first_other(actors, zones, speaker=speaker, scenes=protest)
        return Dyad(actors, others, place)

    def _shared(self, index: int) -> int | None:
        """Return the subject that a verb shares with what governs it, or a pronoun of its own."""
        token, subject = self.parse.tokens[index], subject_of(self.parse, index)
        behind = subject is not None and subject > index and token.deprel == "conj"
        return subject_of(self.parse, token.head) if behind else subject

    def _is_told(self, index: int, *, speaker: Actor | None) -> bool:
        """Say whether somebody else is told to do it: "ordered the Chadian envoy to leave".

        Who orders his own troops to leave does it; what others are ordered they have not done yet.
        """
        token = self.parse.tokens[index]
        mark = child(self.parse, index, ("mark",))
        if token.deprel not in ("xcomp", "ccomp") or mark is None or token.xpos != "VB":
            return False
        told = child(self.parse, token.head, ("obj", "iobj"))
        if told is None or not token.head < told < index:
            return False
        teller = subject_of(self.parse, token.head)
        own = self._of(*phrase(self.parse, teller), speaker=speaker) if teller is not None else ()
        others = self._named(*phrase(self.parse, told))
        return any(other.code not in {one.code for one in own} for other in others)

    def _side_taken(self, index: int, zone: Range) -> int:
        """Return where a range ends, or before that whom somebody fights for or alongside."""
        for below in self.parse.children[index]:
            case = child(self.parse, below, ("case",))
            sided = case_of(self.parse, below) in self.finder.words.words["sided"]
            if case is not None and sided and max(index, zone[0]) <= case < zone[1]:
                return case
        return zone[1]

    def _addressed(self, index: int) -> Range | None:
        """Return whom alone a verb accuses or addresses, None where others may be meant.

        Whom X arms is not accused in "accused X of arming Y", nor is who is to be attacked urged
        in "urged the commanders to attack Y".
        """
        accusing = self.finder.lemma(index) in self.finder.words.words["accusing"]
        first = index + 1
        found = next((i for i in self.parse.children[index] if self._is_object(i)), None)
        if found is not None:
            first = phrase(self.parse, found)[0]
            head, words = self.parse.tokens[found].text, self.cast.words
            if not (accusing or words.is_person(head) or words.is_body(head)):
                return None
        elif not accusing:
            return None
        last, end = first + 1, self.parse.sentences[self.parse.tokens[index].sentence].last
        named = {i for m in self.cast.inside(first, end) for i in range(m.first, m.last)}
        while last < end and (last in named or not self._opens_matter(last)):
            last += 1
        return first, last

    def _is_object(self, index: int) -> bool:
        token = self.parse.tokens[index]
        return token.deprel in ("obj", "iobj") and index > token.head

    def _opens_matter(self, index: int) -> bool:
        """Say whether a word opens what somebody is accused of or urged to do."""
        token = self.parse.tokens[index]
        return token.text.lower() in self.finder.words.words["matters"] or token.text == ","

    def _is_passive(self, index: int) -> bool:
        """Say whether a verb's subject suffers: by its form, or as a participle behind a noun."""
        token = self.parse.tokens[index]
        if token.text.lower() in self.finder.words.adjectives:
            return False
        if child(self.parse, index, ("nsubj:pass", "aux:pass")) is not None:
            return True
        if token.xpos in ("VBN", "VBD") and token.deprel == "advcl":  # "Asked …, X said"
            return child(self.parse, index, ("aux", "obj", "nsubj", "expl")) is None
        return token.xpos == "VBN" and token.deprel in ("acl", "acl:relcl", "amod")

    def _locals(self, index: int, subject: int, *, protest: bool) -> tuple[Actor, ...]:
        """Return the people who protest, or the police, of the state in which they do it."""
        police = self.finder.lemma(subject) in self.finder.words.words["police"]
        sentence = self.parse.sentences[self.parse.tokens[index].sentence]
        found = [m for m in self.cast.inside(sentence.first, sentence.last) if m.actor.code]
        behind = [m for m in found if m.first > index] if protest else []
        found = [m for m in found if self._beside.is_scene(m)] or behind
        if not found or not (protest or police):
            return ()
        start, end = self.parse.span(*phrase(self.parse, subject))
        span, sector = Evidence.of(self.parse.text, start, end), "CVL" if protest else "COP"
        return (Actor(name=span.exact, code=found[0].actor.code, sector=sector, span=span),)

    def _before(self, index: int, subject: int | None) -> tuple[Actor, ...]:
        """Return the first name before a verb, for a subject that the tree does not show.

        Of a subject that it shows, the name inside: who is named elsewhere has not done it.
        """
        first = self.parse.sentences[self.parse.tokens[index].sentence].first
        last = index
        if subject is not None and self.parse.tokens[subject].upos not in ("PRON", "DET"):
            first, last = phrase(self.parse, subject)
        found = [m for m in self.cast.inside(first, last) if m.sort is not Sort.PLACE]
        return (found[0].actor,) if found else ()

    def _zones(self, index: int, wide: bool) -> Iterator[Range]:
        """Yield where a recipient may stand: objects, phrases with a preposition, the rest.

        Not behind "after" or "while": what happens there is done to others.
        """
        end = self.parse.sentences[self.parse.tokens[index].sentence].last
        end = next((i for i in range(index + 1, end) if self._dates(i)), end)
        rest: list[Range] = []
        for below in self.parse.children[index]:
            token = self.parse.tokens[below]
            if not index < below < end:
                continue
            if token.deprel in ("obj", "iobj"):
                yield phrase(self.parse, below)
            elif token.deprel in _INNER or (wide and token.deprel == "advcl"):
                inside = self.parse.subtree(below)
                rest.append((inside[0], min(inside[-1] + 1, end)))
        yield from rest
        last = index + 1
        while last < end and not self._breaks_off(last):
            last += 1
        yield index + 1, last
        if wide:
            yield index + 1, end

    def _dates(self, index: int) -> bool:
        """Say whether a word opens a clause that tells when."""
        token = self.parse.tokens[index]
        return token.deprel == "mark" and token.text.lower() in self.finder.words.words["dated_by"]

    def _breaks_off(self, index: int) -> bool:
        """Say whether a clause ends at this token, or goes on to what only surrounds the event."""
        text = self.parse.tokens[index].text.lower()
        return text in (",", ";", ":", "—") or text in self.finder.words.words["asides"]

    def _of_noun(
        self, index: int, span: Range, *, speaker: Actor | None, place: str | None
    ) -> Dyad:
        """Return the name before an event noun as its actor, names after it as recipients."""
        before = self._named(span[0], index)
        of = [
            below
            for below in self.parse.children[index]
            if below > index and case_of(self.parse, below) in ("of", "by")
        ]
        after = [zone for zone in ((index + 1, span[1]),) if zone[0] < zone[1]]
        if not before and of:
            last = phrase(self.parse, of[0])[1]
            before = self._of(self._after_case(of[0]), last, speaker=speaker)
            after = []
        if not before:
            before = self._of_governor(index, speaker=speaker)
        recipients = self._first_other(before, after) if before else ()
        return Dyad(before, recipients, place)

    def _of_governor(self, index: int, *, speaker: Actor | None) -> tuple[Actor, ...]:
        """Return the subject of the clause in which an event noun stands."""
        head = self.parse.tokens[index].head
        while head >= 0 and self.parse.tokens[head].upos not in ("VERB", "AUX"):
            head = self.parse.tokens[head].head
        subject = subject_of(self.parse, head) if head >= 0 else None
        if subject is None:
            return ()
        return self._of(*phrase(self.parse, subject), speaker=speaker)

    def _after_case(self, index: int) -> int:
        """Return the first token behind the preposition of a noun."""
        case = child(self.parse, index, ("case",))
        return index if case is None else case + 1

    def _of(self, first: int, last: int, *, speaker: Actor | None) -> tuple[Actor, ...]:
        """Return whom a phrase names: its members where it joins several, else names inside it."""
        for mention in self.cast.inside(max(0, first - MAX_NAME_TOKENS), first):
            if mention.adjective and mention.last == first:
                first = mention.first
        if (owned := self._owned(first, last)) is not None:
            return (owned,)
        actor = self.cast.actor(first, last, speaker=speaker)
        members = actor.members if actor is not None and actor.members else (actor,)
        known = tuple(m for m in members if m is not None and (m.code or m.id))
        named = self._named(first, last)
        if known and len(named) <= len(known):
            return known
        if named:
            return named
        if actor is None or actor.sector is None:
            return ()
        return (self._of_state(actor, first, last, speaker=speaker),)

    def _of_state(self, actor: Actor, first: int, last: int, *, speaker: Actor | None) -> Actor:
        """Return an actor with the state that its possessive pronoun or who speaks of it tells.

        "Its aircraft", and "the navy" in what the navy's own government or its agency says.
        """
        tokens = self.parse.tokens
        pronoun = next((i for i in range(first, last) if tokens[i].xpos == "PRP$"), None)
        if pronoun is not None:
            owner = self.cast.pronoun(pronoun, speaker=speaker)
            owner = self.cast.side_of(owner) or owner
        else:
            bare = [t for t in tokens[first:last] if t.upos not in ("DET", "PUNCT")]
            owner = speaker if len(bare) == 1 and self._speaks_for_state(speaker) else None
        return actor if owner is None or owner.code is None else replace(actor, code=owner.code)

    def _speaks_for_state(self, speaker: Actor | None) -> bool:
        """Say whether somebody is of a government or an army, or a state's own medium."""
        if speaker is None or speaker.code is None:
            return False
        outlet = self.cast.world.is_outlet(speaker.name)
        return speaker.sector in ("GOV", "MIL") or bool(outlet and outlet.kind == STATE_MEDIA)

    def _owned(self, first: int, last: int) -> Actor | None:
        """Return whom a phrase means by what a person has: it is not Putin who is Putin's army."""
        tokens = self.parse.tokens
        mentions = self._inside(first, last)
        if len(mentions) != 1 or mentions[0].sort is not Sort.PERSON:
            return None
        owner = mentions[0]
        if owner.last >= last or tokens[owner.last].xpos != "POS":
            return None
        start, end = tokens[owner.first].start, self.parse.span(owner.last, last)[1]
        span = Evidence.of(self.parse.text, start, end)
        described = self.cast.actor(first, last)
        sector = described.sector if described is not None else None
        return Actor(name=span.exact, code=owner.actor.code, sector=sector, span=span)

    def _named(self, first: int, last: int) -> tuple[Actor, ...]:
        """Return the first named actor in a range, with those that "and" joins to it."""
        mentions = [m for m in self._inside(first, last) if m.actor.code or m.actor.id]
        return self._joined(mentions)

    def _inside(self, first: int, last: int) -> list[Mention]:
        """Return the mentions of a range, without those who only stand behind what others do."""
        return [m for m in self.cast.inside(first, last) if self._beside.takes_part(m)]

    def _joined(self, mentions: list[Mention]) -> tuple[Actor, ...]:
        found: list[Mention] = []
        for mention in mentions:
            if found and mention.last <= found[-1].last:
                continue
            if found and not self._linked(found[-1].last, mention.first):
                break
            if all(mention.actor.name != other.actor.name for other in found):
                found.append(mention)
        return tuple(mention.actor for mention in found)

    def _linked(self, first: int, last: int) -> bool:
        return all(self.parse.tokens[i].text.lower() in _LINKING for i in range(first, last))

    def _first_other(
        self,
        actors: tuple[Actor, ...],
        zones: list[Range],
        *,
        speaker: Actor | None = None,
        scenes: bool = False,
    ) -> tuple[Actor, ...]:
        """Return the first actors of these ranges who are not the actors themselves.

        With `scenes`, where something is stands for whom it is against: a people's own government.
        """
        own = {actor.code for actor in actors if actor.code} | {actor.name for actor in actors}
        for first, last in zones:
            if last - first == 1 and self.parse.tokens[first].xpos == "PRP":
                actor = self.cast.pronoun(first, speaker=speaker)
                side = None if actor is None else (self.cast.side_of(actor) or actor)
                if side is not None and side.code and side.code not in own:
                    return (side,)
                if self.parse.tokens[first].text.lower() in self.finder.words.words["persons"]:
                    return ()  # "armed us": who it is, others are not
            mentions = [
                mention
                for mention in self._inside(first, last)
                if (mention.actor.code or mention.actor.id)
                and mention.actor.code not in own
                and mention.actor.name not in own
            ]
            if mentions:
                return self._joined(mentions)
        return self._unknown_other(own, zones[:1], scenes=scenes)

    def _unknown_other(
        self, own: set[str], zones: list[Range], *, scenes: bool
    ) -> tuple[Actor, ...]:
        """Return the first name of these ranges that no table knows, unless it is a mere place."""
        for first, last in zones:
            named = (m for m in self._inside(first, last) if m.actor.name not in own)
            mentions = [m for m in named if scenes or not self._beside.is_scene(m)]
            if mentions:
                return self._joined(mentions)
        return ()

    def _place(self, index: int, span: Range) -> str | None:
        """Return the name behind a preposition of place in an event's clause."""
        for mention in self.cast.inside(max(span[0], index), span[1]):
            before = mention.first - 1
            while before > index and self.parse.tokens[before].upos in ("DET", "ADJ", "NOUN"):
                before -= 1
            placed = self.parse.tokens[before].text.lower() in self.finder.words.words["place"]
            if placed and mention.sort in (Sort.STATE, Sort.PLACE):
                return mention.actor.name
        return None
