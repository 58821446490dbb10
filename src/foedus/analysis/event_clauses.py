"""What the tree tells around the word of an event: its subject, agent and obliques.

Words only: who they stand for is asked in trigger_roles.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.analysis.clauses import case_word, child, phrase, subject_of
from foedus.analysis.event_classes import sense_at
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords
from foedus.languages.conditions import ConditionWords

Range = tuple[int, int]
_NAMING = ("NOUN", "PROPN", "PRON")
YIELDING = ("agreement_or_compliance", "noncompliance")
"""Labels of conditions for what is asked for, done and not done."""
_STAYING = frozenset({"remain", "stay", "lie", "become", "get", "keep"})
MAX_SUFFERED = 6
"""Words behind a verb within which "under fire" or "the victim of" shows who suffers."""


@dataclass(frozen=True)
class EventClause:
    """Reads the tree around the events of one text."""

    parse: Parse
    words: ConditionWords
    classes: ActionWords

    def lower(self, first: int, last: int) -> list[str]:
        """Return the words of a range in small letters."""
        return [token.text.lower() for token in self.parse.tokens[first:last]]

    def subject(self, head: int, span: Range) -> int | None:
        """Return the subject of a verb inside the condition; an inverted one leads it."""
        tokens = self.parse.tokens
        if tokens[span[0]].text.lower() in self.words.inverting:
            below = (i for i in self.parse.children[head] if span[0] < i < head)
            named = (i for i in below if tokens[i].upos in _NAMING and tokens[i].xpos != "EX")
            leading = next(named, None)
            if leading is not None:
                return leading
        subject = subject_of(self.parse, head)
        if self.is_participle(head, span):
            return subject_of(self.parse, tokens[head].head)
        if subject is None or not span[0] <= subject < span[1]:
            strayed = self._strayed(head, span)
            return self._told(head, span) if strayed is None else strayed
        behind = subject > head and tokens[head].upos == "VERB" and not self.exists(head)
        relative = tokens[head].deprel.startswith("acl")
        return None if behind and not relative else subject

    def exists(self, head: int) -> bool:
        """Say whether a verb tells that there is something: its subject is what there is."""
        return any(self.parse.tokens[i].xpos == "EX" for i in self.parse.children[head])

    def is_predicate(self, head: int) -> bool:
        """Say whether the word of an event is a verb, or an adjective with a copula ("is able")."""
        return self.parse.tokens[head].upos in ("VERB", "AUX") or (
            child(self.parse, head, ("cop",)) is not None
            and child(self.parse, head, ("nsubj",)) is not None
        )

    def is_participle(self, head: int, span: Range) -> bool:
        """Say whether a condition is a bare participle: "if attacked" is said of who acts then."""
        token, children = self.parse.tokens[head], self.parse.children[head]
        own = {self.parse.tokens[i].deprel for i in children if span[0] <= i < span[1]}
        marked = self.parse.tokens[head - 1].deprel in ("mark", "advmod") and head > span[0]
        bare = own.isdisjoint(("nsubj", "nsubj:pass", "aux", "aux:pass", "obj"))
        return token.xpos == "VBN" and token.deprel == "advcl" and marked and bare

    def is_passive(self, head: int, span: Range) -> bool:
        """Say whether the subject of a verb is what is acted upon."""
        passive = child(self.parse, head, ("nsubj:pass", "aux:pass")) is not None
        if (passive and not self.is_finite(head)) or self.is_participle(head, span):
            return True
        state = child(self.parse, head, ("xcomp",))
        if child(self.parse, head, ("obj",)) is not None:
            return False  # who "keeps the crossing shut" does it
        if state is None or self.parse.tokens[head].lemma.lower() not in _STAYING:
            return False
        return self.parse.tokens[state].xpos in ("VBN", "JJ")  # "remain closed"

    def agent(self, head: int, span: Range) -> int | None:
        """Return the noun behind "by" that does what a passive verb says."""
        agent = child(self.parse, head, ("obl:agent",))
        if agent is not None or not self.is_passive(head, span):
            return agent
        return next((i for i in self.parse.children[head] if self.case(i) == "by"), None)

    def case(self, index: int) -> str:
        """Return the preposition of a noun in small letters, "" without one."""
        return case_word(self.parse, index)

    def by_whom(self, event: int, span: Range) -> int | None:
        """Return the noun behind "by" that does what a noun names: "a step of any kind by Iran"."""
        tokens = self.parse.tokens
        return next(
            (
                tokens[i].head
                for i in range(event + 1, span[1])
                if tokens[i].text.lower() == "by"
                and tokens[i].deprel == "case"
                and tokens[tokens[i].head].deprel == "nmod"
                and event in self._above(i)
            ),
            None,
        )

    def done_to(self, event: int, span: Range, actor: int | None) -> int | None:
        """Return the noun behind "of" that is acted upon: "the siege of Mostar".

        "The attack of X" is X's; it is on X where the noun has somebody else who does it.
        """
        token = self.parse.tokens[event]
        lemma = self.classes.lemma_of(token.text, token.lemma)
        below = [i for i in self.parse.children[event] if event < i < span[1]]
        of = next((i for i in below if self.case(i) == "of"), None)
        carried = child(self.parse, event, ("acl",))
        if of is None and carried is not None and event < carried < span[1]:
            return child(self.parse, carried, ("obj",))  # "an attempt to take X"
        owned = child(self.parse, event, ("nmod:poss",)) is not None or actor is not None
        return of if of != actor and (owned or lemma in self.words.onto) else None

    def _above(self, index: int) -> set[int]:
        """Return the words above a word of its sentence, itself left out."""
        found = set[int]()
        while (index := self.parse.tokens[index].head) >= 0 and index not in found:
            found.add(index)
        return found

    def _told(self, head: int, span: Range) -> int | None:
        """Return who is told to do what a condition without a subject demands."""
        tokens = self.parse.tokens
        own = child(self.parse, head, ("nsubj",))
        above = tokens[head].head
        if own is not None or above < 0 or tokens[head].xpos != "VB" or above >= span[0]:
            return own if own is not None and own < span[0] else None
        return child(self.parse, above, ("iobj", "obj"))

    def _strayed(self, head: int, span: Range) -> int | None:
        """Return the noun before a verb that the tree takes for its object, or a later noun's."""
        tokens = self.parse.tokens
        for below in self.parse.children[head]:
            bare = tokens[below].deprel in ("obj", "obl", "iobj", "dep")
            before = span[0] <= below < head and tokens[below].upos in _NAMING
            if before and bare and child(self.parse, below, ("case",)) is None:
                return below
        loose = ("compound", "nmod", "nmod:poss")
        return next(
            (
                i
                for i in range(span[0], head)
                if tokens[i].upos in _NAMING and tokens[i].head > head and tokens[i].deprel in loose
            ),
            None,
        )

    def is_finite(self, head: int) -> bool:
        """Say whether a verb without auxiliary has a pronoun or an article before its subject.

        Only headlines leave out the "is" of a passive, and the article too.
        """
        tokens, subject = self.parse.tokens, child(self.parse, head, ("nsubj:pass",))
        if subject is None or any(
            tokens[i].deprel.startswith("aux") for i in self.parse.children[head]
        ):
            return False
        first = tokens[phrase(self.parse, subject)[0]]
        return tokens[subject].xpos == "PRP" or first.xpos == "DT"

    def is_event(self, index: int) -> bool:
        """Say whether a noun names something that happens and not somebody."""
        token = self.parse.tokens[index]
        if token.upos != "NOUN" or token.text.lower() in self.words.happening:
            return token.upos == "NOUN"
        return sense_at(self.parse, index, self.classes, promised=True) is not None

    def suffers(self, head: int) -> bool:
        """Say whether the subject of a verb is acted upon: "suffer", "come under (attack)"."""
        token = self.parse.tokens[head]
        if self.classes.lemma_of(token.text, token.lemma) in self.words.suffering:
            return True
        sentence = self.parse.sentences[token.sentence]
        last = min(head + MAX_SUFFERED, sentence.last)
        if token.deprel.startswith("acl"):  # of "anyone who attacks us will pay" its own clause
            last = min(last, self.parse.subtree(head)[-1] + 1)
        after = self.lower(head + 1, last)
        before = self.lower(max(sentence.first, head - MAX_SUFFERED), head)
        words = [self.classes.lemma_of(token.text, token.lemma), *after]
        found = (first in words and second in words for first, second in self.words.suffered)
        copular = any(word in self.words.victims for word in (token.text.lower(), *after))
        linked = token.lemma.lower() in ("become", "be", "fall") or "be" in before
        return any(found) or (copular and linked)

    def obliques(self, head: int, span: Range) -> list[int]:
        """Return the nouns behind prepositions below an event, its object's included."""
        tokens = self.parse.tokens
        below = list(self.parse.children[head])
        for index in self.parse.children[head]:
            named = tokens[index].deprel == "nmod" and self.is_event(index)  # "an act of war on X"
            # "an attempt to send troops into X"
            tried = tokens[index].deprel == "acl" and tokens[index].xpos == "VB"
            if named or tried or tokens[index].deprel in ("obj", "nsubj:pass", "xcomp"):
                inner = self.parse.children[index]
                below.extend(i for i in inner if tokens[i].deprel != "nmod:poss")
        return [
            i
            for i in below
            if span[0] <= i < span[1]
            and tokens[i].deprel in ("nmod", "obl", "nmod:poss", "obl:agent")
        ]
