"""Who binds himself to what: commitments from the model's frames, the tree and the statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.admission import Admission
from foedus.analysis.clauses import behind_open_end, overlap, trim
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.coordination import SAME_ACTION, is_second, part_acts, without_parts
from foedus.analysis.deals import Deal, Dealer
from foedus.analysis.doubts import Doubts
from foedus.analysis.grounds import find_basis, find_hedges, marked_exclusive, without_count
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.parties import Parties, is_known
from foedus.analysis.premises import Premises, statement_of
from foedus.analysis.promised import read_act
from foedus.analysis.shown import shown_frames
from foedus.analysis.standing import Standing
from foedus.analysis.strengths import strength_of
from foedus.analysis.voices import Voices
from foedus.languages.conditions import ConditionWords
from foedus.languages.language import Language
from foedus.records.actions import Promise
from foedus.records.actors import Actor
from foedus.records.analyses import record_id
from foedus.records.commitments import Commitment, Condition, Kind, Strength
from foedus.records.documents import Document, Evidence
from foedus.records.statements import Statement

Range = tuple[int, int]
MAX_OBJECTS = 6


@dataclass(frozen=True)
class CommitmentReader:
    """Reads the commitments of one document."""

    document: Document
    parse: Parse
    statements: Sequence[Statement]
    cast: Cast
    words: ConditionWords
    conditions: ConditionReader
    parties: Parties
    dealer: Dealer
    doubts: Doubts
    premises: Premises

    @property
    def _voices(self) -> Voices:
        return Voices(self.document, self.parse, self.statements, self.cast)

    @property
    def _admission(self) -> Admission:
        return Admission(
            self.document,
            self.statements,
            self.conditions,
            self.parties,
            self._action,
            self._commitment,
        )

    @property
    def _standing(self) -> Standing:
        return Standing(self.parties)

    def read(self) -> list[Commitment]:
        """Return the commitments in the order of their actions."""
        frames = self._own_frames()
        made = [self._commitment(frame) for frame in frames]
        made = [
            self._commitment(self.premises.with_own(frame, self._action(frame)))
            if self._is_anothers(commitment, made)
            else commitment
            for frame, commitment in zip(frames, made, strict=True)
        ]
        found = [
            c
            for c in made
            if not self._standing.is_business(
                c.committer, c.speaker, c.action.span, c.condition.span if c.condition else None
            )
        ]
        return marked_exclusive(found, self.document.text, self.words)

    def _own_frames(self) -> list[Frame]:
        """Return the frames that count, also where their condition turns out another promise's."""
        found = [(frame, self.premises.own(frame, self._action(frame))) for frame in self._frames()]
        return [own for frame, own in found if own is frame or self._admission.admits(own)]

    def _is_anothers(self, commitment: Commitment, made: Sequence[Commitment]) -> bool:
        """Say whether a condition of another sentence is there for somebody else's promise.

        A promise of whoever is named anew in the next sentence has no part in it.
        """
        condition, committer = commitment.condition, commitment.committer
        if condition is None or committer.span is None:
            return False
        home = self._sentence(condition.span.start)
        named = self.parse.tokens[self.parse.token_at(committer.span.end - 1)].upos == "PROPN"
        if not named or home == self._sentence(commitment.action.span.start):
            return False
        return any(
            other.condition is not None
            and other.condition.span == condition.span
            and self._sentence(other.action.span.start) == home
            and other.committer.name != committer.name
            for other in made
        )

    def _sentence(self, offset: int) -> int:
        return self.parse.tokens[self.parse.token_at(offset)].sentence

    def _frames(self) -> list[Frame]:
        """Return the frames that count: probable, outside boilerplate, one for each action."""
        kept: list[Frame] = []
        shown = shown_frames(self.parse, self.words, self.conditions, self.cast.words)
        found = [*map(self._of_one_sentence, self.parse.commitments), *shown]
        for frame in sorted(found, key=lambda f: (-f.score, f.anchor)):
            if self._in_boilerplate(frame.anchor) or self._is_no_act(frame):
                continue
            if not self._admission.admits(frame):
                continue
            action = frame.roles["action"][0]
            before = [other.roles["action"][0] for other in kept]
            if all(self._is_another(b, action) for b in before):
                kept.append(frame)
        parted = part_acts(self.parse, kept, self.conditions)
        return without_parts(self.parse, parted, self.conditions)

    def _is_another(self, known: Range, action: Range) -> bool:
        if overlap(action, known) < SAME_ACTION and action[0] != known[0]:
            return True
        return is_second(self.parse, known, action, self.conditions)

    def _of_one_sentence(self, frame: Frame) -> Frame:
        """Return a frame whose act ends with its sentence: a headline has no part in the text."""
        (first, last), *_ = frame.roles["action"]
        end = self.parse.sentences[self.parse.tokens[frame.anchor].sentence].last
        if last <= end or first >= end:
            return frame
        return replace(frame, roles={**frame.roles, "action": ((first, end),)})

    def _is_no_act(self, frame: Frame) -> bool:
        action = self._action(frame)
        statement = self._statement(action)
        speaker = statement.speaker if statement is not None else None
        return self.doubts.is_no_act(frame, action, speaker)

    def _asked(self, deal: Deal, statement: Statement | None, committer: Actor) -> Actor | None:
        """Return to whom an ultimatum is said, if that is somebody who may yield."""
        told = statement.addressee if statement is not None else None
        if deal.kind is not Kind.ULTIMATUM or told is None:
            return None
        side, words = self.cast.side_of(told), self.cast.words
        if side is not None and is_known(side):
            return None if side.name == committer.name else replace(side, span=told.span)
        return told if words.singular(told.name.split()[-1]) in words.nonstate else None

    def _in_boilerplate(self, index: int) -> bool:
        start = self.parse.tokens[index].start
        return any(a <= start < b for a, b in self.document.boilerplate)

    def _commitment(self, frame: Frame) -> Commitment:
        action = self._action(frame)
        statement = self._statement(action)
        speaker = statement.speaker if statement is not None else None
        committer = self.parties.committer(frame, action, speaker)
        condition = self.premises.read(frame, action, speaker=speaker, committer=committer)
        if condition is not None and self.premises.is_idle(condition, committer):
            action, condition = self._with_idle(action, condition), None
        if condition is not None:
            action = self._before(action, condition)
            committer = self.parties.committer(frame, action, speaker)
        deal = self._deal(frame, action, condition=condition, committer=committer, speaker=speaker)
        start, end = self._with_mark(*self.parse.span(deal.act.first, action[1]))
        begins = condition.span.start if condition else ""
        parts = ("commitment", self.document.sha256, start, end, begins)
        likely = frame.labels["strength"][0]
        return Commitment(
            id=record_id(*parts, committer.name, deal.kind),
            kind=deal.kind,
            speaker=speaker,
            committer=committer,
            beneficiary=deal.helped,
            target=deal.harmed or self._asked(deal, statement, committer),
            condition=deal.condition,
            action=Promise(
                span=Evidence.of(self.parse.text, start, end),
                action_class=deal.act.label,
                objects=self._objects(action),
            ),
            polarity=deal.act.polarity,
            strength=Strength(strength_of(self.parse, action, likely=likely, words=self.words)),
            voice=self._voices.of(start, statement),
            sources=self._sources(statement),
            statement_id=statement.id if statement else None,
            spoken_for=self._standing.spoken_for(speaker, committer, action),
            basis=find_basis(self.parse, action, self.words),
            hedges=find_hedges(self.document.text, start, end, self.words),
            score=round(frame.score, 3),
        )

    def _with_mark(self, start: int, end: int) -> tuple[int, int]:
        """Return characters with the mark that closes what they open: “within hours”."""
        text = self.document.text
        curly = text.count("“", start, end) > text.count("”", start, end)
        straight = text.count('"', start, end) % 2 == 1
        closes = (curly and text[end : end + 1] == "”") or (straight and text[end : end + 1] == '"')
        return start, end + closes

    def _deal(
        self,
        frame: Frame,
        action: Range,
        *,
        condition: Condition | None,
        committer: Actor,
        speaker: Actor | None,
    ) -> Deal:
        """Return what is done to whom, and the kind that this makes."""
        act = read_act(self.parse, frame, action, conditions=self.conditions, words=self.words)
        return self.dealer.deal(
            frame, action, act=act, condition=condition, committer=committer, speaker=speaker
        )

    def _action(self, frame: Frame) -> Range:
        """Return the action without the auxiliaries before it and the marks around it."""
        first, last = frame.roles["action"][0]
        sentence = self.parse.sentences[self.parse.tokens[frame.anchor].sentence]
        first, last = trim(self.parse, first, min(last, sentence.last))
        while last - first > 1 and self._leads(first):
            first += 1
        while last - first > 1 and self.parse.tokens[last - 1].upos == "CCONJ":
            last -= 1
        last = behind_open_end(self.parse, last)
        return self.premises.to_its_end(without_count(self.parse, first, last, self.words))

    def _leads(self, index: int) -> bool:
        """Say whether a word before the act is no part of it: "would", "be prepared to"."""
        tokens = self.parse.tokens
        if tokens[index].text.lower() in self.words.auxiliaries:
            return True
        ready = next(
            (i for i in (index, index + 1) if tokens[i].text.lower() in self.words.readiness), None
        )
        if ready is None or ready + 1 >= len(tokens) or tokens[ready + 1].text.lower() != "to":
            return False
        return ready == index or tokens[index].lemma.lower() in ("be", "stand", "remain")

    def _statement(self, action: Range) -> Statement | None:
        return statement_of(self.parse, self.statements, action)

    def _with_idle(self, action: Range, condition: Condition) -> Range:
        """Return the action with the words behind it on which nothing depends."""
        first, last = (
            self.parse.token_at(o) for o in (condition.span.start, condition.span.end - 1)
        )
        return (action[0], max(action[1], last + 1)) if action[0] < first <= action[1] else action

    def _before(self, action: Range, condition: Condition) -> Range:
        """Return the action without a condition that ends it; one that is its object stays."""
        start, end = self.parse.span(*action)
        given = condition.span
        if not start < given.start < end <= given.end:
            return action
        first, last = action[0], self.parse.token_at(given.start)
        # "Answer any attack": what the verb lacks without its condition is part of the act too.
        bare = self.words.connectives.get(condition.connective or "") in (None, "any")
        before = self.parse.tokens[last - 1]
        if bare and (before.upos in ("VERB", "ADP") or before.xpos.startswith("VB")):
            return first, max(action[1], self.parse.token_at(given.end - 1) + 1)
        return trim(self.parse, first, last)

    def _sources(self, statement: Statement | None) -> tuple[str, ...]:
        if statement is not None and statement.channel:
            return statement.channel
        return (self.document.outlet,) if self.document.outlet else ()

    def _objects(self, action: Range) -> tuple[str, ...]:
        """Return the nouns that the action is about."""
        nouns = [
            self.cast.words.singular(self.parse.tokens[i].text)
            for i in range(*action)
            if self.parse.tokens[i].upos == "NOUN"
            and self.parse.tokens[i].deprel in ("obj", "conj", "obl", "nmod")
        ]
        return tuple(dict.fromkeys(nouns))[:MAX_OBJECTS]


def find_commitments(
    document: Document,
    parse: Parse,
    *,
    statements: Sequence[Statement],
    cast: Cast,
    language: Language,
) -> tuple[Commitment, ...]:
    """Find who is bound to do what, if what happens, in the order of the text.

    Args:
        document: The text; its boilerplate holds no commitment.
        parse: What the model says about it.
        statements: Who says what; a commitment inside a statement has its speaker and channel.
        cast: Who is named.
        language: Its words open conditions and name classes of events.
    """
    conditions = ConditionReader(parse, cast, language.conditions, language.actions)
    parties = Parties(document, parse, cast, language.conditions)
    dealer = Dealer.of(parse, parties, language)
    reader = CommitmentReader(
        document=document,
        parse=parse,
        statements=statements,
        cast=cast,
        words=language.conditions,
        conditions=conditions,
        parties=parties,
        dealer=dealer,
        doubts=Doubts(parse, language.conditions, parties),
        premises=Premises(parse, statements, language.conditions, conditions),
    )
    return tuple(reader.read())
