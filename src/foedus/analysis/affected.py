"""Affected: whom a promised act helps and whom it harms, by the words of the act.

"Fight by X's side", "give X support", "send weapons to X" help; "impose sanctions on X", "cut off
deliveries to X", "expel X's envoy" harm. What the words leave open the model may know, and then
the condition: who is defended, or who would have done what is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.analysis.clauses import case_word, child, head_of, phrase, subject_of
from foedus.analysis.mentions import POSSESSIVE
from foedus.analysis.parse import Parse
from foedus.analysis.parties import Parties, is_known
from foedus.analysis.promised import PromisedAct
from foedus.languages.actions import ActionWords
from foedus.languages.promises import PromiseWords
from foedus.records.actors import Actor
from foedus.records.commitments import Polarity

Range = tuple[int, int]
_OBJECTS = ("obj", "iobj")
_TOLD = (*_OBJECTS, "nsubj")
"""Behind its verb even what the tree calls a subject is whom one tells or accuses."""
_DEFENDED = (*_OBJECTS, "nsubj:pass")
_BESIDE = frozenset({"at", "near"})
_HANGING = ("obl", "nmod", "iobj", "obj")


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, and who says so: "we" and "our" are the speaker's."""

    committer: Actor
    speaker: Actor | None


@dataclass(frozen=True)
class AffectedReader:
    """Reads from the tree of an act whom it helps and whom it harms."""

    parse: Parse
    parties: Parties
    words: PromiseWords
    classes: ActionWords

    def companion(self, action: Range, who: Who) -> Actor | None:
        """Return whom the committer fights for or stands by; None where the act has nobody."""
        return self._first(self._companions(action), who)

    def given(self, action: Range, who: Who) -> Actor | None:
        """Return to whom an act sends something: "send Chad troops"."""
        head = head_of(self.parse, *action)
        return self._first((i for i in self.parse.children[head] if self._is(i, ("iobj",))), who)

    def helped(self, action: Range, act: PromisedAct, who: Who) -> Actor | None:
        """Return whom an act that helps or yields is for."""
        if act.bearing == "harm":
            return None
        return self._first(self._receivers(action, self._openers(act)), who)

    def harmed(self, action: Range, act: PromisedAct, who: Who) -> Actor | None:
        """Return whom an act of harm is done to."""
        if act.bearing == "yield" and act.polarity is Polarity.WILL_NOT:  # "will never talk to"
            return self._first(self._receivers(action, self._openers(act)), who, known=False)
        if act.bearing not in ("harm", "reply"):
            return None
        severed = self.words.severing.get(act.label, frozenset())
        openers = self.words.harming - ({"at"} if act.label == "close_route" else set())
        found = self._first(self._victims(action, openers, severed), who)
        return self._first(self._warned(action), who) if found is None else found

    def _openers(self, act: PromisedAct) -> frozenset[str]:
        """Return the prepositions before whom an act is for; talks are "with" somebody."""
        return self.words.helping | ({"with"} if act.label == "negotiate" else set())

    def _warned(self, action: Range) -> Iterator[int]:
        """Yield who is warned of an act by name, or accused before it is threatened.

        "Warned Tokyo that it would pay", "accused Tokyo of … and said that it would respond".

        What one tells "his Omani counterpart" may be about anybody.
        """
        tokens, verb = self.parse.tokens, head_of(self.parse, *action)
        above = tokens[verb].head
        if above < 0 or tokens[verb].deprel != "ccomp":
            return
        blamed = tokens[above].head if tokens[above].deprel == "conj" else -1
        for index, table in ((above, self.words.warning), (blamed, self.words.accusing)):
            if (
                index < 0
                or self.classes.lemma_of(tokens[index].text, tokens[index].lemma) not in table
            ):
                continue
            told = (i for i in self.parse.children[index] if i > index and self._is(i, _TOLD))
            yield from (i for i in told if tokens[i].upos == "PROPN")

    def _first(self, found: Iterator[int], who: Who, *, known: bool = True) -> Actor | None:
        """Return the first of these words that stands for an actor other than the committer.

        He is somebody `known`, or at least described.
        """
        for index in found:
            first, last = phrase(self.parse, index)
            owning = last > first + 1 and self.parse.tokens[last - 1].text in POSSESSIVE
            words = (first, last - owning)  # "the North's" is the North
            actor = self.parties.acting(words, who.speaker)
            if actor is None or actor.name == who.committer.name:
                continue
            if actor.name.startswith(f"{who.committer.name}'"):
                continue  # "will not send their delegation": their own
            if is_known(actor) or not (known or self.parties.is_thing(words)):
                return actor
        return None

    def defends_own(self, action: Range) -> bool:
        """Say whether what an act defends is the committer's own: "ourselves", "its soil"."""
        tokens = self.parse.tokens
        for index in range(*action):
            lemma = self.classes.lemma_of(tokens[index].text, tokens[index].lemma)
            if lemma not in self.words.defending or tokens[index].upos != "VERB":
                continue
            if tokens[index].deprel in ("xcomp", "ccomp") and action[0] <= tokens[index].head:
                above = tokens[tokens[index].head]
                if self.classes.lemma_of(above.text, above.lemma) in self.words.helping_verbs:
                    continue  # "help them defend themselves"
            for below in self.parse.children[index]:
                if not self._is(below, _OBJECTS):
                    continue
                own = any(tokens[i].xpos in ("PRP", "PRP$") for i in self.parse.subtree(below))
                friend = tokens[below].lemma.lower() in self.words.friends
                if own and not friend and tokens[below].upos != "PRON":
                    return True
                if tokens[below].text.lower().endswith(("self", "selves")):
                    return True
        return False

    def _companions(self, action: Range) -> Iterator[int]:
        tokens = self.parse.tokens
        for index in range(*action):
            word = tokens[index].text.lower()
            lemma = self.classes.lemma_of(tokens[index].text, tokens[index].lemma)
            if word in self.words.beside:
                yield from self._behind(index, action)
            elif tokens[index].upos == "NOUN" and word in self.words.side_nouns:
                yield from self._owners(index)
            elif tokens[index].upos == "VERB" and lemma in self.words.siding:
                yield from self._siding(index, action)
            elif tokens[index].upos == "VERB" and lemma in self.words.defending:
                yield from (i for i in self.parse.children[index] if self._is(i, _DEFENDED))

    def _siding(self, verb: int, action: Range) -> Iterator[int]:
        """Yield "with X", of "stand" also "by X", and of "join" the object."""
        for below in self.parse.children[verb]:
            case = child(self.parse, below, ("case",))
            opener = "" if case is None else self.parse.tokens[case].text.lower()
            lemma = self.parse.tokens[verb].lemma.lower()
            joined = lemma == "join" and self._is(below, _OBJECTS)
            joined = joined or (opener == "by" and lemma in self.words.standing)
            if verb < below < action[1] and (opener == "with" or joined):
                yield below

    def _receivers(self, action: Range, openers: frozenset[str]) -> Iterator[int]:
        """Yield who is given something, then who stands behind "to" or "for"."""
        for verb in self._verbs(action):
            objects = [i for i in self.parse.children[verb] if self._is(i, _OBJECTS) and i > verb]
            datives = [i for i in objects if self._is(i, ("iobj",))]
            yield from datives or (objects[:1] if len(objects) > 1 else [])
        head = head_of(self.parse, *action)
        token = self.parse.tokens[head]
        if self.classes.lemma_of(token.text, token.lemma) in self.words.helping_verbs:
            yield from (i for i in self.parse.children[head] if self._is(i, _OBJECTS))
        yield from self._companions(action)
        for verb in self._verbs(action):
            if self.parse.tokens[verb].lemma.lower() in self.words.mending:
                things = (i for i in self.parse.children[verb] if self._is(i, _OBJECTS))
                yield from (owner for thing in things for owner in self._owners(thing))
        for index in self._behind_openers(action, openers):
            case = child(self.parse, index, ("case",))
            if case is None or not (self.is_of_a_road(case) or self._is_goal(index)):
                yield index

    def _victims(
        self, action: Range, openers: frozenset[str], severed: frozenset[str]
    ) -> Iterator[int]:
        """Yield who suffers, who stands behind "on" or "against", then the object or its owner.

        Behind `severed` words ("cut aid to") he stands too, if no surer word names another.
        """
        head = head_of(self.parse, *action)
        subject = subject_of(self.parse, head)
        passive = child(self.parse, head, ("aux:pass",)) is not None
        suffers = subject is not None and (passive or self.parties.suffers(head))
        if subject is not None and suffers and not self._is_anybody(subject):
            yield subject
        yield from self._behind_openers(action, openers)
        yield from self._behind_openers(action, severed)
        for verb in self._verbs(action):
            for index in self.parse.children[verb]:
                if self._is(index, _OBJECTS) and index > verb and not self._is_act(index):
                    yield index
                    yield from self._owners(index)

    def _is_anybody(self, index: int) -> bool:
        """Say whether a pronoun stands for whoever it is: "if anyone comes, he will pay"."""
        tokens = self.parse.tokens
        first = self.parse.sentences[tokens[index].sentence].first
        before = {token.text.lower() for token in tokens[first:index]}
        return tokens[index].upos == "PRON" and not before.isdisjoint(self.parties.words.unnamed)

    def _is_act(self, index: int) -> bool:
        """Say whether a noun is an act: "European sanctions" are not against Europe."""
        token = self.parse.tokens[index]
        lemma = self.classes.lemma_of(token.text, token.lemma)
        return self.classes.sense_of_noun(lemma, promised=True) is not None

    def _verbs(self, action: Range) -> list[int]:
        """Return the verbs of an act that are joined or carry on its first one."""
        head = head_of(self.parse, *action)
        found = [head]
        for index in range(head + 1, action[1]):
            token = self.parse.tokens[index]
            carried = token.deprel in ("conj", "xcomp", "advcl") and token.head in found
            if token.upos == "VERB" and carried:
                found.append(index)
        return found

    def _behind_openers(self, action: Range, openers: frozenset[str]) -> Iterator[int]:
        """Yield the nouns of an act that stand behind one of these prepositions."""
        for index in range(*action):
            token = self.parse.tokens[index]
            if token.text.lower() in openers and token.deprel == "case":
                yield from self._behind(index, action)

    def is_of_a_road(self, index: int) -> bool:
        """Say whether a preposition only tells where a road leads or is: "the road to Osh"."""
        before = self.parse.tokens[index - 1]
        if self.parse.tokens[index].text.lower() not in ("to", *_BESIDE):
            return False
        lemma = self.classes.lemma_of(before.text, before.lemma)
        return before.upos == "NOUN" and lemma in self.classes.sets["border"]

    def _is_goal(self, index: int) -> bool:
        """Say whether a noun is where one goes oneself: "return to Geneva"."""
        verb = self.parse.tokens[index].head
        if verb < 0:
            return False
        sent = child(self.parse, verb, _OBJECTS)
        if sent is not None:  # "send a delegation to Geneva"
            return self.parse.tokens[sent].lemma.lower() in self.words.delegates
        return self.parse.tokens[verb].lemma.lower() in self.words.going

    def _behind(self, index: int, action: Range) -> Iterator[int]:
        """Yield the noun that a preposition stands before."""
        head = self.parse.tokens[index].head
        if index < head < action[1] and self._is(head, (*_HANGING, "obl:agent", "conj")):
            yield head

    def _owners(self, index: int) -> Iterator[int]:
        """Yield whose a thing is: "its envoy", "the Greek fleet", "the side of Iran"."""
        if index > 1 and self.parse.tokens[index - 1].text in POSSESSIVE:
            yield index - 2
        for below in self.parse.children[index]:
            beside = case_word(self.parse, below) in _BESIDE
            if self._is(below, ("nmod:poss", "amod", "compound", "nmod")) and not beside:
                yield below

    def _is(self, index: int, relations: tuple[str, ...]) -> bool:
        return self.parse.tokens[index].deprel in relations
