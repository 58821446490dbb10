"""Who binds himself to what: commitments from the model's frames, the tree and the statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.bare_promises import BarePromises
from foedus.analysis.clauses import head_of, overlap, phrase, trim
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.parties import Parties
from foedus.analysis.strengths import strength_of
from foedus.languages.conditions import ConditionWords
from foedus.languages.language import Language
from foedus.records.actions import Promise
from foedus.records.actors import Actor
from foedus.records.analyses import record_id
from foedus.records.commitments import Commitment, Condition, Kind, Polarity, Strength, Voice
from foedus.records.documents import Document, Evidence
from foedus.records.statements import SpeechAct, Statement

Range = tuple[int, int]
MIN_SCORE, MIN_CONDITIONAL_SCORE, MIN_BOUND_SCORE = 0.96, 0.6, 0.6
"""Probability from which an action counts: any, one with a condition, and one that a named speaker
ties to a condition or vows in so many words; set on the development set."""
SAME_ACTION = 0.5
MIN_CLASS_SHARE = 0.5
"""Below it the model's class of an act is a guess, and "other" is said instead."""
MAX_OBJECTS = 6
MAX_EMPTY_WORDS = 5
"""A condition with "necessary" and more words than this may name what makes it necessary."""
EXCLUSIVE_CHARACTERS = 700
"""How far an "only in two cases" reaches: across a quotation that goes on after its speaker."""


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

    def read(self) -> list[Commitment]:
        """Return the commitments in the order of their actions."""
        made = [self._commitment(frame) for frame in self._frames()]
        found = [
            c
            for c in made
            if not self.parties.is_business(
                c.committer, c.action.span, c.condition.span if c.condition else None
            )
        ]
        return _marked_exclusive(found, self.document.text, self.statements, self.words)

    def _frames(self) -> list[Frame]:
        """Return the frames that count: probable, outside boilerplate, one for each action."""
        kept: list[Frame] = []
        bare = BarePromises(self.parse, self.words, self.conditions, self.cast.words).find()
        found = [*self.parse.commitments, *bare]
        for frame in sorted(found, key=lambda f: (-f.score, f.anchor)):
            if frame.score < self._least(frame) or self._in_boilerplate(frame.anchor):
                continue
            if self._is_no_act(frame):
                continue
            action = frame.roles["action"][0]
            if all(overlap(action, other.roles["action"][0]) < SAME_ACTION for other in kept):
                kept.append(frame)
        return sorted(kept, key=lambda frame: frame.anchor)

    def _least(self, frame: Frame) -> float:
        """Return the score that a frame needs; a speaker's condition or vow lowers it."""
        statement = self._statement(self._action(frame))
        conditional = bool(frame.roles["condition"])
        if statement is None or statement.speaker is None:
            return MIN_CONDITIONAL_SCORE if conditional else MIN_SCORE
        vowed = SpeechAct.COMMIT in statement.acts
        return MIN_BOUND_SCORE if conditional or vowed else MIN_SCORE

    def _is_no_act(self, frame: Frame) -> bool:
        """Say whether a frame is about no act of anybody's: a state of things, or a question."""
        action = self._action(frame)
        head = head_of(self.parse, *action)
        tokens, below = self.parse.tokens, self.parse.children[head]
        relations = {tokens[index].deprel for index in below}
        if tokens[head].upos == "ADJ" and "cop" in relations and "xcomp" not in relations:
            return True
        statement = self._statement(action)
        speaker = statement.speaker if statement is not None else None
        return self._is_asked(head) or self.parties.is_impersonal(frame, action, speaker)

    def _is_asked(self, index: int) -> bool:
        """Say whether a predicate is what somebody is asked, and nobody says yes."""
        tokens, sentence = self.parse.tokens, self.parse.tokens[index].sentence
        while index >= 0 and tokens[index].lemma.lower() not in self.words.asking:
            index = tokens[index].head
        if index < 0:
            return False
        after = tokens[
            index : self.parse.sentences[min(sentence + 1, len(self.parse.sentences) - 1)].last
        ]
        return self.words.assents.isdisjoint(token.text.lower() for token in after)

    def _in_boilerplate(self, index: int) -> bool:
        start = self.parse.tokens[index].start
        return any(a <= start < b for a, b in self.document.boilerplate)

    def _commitment(self, frame: Frame) -> Commitment:
        action = self._action(frame)
        statement = self._statement(action)
        speaker = statement.speaker if statement is not None else None
        condition = self._condition(frame, action, speaker)
        if condition is not None:
            action = self._before(action, condition.span)
        committer = self.parties.committer(frame, action, speaker)
        start, end = self.parse.span(*action)
        label = {slot: ranked[0][0] for slot, ranked in frame.labels.items()}
        voice = self._voice(start, statement)
        action_class = self._action_class(frame, action)
        defended = _defended(condition, action_class, committer)
        kind = self._kind(frame, condition, defended=defended is not None)
        helped = self.parties.named(frame, "beneficiary", speaker)
        harmed = self.parties.named(frame, "target", speaker)
        if helped is not None and harmed is not None and helped.name == harmed.name:
            helped, harmed = (helped, None) if kind == "pledge" else (None, harmed)
        if harmed is not None and harmed.name == defended:
            helped, harmed = harmed, None
        begins = condition.span.start if condition else ""
        parts = ("commitment", self.document.sha256, start, end, begins)
        return Commitment(
            id=record_id(*parts, committer.name, kind),
            kind=Kind(kind),
            speaker=speaker,
            committer=committer,
            beneficiary=helped,
            target=harmed,
            condition=condition,
            action=Promise(
                span=Evidence.of(self.parse.text, start, end),
                action_class=action_class,
                objects=self._objects(action),
            ),
            polarity=Polarity(label["polarity"]),
            strength=Strength(
                strength_of(self.parse, action, likely=label["strength"], words=self.words)
            ),
            voice=voice,
            sources=self._sources(statement),
            statement_id=statement.id if statement else None,
            spoken_for=self.parties.spoken_for(speaker, committer),
            basis=self._basis(action, statement),
            hedges=self._hedges(start, end),
            score=round(frame.score, 3),
        )

    def _action(self, frame: Frame) -> Range:
        """Return the action without the auxiliaries before it and the marks around it."""
        first, last = frame.roles["action"][0]
        sentence = self.parse.sentences[self.parse.tokens[frame.anchor].sentence]
        first, last = trim(self.parse, first, min(last, sentence.last))
        while last - first > 1 and self.parse.tokens[first].text.lower() in self.words.auxiliaries:
            first += 1
        return first, last

    def _action_class(self, frame: Frame, action: Range) -> str:
        """Return the class that the words name, else the model's where it is sure, else other."""
        likely, share = frame.labels["action_class"][0]
        named = self.conditions.action_class(*action)
        return named or (likely if share >= MIN_CLASS_SHARE else "other")

    def _condition(self, frame: Frame, action: Range, speaker: Actor | None) -> Condition | None:
        """Return the model's condition, or the tree's where the model has none."""
        spans = frame.roles["condition"]
        span = (
            self.conditions.span(*spans[0], action=action)
            if spans
            else self.conditions.beside(action)
        )
        if span is None:
            return None
        ranked = [label for label, _ in frame.labels["condition_class"] if label != "none"]
        return self.conditions.read(
            span, label=self._condition_class(span, ranked), speaker=speaker
        )

    def _condition_class(self, span: Range, ranked: Sequence[str]) -> str:
        """Return the class that the words of a condition name, else the model's most probable.

        What is asked for with "unless" or "until" and named by no word of the table is compliance.
        """
        named = self.conditions.event_class(*span)
        words = self.conditions.lower(*span)
        if named is not None:
            return named
        if len(words) <= MAX_EMPTY_WORDS and not self.words.empty.isdisjoint(words):
            return "other"
        verbal = self.parse.tokens[head_of(self.parse, *span)].upos in ("VERB", "AUX")
        likely = ranked[0] if ranked else "other"
        awaited = verbal and likely in ("other", "noncompliance")
        opened = self.words.connective_of(words)
        if awaited and opened and opened[1] in ("unless", "until"):
            return "agreement_or_compliance"
        return likely

    def _kind(self, frame: Frame, condition: Condition | None, *, defended: bool) -> str:
        """Return the model's most probable kind that the condition allows."""
        ranked = [kind for kind, _ in frame.labels["kind"]]
        if defended and ranked[0] == Kind.THREAT:
            return Kind.PLEDGE
        if condition is None:
            return ranked[0]
        yields = condition.event_class in ("agreement_or_compliance", "noncompliance")
        if not yields and not self.words.negators.isdisjoint(condition.span.exact.lower().split()):
            return ranked[0]
        sense = self.words.connectives.get(condition.connective or "", "")
        return self.words.kind_of(ranked, condition.event_class, sense)

    def _statement(self, action: Range) -> Statement | None:
        """Return the innermost statement whose content holds the action."""
        start, end = self.parse.span(*action)
        best: tuple[int, Statement] | None = None
        for statement in self.statements:
            for span in statement.content:
                if span.start <= start and end <= span.end + 1:
                    size = span.end - span.start
                    if best is None or size < best[0]:
                        best = (size, statement)
        return best[1] if best else None

    def _before(self, action: Range, condition: Evidence) -> Range:
        """Return the action without a condition that ends it; one set in the middle stays."""
        start, end = self.parse.span(*action)
        if start < condition.start < end <= condition.end:
            return trim(self.parse, action[0], self.parse.token_at(condition.start))
        return action

    def _voice(self, start: int, statement: Statement | None) -> Voice:
        """Return in whose words the action stands: quoted, reported, or the document's own."""
        if statement is None:
            return Voice.AUTHORIAL
        return Voice.DIRECT_QUOTE if self.quoted(start) else Voice.INDIRECT

    def quoted(self, offset: int) -> bool:
        """Say whether a character lies in a direct or mixed statement's quoted words."""
        for statement in self.statements:
            if statement.style in ("direct", "mixed"):
                for span in statement.content:
                    if span.start <= offset < span.end:
                        opened = self.document.text[max(0, span.start - 1) : span.start]
                        if statement.style == "direct" or opened in ('"', "“", "'", "‘"):
                            return True
                        before = self.document.text[span.start : offset]
                        if sum(before.count(mark) for mark in '"“”') % 2:
                            return True
        return False

    def _sources(self, statement: Statement | None) -> tuple[str, ...]:
        if statement is not None and statement.channel:
            return statement.channel
        return (self.document.outlet,) if self.document.outlet else ()

    def _objects(self, action: Range) -> tuple[str, ...]:
        """Return the nouns that the action is about."""
        nouns = [
            self.parse.tokens[i].lemma
            for i in range(*action)
            if self.parse.tokens[i].upos == "NOUN"
            and self.parse.tokens[i].deprel in ("obj", "conj", "obl", "nmod")
        ]
        return tuple(dict.fromkeys(nouns))[:MAX_OBJECTS]

    def _hedges(self, start: int, end: int) -> tuple[str, ...]:
        """Return the softening phrases in the action's sentence that stand close to it."""
        nearby = self.document.text[max(0, start - 30) : end + 60].lower()
        return tuple(words for words in self.words.hedges if words in nearby)

    def _basis(self, action: Range, statement: Statement | None) -> Evidence | None:
        """Return the words that name the ground of a promise, in its sentence or the next."""
        sentence = self.parse.tokens[action[0]].sentence
        for index in (sentence, sentence + 1):
            if index >= len(self.parse.sentences):
                break
            found = self._basis_in(
                self.parse.sentences[index].first,
                self.parse.sentences[index].last,
                own=index == sentence,
            )
            if found is not None:
                return found
        return None

    def _grounds(self, index: int) -> bool:
        token = self.parse.tokens[index]
        return bool({token.text.lower(), token.lemma.lower()} & self.words.basis_nouns)

    def _basis_in(self, first: int, last: int, *, own: bool) -> Evidence | None:
        start, end = self.parse.span(first, last)
        text = self.document.text[start:end].lower()
        openers = self.words.basis_openers if own else self.words.basis_sentences
        for opener in openers:
            place = _word_place(text, opener)
            if place < 0:
                continue
            begin = self.parse.token_at(start + place)
            nouns = [i for i in range(begin, min(last, begin + 14)) if self._grounds(i)]
            if nouns:
                until = max(nouns[0] + 1, phrase(self.parse, nouns[0])[1]) if own else last
                a, b = self.parse.span(*trim(self.parse, begin, min(until, last)))
                return Evidence.of(self.document.text, a, b)
        return None


