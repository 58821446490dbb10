"""Happenings: which words of a document report an event, and how the text vouches for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from foedus.analysis.clauses import Range, child, phrase
from foedus.analysis.event_classes import negated, sense_at
from foedus.analysis.matters import find_answer, is_hollow
from foedus.analysis.parse import Parse, Token
from foedus.languages.actions import ActionWords, Sense
from foedus.records.actions import EventStatus

MAX_STEPS = 12
_AHEAD = frozenset({"CONSULT", "MOBILIZE", "RETREAT"})
"""What is only announced of these is still to come; announced sanctions are imposed."""
WORDS_BEFORE_NOUN = 7
"""How far before an event noun "ahead of" may stand, its name between."""


@dataclass(frozen=True, slots=True)
class Happening:
    """The word that reports an event, what it means, and how the text vouches for it.

    `main` marks a predicate of a main or reported clause, not of a clause inside another.
    """

    index: int
    sense: Sense
    status: EventStatus
    verbal: bool
    main: bool


@dataclass(frozen=True, slots=True)
class HappeningFinder:
    """Looks for the happenings of one document; `barred` tokens never report one."""

    parse: Parse
    words: ActionWords
    barred: Collection[int]

    def find(self) -> list[Happening]:
        """Return verbal happenings and those of event nouns, in the order of the text."""
        verbs = [found for token in self.parse.tokens if (found := self._verbal(token.index))]
        kept = [found for found in verbs if not self._covered(found, verbs)]
        taken = {i for found in kept for i in self._objects(found.index)}
        nouns = [
            found
            for token in self.parse.tokens
            if (found := self._nominal(token.index))
            and (token.index not in taken or self.parties(token.index))
        ]
        nouns = [
            found
            for found in nouns
            if self.parties(found.index) or not self._covered(found, [*kept, *nouns])
        ]
        return sorted([*kept, *nouns], key=lambda found: found.index)

    def lemma(self, index: int) -> str:
        """Return the lemma of a token in lower case."""
        token = self.parse.tokens[index]
        return self.words.lemma_of(token.text, token.lemma)

    def _verbal(self, index: int) -> Happening | None:
        token = self.parse.tokens[index]
        if token.upos not in ("VERB", "ADJ") or token.deprel in ("amod", "compound"):
            return None
        if index in self.barred or self._in_background(index):
            return None
        answered = find_answer(self.parse, index, words=self.words)
        sense = answered or sense_at(self.parse, index, self.words)
        if sense is None or not sense.type or negated(self.parse, index, self.words):
            return None
        if is_hollow(self.parse, index, sense, words=self.words):
            return None
        status = self.status_of_verb(index)
        if status is None:
            return None
        ahead = sense.type in _AHEAD and self.lemma(index) in self.words.words["announcing"]
        if ahead and sense.event_class != "ceasing":  # a truce holds when it is announced
            status = EventStatus.PLANNED
        return Happening(index, sense, status, True, self._is_main(index))

    def _nominal(self, index: int) -> Happening | None:
        """Return the event that a noun names together with who takes part in it."""
        token = self.parse.tokens[index]
        if token.upos not in ("NOUN", "PROPN") or token.deprel in ("compound", "amod"):
            return None
        sense = sense_at(self.parse, index, self.words)
        if sense is None or not sense.type or sense.stance:
            return None
        between = self.parties(index)
        if index in self.barred and not between:
            return None
        if not between and not self._stands_alone(index, sense):
            return None
        if self._is_ended(index) or self._is_sought(index):
            return None
        return Happening(index, sense, self._status_of_noun(index), False, False)

    def _is_sought(self, index: int) -> bool:
        """Say whether a noun names what is only tried or wanted: "tried to broker a truce"."""
        token = self.parse.tokens[index]
        if (
            token.deprel not in ("obj", "nsubj:pass")
            or self.parse.tokens[token.head].upos != "VERB"
        ):
            return False
        sought = self.lemma(token.head) in self.words.words["seeking"]
        return sought or self.status_of_verb(token.head) is None

    def _is_ended(self, index: int) -> bool:
        """Say whether a noun names what is called off or never was: "cancelled joint exercises"."""
        token = self.parse.tokens[index]
        if negated(self.parse, index, self.words):
            return True
        fails = token.deprel == "nsubj" and self.lemma(token.head) in self.words.words["failing"]
        if fails and self.lemma(index) in self.words.sets["talks"]:
            return True  # of "talks collapsed" that they did is what happened
        if token.deprel not in ("obj", "nsubj:pass") or token.head < 0:
            return False
        if negated(self.parse, token.head, self.words):
            return True
        return self.lemma(token.head) in self.words.words["calling_off"]

    def parties(self, index: int) -> Range | None:
        """Return the tokens of "X and Y" in "between X and Y" after an event noun."""
        tokens, last = self.parse.tokens, index + 1
        while last < min(index + 3, len(tokens)) and tokens[last].upos == "PUNCT":
            last += 1
        if last >= len(tokens) or tokens[last].text.lower() != "between":
            return None
        first = last = last + 1
        while last < len(tokens) and last < first + 10:
            token = tokens[last]
            if (
                token.upos not in ("PROPN", "NOUN", "ADJ", "DET", "CCONJ", "PART")
                and token.text != ","
            ):
                break
            last += 1
        joints = [i for i in range(first, last) if tokens[i].text.lower() == "and"]
        commas = [i for i in range(joints[-1] if joints else first, last) if tokens[i].text == ","]
        last = min([last, *commas])
        return (first, last) if last > first else None

    def _stands_alone(self, index: int, sense: Sense) -> bool:
        """Say whether a noun reports an event by itself: named with its kind, place and kin."""
        if sense.name in self.words.words["speech_senses"]:
            return self._opens_phrase(index)
        if sense.name not in self.words.words["reporting_senses"]:
            return False
        before = [self.parse.tokens[i].text.lower() for i in range(max(0, index - 4), index)]
        described = {*self.words.words["joint"], *self.words.words["ongoing_adjectives"]}
        described |= self.words.words["alleged_adjectives"] | self.words.words["planned_adjectives"]
        return bool(described.intersection(before))

    def _opens_phrase(self, index: int) -> bool:
        """Say whether a speech of state is named as the occasion of what was said in it."""
        below = {self.lemma(i) for i in self.parse.subtree(index)}
        if below.isdisjoint(self.words.words["solemn"]):
            return False
        case = child(self.parse, index, ("case",))
        word = self.parse.tokens[case].text.lower() if case is not None else ""
        return word in self.words.words["speech_openers"]

    def _status_of_noun(self, index: int) -> EventStatus:
        first = min(phrase(self.parse, index)[0] - 3, index - WORDS_BEFORE_NOUN)
        before = range(max(0, first), index)
        near = {word for i in before for word in (self.lemma(i), self.parse.tokens[i].text.lower())}
        own = {self.lemma(i) for i in self.parse.children[index]} | near
        if own & self.words.words["alleged_adjectives"]:
            return EventStatus.ALLEGED
        if own & self.words.words["planned_adjectives"] or near & self.words.words["ahead"]:
            return EventStatus.PLANNED
        if own & self.words.words["ongoing_adjectives"]:
            return EventStatus.ONGOING
        return EventStatus.OCCURRED

    def status_of_verb(self, index: int) -> EventStatus | None:
        """Return how a predicate's form vouches for its event; None where it vouches for none."""
        token = self.parse.tokens[index]
        helpers = [
            self.parse.tokens[i]
            for i in self.parse.children[index]
            if self.parse.tokens[i].deprel in ("aux", "aux:pass") and i < index
        ]
        words = {helper.text.lower() for helper in helpers}
        if not helpers and token.deprel == "conj" and token.xpos in ("VB", "VBN", "VBG"):
            return self.status_of_verb(token.head)
        if words & self.words.words["future"] or ("would" in words and self._is_reported(index)):
            return EventStatus.PLANNED
        if words & self.words.words["unreal"]:
            return None
        if self._governed_against(index):
            return EventStatus.WARNED_AGAINST
        if token.xpos == "VB" and not words & {"do", "does", "did"}:
            return self._status_of_infinitive(index)
        if token.xpos == "VBG":
            return self._status_of_gerund(index, bool(helpers))
        return EventStatus.ONGOING if words & {"being"} else EventStatus.OCCURRED

    def _is_reported(self, index: int) -> bool:
        """Say whether "would" is a reported "will": said in the past, on no condition."""
        token = self.parse.tokens[index]
        if any(self._says(below) for below in self.parse.children[index]):
            return True
        if token.deprel not in ("ccomp", "conj") or token.head < 0:
            return False
        governor = self.parse.tokens[token.head]
        if token.deprel == "conj":
            return self._is_reported(governor.index)
        conditional = any(
            self.parse.tokens[i].deprel == "advcl" for i in self.parse.children[index]
        )
        return not conditional and self._says(governor.index)

    def _says(self, index: int) -> bool:
        """Say whether a word is a verb of saying in the past, on no condition."""
        past = self.parse.tokens[index].xpos in ("VBD", "VBN")
        opened = child(self.parse, index, ("mark",)) is not None
        return past and not opened and self.lemma(index) in self.words.words["saying"]

    def _in_background(self, index: int) -> bool:
        """Say whether a clause only describes a noun or recalls what was known before."""
        token = self.parse.tokens[index]
        if token.deprel == "acl:relcl":
            return True
        opener = child(self.parse, index, ("mark", "advmod"))
        word = self.parse.tokens[opener].text.lower() if opener is not None else ""
        if token.deprel != "advcl" or word not in self.words.words["background"]:
            return False
        return not self._tells_how(index, word)

    def _tells_how(self, index: int, word: str) -> bool:
        """Say whether a clause tells by what people came to harm: "were killed when a raid hit"."""
        head = self.parse.tokens[index].head
        return word == "when" and self.lemma(head) in self.words.words["suffered"]

    def _status_of_infinitive(self, index: int) -> EventStatus | None:
        """Return planned below a verb or noun of planning, what the governor has below "begin"."""
        token = self.parse.tokens[index]
        if token.head < 0:
            return None
        governor = self.parse.tokens[token.head]
        if token.deprel in ("xcomp", "ccomp", "acl", "obj"):
            lemma = self.lemma(governor.index)
            if lemma in self.words.words["planned"]:
                return EventStatus.PLANNED
            if lemma in self.words.words["aspect"] and governor.upos == "VERB":
                return self.status_of_verb(governor.index)
        return None

    def _status_of_gerund(self, index: int, helped: bool) -> EventStatus | None:
        token = self.parse.tokens[index]
        if helped:
            return EventStatus.ONGOING
        opener = child(self.parse, index, ("mark", "case"))
        if opener is not None and self._answers_by(index, opener):
            return self.status_of_verb(token.head)
        if opener is not None and self.parse.tokens[opener].text.lower() != "with":
            return None
        if token.deprel in ("advcl", "acl", "root", "conj", "parataxis", "xcomp"):
            return EventStatus.OCCURRED
        return None

    def _answers_by(self, index: int, opener: int) -> bool:
        """Say whether somebody answers by doing it: "responded by closing its border"."""
        head = self.parse.tokens[index].head
        by = self.parse.tokens[opener].text.lower() == "by"
        return by and head >= 0 and self.lemma(head) in self.words.words["answering"]

    def _governed_against(self, index: int) -> bool:
        """Say whether somebody warns against the event ("warned them against sending …")."""
        head = self.parse.tokens[index].head
        mark = child(self.parse, index, ("mark", "case"))
        if head < 0 or mark is None:
            return False
        warned = self.lemma(head) in self.words.words["warning"]
        return warned and self.lemma(mark) in self.words.words["against"]

    def _is_main(self, index: int) -> bool:
        """Say whether only saying verbs and "and" stand between a predicate and its sentence."""
        token = self.parse.tokens[index]
        for _ in range(MAX_STEPS):
            if token.head < 0 or token.deprel in ("root", "parataxis"):
                return True
            governor = self.parse.tokens[token.head]
            said = self.lemma(governor.index) in self.words.words["saying"]
            opener = child(self.parse, token.index, ("mark", "case", "advmod"))
            answers = opener is not None and self._answers_by(token.index, opener)
            reported = token.deprel in ("ccomp", "advcl") and said
            opened = self.parse.tokens[opener].text.lower() if opener is not None else ""
            told = token.deprel == "advcl" and self._tells_how(token.index, opened)
            begun = self._is_begun(token)
            if token.deprel != "conj" and not (reported or answers or begun or told):
                return False
            token = governor
        return False

    def _is_begun(self, token: Token) -> bool:
        """Say whether a verb tells what another begins or is resolved to do: "plans to send"."""
        if token.deprel not in ("xcomp", "ccomp") or token.xpos != "VB":
            return False
        governor = self.lemma(token.head)
        return governor in self.words.words["resolved"] or governor in self.words.words["aspect"]

    def own_subject(self, index: int) -> int | None:
        """Return the subject of a clause's own, be it behind "with": "with them arming".

        The nearest before the verb, as what stands behind it is more often its object.
        """
        below_verb = self.parse.children[index]
        before = [i for i in below_verb if i < index]
        shared = self.parse.tokens[index].deprel == "conj"
        behind = [i for i in below_verb if i > index and not shared]
        for below in (*reversed(before), *behind):
            token = self.parse.tokens[below]
            if token.deprel in ("nsubj", "nsubj:pass", "csubj") and token.upos != "PRON":
                return below
            if token.deprel == "obl" and below < index and self.parse.tokens[index].xpos == "VBG":
                return below
        return None

    def agent(self, index: int) -> Range | None:
        """Return the tokens of "by X" behind a passive verb, by the tree or right after it."""
        below = [i for i in self.parse.children[index] if i > index]
        for noun in below:
            case = child(self.parse, noun, ("case",))
            if case is not None and self.parse.tokens[case].text.lower() == "by":
                return phrase(self.parse, noun)
        by = index + 1
        if by < len(self.parse.tokens) and self.parse.tokens[by].text.lower() == "by":
            noun = self.parse.tokens[by].head
            if noun > by:
                return phrase(self.parse, noun)
        return None

    def _objects(self, index: int) -> list[int]:
        """Return what a verb's own meaning includes: its objects and the nouns inside them."""
        found: list[int] = []
        for below in self.parse.children[index]:
            if self.parse.tokens[below].deprel in ("obj", "nsubj:pass", "obl", "obl:agent"):
                found.append(below)
                if self.parse.tokens[below].deprel != "obl":
                    found.extend(self.parse.children[below])
        return found

    def _is_occasion(self, index: int) -> bool:
        """Say whether a noun is the occasion of a clause: "in preparation for drills"."""
        token = self.parse.tokens[index]
        if token.deprel != "nmod" or token.head < 0:
            return False
        return self.parse.tokens[token.head].deprel in ("obl", "advmod", "advcl")

    def _covered(self, happening: Happening, others: list[Happening]) -> bool:
        """Say whether a happening is only the matter of another: "refused to deploy"."""
        over = {other.index: other for other in others if other is not happening}
        index = happening.index
        if not happening.verbal and self._is_occasion(index):
            return False
        for _ in range(MAX_STEPS):
            beside = self.parse.tokens[index].deprel in ("conj", "parataxis")
            index = self.parse.tokens[index].head
            if index < 0:
                return False
            other = over.get(index)
            if other is None or beside or happening.status is EventStatus.WARNED_AGAINST:
                continue
            nested = other.main > happening.main and self.own_subject(happening.index) is None
            return other.sense.stance or not happening.verbal or nested
        return False
