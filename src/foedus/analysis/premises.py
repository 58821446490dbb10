"""Premises: which condition a promise has: the model's, the tree's or none; and its class.

A condition of another paragraph or of another speaker is not the promise's, unless a word such as
"then" takes it up, and words on which nothing depends ("when it chooses", "come what may") are no
condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, clause, end_at_mark, head_of, sentence_of
from foedus.analysis.conditions import ELLIPSIS, FAILING_WHICH, IN_WHICH_CASE, ConditionReader
from foedus.analysis.coordination import later_act
from foedus.analysis.event_classes import is_denied
from foedus.analysis.event_clauses import EventClause
from foedus.analysis.grounds import without_count
from foedus.analysis.innermost import find_innermost
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.triggers import first_of, renamed
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.commitments import Condition
from foedus.records.statements import Statement

Range = tuple[int, int]
MAX_EMPTY_WORDS = 5
"""A condition with "necessary" and more words than this may name what makes it necessary."""
MIN_CLASS_SHARE = 0.4
"""Below it the model's class of a condition is a guess, and "other" is said instead."""
YOU = "you"
_BREAK = re.compile(r"\n\s*\n")
_CASES, _TAKING_UP = ("case", "event"), ("that", "this", "such")
_IN_FORCE = ["in", "force"]
_FIRM_PRONOUNS = ("thing", "us", "me", "person")


def statement_of(parse: Parse, statements: Sequence[Statement], tokens: Range) -> Statement | None:
    """Return the innermost statement whose content holds these tokens."""
    start, end = parse.span(*tokens)
    return find_innermost(statements, start, end - 1)