def _defended(condition: Condition | None, action_class: str, committer: Actor) -> str | None:
    """Return whom a promise defends: it joins his war, or arms him, where he is attacked."""
    if condition is None or action_class not in ("join_war", "military_aid"):
        return None
    if condition.event_class not in ("armed_attack", "invasion"):
        return None
    return condition.target if condition.target != committer.name else None


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
    reader = CommitmentReader(
        document, parse, statements, cast, language.conditions, conditions, parties
    )
    return tuple(reader.read())


def _word_place(text: str, words: str) -> int:
    """Return where words begin in a text as whole words, -1 if nowhere."""
    place = text.find(words)
    while place >= 0:
        after = place + len(words)
        if (place == 0 or not text[place - 1].isalnum()) and not text[after : after + 1].isalnum():
            return place
        place = text.find(words, place + 1)
    return -1


def _marked_exclusive(
    found: list[Commitment], text: str, statements: Sequence[Statement], words: ConditionWords
) -> list[Commitment]:
    """Mark the promises that an "only" covers: those after it by the same speaker.

    "Only in two cases" covers as many commitments as it counts, across the quotations that go on;
    "only if" covers the commitment whose condition it opens or precedes.
    """
    counts = {"one": 1, "two": 2, "three": 3, "that": 1, "this": 1}
    low = text.lower()
    marked = {}
    for opener in words.exclusive:
        place = _word_place(low, opener)
        while place >= 0:
            names = [w for w in opener.split() if w in counts]
            covered = counts[names[0]] if names else 1
            near = [
                c
                for c in found
                if c.condition
                and c.condition.span.end > place
                and c.condition.span.start < place + 700
            ]
            for commitment in near[:covered]:
                marked[commitment.id] = True
            nxt = _word_place(low[place + 1 :], opener)
            place = place + 1 + nxt if nxt >= 0 else -1
    return [replace(c, exclusive=True) if c.id in marked else c for c in found]
