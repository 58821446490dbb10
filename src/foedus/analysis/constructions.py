"""Constructions: promises that the form of a sentence makes, whatever its verbs are.

"No ceasefire, no gas", "the day they cross is the day we fire", "the moment it stops, our envoys
will be there", "there will be no talks unless …", "…, in which case the treaty would be invoked".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, clause, end_at_mark, head_of, subject_of, trim
from foedus.analysis.conditions import FAILING_WHICH, IN_WHICH_CASE, ConditionReader
from foedus.analysis.likelihoods import OWN, SAID
from foedus.analysis.nominals import start_of
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.sure_frames import (
    Sure,
    is_somebody,
    own_side,
    same_act,
    score_above,
    sure_frame,
)
from foedus.languages.actors import ActorWords
from foedus.languages.conditions import ConditionWords

Range = tuple[int, int]
KINDS = (("threat", 0.4), ("pledge", 0.3), ("offer", 0.3))
"""What the form alone says of its kind; what the act allows decides."""
_HOSTILE = ("harm", "reply")
_INSIDE = ("NOUN", "PROPN", "ADJ", "DET", "ADP", "NUM", "ADV", "PRON", "PART")
_WHOLE = ("root", "ccomp", "parataxis", "conj")
_PAST = ("VBD", "VBN")
_TENSED = ("VBD", "VBP", "VBZ")
_LEADING = ("DET", "PRON", "PROPN", "NOUN", "ADJ")


@dataclass(frozen=True)
class Constructions:
    """Finds the promises by construction of one text."""

    parse: Parse
    words: ConditionWords
    conditions: ConditionReader
    actors: ActorWords

    def find(self) -> list[Frame]:
        """Return a frame for each."""
        found: list[Frame] = []
        for token in self.parse.tokens:
            word, lemma = token.text.lower(), token.lemma.lower()
            if word == "no":
                found.extend(self._none_without(token.index))
                found.extend(self._there_will_be_none(token.index))
            elif token.deprel == "expl":
                found.extend(self._there_will_be_costs(token.index))
            elif lemma == "attack":
                found.extend(self._on_all(token.index))
            elif lemma in self.words.times:
                found.extend(self._at_that_time(token.index))
            elif word == "which":
                found.extend(self._in_that_case(token.index))
                found.extend(self._failing(token.index))
            elif lemma in self.words.ends:
                found.extend(self._end_of_it(token.index))
            elif token.deprel == "advcl":
                found.extend(self._if_so(token.index))
        return found

    def _none_without(self, negator: int) -> Iterator[Frame]:
        """Yield "no ceasefire, no gas" and "no gas without a ceasefire": nouns, and no verb."""
        tokens, start = self.parse.tokens, negator
        first = self.parse.sentences[tokens[negator].sentence].first
        while start > first and tokens[start - 1].upos in ("PUNCT", "CCONJ"):
            start -= 1
        end = end_at_mark(self.parse, negator)
        opens = start == first or ":" in self.conditions.lower(start, negator)
        if not opens or not self._is_nominal(negator, end):
            return
        lacking = [i for i in range(negator, end) if tokens[i].text.lower() == "without"]
        second = end + 1
        if lacking:
            withheld, condition = (negator, lacking[0]), (lacking[0], end)
        elif (
            second < len(tokens) and tokens[end].text == "," and tokens[second].text.lower() == "no"
        ):
            withheld, condition = (second, end_at_mark(self.parse, second)), (negator, end)
            if not self._is_nominal(*withheld):
                return
        else:
            return
        yield self._frame(
            withheld,
            condition,
            Sure(
                kind="ultimatum",
                action_class=self.conditions.action_class(*withheld) or "other",
                condition_class="agreement_or_compliance" if lacking else "noncompliance",
                polarity="will_not",
            ),
            score=SAID,
        )

    def _is_nominal(self, first: int, last: int) -> bool:
        """Say whether "no" leads a phrase of nouns, and its noun stands there too."""
        words = self.parse.tokens[first:last]
        return first < words[0].head < last and all(word.upos in _INSIDE for word in words)

    def _there_will_be_none(self, negator: int) -> Iterator[Frame]:
        """Yield "there will be no talks unless …": what is withheld, on a condition."""
        tokens, noun = self.parse.tokens, self.parse.tokens[negator].head
        verb = tokens[noun].head if noun > negator else -1
        if verb < 0 or child(self.parse, verb, ("expl",)) is None:
            return
        future = child(self.parse, verb, ("aux",))
        plain = future is not None and tokens[future].text.lower() in (*self.words.plain, "can")
        last = clause(self.parse, noun)[1]
        of_it = (noun, *(i for i in self.parse.children[noun] if tokens[i].deprel == "nmod"))
        what = {tokens[index].lemma.lower() for index in of_it}
        condition = self.conditions.beside((verb, last))
        if not plain or condition is None or self.words.withheld.isdisjoint(what):
            return
        yield self._frame(
            (verb, min(last, condition[0]) if condition[0] > verb else last),
            condition,
            Sure(
                kind="ultimatum",
                action_class=self.conditions.action_class(noun, last) or "other",
                polarity="will_not",
            ),
            score=SAID,
        )

    def _there_will_be_costs(self, there: int) -> Iterator[Frame]:
        """Yield "there will be consequences if …": who says so sees to them."""
        tokens, verb = self.parse.tokens, self.parse.tokens[there].head
        future, end = child(self.parse, verb, ("aux",)), end_at_mark(self.parse, verb)
        what = next((i for i in range(verb + 1, end) if tokens[i].upos == "NOUN"), None)
        if future is None or what is None or not there < future < verb:
            return
        plain = tokens[future].text.lower() in self.words.plain
        denied = "no" in self.conditions.lower(verb, what)
        governed = (self.conditions.beside((index, what + 1)) for index in (verb, what))
        condition = next((found for found in governed if found is not None), None)
        if not plain or denied or condition is None:
            return
        if tokens[what].lemma.lower() in self.words.exacted:
            sure = Sure(kind="threat", action_class="retaliate_unspecified")
            last = condition[0] if verb < condition[0] < end else end
            yield self._frame((verb, last), condition, sure, score=SAID)

    def _on_all(self, noun: int) -> Iterator[Frame]:
        """Yield "to attack one is to attack all", said with nouns: the first is the condition."""
        tokens = self.parse.tokens
        verb, subject = child(self.parse, noun, ("cop",)), child(self.parse, noun, ("nsubj",))
        told = child(self.parse, noun, ("aux",)) is None  # not "would be"
        if verb is None or subject is None or not (told and subject < verb < noun):
            return
        end = end_at_mark(self.parse, noun)
        same = tokens[subject].lemma.lower() == tokens[noun].lemma.lower()
        if same and "all" in self.conditions.lower(noun, end):
            first = start_of(self.parse, subject)
            first -= first > 0 and tokens[first - 1].head == subject
            sure = Sure(kind="obligation", action_class="join_war", condition_class="armed_attack")
            yield self._frame((verb, end), trim(self.parse, first, verb), sure, score=OWN)

    def _at_that_time(self, noun: int) -> Iterator[Frame]:
        """Yield "the day they cross is the day we fire" and "the moment it stops, we will …"."""
        tokens = self.parse.tokens
        if not self._opens_clause(noun) or child(self.parse, noun, ("case",)) is not None:
            return  # "from the day they leave" says how long, not on what condition
        last = self.parse.sentences[tokens[noun].sentence].last
        same = tokens[noun].lemma.lower()
        again = next((i for i in range(noun + 2, last) if tokens[i].lemma.lower() == same), None)
        equated = again is not None and tokens[again - 2].lemma == "be"
        if again is not None and equated and self._opens_clause(again):
            condition, act = (noun - 1, again - 2), self._finite(again + 2, last)
            act = None if act is not None and tokens[act].xpos in _PAST else act
        else:
            condition = trim(self.parse, noun - 1, end_at_mark(self.parse, noun))
            above = tokens[noun].head
            timed = tokens[noun].deprel in ("obl:unmarked", "obl:tmod", "obl", "advmod")
            future = child(self.parse, above, ("aux",)) if timed and above >= 0 else None
            plain = future is not None and tokens[future].text.lower() in self.words.plain
            act = above if plain and not condition[0] <= above < condition[1] else None
        subject = None if act is None else subject_of(self.parse, act)
        if act is None or subject is None or not subject < act:
            return
        if not (condition[1] <= subject or act < condition[0]):
            return
        start = self._predicate(act, subject)
        ours = self._ours(subject)
        withheld = tokens[subject].lemma.lower() in self.words.withheld  # "the money would flow"
        if ours is None and tokens[subject].upos != "PROPN" and not withheld:
            return  # what children or prices will do then is foretold
        end = end_at_mark(self.parse, act)
        end = min(end, condition[0]) if act < condition[0] else end
        frame = self._frame(
            (start, end),
            condition,
            Sure(kind="threat", action_class=self.conditions.action_class(act, end) or "other"),
            score=SAID if ours is None else OWN,
            committer=None if withheld else self._one(subject if ours is None else ours),
        )
        known = same_act(self.parse, (start, end))
        kinds = KINDS if known is None else known.labels["kind"]
        yield replace(frame, labels={**frame.labels, "kind": kinds})

    def _opens_clause(self, noun: int) -> bool:
        """Say whether "the day" is followed by what happens on it, not by "of" or a mark."""
        tokens = self.parse.tokens
        last = self.parse.sentences[tokens[noun].sentence].last
        if not 0 < noun < last - 2 or tokens[noun - 1].text.lower() != "the":
            return False
        named = tokens[noun + 1].upos in _LEADING
        return named and self._finite(noun + 2, end_at_mark(self.parse, noun)) is not None

    def _finite(self, first: int, last: int) -> int | None:
        """Return the first verb or auxiliary with a tense of its own."""
        return next((i for i in range(first, last) if self.parse.tokens[i].xpos in _TENSED), None)

    def _if_so(self, event: int) -> Iterator[Frame]:
        """Yield "if they come, we will hit back": we, or a name, an act that harms, and an if."""
        tokens, act = self.parse.tokens, self.parse.tokens[event].head
        condition = clause(self.parse, event)
        opened = self.words.connective_of(self.conditions.lower(*condition))
        future = child(self.parse, act, ("aux",))
        subject = child(self.parse, act, ("nsubj", "nsubj:pass"))
        if opened is None or opened[1] not in ("if", "unless") or future is None or subject is None:
            return
        if tokens[future].text.lower() not in self.words.plain or not future < act:
            return
        passive = tokens[subject].deprel == "nsubj:pass"
        cast = self.conditions.cast
        if passive and cast.home is None and cast.own_state is None:
            return  # only of its own acts a government says what will be done
        ours = passive or self._ours(subject) is not None
        if not ours and tokens[subject].upos != "PROPN":
            return
        end = (
            condition[0]
            if act < condition[0] < end_at_mark(self.parse, act)
            else end_at_mark(self.parse, act)
        )
        named = self.conditions.action_class(act, end)
        known = same_act(self.parse, (act, end))
        score = OWN if ours else SAID
        surer = known is not None and known.score >= score
        if named is None or surer or self.words.promises.bearings.get(named) not in _HOSTILE:
            return
        if known is not None:  # the model is not sure that it counts, but knows where it ends
            roles = {**known.roles, "condition": (condition,)}
            roles |= {"committer": ()} if passive else {}  # "it will be brought down"
            yield replace(known, score=score, roles=roles)
            return
        be = child(self.parse, act, ("aux:pass",))
        yield self._frame(
            (act if be is None else be, end),
            condition,
            Sure(kind="threat", action_class=named),
            score=score,
            committer=None if passive else self._one(subject),
        )

    def _in_that_case(self, which: int) -> Iterator[Frame]:
        """Yield "…, in which case the treaty would be invoked": what stands before is the case."""
        tokens = self.parse.tokens
        if self.conditions.lower(which - 1, which + 2) != IN_WHICH_CASE:
            return
        act = max(tokens[i].head for i in (which - 1, which, which + 1))
        future = child(self.parse, act, ("aux",)) if act > which + 1 else None
        if future is None or tokens[future].text.lower() not in self.words.plain:
            return
        opening = self.parse.sentences[tokens[which].sentence].first
        if opening >= which - 2:
            return
        before = tokens[act].head
        if not opening <= before < which:  # both hang on who says so
            before = head_of(self.parse, opening, which - 2)
        while tokens[before].deprel not in _WHOLE and opening <= tokens[before].head < which:
            before = tokens[before].head
        subject = subject_of(self.parse, before)
        first = start_of(self.parse, before if subject is None else subject)
        copula = child(self.parse, before, ("cop",))
        condition = trim(self.parse, first, which - 1)
        if copula is not None and subject is not None and subject < copula:
            # "A raid would be an act of war": the raid is the case, not what it would be called.
            end = child(self.parse, before, ("aux",)) or copula
            article = first > 0 and tokens[first - 1].head == subject
            condition = trim(self.parse, first - article, end)
        doer = subject_of(self.parse, act)
        end = end_at_mark(self.parse, act)
        own = child(self.parse, act, ("nsubj",))  # in the passive it is not said who does it
        yield self._frame(
            (self._predicate(act, doer), end),
            condition,
            Sure(kind="threat", action_class=self.conditions.action_class(act, end) or "other"),
            score=SAID if doer is None or self._ours(doer) is None else OWN,
            committer=None if own is None else self._one(own),
        )

    def _failing(self, which: int) -> Iterator[Frame]:
        """Yield "gave him a week to go, failing which it would attack": on what is demanded."""
        tokens = self.parse.tokens
        if self.conditions.lower(which - 1, which + 1) != FAILING_WHICH:
            return
        last = self.parse.sentences[tokens[which].sentence].last
        acts = (i for i in range(which + 1, last) if tokens[i].upos == "VERB")
        above = tokens[which].head  # past "…, a colonel said, …"
        act = above if which < above < last and tokens[above].upos == "VERB" else next(acts, None)
        future = None if act is None else child(self.parse, act, ("aux",))
        if act is None or future is None or tokens[future].text.lower() not in self.words.plain:
            return
        first = self.parse.sentences[tokens[which].sentence].first
        told = (i for i in range(which - 2, first, -1) if self._is_infinitive(i))
        demanded = next(told, None)
        if demanded is None:
            return
        end, subject = end_at_mark(self.parse, act), child(self.parse, act, ("nsubj",))
        passive = child(self.parse, act, ("aux:pass",))
        if passive is not None:  # then who demands it sees to it
            subject = subject_of(self.parse, tokens[demanded].head)
        yield self._frame(
            (act if passive is None else passive, end),
            trim(self.parse, demanded, which - 1),
            Sure(
                kind="ultimatum",
                action_class=self.conditions.action_class(act, end) or "other",
                condition_class="noncompliance",
            ),
            score=OWN,
            committer=None if subject is None else self._one(subject),
        )

    def _is_infinitive(self, verb: int) -> bool:
        """Say whether a verb has its own "to"."""
        mark = child(self.parse, verb, ("mark",))
        infinitive = self.parse.tokens[verb].xpos == "VB"
        return infinitive and mark is not None and self.parse.tokens[mark].text.lower() == "to"

    def _end_of_it(self, noun: int) -> Iterator[Frame]:
        """Yield "if they fire one, it would be the end of their regime"."""
        tokens = self.parse.tokens
        verb = child(self.parse, noun, ("cop",))
        future = child(self.parse, noun, ("aux",))
        subject = child(self.parse, noun, ("nsubj",))
        whose = child(self.parse, noun, ("nmod",))
        if verb is None or future is None or subject is None or whose is None:
            return
        plain = tokens[future].text.lower() in self.words.plain
        if not plain or tokens[subject].text.lower() not in self.words.impersonal:
            return
        end = end_at_mark(self.parse, noun)
        condition = self.conditions.beside((noun, end))
        if condition is not None and is_somebody(self.parse, whose, self.actors):
            sure = Sure(kind="threat", action_class="retaliate_unspecified")
            yield self._frame((verb, end), condition, sure, score=SAID)

    def _frame(
        self,
        action: Range,
        condition: Range,
        sure: Sure,
        *,
        score: float,
        committer: Range | None = None,
    ) -> Frame:
        above = score_above(self.parse, action, score)
        return sure_frame(action, condition, sure, score=above, committer=committer)

    def _predicate(self, act: int, subject: int | None) -> int:
        """Return where an act begins: its "be" or its verb, behind subject and modals."""
        opening = ("cop", "aux:pass", "case")
        found = [i for i in self.parse.children[act] if self.parse.tokens[i].deprel in opening]
        return min((i for i in found if subject is None or i > subject), default=act)

    def _ours(self, subject: int) -> int | None:
        return own_side(self.parse, subject, self.actors)

    def _one(self, index: int) -> Range:
        return index, index + 1
