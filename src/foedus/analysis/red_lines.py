"""Red lines: what somebody declares intolerable, with no measure named.

"Missiles there would be a red line for us", "would regard any raid as an act of war", "any raid
would amount to a declaration of war": what must not happen is the condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.analysis.clauses import child, end_at_mark, head_of, subject_of, trim
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.nominals import start_of
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.sure_frames import Sure, sure_frame
from foedus.languages.conditions import ConditionWords

Range = tuple[int, int]
DRAWN = 0.97
"""Set by hand, so that what is called a red line is one, whatever the model takes it for."""
MAX_LIKENESS = 6
"""So many words before "act of war" may stand the "as" that takes something for one."""
_CROSSED = ("obj", "xcomp")
_PRESENT = ("VBZ", "VBP")
_BEFORE = ("as", "a", "an", "to", "be")


@dataclass(frozen=True)
class RedLines:
    """Finds the red lines of one text."""

    parse: Parse
    words: ConditionWords
    conditions: ConditionReader

    def find(self) -> list[Frame]:
        """Return a frame for each, in order of the text."""
        return [*self._red_lines(), *self._deemed(), *self._amounts()]

    def _red_lines(self) -> Iterator[Frame]:
        """Yield "missiles there would be a red line for us": the subject is the condition."""
        tokens, (red, noun) = self.parse.tokens, self.words.red_line
        for token in tokens[1:]:
            line = token.index
            if token.lemma.lower() != noun or tokens[line - 1].text.lower() != red:
                continue
            copula = child(self.parse, line, ("cop",))
            crossed = token.deprel in _CROSSED and self._is_crossing(token.head)
            if copula is None and not crossed:
                continue
            head, start = (line, copula) if copula is not None else (token.head, token.head)
            subject = subject_of(self.parse, head)
            if subject is None or subject > start or tokens[subject].upos != "NOUN":
                continue
            if tokens[subject].lemma.lower() == noun or not self._is_drawn(head, start):
                continue
            first = start_of(self.parse, subject)
            if first and tokens[first - 1].upos == "DET" and tokens[first - 1].head == subject:
                first -= 1
            last = self._end_of(subject, child(self.parse, head, ("aux",)) or start)
            if copula is not None and tokens[copula].xpos in _PRESENT:
                start = line - 1  # "is" says nothing; what would "be a red line" is put as an act
                start -= tokens[start - 1].upos == "DET"
            yield self._frame(
                (start, end_at_mark(self.parse, head)),
                (first, last),
                self._whose(line),
            )

    def _deemed(self) -> Iterator[Frame]:
        """Yield "would regard any raid as an act of war": what is so regarded, or its "if"."""
        tokens = self.parse.tokens
        for token in tokens:
            lemma = self.conditions.classes.lemma_of(token.text, token.lemma)
            if token.upos != "VERB" or lemma not in self.words.deeming:
                continue
            future, thing = (child(self.parse, token.index, (r,)) for r in ("aux", "obj"))
            if future is None or thing is None or thing < token.index:
                continue
            called = self._called(thing + 1, self.parse.sentences[token.sentence].last)
            if called is None or tokens[future].text.lower() not in self.words.plain:
                continue
            action = (token.index, called[1])
            own = self.conditions.beside(action, senses=("if",))  # "regard Bonn as … if it sends"
            yield self._frame(
                action,
                own or trim(self.parse, token.index + 1, called[0]),
                subject_of(self.parse, token.index),
            )

    def _amounts(self) -> Iterator[Frame]:
        """Yield "any raid would amount to a declaration of war": the raid is the condition."""
        tokens = self.parse.tokens
        for sentence in self.parse.sentences:
            called = self._called(sentence.first + 2, sentence.last)
            if called is None or "which" in self.conditions.lower(called[1], called[1] + 3):
                continue  # "…, in which case": then it is the case of what follows
            noun = head_of(self.parse, *called)
            copula = child(self.parse, noun, ("cop",))
            verb = noun if copula is not None else tokens[noun].head
            if verb < 0 or (copula is None and not self._is_crossing(verb)):
                continue
            future, subject = child(self.parse, verb, ("aux",)), subject_of(self.parse, verb)
            if future is None or subject is None or not subject < future < called[0]:
                continue
            plain = tokens[future].text.lower() in self.words.plain
            if not plain or tokens[subject].upos != "NOUN" or not self._is_drawn(verb, future):
                continue
            first = start_of(self.parse, subject)
            if first and tokens[first - 1].upos == "DET" and tokens[first - 1].head == subject:
                first -= 1
            yield self._frame(
                (future + 1, called[1]),
                (first, self._end_of(subject, future)),
                None,
            )

    def _called(self, first: int, last: int) -> Range | None:
        """Return the words "as an act of war", from the "as" or the article on."""
        words = self.conditions.lower(first, last)
        openers = {named[0] for named in self.words.hostility}
        for place in (at for at, word in enumerate(words) if word in openers):
            for named in self.words.hostility:
                if tuple(words[place : place + len(named)]) == named:
                    start = first + place
                    before = words[max(0, place - MAX_LIKENESS) : place]
                    if "as" in before:  # "as very close to an act of war"
                        start -= before[::-1].index("as") + 1
                    while start > first and self.parse.tokens[start - 1].text.lower() in _BEFORE:
                        start -= 1
                    return start, first + place + len(named)
        return None

    def _end_of(self, noun: int, last: int) -> int:
        """Return where a noun's phrase ends: at `last`, or before what is put into the sentence."""
        below = set(self.parse.subtree(noun))
        end = next((i for i in range(noun + 1, last) if i not in below), last)
        return trim(self.parse, noun, end)[1]

    def _is_crossing(self, index: int) -> bool:
        token = self.parse.tokens[index]
        return self.conditions.classes.lemma_of(token.text, token.lemma) in self.words.crossing

    def _is_drawn(self, head: int, verb: int) -> bool:
        """Say whether a line is drawn and holds: it was not crossed, and is not denied."""
        tokens = self.parse.tokens
        if any(tokens[below].lemma.lower() == "not" for below in self.parse.children[head]):
            return False
        future = child(self.parse, head, ("aux",))
        if future is not None:
            return tokens[future].text.lower() in self.words.plain
        return tokens[verb].xpos in _PRESENT

    def _whose(self, line: int) -> int | None:
        """Return the party for whom a line is drawn: "a red line for Chile"."""
        tokens = self.parse.tokens
        for below in self.parse.children[line]:
            case = child(self.parse, below, ("case",))
            if case is not None and tokens[case].text.lower() == "for":
                return below
        return None

    def _frame(self, action: Range, condition: Range, actor: int | None) -> Frame:
        return sure_frame(
            action,
            condition,
            Sure(kind="red_line", action_class="other"),
            score=DRAWN,
            committer=None if actor is None else (actor, actor + 1),
        )
