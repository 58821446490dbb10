"""Actors: who is named in a document, and whom a name, a description or a pronoun stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from foedus.analysis.clauses import phrase
from foedus.analysis.deliverers import find_home, find_own_state
from foedus.analysis.descriptions import Describer
from foedus.analysis.givers import giver_of_clause
from foedus.analysis.mentions import Mention, Sort, find_mentions
from foedus.analysis.namesakes import name_fully
from foedus.analysis.nominals import conjuncts, read_nominal
from foedus.analysis.parse import Parse
from foedus.analysis.pronouns import WINDOW_SENTENCES, Referent, announced, choose, named_behind
from foedus.analysis.quotes import find_quoted
from foedus.analysis.referents import find_referents
from foedus.analysis.scene import Scene, joined
from foedus.languages.actors import ActorWords, load_actor_words
from foedus.records.actors import Actor
from foedus.records.documents import Document, Evidence
from foedus.world import World

LATER_SENTENCES = 6
"""How many sentences on who is "he" at the beginning of a text may be named."""
STATE_MEDIA = "state media"
_LANDS = ("the country", "the nation")
_YEAR = re.compile(r"\s+\d{4}$")
"""What collections add to the name of an outlet."""
MAX_CHAIN = 8
"""How many pronouns may lead to one another ("its ally" … "its leader") before none is read."""


@dataclass(frozen=True, slots=True)
class Question:
    """In whose words and at which date a phrase is read, and how many pronouns led to it."""

    speaker: Actor | None
    at: str | None
    depth: int = 0

    def deeper(self) -> Question:
        """Return the question for a phrase that a pronoun leads to."""
        return Question(self.speaker, self.at, self.depth + 1)


@dataclass(frozen=True)
class Cast:
    """Everybody named in one document, with lookups by tokens.

    `mentions` are the named actors in order of the text. Every actor that a lookup returns carries
    the characters that were asked for.
    """

    document: Document
    parse: Parse
    world: World
    words: ActorWords
    mentions: tuple[Mention, ...]
    describer: Describer
    quoted: tuple[bool, ...]
    referents: Mapping[int, tuple[Referent, ...]]
    own_state: Actor | None = None
    resolved: dict[int, Actor | None] = field(default_factory=dict)
    answered: dict[tuple[int, int, Actor | None, str | None], Actor | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    def actor(
        self, first: int, last: int, *, speaker: Actor | None = None, at: str | None = None
    ) -> Actor | None:
        """Return the actor that tokens[first:last] stand for; None where the text does not tell.

        Args:
            first: The first token of a name, noun phrase or pronoun.
            last: The token after it.
            speaker: Who says these words; "we" and "I" need him.
            at: An ISO date for offices and seats; without it the document's own.

        Returns:
            The actor with the span of these tokens. Several joined by "and" are one actor with
            members. A description of nobody in particular keeps its own words as its name.
        """
        if not 0 <= first < last <= len(self.parse.tokens):
            return None
        asked = (first, last, speaker, at or self._date)
        if asked not in self.answered:
            found = self._read(first, last, Question(speaker, at or self._date))
            span = Evidence.of(self.parse.text, *self.parse.span(first, last))
            self.answered[asked] = found and replace(found, span=span)
        return self.answered[asked]

    def pronoun(self, index: int, *, speaker: Actor | None = None) -> Actor | None:
        """Return whom the pronoun at tokens[index] stands for, without a span."""
        return self._pronoun(index, Question(speaker, self._date))

    def side_of(self, actor: Actor | None) -> Actor | None:
        """Return the state or organisation an actor is or speaks for; None where unknown."""
        if actor is None:
            return None
        if actor.members:
            sides = [self.side_of(member) or member for member in actor.members]
            return joined(sides)
        found = self.describer.side(actor, self._date)
        return None if found is None else replace(found, span=actor.span)

    def inside(self, first: int, last: int) -> tuple[Mention, ...]:
        """Return the mentions inside tokens[first:last], in order of the text."""
        begin = bisect_left(self._firsts, first)
        end = bisect_left(self._firsts, last, lo=begin)
        return tuple(m for m in self.mentions[begin:end] if m.last <= last)

    @cached_property
    def _firsts(self) -> list[int]:
        return [mention.first for mention in self.mentions]

    @property
    def home(self) -> Actor | None:
        """Return the state whose government publishes the document, None for the press."""
        return self.describer.scene.home

    @property
    def _voiced(self) -> Actor | None:
        """Return the state whose own medium the document is: its "we" is the state's."""
        outlet = self.world.is_outlet(_YEAR.sub("", self.document.outlet or ""))
        if outlet is None or outlet.kind != STATE_MEDIA or outlet.code is None:
            return None
        return self.world.actor_of(outlet.code, self._date)

    @property
    def _date(self) -> str | None:
        return self.document.published.latest

    def _read(self, first: int, last: int, question: Question) -> Actor | None:
        """Return the actor of a phrase: a pronoun, several joined, a name or a description."""
        first, last = self._trim(first, last)
        pronoun = self._sole_pronoun(first, last)
        if pronoun is not None:
            return self._pronoun(pronoun, question)
        cover = self.describer.scene.cover
        last = self._without_title(first, last)
        parts = conjuncts(self.parse, first, last, cover=cover)
        if len(parts) > 1 and self.describer.is_list(parts):
            members = [self._read(a, b, question) for a, b in parts]
            return joined([member for member in members if member is not None])
        nominal = read_nominal(self.parse, first, last, cover=cover, words=self.words)
        owner = None
        if nominal.possessor is not None and self._sole_pronoun(*nominal.possessor) is not None:
            owner = self._pronoun(nominal.possessor[0], question)
        side = self.side_of(owner)
        land = self._land(first, last, question)
        return land or self.describer.read(nominal, owner=owner, owner_side=side, at=question.at)

    def _land(self, first: int, last: int, question: Question) -> Actor | None:
        """Return whose "the country" is: who speaks of it, where his sentence names no other."""
        if " ".join(t.text.lower() for t in self.parse.tokens[first:last]) not in _LANDS:
            return None
        opening = self.parse.sentences[self.parse.tokens[first].sentence].first
        named = (m.actor.code for m in self.inside(opening, first) if m.sort is Sort.STATE)
        side = self.side_of(question.speaker)
        return None if side is None or any(code != side.code for code in named) else side

    def _without_title(self, first: int, last: int) -> int:
        """Return where a name ends that a title follows: "X, minister of trade and industry"."""
        name = self.describer.scene.starts.get(first)
        if name is None or name.sort is not Sort.PERSON or name.last + 1 >= last:
            return last
        rest = self.parse.tokens[name.last + 1 : last]
        others = [m for m in self.inside(name.last, last) if m.sort is Sort.PERSON]
        stop = next((t.index for t in rest if t.upos == "CCONJ"), last)
        titled = any(self.words.is_person(t.text) for t in rest if t.index < stop)
        comma = self.parse.tokens[name.last].text == ","
        return name.last if comma and titled and not others else last

    def _pronoun(self, index: int, question: Question) -> Actor | None:
        """Return whom a pronoun stands for."""
        kind, speaker = self.words.pronoun(self.parse.tokens[index].text), question.speaker
        if kind is None or question.depth > MAX_CHAIN:
            return None
        if kind == "me":
            return None if speaker is None else replace(speaker, span=None)
        if kind == "us":
            side = self.side_of(speaker) or speaker or self.home or self._voiced or self.own_state
            return None if side is None else replace(side, span=None)
        if kind == "relative":
            return self._relative(index, question.deeper())
        if speaker is None and index in self.resolved:
            return self.resolved[index]
        return self._antecedent(index, kind, question.deeper())

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        """Return the range without marks at its edges; at least one token stays."""
        while last - first > 1 and self.parse.tokens[first].upos == "PUNCT":
            first += 1
        while last - first > 1 and self.parse.tokens[last - 1].upos == "PUNCT":
            last -= 1
        return first, last

    def _sole_pronoun(self, first: int, last: int) -> int | None:
        """Return the pronoun that a range consists of, but for words such as "himself" or "all"."""
        tokens = self.parse.tokens[first:last]
        for token in tokens[: 2 if len(tokens) < 4 else 1]:
            kind = self.words.pronoun(token.text)
            if kind is None:
                if token.upos in ("ADV", "ADP", "CCONJ", "SCONJ"):
                    continue
                return None
            rest = tokens[token.index - first + 1 :]
            if all(t.upos in ("ADV", "PRON", "PUNCT", "DET") for t in rest[:1]):
                return token.index
            return None
        return None

    def _relative(self, index: int, question: Question) -> Actor | None:
        """Return the noun that a relative clause describes."""
        verb = self.parse.tokens[index].head
        if verb < 0 or index == 0:
            return None
        noun = self.parse.tokens[verb].head
        if not self.parse.tokens[verb].deprel.startswith("acl") or not 0 <= noun < index:
            noun = index - 1
            while noun > 0 and self.parse.tokens[noun].upos in ("PUNCT", "ADP", "PRON"):
                noun -= 1
        first, last = self.describer.around(noun)
        if not first <= noun < min(last, index):
            return None
        return self._read(first, min(last, index), question)

    def _antecedent(self, index: int, kind: str, question: Question) -> Actor | None:
        """Return whom "he", "it" or "they" stands for."""
        speaker = question.speaker
        giver = self._giver(index, kind)
        if giver is not None:
            return self._actor_of(giver, question)
        side = self.side_of(speaker)
        quoted = self.quoted[index] or self._first_person(index, speaker)
        if speaker is not None and not quoted and self._fits(speaker, kind):
            return replace(speaker, span=None)
        barred = {a.name for a in (speaker, side) if a is not None and quoted}
        barred |= named_behind(self.parse, self.describer.scene.starts, index)
        referent = choose(
            self.parse,
            index,
            self._candidates(index, barred),
            kind=kind,
            quoted=quoted,
            speaking=self._speaks(index),
        )
        elsewhere = referent is None or not self._is_beside(referent, index)
        if kind == "thing" and side is not None and not quoted and elsewhere and self._acts(index):
            return replace(side, span=None)  # "Gan, a navy spokesman, said it would fire"
        if referent is None and kind in ("person", "thing") and not quoted:
            referent = self._named_later(index, kind)
        if referent is None:
            referent = announced(self.parse, index, self._candidates(index, barred), kind=kind)
        if referent is None and self.parse.tokens[index].text.lower() in self.words.feminine:
            referent = self._country(index, barred, quoted=quoted)
        if referent is None:
            return None
        actor = self._actor_of(referent, question)
        return None if actor is None else replace(actor, span=None)

    def _is_beside(self, referent: Referent, index: int) -> bool:
        """Say whether a phrase stands in the sentence of a pronoun."""
        return self.parse.tokens[referent.head].sentence == self.parse.tokens[index].sentence

    def _acts(self, index: int) -> bool:
        """Say whether a pronoun is the subject of what is said, and of no "if" in it."""
        token = self.parse.tokens[index]
        within = self.parse.tokens[token.head].deprel.startswith(("advcl", "acl"))
        return token.deprel == "nsubj" and not within

    def _giver(self, index: int, kind: str) -> Referent | None:
        """Return who gives the word whose clause a pronoun opens ("a promise from Y that it …")."""
        first = giver_of_clause(self.parse, index, self.words)
        if first is None:
            return None
        rows = self.referents.get(self.parse.tokens[index].sentence, ())
        fits = (r for r in rows if first <= r.last - 1 < index and kind in r.sorts and not r.joint)
        return min(fits, key=lambda row: row.first, default=None)

    def _named_later(self, index: int, kind: str) -> Referent | None:
        """Return the only one named just after a pronoun that opens a text ("He said …")."""
        for reach in (WINDOW_SENTENCES, LATER_SENTENCES):
            found = self._subjects_around(index, kind, reach)
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _subjects_around(self, index: int, kind: str, reach: int) -> list[Referent]:
        """Return the names that a pronoun which opens a text may mean; empty if one stands before.

        A thing is looked for only where it speaks, in the first sentence.
        """
        sentence = self.parse.tokens[index].sentence
        if kind == "thing" and (not self._speaks(index) or sentence):
            return []
        rows = [
            row
            for number in range(max(0, sentence - WINDOW_SENTENCES), sentence + reach)
            for row in self.referents.get(number, ())
            if kind in row.sorts and row.key not in self.words.pronouns and not row.quoted
        ]
        if any(row.first < index for row in rows):
            return []
        return list({row.key: row for row in rows if row.named and row.subject}.values())

    def _country(self, index: int, barred: set[str], *, quoted: bool) -> Referent | None:
        """Return the state that "she" stands for where no woman is named."""
        states = {actor.name for actor in self.describer.scene.states.values()}
        rows = (row for row in self._candidates(index, barred) if row.key in states)
        return choose(self.parse, index, rows, kind="thing", quoted=quoted)

    def _speaks(self, index: int) -> bool:
        """Say whether the pronoun at tokens[index] is the source of a statement."""
        rows = self.referents.get(self.parse.tokens[index].sentence, ())
        return any(row.first == index and row.speaker for row in rows)

    def _first_person(self, index: int, speaker: Actor | None) -> bool:
        """Say whether a sentence speaks as "we" without marks, as transcripts do.

        A sentence that names its speaker, or quotes a part, reports him instead.
        """
        sentence = self.parse.sentences[self.parse.tokens[index].sentence]
        if speaker is None or any(self.quoted[sentence.first : sentence.last]):
            return False
        if speaker.span is not None and sentence.start <= speaker.span.start < sentence.end:
            return False
        tokens = self.parse.tokens[sentence.first : sentence.last]
        return any(self.words.pronoun(t.text) in ("me", "us") for t in tokens)

    def _candidates(self, index: int, barred: set[str]) -> Iterable[Referent]:
        """Yield the phrases before a pronoun, not those that stand for a barred actor."""
        sentence = self.parse.tokens[index].sentence
        for number in range(max(0, sentence - WINDOW_SENTENCES), sentence + 1):
            for referent in self.referents.get(number, ()):
                if number < sentence and referent.key.split()[0] in self.words.quantifiers:
                    continue  # "every man" is nobody to come back to
                pronoun = self.parse.tokens[referent.head].upos == "PRON"
                actor = self.resolved.get(referent.head) if pronoun else None
                key = actor.name if actor is not None else referent.key
                named_again = self._names_again(referent, index)
                if named_again or (
                    barred.isdisjoint(key.split("; ")) and not (referent.own and barred)
                ):
                    yield referent if key == referent.key else replace(referent, key=key)

    def _names_again(self, referent: Referent, index: int) -> bool:
        """Say whether a sentence names its own speaker's side anew ("if Norway says it will")."""
        same = self.parse.tokens[referent.head].sentence == self.parse.tokens[index].sentence
        return (
            same and referent.subject and referent.named and self.quoted[index] == referent.quoted
        )

    def _actor_of(self, referent: Referent, question: Question) -> Actor | None:
        if self.parse.tokens[referent.head].upos == "PRON":
            if referent.head in self.resolved or referent.quoted is False:
                return self.resolved.get(referent.head)
            return self._pronoun(referent.head, question)
        last, tokens = referent.last, self.parse.tokens
        if last < len(tokens) and tokens[last].text.lower() == "of" and not referent.named:
            last = max(last, phrase(self.parse, referent.head)[1])  # "the rebels of Tigray"
        return self._read(referent.first, last, question)

    def _fits(self, actor: Actor, kind: str) -> bool:
        """Say whether a pronoun of a class may stand for an actor."""
        if kind == "many":
            return bool(actor.members) or self.describer.is_plural(actor)
        person = self.describer.is_person(actor)
        return person if kind == "person" else not person and not self.describer.is_plural(actor)


def find_cast(document: Document, parse: Parse, *, world: World) -> Cast:
    """Find everybody who is named in a document, and whom its pronouns stand for.

    Args:
        document: Supplies the date at which offices are looked up.
        parse: The parse of the document's text.
        world: The tables of facts.
    """
    words = load_actor_words()
    mentions = name_fully(find_mentions(parse, world, words=words, at=document.published.latest))
    home = find_home(document, world, words)
    scene = Scene.of(parse, mentions, world=world, words=words, home=home)
    quoted = find_quoted(parse)
    referents = find_referents(scene, quoted=quoted)
    own = find_own_state(document, scene, quoted)
    describer = Describer(scene)
    cast = Cast(document, parse, world, words, scene.mentions, describer, quoted, referents, own)
    for token in parse.tokens:
        kind = words.pronoun(token.text)
        if kind in ("person", "thing", "many") and not quoted[token.index]:
            cast.resolved[token.index] = cast._antecedent(
                token.index, kind, Question(None, cast.document.published.latest)
            )
    return cast
