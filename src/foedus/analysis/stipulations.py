"""Stipulations: on what condition a treaty binds, and where the words of a duty end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.analysis.signatories import Signatory
from foedus.analysis.wording import Sentence
from foedus.languages.treaties import TreatyWords

Range = tuple[int, int]
_BREAKS = frozenset({";", "."})
_OPENERS = frozenset({",", ";", ":", "that", "and", "or", "but", "–", "—"})
_FINITE = ("MD", "VBZ", "VBP")
SUCH_AS = "such … as"
IMPLICIT = "(implicit)"
"""What "recognises that an attack would endanger it" has for a connective."""
MAX_SUCH_WORDS = 6
"""Words between "such" and its "as": "such naval and military assistance as"."""
MAX_TO_REQUIRE = 18
"""Words from "as" to the verb of requiring, its subject included."""
MAX_ASIDE = 9
"""Words of "in accordance with its constitution" between commas."""
MAX_TO_EVENT = 5
"""Words from "against any" to the event that makes a condition of it."""


@dataclass(frozen=True, slots=True)
class Stipulation:
    """A condition: words [first, last) with its connective, and the sense of that."""

    first: int
    last: int
    connective: str
    sense: str

    @property
    def place(self) -> Range:
        """Return its words."""
        return self.first, self.last


@dataclass(frozen=True)
class StipulationReader:
    """Finds the conditions of one sentence, whatever they are the conditions of."""

    sentence: Sentence
    signatories: list[Signatory]
    words: TreatyWords

    def find(self) -> list[Stipulation]:
        """Return the conditions in the order of the text, none inside another."""
        found: list[Stipulation] = []
        for index in range(len(self.sentence.words)):
            if found and index < found[-1].last:
                continue
            opened = self._opened(index)
            if opened is not None:
                connective, sense = opened
                size = 1 if connective in (SUCH_AS, IMPLICIT) else len(connective.split())
                last = self._end(index, size)
                if connective in self.words.complete:
                    last = index + size
                elif connective == IMPLICIT:
                    last = self._modal(index)
                if last > index + size or connective in self.words.complete:
                    found.append(Stipulation(index, last, connective, sense))
        return found

    def _opened(self, index: int) -> tuple[str, str] | None:
        texts = self.sentence.texts
        opened = self.words.connective_of(texts[index : index + 5])
        if opened is not None and self._opens(index, opened[0]):
            return opened
        if self._requires(index):
            return SUCH_AS, "case"
        return (IMPLICIT, "case") if self._is_danger(index) else None

    def _is_danger(self, index: int) -> bool:
        """Say whether an event stands here that a party says would endanger it, or be an attack."""
        texts, words = self.sentence.texts, self.sentence.words
        if index < 2 or texts[index - 1] != "that":
            return False
        if not words[index - 2].is_form(self.words.recognising):
            return False
        modal = self._modal(index)
        if texts[index] == "," or self.words.connective_of(texts[index : index + 5]) is not None:
            return False
        if modal == len(texts) or self.words.events.isdisjoint(texts[index:modal]):
            return False
        if texts[modal] in self.words.declared:
            return True
        near = words[modal + 1 : modal + MAX_TO_EVENT]
        return any(word.is_form(self.words.definitional) for word in near)

    def _modal(self, index: int) -> int:
        """Return the place of the next "would" or "shall", the end without one."""
        modals = self.words.modals | self.words.declared
        texts = self.sentence.texts
        return next((i for i in range(index, len(texts)) if texts[i] in modals), len(texts))

    def _opens(self, index: int, connective: str) -> bool:
        """Say whether a connective opens a condition where it stands."""
        texts, size = self.sentence.texts, len(connective.split())
        before = texts[index - 1] if index else ";"
        if connective in self.words.leading:
            return before in _OPENERS and self._is_clause(index + 1)
        if connective == "against any":
            near = texts[index + size : index + size + MAX_TO_EVENT]
            return not self.words.events.isdisjoint(near)
        # "As if", "even if": what is so in any case is no condition of it.
        return before not in ("as", "even")

    def _is_clause(self, index: int) -> bool:
        """Say whether a verb of its own stands before the next comma."""
        for word in self.sentence.words[index:]:
            if word.text in ("shall", "will", ";"):
                return False
            if word.text == ",":
                return True
        return False

    def _requires(self, index: int) -> bool:
        """Say whether an "as" behind "such assistance" opens what somebody may require."""
        texts, words = self.sentence.texts, self.sentence.words
        if texts[index] != "as" or "such" not in texts[max(0, index - MAX_SUCH_WORDS) : index]:
            return False
        for word in words[index + 1 : index + MAX_TO_REQUIRE]:
            if word.text in (",", ";"):
                return False
            if word.lemma in self.words.requiring and word.upos == "VERB":
                return True
        return False

    def _end(self, index: int, size: int) -> int:
        """Return where a condition ends: before the clause that it is the condition of."""
        limit = self._limit(index, size)
        commas = [
            place
            for place in range(index + size, limit)
            if self.sentence.texts[place] == "," and self._resumes(place, index)
        ]
        led = [place for place in commas if self._leads(place)]
        end = led[0] if led else commas[0] if commas else self._aside(index, size, limit)
        while end > index + size and self.sentence.texts[end - 1] in (",", ".", "and", ";", "–"):
            end -= 1
        return end

    def _aside(self, index: int, size: int, limit: int) -> int:
        """Return the end of a phrase between commas, else that of all words: "…, on request, …"."""
        if not self._interrupts(index):
            return limit
        for place in range(index + size, limit):
            if self.sentence.words[place].xpos in _FINITE:
                break
            if self.sentence.texts[place] == ",":
                return place
        return limit

    def _limit(self, index: int, size: int) -> int:
        """Return where the words of a condition end at the latest."""
        texts = self.sentence.texts
        for place in range(index + size, len(texts)):
            if texts[place] in _BREAKS:
                return place
            if texts[place] == "," and any(
                self.sentence.begins(place + 1, phrase) for phrase in self.words.ends
            ):
                return place
        return len(texts)

    def _leads(self, comma: int) -> bool:
        """Say whether the party that acts stands right behind a comma."""
        place = comma + 1
        while place < len(self.sentence.texts) and self.sentence.texts[place] in ("then", "and"):
            place += 1
        return any(one.first == place for one in self.signatories)

    def _resumes(self, comma: int, index: int) -> bool:
        """Say whether the main clause goes on behind a comma: its verb is the next finite one."""
        words = self.sentence.words
        following = words[comma + 1] if comma + 1 < len(words) else None
        if following is None:
            return False
        if self._interrupts(index):
            verbal = following.xpos == "VB" or following.upos == "ADV"
            bare = verbal or following.text in ("to", "not", *self.words.modals)
            if bare or any(one.first == comma + 1 for one in self.signatories):
                return True
        for place, word in enumerate(words[comma + 1 :], comma + 1):
            if word.text in _BREAKS or self.words.connective_of([word.text]) is not None:
                return False
            if word.text in self.words.modals:
                return True
            if word.xpos in _FINITE:
                bound = self.sentence.texts[place + 1 : place + 3]
                binding = not self.words.bound.isdisjoint(bound)
                return binding or word.is_form(self.words.undertaking)
        return False

    def _interrupts(self, index: int) -> bool:
        """Say whether a condition stands between commas behind the words that it interrupts."""
        return index > 1 and self.sentence.texts[index - 1] == ","


def choose(
    found: list[Stipulation], opening: int, act: Range, sentence: Sentence, words: TreatyWords
) -> Stipulation | None:
    """Return the condition of an act: one that names what happens, else one that asks or lasts.

    Args:
        found: All conditions of the sentence.
        opening: Where the clause of the act begins.
        act: The words of the act.
        sentence: Where they stand.
        words: Which words ask, and which say how long.
    """
    near = list(_near(found, opening, act))
    weaker = [one for one in near if _asks(one, sentence, words) or one.connective in words.lasting]
    return next((one for one in near if one not in weaker), weaker[0] if weaker else None)


def _near(found: list[Stipulation], opening: int, act: Range) -> Iterator[Stipulation]:
    """Yield the conditions of an act: in it or right behind it first, then those before it."""
    yield from (one for one in found if act[0] <= one.first < act[1])
    before = [one for one in reversed(found) if one.last <= act[0]]
    yield from (one for one in before if opening <= one.first)
    yield from (one for one in before if opening > one.first and one.connective == IMPLICIT)


def _asks(one: Stipulation, sentence: Sentence, words: TreatyWords) -> bool:
    opening = sentence.texts[one.first : one.first + 4]
    return one.connective != SUCH_AS and not words.requests.isdisjoint(opening)


def _is_aside(sentence: Sentence, place: int, last: int) -> bool:
    """Say whether a phrase stands between two commas and the act goes on behind it."""
    near = sentence.texts[place : min(last - 1, place + MAX_ASIDE)]
    return sentence.texts[place - 1] == "," and "," in near


def end_of_act(act: Range, sentence: Sentence, words: TreatyWords) -> int:
    """Return where the words that say what is done end: before why, how far and by which rule.

    At least two words stay ("act in accordance with …"), or one that says it all ("consult").
    """
    first, last = act
    telling = any(
        pattern.search(sentence.said(first, first + 2)) is not None
        for pattern in words.action_classes.values()
    )
    for place in range(first + (1 if telling else 2), last):
        ends = any(sentence.begins(place, phrase) for phrase in words.ends)
        if ends and not _is_aside(sentence, place, last):
            last = place
            break
    while last > first + 1 and sentence.texts[last - 1] in (",", ".", ";", ":", "and", "–", "—"):
        last -= 1
    return last
