"""Alternatives: a demand and what follows if it is not met, joined by "or".

"Told them to leave or face sanctions", "gave it until Friday to withdraw or face war", "leave, or
we will throw you out": the demanded act is the condition, and the model often cuts it wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, end_at_mark, trim
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.sure_frames import Sure, same_act, score_above, sure_frame
from foedus.languages.conditions import ConditionWords

Range = tuple[int, int]
_QUOTES = frozenset("\"“‘'«„")
_DONE = ("VBN", "VBD")
SCORE = 0.7
"""Of what the model passed over; set by hand, above what a named speaker's promise needs."""


@dataclass(frozen=True)
class Alternatives:
    """Finds the alternatives of one text."""

    parse: Parse
    words: ConditionWords

    def find(self) -> list[Frame]:
        """Return a frame for each, in order of the text."""
        found: list[Frame] = []
        for token in self.parse.tokens:
            if token.text.lower() != "or" or token.index + 1 >= len(self.parse.tokens):
                continue
            found.extend(self._faced(token.index))
            found.extend(self._done(token.index))
        return found

    def _faced(self, link: int) -> Iterator[Frame]:
        """Yield "or face …", where somebody is told to do what stands before."""
        tokens = self.parse.tokens
        faced = link + 1
        if faced + 1 < len(tokens) and tokens[faced].text in _QUOTES:
            faced += 1  # or "bear the consequences"
        if tokens[faced].text.lower() not in self.words.facing and not self._sees(faced):
            return
        demanded = self._demanded(link)
        if demanded is None:
            return
        end = end_at_mark(self.parse, faced)
        told = self._told(demanded)
        yield self._frame((faced, end), self._condition(demanded, link), None, told, label="other")

    def _sees(self, verb: int) -> bool:
        """Say whether somebody is to look on while something is done: "see the pits flooded"."""
        tokens = self.parse.tokens
        if tokens[verb].lemma.lower() not in self.words.seeing:
            return False
        end = end_at_mark(self.parse, verb)
        return any(token.xpos in _DONE and token.upos == "VERB" for token in tokens[verb + 2 : end])

    def _done(self, link: int) -> Iterator[Frame]:
        """Yield "or we will …" behind an order: an imperative, or what somebody must do."""
        tokens = self.parse.tokens
        verb = tokens[link].head
        if verb <= link or tokens[verb].upos != "VERB" or tokens[verb].deprel != "conj":
            return
        subject = child(self.parse, verb, ("nsubj",))
        future = child(self.parse, verb, ("aux",))
        if subject is None or future is None or tokens[future].text.lower() not in self.words.plain:
            return
        demanded = tokens[verb].head
        if demanded < 0 or not self._is_order(demanded):
            return
        actor = (subject, subject + 1)
        yield self._frame(
            (verb, end_at_mark(self.parse, verb)),
            self._condition(demanded, link),
            actor,
            None,
            label="other",
        )

    def _demanded(self, link: int) -> int | None:
        """Return the verb before an "or" that somebody is told to do, or an imperative."""
        first = self.parse.sentences[self.parse.tokens[link].sentence].first
        for index in range(link - 1, first - 1, -1):
            if self.parse.tokens[index].upos != "VERB":
                continue
            if self._is_ordered(index) or self._is_order(index):
                return index
        return None

    def _is_ordered(self, index: int) -> bool:
        """Say whether a verb is an infinitive below one of demanding: "told them to leave"."""
        mark = child(self.parse, index, ("mark",))
        above = self._above(index)
        if mark is None or self.parse.tokens[mark].text.lower() != "to" or above < 0:
            return False
        return self.parse.tokens[above].lemma.lower() in self.words.demanding

    def _above(self, index: int) -> int:
        """Return the word above a verb; of "gave them two days to leave" what governs the days."""
        above = self.parse.tokens[index].head
        token = self.parse.tokens[above]
        given = above >= 0 and token.upos == "NOUN" and token.deprel in ("obj", "iobj")
        return token.head if given else above

    def _is_order(self, index: int) -> bool:
        """Say whether a verb is an imperative at the head of its clause, or has "must"."""
        tokens = self.parse.tokens
        relations = {tokens[i].deprel: i for i in self.parse.children[index]}
        modal = relations.get("aux")
        if modal is not None:
            return tokens[modal].text.lower() in self.words.ordering
        bare = tokens[index].xpos in ("VB", "VBP") and "nsubj" not in relations
        before = tokens[index - 1] if index else None
        opens = before is None or before.sentence != tokens[index].sentence
        return bare and (opens or before.upos == "PUNCT" if before is not None else True)

    def _told(self, demanded: int) -> Range | None:
        """Return who is told to do it."""
        own = child(self.parse, demanded, ("nsubj",))
        above = self._above(demanded)
        other = child(self.parse, above, ("iobj", "obj")) if above >= 0 else None
        told = own if own is not None else other
        return None if told is None else (told, told + 1)

    def _condition(self, demanded: int, link: int) -> Range:
        """Return the words of a demand; a deadline before it ("until Friday to …") leads them."""
        first, above = demanded, self.parse.tokens[demanded].head
        for index in range(max(above, 0), demanded):
            if self.parse.tokens[index].text.lower() in self.words.deadlines:
                first = index
                break
        return trim(self.parse, first, link)

    def _frame(
        self,
        action: Range,
        condition: Range,
        actor: Range | None,
        told: Range | None,
        *,
        label: str,
    ) -> Frame:
        best = same_act(self.parse, action)
        frame = sure_frame(
            action,
            condition,
            Sure(kind="ultimatum", action_class=label, condition_class="noncompliance"),
            score=score_above(self.parse, action, SCORE),
            committer=actor,
            target=told,
        )
        if best is None:
            return frame
        return replace(frame, labels={**frame.labels, "action_class": best.labels["action_class"]})
