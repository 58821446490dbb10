"""Bare promises: commitments whose act is a noun, which the model often passes over.

"Vowed support for any operation in response to …", "threatened them with sanctions in case of …",
"in case of an attack there will be troops who …": the tree shows the act and its condition. Only
what has a condition counts; without one such a noun may be anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, clause, end_at_mark, subject_of, trim
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.likelihoods import OWN, SAID
from foedus.analysis.nominals import start_of
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.sure_frames import Sure, score_above, sure_frame
from foedus.languages.actors import ActorWords
from foedus.languages.conditions import ConditionWords

Range = tuple[int, int]
SCORE = 0.7
"""Set by hand, above what a named speaker's promise needs: labelled passages hold too few to
measure it."""
_ACTS = ("obj", "xcomp", "obl", "ccomp")
_HANGING = ("nmod", "obl", "acl", "advcl")
_ANSWERS = ("retaliate_unspecified", "sanction")
_HOSTILE = (
    *("armed_attack", "invasion", "weapon_use", "weapon_test", "deployment", "violation"),
    "blockade",
)
"""Conditions that somebody answers; what other events lead to is foretold and not promised."""
_IN_RETURN = ("in return for", "in exchange for")
_ALL = frozenset({"any", "every", "all"})


@dataclass(frozen=True)
class BarePromises:
    """Finds the bare promises of one text."""

    parse: Parse
    words: ConditionWords
    conditions: ConditionReader
    actors: ActorWords

    def find(self) -> list[Frame]:
        """Return a frame for each, in order of the text."""
        return [
            *self._vowed(),
            *self._there_will_be(),
            *self._answered(),
            *self._suffered(),
        ]

    def _vowed(self) -> Iterator[Frame]:
        """Yield "vowed support for any …" and "threatened X with sanctions in case of …"."""
        tokens = self.parse.tokens
        for token in tokens:
            if token.upos != "VERB":
                continue
            kind = self.words.vowing.get(self.conditions.classes.lemma_of(token.text, token.lemma))
            if kind is None:
                continue
            yield from self._vowed_answer(token.index, kind)
            for noun in self._vowed_nouns(token.index):
                action = (max(start_of(self.parse, noun), token.index + 1), noun + 1)
                named = self.conditions.action_class(*action)
                condition = self._condition(noun, token.index)
                if named is None and condition and kind == "offer":
                    if not self._is_offered(noun, condition):
                        continue
                    named, action = "other", self._thing(noun, condition)
                if named and condition:
                    subject = subject_of(self.parse, token.index)
                    yield self._frame(action, condition, subject, kind=kind, action_class=named)

    def _is_offered(self, noun: int, condition: Range) -> bool:
        """Say whether states offer each other a thing: "a deal", or anything in return."""
        sets, token = self.conditions.classes.sets, self.parse.tokens[noun]
        opened = self.words.connective_of(self.conditions.lower(*condition))
        if token.deprel != "obj" or condition[0] <= noun:
            return False
        return (opened is not None and opened[0] in _IN_RETURN) or any(
            token.lemma.lower() in sets[name] for name in ("treaty", "aid", "talks")
        )

    def _thing(self, noun: int, condition: Range) -> Range:
        """Return the words of what is offered, without who it is offered to."""
        first, tokens = start_of(self.parse, noun), self.parse.tokens
        names = [i for i in range(first, noun) if tokens[i].upos == "PROPN"]
        return trim(self.parse, names[-1] + 1 if names else first, max(noun + 1, condition[0]))

    def _vowed_nouns(self, verb: int) -> Iterator[int]:
        """Yield what is vowed: "vowed support", "assured them of support"."""
        tokens = self.parse.tokens
        for below in self.parse.children[verb]:
            if below > verb and tokens[below].upos == "NOUN" and tokens[below].deprel in _ACTS:
                yield below
            elif tokens[below].deprel == "iobj":
                for noun in self.parse.children[below]:
                    case = child(self.parse, noun, ("case",))
                    if case is not None and tokens[case].text.lower() == "of" and noun > below:
                        yield noun

    def _vowed_answer(self, verb: int, kind: str) -> Iterator[Frame]:
        """Yield "vows to answer any raid": a verb of answering with "any" is its own condition."""
        tokens, answer = self.parse.tokens, child(self.parse, verb, ("xcomp",))
        if answer is None or tokens[answer].lemma.lower() not in self.words.answering:
            return
        for noun in self.parse.children[answer]:
            first = start_of(self.parse, noun)
            if tokens[noun].deprel not in ("obj", "obl") or noun < answer:
                continue
            if tokens[first].text.lower() in _ALL:
                end = end_at_mark(self.parse, answer)
                last = clause(self.parse, noun)[1]
                while last < end and tokens[last].upos in ("ADP", "DET", "ADJ", "NOUN", "PROPN"):
                    last += 1  # of the same phrase, wherever the tree hangs it
                condition = (first, self._with_relative(min(last, end)))
                yield self._frame(
                    (answer, end),
                    condition,
                    subject_of(self.parse, verb),
                    kind="threat" if kind == "pledge" else kind,
                    action_class="retaliate_unspecified",
                )

    def _there_will_be(self) -> Iterator[Frame]:
        """Yield "there will be troops who …" and "there would be costs" with their condition."""
        tokens = self.parse.tokens
        for token in tokens:
            if token.deprel != "expl" or token.text.lower() != "there" or token.head < 0:
                continue
            verb = token.head
            future = child(self.parse, verb, ("aux",))
            noun = subject_of(self.parse, verb)
            if (
                noun is None
                or future is None
                or tokens[future].lemma.lower() not in ("will", "'ll")
            ):
                continue
            condition = self._condition(verb, verb)
            last = clause(self.parse, noun)[1]
            forces = [i for i in range(noun, last) if self._is_force(i)]
            named = self.conditions.action_class(noun, noun + 1)
            if condition and noun > verb and (forces or named in _ANSWERS):
                kind = "pledge" if forces else "threat"
                acts = next((i for i in forces if tokens[i].upos == "NOUN"), None)
                yield self._frame(
                    (verb, last), condition, acts, kind=kind, action_class=named or "deploy"
                )

    def _answered(self) -> Iterator[Frame]:
        """Yield "a second raid would be met with …" and "any attack will trigger …"."""
        tokens = self.parse.tokens
        for token in tokens:
            if token.upos != "VERB" or not self._is_answer(token.index):
                continue
            event = child(self.parse, token.index, ("nsubj:pass", "nsubj"))
            future = child(self.parse, token.index, ("aux",))
            if event is None or future is None or event > token.index:
                continue
            if tokens[future].text.lower() not in self.words.plain:
                continue
            passive = child(self.parse, token.index, ("aux:pass",))
            first, last = self._event(event, future, told=passive is not None)
            fired = tokens[event].lemma.lower() in self.words.fired  # "the first shell that lands"
            if not fired and self.conditions.event_class(first, last) not in _HOSTILE:
                continue
            start = token.index if passive is None else passive
            end = end_at_mark(self.parse, token.index)
            yield self._frame(
                (start, end),
                (first, last),
                None,
                kind="threat",
                action_class="retaliate_unspecified",
            )

    def _event(self, event: int, future: int, *, told: bool) -> Range:
        """Return the words of what is answered: the subject, or the "if …" that it stands for.

        `told` says that it was told before ("if they come, they will be met with force").
        """
        parse = self.parse
        if told and parse.tokens[event].upos == "PRON":
            low = parse.sentences[parse.tokens[event].sentence].first
            for below in range(event - 1, low - 1, -1):
                if parse.tokens[below].deprel == "advcl":
                    first, last = clause(parse, below)
                    opened = self.words.connective_of(self.conditions.lower(first, last))
                    if opened and last <= event:
                        return first, last
        first = start_of(parse, event)
        article = first > 0 and parse.tokens[first - 1].upos == "DET"
        return first - (article and parse.tokens[first - 1].head == event), future

    def _suffered(self) -> Iterator[Frame]:
        """Yield "whoever attacks us will regret it": that somebody does so is the condition."""
        for token in self.parse.tokens:
            condition = self.conditions.whoever(token.index)
            if token.upos == "VERB" and condition is not None:
                passive = child(self.parse, token.index, ("aux:pass",))
                start = token.index if passive is None else passive
                frame = self._frame(
                    (start, end_at_mark(self.parse, token.index)),
                    condition,
                    None,
                    kind="threat",
                    action_class="retaliate_unspecified",
                )
                least = OWN if self._is_ours(token.index) else SAID
                yield replace(frame, score=score_above(self.parse, frame.roles["action"][0], least))

    def _is_ours(self, index: int) -> bool:
        """Say whether a sentence speaks as "we" or "our"."""
        sentence = self.parse.sentences[self.parse.tokens[index].sentence]
        words = self.conditions.lower(sentence.first, sentence.last)
        return any(self.actors.pronouns.get(word) == "us" for word in words)

    def _is_answer(self, index: int) -> bool:
        """Say whether a verb answers its subject: "be met", or "trigger" with what is triggered."""
        token = self.parse.tokens[index]
        lemma = self.conditions.classes.lemma_of(token.text, token.lemma)
        if child(self.parse, index, ("aux:pass",)) is not None:
            return lemma in self.words.answered
        if lemma not in self.words.triggering:
            return False
        last = clause(self.parse, index)[1]
        return self.conditions.action_class(index, last) in (*_ANSWERS, "use_force", "join_war")

    def _is_force(self, index: int) -> bool:
        word = self.parse.tokens[index].text
        return self.actors.singular(word) in self.actors.forces

    def _condition(self, *heads: int) -> Range | None:
        """Return the condition that hangs on one of these words."""
        tokens = self.parse.tokens
        for head in dict.fromkeys(heads):
            for below in self.parse.children[head]:
                if not tokens[below].deprel.startswith(_HANGING):
                    continue
                first, last = clause(self.parse, below)
                first -= first > 0 and self.conditions.lower(first - 1, first + 1) == ["in", "case"]
                opened = self.words.connective_of(self.conditions.lower(first, last))
                if opened and opened[1] in ("if", "case", "unless", "any"):
                    return first, last
                if tokens[first].upos == "ADP" and tokens[first + 1].text.lower() in _ALL:
                    return first + 1, self._with_relative(last)
        return None

    def _with_relative(self, last: int) -> int:
        """Return the end of a phrase with the "that …" behind it, wherever the tree puts it.

        A "that" that is a subject or object begins a relative clause, whatever its verb is called.
        """
        tokens = self.parse.tokens
        if last >= len(tokens) or tokens[last].text.lower() not in ("that", "which"):
            return last
        verb = tokens[last].head
        pronoun = tokens[last].upos == "PRON" and tokens[last].deprel.startswith(("nsubj", "obj"))
        relative = verb > last and (pronoun or tokens[verb].deprel == "acl:relcl")
        return max(last, clause(self.parse, verb)[1]) if relative else last

    def _frame(
        self, action: Range, condition: Range, actor: int | None, *, kind: str, action_class: str
    ) -> Frame:
        helps = action_class in ("military_aid", "provide_aid", "join_war")
        return sure_frame(
            action,
            condition,
            Sure(kind="pledge" if helps else kind, action_class=action_class),
            score=SCORE,
            committer=None if actor is None else (actor, actor + 1),
        )
