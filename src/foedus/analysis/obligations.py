"""Obligations: what the articles of a treaty bind its parties to, as commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.contracting import Contracting
from foedus.analysis.parse import Parse
from foedus.analysis.signatories import Signatory, SignatoryReader
from foedus.analysis.stipulations import Stipulation, StipulationReader, choose, end_of_act
from foedus.analysis.undertakings import Undertaking, UndertakingReader
from foedus.analysis.wording import Sentence, read_sentences
from foedus.languages.language import Language
from foedus.languages.treaties import TreatyWords
from foedus.records.actions import Promise
from foedus.records.actors import Actor
from foedus.records.analyses import record_id
from foedus.records.commitments import Commitment, Condition, Kind, Polarity, Strength, Voice
from foedus.records.documents import Document, Evidence
from foedus.records.provisions import Provision

Range = tuple[int, int]
SCORE = 0.85
"""A cautious constant: about what was right of own articles before rules were set on them."""
MAX_OBJECTS = 6
_ATTACKS = ("armed_attack", "invasion", "threat_to_security", "violation", "weapon_use")
_FIGURATIVE = ("use_force", "retaliate_unspecified", "nuclear_use")
"""What "enter into force", "destroy stocks" and "take measures" look like to the tables of news."""


@dataclass(frozen=True)
class ObligationReader:
    """Reads the obligations of one treaty."""

    document: Document
    parse: Parse
    cast: Cast
    words: TreatyWords
    conditions: ConditionReader
    contracting: Contracting

    def read(self, provisions: Sequence[Provision]) -> Iterator[Commitment]:
        """Yield the obligations in the order of the text."""
        reader = SignatoryReader(self.cast, self.words)
        spoken_of = True
        for provision in provisions:
            for sentence in read_sentences(self.parse, provision):
                signatories = reader.find(sentence, spoken_of=spoken_of)
                yield from self._in_sentence(sentence, signatories)
                spoken_of = any(_is_subject(sentence, one) for one in signatories)

    def _in_sentence(
        self, sentence: Sentence, signatories: list[Signatory]
    ) -> Iterator[Commitment]:
        found = StipulationReader(sentence, signatories, self.words).find()
        places = [one.place for one in found]
        duties = UndertakingReader.of(sentence, signatories, places, self.words).read()
        for duty in duties:
            act = "".join(sentence.texts[max(duty.act[0], sentence.own) : duty.act[1]])
            if not any(letter.isalpha() for letter in act) or self._is_procedure(sentence, duty):
                continue
            yield self._commitment(sentence, signatories, duty, found)

    def _is_procedure(self, sentence: Sentence, duty: Undertaking) -> bool:
        """Say whether a duty only serves the life of the treaty: ratification, deposit, end."""
        first, last = duty.act
        act = sentence.said(first, min(last, first + self.words.procedure_words))
        subject = sentence.said(duty.opening, duty.verb) if duty.signatory is None else ""
        return self.words.procedure.search(f"{subject} {act}") is not None

    def _commitment(
        self,
        sentence: Sentence,
        signatories: list[Signatory],
        duty: Undertaking,
        found: list[Stipulation],
    ) -> Commitment:
        condition = self._condition(sentence, signatories, duty, found)
        chosen, made = condition if condition is not None else (None, None)
        first, last = duty.act
        last = end_of_act(duty.act, sentence, self.words)
        if chosen is not None and first < chosen.first < last <= chosen.last + 1:
            # One that interrupts an act stays inside it.
            last = end_of_act((first, chosen.first), sentence, self.words)
        last = self.contracting.before_foe(sentence, signatories, (first, last))
        start, end = sentence.place(first, last)
        label = self._act_class(sentence, (first, last), duty, made)
        committer = self.contracting.committer(sentence, duty.signatory)
        other = self.contracting.other_side(sentence, signatories, duty.act, committer)
        helps = not duty.refused
        parts = ("commitment", self.document.sha256, start, end, made.span.start if made else "")
        return Commitment(
            id=record_id(*parts, committer.name, Kind.OBLIGATION),
            kind=self._kind(duty, label, other),
            speaker=None,
            committer=committer,
            beneficiary=other if helps else None,
            target=None if helps else other,
            condition=made,
            action=Promise(
                span=Evidence.of(self.parse.text, start, end),
                action_class=label,
                objects=self._objects(sentence, (first, last)),
            ),
            polarity=Polarity.WILL_NOT if duty.refused else Polarity.WILL,
            strength=Strength.FIRM,
            voice=Voice.AUTHORIAL,
            sources=(self.document.outlet,) if self.document.outlet else (),
            hedges=self._hedges(sentence, duty),
            score=SCORE,
        )

    def _condition(
        self,
        sentence: Sentence,
        signatories: list[Signatory],
        duty: Undertaking,
        found: list[Stipulation],
    ) -> tuple[Stipulation, Condition] | None:
        """Return the condition of a duty, with its place."""
        if duty.trigger is not None:
            chosen = Stipulation(*duty.trigger, "any", "any")
        else:
            named = choose(found, duty.opening, duty.act, sentence, self.words)
            if named is None:
                return None
            last = named.last if named.last <= duty.act[0] else min(named.last, duty.act[1])
            chosen = replace(named, last=max(last, named.first + 1))
        start, end = sentence.place(*chosen.place)
        tokens = sentence.tokens(*chosen.place)
        label = self._condition_class(sentence, chosen, tokens)
        read = self.conditions.read(tokens, label=label, speaker=None)
        span = Evidence.of(self.parse.text, start, end)
        made = replace(read, span=span, connective=chosen.connective)
        return chosen, self.contracting.with_roles(made, sentence, signatories, chosen.place)

    def _condition_class(self, sentence: Sentence, one: Stipulation, tokens: Range) -> str:
        said = sentence.said(one.first, one.last)
        for label, pattern in self.words.condition_classes.items():
            if pattern.search(said) is not None:
                return label
        return self.conditions.event_class(*tokens) or "other"

    def _act_class(
        self, sentence: Sentence, act: Range, duty: Undertaking, condition: Condition | None
    ) -> str:
        """Return the class of an act: by the wording of treaties, then by the tables of actions."""
        said = sentence.said(*act)
        if sentence.words[act[0]].is_form(self.words.refusing):
            said = sentence.said(duty.opening, act[1])  # "condemn war and renounce it"
        rows = {**self.words.action_classes}
        if duty.refused:
            rows = {**self.words.refused_classes, **rows}
        for label, pattern in rows.items():
            if pattern.search(said) is not None:
                return label
        upon = condition.span.exact if condition is not None else ""
        attacked = condition is not None and condition.event_class in _ATTACKS
        attacked = attacked or self.words.warlike.search(upon) is not None
        if attacked and not duty.refused and self.words.helping.search(said) is not None:
            return "military_aid"
        named = self.conditions.action_class(*sentence.tokens(*act)) or "other"
        return "other" if named in _FIGURATIVE else named

    def _kind(self, duty: Undertaking, label: str, other: Actor | None) -> Kind:
        """Return assurance where somebody outside the treaty is promised that he will be spared."""
        outside = other is not None and self.contracting.is_outside(other)
        spared = duty.refused and (outside or (label == "nuclear_use" and other is not None))
        return Kind.ASSURANCE if spared else Kind.OBLIGATION

    def _hedges(self, sentence: Sentence, duty: Undertaking) -> tuple[str, ...]:
        """Return the words that soften a duty, in the clause of its act."""
        start = sentence.words[duty.opening].start
        if duty.opening < sentence.own:
            start = sentence.words[sentence.own].start
        end = sentence.words[duty.act[1] - 1].end
        text = self.parse.text[start:end]
        found = (match[0] for pattern in self.words.hedges for match in pattern.finditer(text))
        return tuple(dict.fromkeys(" ".join(words.split()) for words in found))

    def _objects(self, sentence: Sentence, act: Range) -> tuple[str, ...]:
        nouns = [w.lemma for w in sentence.words[act[0] : act[1]] if w.upos == "NOUN"]
        return tuple(dict.fromkeys(nouns))[:MAX_OBJECTS]


def _is_subject(sentence: Sentence, one: Signatory) -> bool:
    """Say whether a party is spoken of, and not only named behind a preposition."""
    return one.first == 0 or sentence.words[one.first - 1].upos != "ADP"


def find_obligations(
    document: Document,
    parse: Parse,
    *,
    provisions: Sequence[Provision],
    cast: Cast,
    language: Language,
) -> tuple[Commitment, ...]:
    """Find what the articles of a treaty bind its parties to, in the order of the text.

    Definitions, powers, rights and the clauses on ratification, entry into force, withdrawal and
    the like oblige to nothing here; nor does what others are called upon to do.

    Args:
        document: The treaty, or a part of it.
        parse: What the model says about it.
        provisions: Its articles, paragraphs and items, each with the words that lead to it.
        cast: Who is named.
        language: Its words name parties, bind them and open conditions.
    """
    reader = ObligationReader(
        document=document,
        parse=parse,
        cast=cast,
        words=language.treaties,
        conditions=ConditionReader(parse, cast, language.conditions, language.actions),
        contracting=Contracting.of(document, cast, language.treaties),
    )
    return tuple(reader.read(provisions))
