"""Clauses of a treaty: which party a verb has for its subject, and how far its words reach."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.analysis.signatories import Signatory
from foedus.analysis.wording import Sentence
from foedus.languages.treaties import TreatyWords

Range = tuple[int, int]
_FINITE = ("MD", "VBZ", "VBP")
_OPENING = ("PUNCT", "CCONJ", "SCONJ", "ADV", "DET", "NUM", "X")
_JOINING = frozenset({"and", "or", "but", ";"})
_BREAKS = frozenset({";", ":"})
_EDGES = frozenset({",", ";", ".", ":", "and", "or", "that", "–", "—"})
_SUBJECTS = frozenset({"each", "both", "all"})
_SAYING = frozenset({"declare", "affirm", "confirm", "understood"})
MAX_ASIDE_WORDS = 3
"""Words of the longest phrase between "not" and its verb."""


@dataclass(frozen=True)
class ClauseReader:
    """Answers questions about the clauses of one sentence; places are those of its words."""

    sentence: Sentence
    signatories: list[Signatory]
    conditions: list[Range]
    words: TreatyWords

    def subject(self, index: int) -> Signatory | None:
        """Return the party that is the subject of the verb at an index."""
        end = self._back(index - 1) + 1
        for one in reversed(self.signatories):
            if one.first >= end:
                continue
            listed = (
                one.role is None and one.last == end - 1 and self.sentence.texts[end - 1] == ","
            )
            if listed or one.last == end or (one.last < end and self._is_phrase(one.last, end)):
                return one if self._leads(one.first) else None
            if one.last < end:
                return None
        return None

    def _leads(self, first: int) -> bool:
        """Say whether a party begins its clause; behind a preposition it is no subject."""
        if first == 0:
            return True
        before = self.sentence.words[first - 1]
        if before.upos == "ADP" and before.text not in ("that",):
            return False
        return before.upos in _OPENING or before.text in self.words.adverbs

    def _is_phrase(self, first: int, last: int) -> bool:
        """Say whether words only describe the party before them."""
        words = self.sentence.words[first:last]
        loose = words[0].upos == "ADP" or words[0].xpos in ("VBN", "VBG") or words[0].upos == "ADJ"
        return loose and all(
            word.xpos not in _FINITE and word.text not in (";", ":", ",") for word in words
        )

    def _back(self, index: int) -> int:
        """Return the place before adverbs and what stands between commas, -1 at the beginning."""
        texts = self.sentence.texts
        while index >= 0:
            adverb = texts[index] in self.words.adverbs or self.sentence.words[index].upos == "ADV"
            if adverb and texts[index] not in _SUBJECTS:
                index -= 1
            elif texts[index] == "," and (comma := self._opening_comma(index)) is not None:
                index = comma - 1
            else:
                break
        return index

    def _opening_comma(self, index: int) -> int | None:
        """Return the comma that opens what another closes right before a verb."""
        for before in range(index - 1, -1, -1):
            text = self.sentence.texts[before]
            if text in (";", ":") or text in self.words.modals:
                return None
            if text == "," and any(one.last == before for one in self.signatories):
                return before
            if text == "," and self.sentence.texts[before - 1] in self.words.undertaking:
                return before
        return None

    def is_joined(self, index: int) -> bool:
        before = self._back(index - 1)
        return before >= 0 and self.sentence.texts[before] in _JOINING

    def is_relative(self, index: int) -> bool:
        before = self._back(index - 1)
        if before < 0:
            return False
        text = self.sentence.texts[before]
        behind = self.sentence.texts[before - 1] if before else ","
        return text in self.words.relatives and not (text == "that" and behind == ",")

    def clause_from(self, first: int) -> int:
        """Return where the clause of a subject begins: behind ";", "that" or a "and that"."""
        texts = self.sentence.texts
        for index in range(first - 1, -1, -1):
            if texts[index] in _BREAKS:
                return index + 1
            if texts[index] == "that" and self._is_content(index):
                return index + 1
        return 0

    def _is_content(self, index: int) -> bool:
        """Say whether a "that" opens what is agreed or declared."""
        before = self.sentence.words[index - 1] if index else None
        return before is not None and (
            (before.upos == "VERB" and before.is_form(self.words.undertaking | _SAYING))
            or before.text == ","
        )

    def act_from(self, index: int) -> tuple[int | None, bool]:
        """Return where the act behind a modal or "to" begins, and whether it is refused."""
        texts, refused = self.sentence.texts, False
        while index < len(texts):
            if texts[index] in self.words.negators:
                index += 1
                refused, index = True, index + self._size(index, self.words.asides)
            elif (past := self._past_condition(index)) > index:
                index = past
            elif (size := self._size(index, self.words.never)) > 0:
                refused, index = True, index + size
            elif texts[index] == "neither":
                refused, index = True, index + 1
            elif refused and texts[index] == "to":
                index += 1
            elif texts[index] == ",":
                closing = next((i for i in range(index + 1, len(texts)) if texts[i] == ","), None)
                if closing is None:
                    return None, refused
                refused = refused or any(
                    self.sentence.begins(i, phrase)
                    for i in range(index, closing)
                    for phrase in self.words.never
                )
                index = closing + 1
            else:
                return index, refused
        return None, refused

    def _size(self, index: int, phrases: tuple[tuple[str, ...], ...]) -> int:
        """Return how many words the phrase has that begins here, 0 without one."""
        sizes = (len(phrase) for phrase in phrases if self.sentence.begins(index, phrase))
        return max(sizes, default=0)

    def _past_condition(self, index: int) -> int:
        """Return the place behind a condition that begins here and interrupts no commas."""
        for first, last in self.conditions:
            if first == index and last < len(self.sentence.texts):
                return last + (self.sentence.texts[last] == ",")
        return index

    def aside(self, index: int) -> int:
        """Return how many words stand between commas here, the commas included: ", inter alia,"."""
        texts = self.sentence.texts
        if texts[index : index + 1] != [","] or "," not in texts[index + 1 :]:
            return 0
        return texts[index + 1 :].index(",") + 2

    def before_negation(self, place: int) -> int:
        """Return the place before "to" and its "not", "never in any circumstances", before it."""
        texts = self.sentence.texts
        for size in range(MAX_ASIDE_WORDS + 1):
            start = place - size
            negated = start > 0 and texts[start - 1] in self.words.negators
            if negated and size == self._size(start, self.words.asides):
                return start - 2
        return place - 1

    def is_infinitive(self, place: int) -> bool:
        """Say whether "to" and a verb stand here, adverbs and "not" between them allowed."""
        words = self.sentence.words
        if words[place].text != "to":
            return False
        after = place + 1
        while after < len(words) and (
            words[after].text in self.words.adverbs or words[after].upos == "ADV"
        ):
            after += 1
        if after >= len(words):
            return False
        # A verb that begins an item is easily taken for a noun.
        leads = after == self.sentence.own and words[after].upos in ("NOUN", "ADJ")
        return leads or words[after].upos in ("VERB", "AUX")

    def next_infinitive(self, begin: int) -> int | None:
        """Return the next infinitive of the same verb: behind ", and to" or "and not to"."""
        texts = self.sentence.texts
        ended = False
        for place in range(begin + 1, len(texts)):
            if texts[place] in self.words.modals and self.subject(place) is not None:
                return None
            ended = ended or any(self.sentence.begins(place, phrase) for phrase in self.words.ends)
            if not self.is_infinitive(place):
                continue
            before = self.before_negation(place)
            joined = texts[before] in ("and", ";", ",")
            parted = texts[before - 1] in (",", ";") or texts[before] == ";"
            if joined and (parted or not ended):
                return self.infinitive_from(place)
        return None

    def infinitive_from(self, place: int) -> int:
        """Return where an infinitive begins, with its "not"; `act_from` reads on from there."""
        before = self.before_negation(place)
        return place + 1 if before == place - 1 else before + 1

    def end(self, first: int, *, alone: bool) -> int:
        """Return where an act ends at the latest: at ";", or before the next duty."""
        texts = self.sentence.texts
        nexts = [len(texts)]
        following = None if alone else self.next_infinitive(first)
        if following is not None:
            nexts.append(following - (texts[following - 1] == "to"))
        for place in range(first + 1, len(texts)):
            if texts[place] == ";":
                nexts.append(place)
            if texts[place] in self.words.modals or self._binds_anew(place):
                subject = self.subject(place)
                if subject is not None and subject.first > first:
                    nexts.append(subject.first)
                elif self.is_joined(place) and not self.is_relative(place):
                    nexts.append(self._back(place - 1))
        end = min(nexts)
        while end > first + 1 and texts[end - 1] in _EDGES:
            end -= 1
        return end

    def _binds_anew(self, place: int) -> bool:
        word = self.sentence.words[place]
        known = self.words.undertaking | self.words.performing
        if word.is_form(known) and word.xpos == "VB":
            return self.sentence.texts[place + 1 : place + 2] in (["to"], ["not"])
        return word.is_form(known) and word.xpos in ("VBP", "VBZ")

    def lemma(self, text: str, lemma: str) -> str:
        known = self.words.undertaking | self.words.performing | self.words.assuming
        for form in (lemma, text, text.removesuffix("s"), text.removesuffix("es")):
            if form in known:
                return form
        return lemma
