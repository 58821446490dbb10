"""Undertakings: the verbs of a treaty that bind a party, with what it is bound to or from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.analysis.signatories import Signatory
from foedus.analysis.treaty_clauses import ClauseReader
from foedus.analysis.wording import Sentence
from foedus.languages.treaties import TreatyWords

Range = tuple[int, int]
_VERBAL = ("VBP", "VBZ", "VB", "VBD", "NN", "NNS", "VBN")
"""Tags of verbs, and those that the model gives to "pledge" and "undertake" besides."""
_DONE = ("VBN", "VBD")
MAX_TO_INFINITIVE = 45
"""Words between "undertake" and its "to", a parenthesis included."""
MAX_TO_VERB = 4
"""Words from the beginning of an act to its verb, adverbs included."""
MAX_RIGHT_WORDS = 7
"""Words of "have the full right" and the like."""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A duty: its subject (None where a passive names nobody), its words and whether it forbids.

    `subject` and `act` are places of the sentence; `opening` is the first word of its clause,
    `verb` the word that binds. `trigger` is the event that is the subject of a passive.
    """

    signatory: Signatory | None
    opening: int
    verb: int
    act: Range
    refused: bool
    trigger: Range | None = None


@dataclass(frozen=True)
class UndertakingReader:
    """Reads the undertakings of one sentence.

    `conditions` are the places of clauses that only say on what condition: nothing binds there.
    """

    sentence: Sentence
    clauses: ClauseReader
    conditions: list[Range]
    words: TreatyWords

    @classmethod
    def of(
        cls,
        sentence: Sentence,
        signatories: list[Signatory],
        conditions: list[Range],
        words: TreatyWords,
    ) -> UndertakingReader:
        """Return the reader of a sentence whose parties and conditions are known."""
        return cls(
            sentence, ClauseReader(sentence, signatories, conditions, words), conditions, words
        )

    def read(self) -> list[Undertaking]:
        """Return the undertakings in the order of the text; acts may still end too late."""
        found: list[Undertaking] = []
        modal: Signatory | None = None
        latest: Signatory | None = None
        for index, word in enumerate(self.sentence.words):
            if self._is_conditional(index) or self.clauses.is_relative(index):
                continue
            joined = self.clauses.is_joined(index)
            subject = self.clauses.subject(index - self._is_passive(index))
            if word.text in self.words.modals and word.upos in ("AUX", "VERB"):
                if subject is None and joined:
                    subject = modal if self._has_modal_before(index) else latest
                modal = subject
                found += self._by_modal(index, subject)
            elif word.text in self.words.declared and subject is not None:
                found += self._by_modal(index, subject if self._is_declared(subject) else None)
            elif word.xpos in _VERBAL:
                subject = subject or (latest if joined else None)
                if subject is not None:
                    found += self._by_verb(index, subject)
            else:
                continue
            latest = subject or latest
        return found

    def _is_passive(self, index: int) -> bool:
        """Say whether somebody "is bound", "are obliged" here."""
        texts = self.sentence.texts
        return index > 0 and texts[index] in self.words.bound and texts[index - 1] in ("is", "are")

    def _is_conditional(self, index: int) -> bool:
        return any(first <= index < last for first, last in self.conditions)

    def _is_declared(self, subject: Signatory) -> bool:
        """Say whether a party declares what it would do: "declares that it would act"."""
        before = self.sentence.words[max(0, subject.first - 2) : subject.first]
        known = self.words.undertaking | self.words.recognising
        said = [word for word in before if word.is_form(known)]
        return subject.pronoun and bool(said) and before[-1].text == "that"

    def _has_modal_before(self, index: int) -> bool:
        return any(text in self.words.modals for text in self.sentence.texts[:index])

    def _by_modal(self, index: int, subject: Signatory | None) -> Iterator[Undertaking]:
        """Yield the duty of "shall" and "will"; a passive without a party may bind all."""
        first, refused = self.clauses.act_from(index + 1)
        if first is None:
            return
        if subject is None:
            yield from self._impersonal(index, first, refused=refused)
            return
        if self.words.rights.search(self.sentence.said(first, first + MAX_RIGHT_WORDS)) is not None:
            return
        if self.sentence.texts[first] == "be" and self._is_bound(first + 1):
            if not refused:
                yield from self._infinitives(first + 1, subject, refused=False)
            return
        if self._is_no_duty(first):
            return
        yield self._act(subject, index, first, refused=refused or subject.negated)

    def _is_bound(self, index: int) -> bool:
        """Say whether "bound", "obliged" and the like stand here, an adverb before them or not."""
        return not self.words.bound.isdisjoint(self.sentence.texts[index : index + 2])

    def _is_no_duty(self, first: int) -> bool:
        """Say whether a verb only defines or orders the treaty's own life."""
        words = self.sentence.words
        verb = next(
            (
                place
                for place in range(first, min(first + MAX_TO_VERB, len(words)))
                if words[place].upos in ("VERB", "AUX") and words[place].text != "be"
            ),
            first,
        )
        return words[verb].is_form(self.words.definitional)

    def _by_verb(self, index: int, subject: Signatory) -> Iterator[Undertaking]:
        """Yield the duties of "undertake to …" and of verbs that bind by being said."""
        word = self.sentence.words[index]
        lemma = self.clauses.lemma(word.text, word.lemma)
        bare = lemma not in self.words.assuming or self._obligation(index) is None
        if (lemma in self.words.undertaking and bare) or self._is_passive(index):
            yield from self._infinitives(index, subject, refused=subject.negated)
        elif lemma in self.words.assuming and (noun := self._obligation(index)) is not None:
            yield from self._infinitives(noun, subject, refused=subject.negated)
        elif lemma in self.words.performing:
            yield self._act(subject, index, index, refused=lemma in self.words.refusing)

    def _obligation(self, index: int) -> int | None:
        """Return the place of "obligation" right behind a verb that takes it on."""
        texts = self.sentence.texts
        near = range(index + 1, min(index + MAX_TO_VERB, len(texts)))
        return next((place for place in near if texts[place] in self.words.obligations), None)

    def _infinitives(
        self, index: int, subject: Signatory, *, refused: bool
    ) -> Iterator[Undertaking]:
        """Yield what stands behind "to": "undertakes to consult … and not to attack …"."""
        first = self._first_infinitive(index)
        while first is not None:
            begin, negated = self.clauses.act_from(first)
            if begin is None:
                return
            if not self._is_no_duty(begin):
                yield self._act(subject, index, begin, refused=refused or negated)
            first = self.clauses.next_infinitive(begin)

    def _first_infinitive(self, index: int) -> int | None:
        """Return the place of "to" or "not to" that a verb of undertaking governs."""
        texts = self.sentence.texts
        for place in range(index + 1, min(index + MAX_TO_INFINITIVE, len(texts))):
            content = texts[place] == "that" and place == index + 1
            if texts[place] == ";" or texts[place] in self.words.modals or content:
                return None
            if self.clauses.is_infinitive(place) and self._stands_free(index, place):
                return self.clauses.infinitive_from(place)
        return None

    def _stands_free(self, index: int, place: int) -> bool:
        """Say whether a "to" belongs to the verb: near it, or behind a comma that closes."""
        between = self.sentence.texts[index + 1 : place]
        loose = self.words.adverbs | self.words.negators | self.words.bound_objects
        for size in {len(phrase) for phrase in self.words.asides}:
            if tuple(between[-size:]) in self.words.asides:
                between = between[:-size]
        bare = all(text in loose or text in (",", "or", "and", ":") for text in between)
        return bare or (bool(between) and between[0] == "," and "," in between[1:])

    def _act(self, subject: Signatory, verb: int, first: int, *, refused: bool) -> Undertaking:
        """Return the duty to an act, without "refrain from" where that forbids it."""
        word = self.sentence.words[first]
        end = self.clauses.end(first, alone=self.sentence.texts[verb] in self.words.modals)
        if word.is_form(self.words.refraining):
            behind = self.sentence.texts[first + 1 : end]
            inner = first + 2 + behind.index("from") if "from" in behind else end
            if inner < end:
                first, refused = inner, True
        opening = self.clauses.clause_from(subject.first)
        return Undertaking(subject, opening, verb, (first, end), refused)

    def _impersonal(self, index: int, first: int, *, refused: bool) -> Iterator[Undertaking]:
        """Yield what "shall be reported" or "is prohibited" without saying by whom."""
        texts, words = self.sentence.texts, self.sentence.words
        near = range(first, min(first + MAX_TO_VERB, len(texts)))
        be = next((place for place in near if texts[place] == "be"), None)
        joined = self.clauses.is_joined(index) or self.sentence.texts[index] in self.words.declared
        if be is None or joined:
            return
        near = range(be + 1, min(be + MAX_TO_VERB, len(texts)))
        done = next((place for place in near if words[place].xpos in _DONE), None)
        if done is None:
            return
        begin = self._subject_from(index)
        refused = refused or texts[begin] in self.words.negative
        if words[done].is_form(self.words.prohibiting):
            act = (begin, done + 1)
            if texts[begin] == "there":
                first = done + 1 + self.clauses.aside(done + 1)
                act = (first, self.clauses.end(first, alone=True))
            yield Undertaking(None, begin, index, act, True)
        elif words[done].is_form(self.words.impersonal):
            act = (first, self.clauses.end(first, alone=True))
            yield Undertaking(None, begin, index, act, refused, self._trigger(begin, index))

    def _subject_from(self, index: int) -> int:
        """Return where the subject of a passive begins: behind the last comma or break."""
        texts = self.sentence.texts
        begin = self.clauses.clause_from(index)
        for place in range(index - 1, begin, -1):
            if texts[place] in (",", ":"):
                return place + 1
        return begin

    def _trigger(self, begin: int, index: int) -> Range | None:
        """Return the event that is the subject: "any such armed attack"."""
        texts = self.sentence.texts
        if texts[begin] not in ("any", "every", "all", "each"):
            return None
        for place in range(begin + 1, index):
            if texts[place] in self.words.events:
                ends = ("and", ",", *self.words.modals)
                return begin, next((i for i in range(place, index) if texts[i] in ends), index)
        return None
