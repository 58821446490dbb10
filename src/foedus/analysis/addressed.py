"""Promises said to the other side's face: "cross this line and we will fire".

What it is told to do, and what then happens, are joined by "and": the first is the condition. And
what it should not expect ("nobody should expect us to sit on our hands") will not be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, clause, end_at_mark, subject_of, trim
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.premises import YOU
from foedus.analysis.sure_frames import Sure, own_side, same_act, score_above, sure_frame
from foedus.languages.actors import ActorWords
from foedus.languages.conditions import ConditionWords

Range = tuple[int, int]
SCORE = 0.7
"""Set by hand: above what a promise with a condition needs, where one speaks of his own side."""
THREATS = (("threat", 0.4), ("offer", 0.3), ("pledge", 0.3))
OFFERS = (("offer", 0.6), ("threat", 0.2), ("pledge", 0.2))
"""What the form alone says of its kind, also if the act gives way; what the act allows decides."""
NEAR = 4
"""So many words before a subject may stand the "no" or "not a single" that denies it."""
_HOSTILE = ("harm", "reply")
_COMMANDED = ("root", "ccomp", "parataxis", "conj")
_OPENS = ("PUNCT", "CCONJ", "ADV", "INTJ")


@dataclass(frozen=True)
class Addressed:
    """Finds such promises of one text."""

    parse: Parse
    words: ConditionWords
    conditions: ConditionReader
    actors: ActorWords

    def find(self) -> list[Frame]:
        """Return a frame for each, in order of the text."""
        found: list[Frame] = []
        for token in self.parse.tokens:
            if token.text.lower() == "and":
                found.extend(self._commanded(token.index))
            elif token.lemma.lower() in self.words.expecting:
                found.extend(self._unexpected(token.index))
        return found

    def _commanded(self, link: int) -> Iterator[Frame]:
        """Yield "do this, and we will …", "do it and you will be …", "one more raid, and we …"."""
        tokens = self.parse.tokens
        act, straw = tokens[link].head, self._last_straw(link)
        if act <= link or (straw is None and tokens[act].deprel != "conj"):
            return
        first = tokens[act].head if straw is None else straw
        if not 0 <= first < link or (straw is None and not self._is_order(first)):
            return
        future = child(self.parse, act, ("aux",))
        if future is None or tokens[future].text.lower() not in self.words.plain:
            return
        subject, end = child(self.parse, act, ("nsubj",)), end_at_mark(self.parse, act)
        committer = None if subject is None else own_side(self.parse, subject, self.actors)
        nothing = child(self.parse, act, ("expl",)) is not None  # "there will be no road left"
        named = "" if nothing else self.conditions.action_class(act, end) or ""
        bearing = self.words.promises.bearings.get(named)
        if committer is not None and bearing is None:
            return  # "come and see us, and we will show you the plans"
        if straw is not None and bearing not in _HOSTILE:
            return  # "another coffee, and we will talk"
        if committer is None and not self._befalls(act):
            return
        passive = child(self.parse, act, ("aux:pass",))
        start = act if passive is None else passive
        frame = self._frame((start, end), trim(self.parse, first, link), committer)
        yields = bearing == "yield"
        known = same_act(self.parse, (start, end))
        guessed = OFFERS if yields else THREATS
        kinds = guessed if known is None or committer is None else known.labels["kind"]
        met = (("agreement_or_compliance", 1.0),) if yields else frame.labels["condition_class"]
        labels = {**frame.labels, "kind": kinds, "condition_class": met}
        labels["action_class"] = ((named or "other", 1.0),)
        yield replace(frame, labels=labels)

    def _last_straw(self, link: int) -> int | None:
        """Return where "one more raid" begins, if it stands before an "and": one too many."""
        tokens = self.parse.tokens
        first = link - (tokens[link - 1].text == ",")
        opening = self.parse.sentences[tokens[link].sentence].first
        while first > opening and tokens[first - 1].upos not in ("PUNCT", "VERB", "AUX"):
            first -= 1
        words = self.conditions.lower(first, first + 2)
        return first if words[:1] == ["another"] or words == ["one", "more"] else None

    def _is_order(self, verb: int) -> bool:
        """Say whether a verb is an imperative that opens its clause."""
        tokens = self.parse.tokens
        token = tokens[verb]
        if token.upos != "VERB" or token.xpos not in ("VB", "VBP"):
            return False
        below = {tokens[i].deprel for i in self.parse.children[verb]}
        if token.deprel not in _COMMANDED or below & {"nsubj", "nsubj:pass", "aux", "mark"}:
            return False
        before = tokens[verb - 1] if verb else None
        opens = before is None or before.sentence != token.sentence or before.upos in _OPENS
        return opens and (token.deprel != "conj" or before is None or before.upos == "PUNCT")

    def _befalls(self, act: int) -> bool:
        """Say whether an act is what "you" will meet, or that "there will be no …"."""
        tokens = self.parse.tokens
        if child(self.parse, act, ("expl",)) is not None:
            last = end_at_mark(self.parse, act)
            return "no" in self.conditions.lower(act, last)
        subject = subject_of(self.parse, act)
        if subject is None or tokens[subject].text.lower() != YOU:
            return self._is_granted(act)
        lemma = tokens[act].lemma.lower()
        if child(self.parse, act, ("aux:pass",)) is not None:
            return lemma in self.words.treated or lemma in self.words.undergone
        return lemma in self.words.fates or lemma in self.words.facing

    def _is_granted(self, act: int) -> bool:
        """Say whether what is told will be done gives way or helps: "the siege will be lifted"."""
        subject = subject_of(self.parse, act)
        if child(self.parse, act, ("aux:pass",)) is None:  # "and the gas will flow"
            verb, tokens = self.parse.tokens[act].lemma.lower(), self.parse.tokens
            thing = "" if subject is None else tokens[subject].lemma.lower()
            before = tokens[max(0, (subject or act) - NEAR) : subject or act]
            none = any(token.text.lower() in ("no", "not") for token in before)
            barred = none and verb in self.words.passing  # "and no ship will leave"
            return barred or (verb in self.words.flowing and thing in self.words.withheld)
        first = act if subject is None else min(subject, act)
        named = self.conditions.action_class(first, end_at_mark(self.parse, act)) or ""
        return self.words.promises.bearings.get(named) in ("yield", "help")

    def _unexpected(self, verb: int) -> Iterator[Frame]:
        """Yield "nobody should expect us to …", "do not expect us to …": they will not."""
        tokens = self.parse.tokens
        act = child(self.parse, verb, ("xcomp", "ccomp"))
        us = child(self.parse, verb, ("obj", "iobj"))
        if us is None and act is not None:
            us = child(self.parse, act, ("nsubj",))
        if act is None or us is None or not verb < us < act:
            return
        if self.actors.pronouns.get(tokens[us].text.lower()) != "us":
            return
        subject = child(self.parse, verb, ("nsubj",))
        negated = any(tokens[i].text.lower() in self.words.negators for i in (verb - 1, verb - 2))
        nobody = subject is not None and tokens[subject].text.lower() in self.words.none
        if not nobody and not (subject is None and negated):
            return
        last = clause(self.parse, act)[1]
        condition = self.conditions.beside((act, last))
        if condition is None:
            return
        yield self._frame((act, last), condition, us, polarity="will_not")

    def _frame(
        self, action: Range, condition: Range, committer: int | None, *, polarity: str = "will"
    ) -> Frame:
        """Return a sure frame; "we" and "our" are one word."""
        sure = Sure(
            kind="threat",
            action_class=self.conditions.action_class(*action) or "other",
            polarity=polarity,
        )
        who = None if committer is None else (committer, committer + 1)
        score = score_above(self.parse, action, SCORE)
        return sure_frame(action, condition, sure, score=score, committer=who)