@dataclass(frozen=True)
class Premises:
    """Finds the conditions of the promises of one text."""

    parse: Parse
    statements: Sequence[Statement]
    words: ConditionWords
    conditions: ConditionReader

    def read(
        self, frame: Frame, action: Range, *, speaker: Actor | None, committer: Actor
    ) -> Condition | None:
        """Return the model's condition, or the tree's where the model has none."""
        span = self._span(frame, action)
        if span is None:
            return None
        span = without_count(self.parse, *span, self.words)
        if self.conditions.lower(*span) == ["only"]:  # it counted cases that the tree has elsewhere
            span = self.conditions.beside(action) or span
        rows = (row for row in frame.labels["condition_class"] if row[0] != "none")
        ranked = [label for label, share in rows if share >= MIN_CLASS_SHARE]
        label = self._class(span, ranked)
        found = self.conditions.read(span, label=label, speaker=speaker, committer=committer)
        return self._addressed(found, action) if YOU in (found.actor, found.target) else found

    def _addressed(self, condition: Condition, action: Range) -> Condition:
        """Return a condition in which "you" is whom the words are said to, or nobody known."""
        statement = statement_of(self.parse, self.statements, action)
        addressee = statement.addressee if statement is not None else None
        side = self.conditions.cast.side_of(addressee)
        tree = renamed(condition.tree, YOU, side.name if side is not None else None)
        node = first_of(tree)
        return replace(condition, actor=node.actor, target=node.target, tree=tree)

    def own(self, frame: Frame, action: Range) -> Frame:
        """Return the frame, without a condition that is another promise's."""
        spans = frame.roles["condition"]
        if not spans:
            return frame
        behind = spans[0][0] >= action[1]
        taken_up = self.conditions.lower(spans[0][0], spans[0][0] + 3) == IN_WHICH_CASE
        if not (behind and taken_up) and not self._is_foreign(spans[0], action):
            return frame
        return replace(frame, roles={**frame.roles, "condition": ()})

    def with_own(self, frame: Frame, action: Range) -> Frame:
        """Return the frame with no more of another's condition than what takes it up.

        That is "in that case", before the act and in its own sentence.
        """
        tokens, (first, _) = self.parse.tokens, sentence_of(self.parse, action[0])
        cases = (
            (index - 2, index + 1)
            for index in range(first + 2, action[0])
            if tokens[index].lemma.lower() in _CASES
            and tokens[index - 2].upos == "ADP"
            and tokens[index - 1].text.lower() in _TAKING_UP
        )
        return replace(frame, roles={**frame.roles, "condition": tuple(cases)[:1]})

    def is_idle(self, condition: Condition, committer: Actor) -> bool:
        """Say whether nothing depends on a condition: "when it chooses", "come what may"."""
        words = [word.strip(",;\"“”'’") for word in condition.span.exact.lower().split()]
        if " ".join(words).startswith(self.words.idle):
            return True
        rest = [word for word in words if word not in self.words.choosing_fillers]
        if not rest or rest[-1] not in self.words.choosing or len(rest) > 2:
            return False
        kind = self.conditions.cast.words.pronoun(rest[0]) if len(rest) == 2 else None
        if condition.actor == committer.name:
            return True
        return condition.actor is None and (len(rest) == 1 or kind in _FIRM_PRONOUNS)

    def to_its_end(self, action: Range) -> Range:
        """Return an act to the end of words on which nothing depends: "whatever they offer".

        What "there will be" goes on to what it will do: "troops, who will defend us".
        """
        first, last = action[0], self._behind_relative(*action)
        behind = min(last + 2, sentence_of(self.parse, first)[1])
        for index in range(first + 1, behind):
            rest = " ".join(self.conditions.lower(index, behind + 2))
            if rest.startswith(tuple(f"{phrase} " for phrase in self.words.idle)):
                return first, max(last, end_at_mark(self.parse, index))
        return first, last

    def _behind_relative(self, first: int, last: int) -> int:
        tokens, head = self.parse.tokens, head_of(self.parse, first, last)
        exists = tokens[first].lemma == "be" and child(self.parse, head, ("expl",)) is not None
        if not exists or last + 1 >= sentence_of(self.parse, first)[1]:
            return last
        goes_on = tokens[last].text == "," and tokens[last + 1].xpos in ("WP", "WDT")
        return max(last, clause(self.parse, tokens[last + 1].head)[1]) if goes_on else last

    def _span(self, frame: Frame, action: Range) -> Range | None:
        """Return where the condition of an act stands; None without one, or if a later act's."""
        span = self._any_span(frame, action)
        if span is None:
            return None
        later = later_act(self.parse, action, self.conditions)
        if later is not None and action[1] <= later < span[0]:
            return None
        return None if self._is_of_another_clause(span, action) else span

    def _is_of_another_clause(self, span: Range, action: Range) -> bool:
        """Say whether an "and" or another "that" parts an act from a condition.

        "Would fight if attacked, and that they would never yield", "will never yield, and should
        they come …".
        """
        tokens = self.parse.tokens
        if sentence_of(self.parse, span[0]) != sentence_of(self.parse, action[0]):
            return False
        if span[0] >= action[1]:
            anew = tokens[span[0] - 1].upos == "CCONJ" and tokens[span[0] - 2].text == ","
            rest = tokens[span[1] : sentence_of(self.parse, span[0])[1]]
            return anew and rest[0].text == "," and any(token.upos == "AUX" for token in rest[:4])
        verb = head_of(self.parse, *action)
        mark = child(self.parse, verb, ("mark",))
        if mark is None or tokens[verb].deprel != "conj":
            return False
        anew = tokens[mark - 1].upos == "CCONJ" and tokens[mark].text.lower() == "that"
        return span[1] <= mark and anew

    def _any_span(self, frame: Frame, action: Range) -> Range | None:
        spans = frame.roles["condition"]
        elliptical = self.conditions.elliptical(action)
        if elliptical is not None:
            return elliptical
        if spans and self._is_elsewhere(spans[0], action):
            # Its own, not that of the promise before it.
            here = self.conditions.beside(action, senses=("if", "unless", "until", "when"))
            if here is not None or self.conditions.is_ready_anyway(action):
                return here
        if spans:
            span = self.conditions.span(*spans[0], action=action)
            return self._whole_subject(span, action) if span is not None else None
        return self.conditions.beside(action)

    def _whole_subject(self, span: Range, action: Range) -> Range:
        """Return a condition, or all of the clause that is the subject of an act and holds it."""
        subject = child(self.parse, head_of(self.parse, *action), ("csubj", "csubj:pass"))
        if subject is None or subject >= action[0]:
            return span
        first, last = clause(self.parse, subject)
        return (first, last) if first <= span[0] and span[1] <= last <= action[0] else span

    def _is_elsewhere(self, span: Range, action: Range) -> bool:
        """Say whether a condition stands in another sentence, of a quotation too."""
        return sentence_of(self.parse, span[0]) != sentence_of(self.parse, action[0])

    def _is_foreign(self, span: Range, action: Range) -> bool:
        """Say whether a condition of another sentence is somebody else's, or of other matters."""
        if not self._is_elsewhere(span, action) or self._takes_up(action):
            return False
        if self._is_told_later(span, action):
            return True
        first, last = sorted((span, action))
        if _BREAK.search(self.parse.text, *(self.parse.span(*one)[0] for one in (first, last))):
            return True
        speakers = [statement_of(self.parse, self.statements, one) for one in (span, action)]
        names = {
            one.speaker.name for one in speakers if one is not None and one.speaker is not None
        }
        return len(names) > 1

    def _is_told_later(self, span: Range, action: Range) -> bool:
        """Say whether a later sentence says with a condition what follows from it there."""
        first, last = sentence_of(self.parse, span[0])
        outside = (*range(first, span[0]), *range(span[1], last))
        said = any(self.parse.tokens[i].upos in ("VERB", "AUX") for i in outside)
        return span[0] > action[0] and said

    def _takes_up(self, action: Range) -> bool:
        """Say whether the sentence of an act takes up a condition before it: "in that case"."""
        said = f" {' '.join(self.conditions.lower(*sentence_of(self.parse, action[0])))} "
        return any(f" {phrase} " in said for phrase in self.words.anaphora)

    def _class(self, span: Range, ranked: Sequence[str]) -> str:
        """Return the class that the words of a condition name, else the model's most probable.

        What is asked for with "unless" or "until" and named by no word of the table is compliance;
        that it is not done after "if" is noncompliance, but not after "provided", where to leave
        something undone is what is asked.
        """
        named = self.conditions.event_class(*span)
        words = self.conditions.lower(*span)
        if words == list(ELLIPSIS) or self._is_alternative(span):
            return "noncompliance"
        if any(words[i : i + 2] == _IN_FORCE for i in range(len(words))):
            return "other"  # "as long as the treaty is in force": there is no force in it
        if named is not None:
            return named
        if len(words) <= MAX_EMPTY_WORDS and not self.words.empty.isdisjoint(words):
            return "other"
        head = head_of(self.parse, *span)
        verbal = self.parse.tokens[head].upos in ("VERB", "AUX")
        likely = ranked[0] if ranked else "other"
        awaited = verbal and likely in ("other", "noncompliance")
        opened = self.words.connective_of(words)
        asks = opened is not None and opened[1] == "if" and opened[0] not in self.words.granting
        if likely in ("other", "agreement_or_compliance") and asks:
            event = EventClause(self.parse, self.words, self.conditions.classes)
            if event.is_predicate(head) and is_denied(self.parse, head, event.classes):
                return "noncompliance"
        if awaited and opened and opened[1] in ("unless", "until"):
            return "agreement_or_compliance"
        return likely

    def _is_alternative(self, span: Range) -> bool:
        """Say whether a demand is followed by "or" or "failing which": what comes if not met."""
        after = self.parse.tokens[span[1] : span[1] + 3]
        words = [token.text.lower() for token in after if token.upos != "PUNCT"]
        if words[:2] == FAILING_WHICH:
            return True
        verbal = self.parse.tokens[head_of(self.parse, *span)].upos == "VERB"
        opened = self.words.connective_of(self.conditions.lower(*span))
        return verbal and words[:1] == ["or"] and (opened is None or opened[1] == "until")
