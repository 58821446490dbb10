"""Admission: which of the model's frames count, as probable enough or shown by their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foedus.analysis.clauses import child, head_of
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.likelihoods import (
    MIN_ANSWER_SCORE,
    MIN_BOUND_SCORE,
    MIN_CONDITIONAL_SCORE,
    MIN_EVIDENT_SCORE,
    MIN_OWN_SCORE,
    MIN_REFUSED_SCORE,
    MIN_SCORE,
    SURE_SHARE,
)
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.parties import Parties, is_known
from foedus.analysis.premises import statement_of
from foedus.analysis.trigger_roles import ATTACKS
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment, Polarity
from foedus.records.documents import Document
from foedus.records.statements import SpeechAct, Statement

Range = tuple[int, int]
_RESOLVING = 4
"""Words before an act that may say that nothing holds somebody back from it."""


@dataclass(frozen=True)
class Admission:
    """Decides on the frames of one document; `make` reads the promise that a frame would be."""

    document: Document
    statements: Sequence[Statement]
    conditions: ConditionReader
    parties: Parties
    act_of: Callable[[Frame], Range]
    make: Callable[[Frame], Commitment]

    @property
    def parse(self) -> Parse:
        """Return the text."""
        return self.parties.parse

    @property
    def words(self) -> ConditionWords:
        """Return the words of conditions."""
        return self.parties.words

    def admits(self, frame: Frame) -> bool:
        """Say whether a frame counts."""
        return frame.score >= self._least(frame) or self._is_evident(frame)

    def _least(self, frame: Frame) -> float:
        """Return the score that a frame needs; a speaker's condition or vow lowers it."""
        action = self.act_of(frame)
        statement = statement_of(self.parse, self.statements, action)
        if self._is_resolved(action):
            return MIN_ANSWER_SCORE
        conditional = bool(frame.roles["condition"]) or self.conditions.inside(action) is not None
        cast = self.parties.cast
        if statement is None and (cast.home or cast.own_state):  # a speech, by its title
            return MIN_BOUND_SCORE if conditional else MIN_SCORE
        if statement is None or statement.speaker is None:
            return MIN_CONDITIONAL_SCORE if conditional else MIN_SCORE
        if SpeechAct.COMMIT in statement.acts and self._is_state_vowing(statement.speaker, action):
            return MIN_ANSWER_SCORE
        if conditional or SpeechAct.COMMIT in statement.acts:
            return MIN_BOUND_SCORE
        return MIN_REFUSED_SCORE if self._is_own_refusal(frame) else MIN_SCORE

    def _is_resolved(self, action: Range) -> bool:
        """Say whether the words before an act leave no doubt: "will not hesitate to"."""
        first = max(action[0] - _RESOLVING, 0)
        before = " ".join(self.conditions.lower(first, action[0]))
        return before.endswith(self.words.resolved)

    def _is_state_vowing(self, speaker: Actor, action: Range) -> bool:
        """Say whether it is a state that vows, in the text: a headline leaves out its "if"."""
        start, end = self.document.headline or (0, 0)
        inside = start <= self.parse.tokens[action[0]].start < end
        return speaker.code is not None and speaker.code == speaker.id and not inside

    def _is_own_refusal(self, frame: Frame) -> bool:
        """Say whether a known speaker's side says that it will not do something."""
        likely, share = frame.labels["polarity"][0]
        if likely != Polarity.WILL_NOT or share < SURE_SHARE or frame.score < MIN_REFUSED_SCORE:
            return False
        made = self.make(frame)
        own = is_known(made.committer) and not made.spoken_for
        return own and made.polarity is Polarity.WILL_NOT

    def _is_evident(self, frame: Frame) -> bool:
        """Say whether the words of a less probable frame show a promise all the same.

        Somebody known does what the tables name as help, harm or a concession, or deals a blow, on
        a condition; one of his side says in so many words what he will do on it; or a duty is
        told, "each member shall help", of what comes after an attack.
        """
        if frame.score < MIN_ANSWER_SCORE:
            return False
        action = self.act_of(frame)
        named = self.conditions.action_class(*action)
        bearing = self.words.promises.bearings.get(named or "")
        head = head_of(self.parse, *action)
        future = child(self.parse, head, ("aux",))
        modal = None if future is None else self.parse.tokens[future].text.lower()
        if modal in self.words.remote:  # "might have to", "should"
            return False
        sure = frame.score >= MIN_EVIDENT_SCORE
        told = sure and (bearing is not None or self.parties.suffers(head))
        if not told and modal not in self.words.plain:
            return False
        made = self.make(frame)
        if made.condition is None:  # "Ukraine will never open fire first"
            own = is_known(made.committer) and made.speaker is not None and not made.spoken_for
            return own and bearing == "harm" and made.polarity is Polarity.WILL_NOT
        # "what we said we would do if" tells of a promise, and does not say what.
        answers = made.condition.event_class in ATTACKS and self.parse.tokens[head].lemma != "do"
        duty = answers and bearing is not None and modal == "shall"  # "each member shall help"
        if not duty and not is_known(made.committer):
            return False
        told = told or (sure and answers and named is not None)  # "troops will be mobilised if"
        if not told and not duty and (made.spoken_for or made.speaker is None):
            return False
        if not told and frame.score < (MIN_ANSWER_SCORE if answers else MIN_OWN_SCORE):
            return False
        sense = self.words.connectives.get(made.condition.connective or "")
        said = f" {made.condition.span.exact.lower()} "
        again = any(f" {phrase} " in said for phrase in self.words.anaphora)
        if sense is None and not again and made.condition.event_class == "other":
            return False  # "another coffee and we will talk"
        goes_on = bearing == "yield" and made.polarity is Polarity.WILL_NOT
        return not (goes_on and sense == "if")  # "if he takes it, he would not stop"
