"""What would have to happen: a condition's characters, its connective and its tree of triggers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import (
    case_word,
    child,
    clause,
    end_at_mark,
    head_of,
    phrase,
    sentence_of,
    subject_of,
    trim,
)
from foedus.analysis.event_classes import action_class, condition_class, sense_at
from foedus.analysis.nominals import start_of
from foedus.analysis.parse import Parse
from foedus.analysis.triggers import TriggerReader, first_of
from foedus.languages.actions import ActionWords
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.commitments import Condition
from foedus.records.documents import Evidence

Range = tuple[int, int]
_CONDITIONAL = ("if", "unless", "until")
_PLACING = frozenset({"in", "on", "at", "inside", "near", "along"})
_QUALIFIES = frozenset({"that", "which", "in", "launched", "undertaken"})
_YIELDING = ("RETREAT", "CONCEDE")
_LEADING_ON = ("for", "even")
"""Words that begin a connective and that the model leaves to the act: "for as long as"."""
LEAVING, JOINING = "treaty_exit", "accession"
_INNER = ("if", "unless", "in case of", "in the event of", "in response to", "in retaliation for")
GUARDING = ("from any", "against any")
"""Connectives of what somebody is defended from: who is defended is whom it would hit."""
IN_WHICH_CASE, FAILING_WHICH = ["in", "which", "case"], ["failing", "which"]
ELLIPSIS = ("if", "not")
"""A condition that takes up the one before: "if they leave, good; if not, we will …"."""
MAX_TO_READY = 2
"""The word that says readiness stands at most so many tokens before its act."""
MAX_TIME = 5
"""Tokens of a time or place that may stand between an act and what its condition opens with."""
SNAP_GAP = 2
"""Tokens by which a clause may differ from the model's edge and still be taken instead."""


@dataclass(frozen=True)
class ConditionReader:
    """Reads conditions of one document."""

    parse: Parse
    cast: Cast
    words: ConditionWords
    classes: ActionWords

    def lower(self, first: int, last: int) -> list[str]:
        """Return the tokens of a range in lower case."""
        return [token.text.lower() for token in self.parse.tokens[first:last]]

    def event_class(self, first: int, last: int) -> str | None:
        """Return the class of the event that these words name, by the table of words.

        A connective is no part of what it opens, though "in case of" may stand above it.
        """
        found = self.words.connective_of(self.lower(first, min(last, first + 4)))
        size = len(found[0].split()) if found else 0
        whole = found is None or found[1] in ("any", "every")  # "any attack" is all of it
        inside = not whole and head_of(self.parse, first, last) < first + size  # "as long as"
        skipped = found and (found[1] == "case" or inside)
        begin = first + size if skipped and first + size < last else first
        found_class = condition_class(self.parse, begin, last, self.classes)
        return found_class or ("deployment" if self._stationed(begin, last) else None)

    def _stationed(self, first: int, last: int) -> bool:
        """Say whether words are of troops or weapons in a place: "any missiles on its soil"."""
        parse, head = self.parse, head_of(self.parse, first, last)
        token, below = parse.tokens[head], parse.children[head]
        lemma = self.classes.lemma_of(token.text, token.lemma)
        moved = any(lemma in self.classes.sets[name] for name in ("troops", "weapons"))
        return (
            moved
            and token.upos == "NOUN"
            and any(case_word(parse, i) in _PLACING for i in below if i < last)
        )

    def action_class(self, first: int, last: int) -> str | None:
        """Return the class of the act that these words name; None if none."""
        return action_class(self.parse, first, last, self.classes)

    def yields(self, head: int) -> bool:
        """Say whether the verb of an act gives way: "release", "hand over", "comply"."""
        sense = sense_at(self.parse, head, self.classes, promised=True)
        return sense is not None and sense.type in _YIELDING and not sense.stance

    def span(self, first: int, last: int, *, action: Range) -> Range | None:
        """Return the model's range with its edges set where a clause or sentence has them.

        None where nothing but a connective is left.
        """
        parse = self.parse
        first, last = trim(parse, *self._in_one_sentence(first, last, action))
        while last - first > 1 and parse.tokens[first].lemma in ("and", "then", "that", "but"):
            first += 1
        first = self._opened(self._at_opener(first, last))
        guarded = " ".join(self.lower(first - 1, first + 1)) if first > action[0] else ""
        first -= guarded in GUARDING  # "defend them from | any attack"
        whole = clause(parse, head_of(parse, first, last))
        near = abs(whole[0] - first) <= SNAP_GAP and abs(whole[1] - last) <= SNAP_GAP
        if first and parse.tokens[first].text.lower() == "if" and _is_as(parse, first - 1):
            return None
        opener = self.words.connective_of(self.lower(first, last))
        bare = opener is not None and last - first <= len(opener[0].split())
        bare = bare and opener is not None and opener[1] != "any"  # "any attack" says what
        if bare:
            governor = parse.tokens[first].head
            whole = clause(parse, governor) if governor >= 0 else (first, last)
            if whole[1] - whole[0] <= last - first or _meets(whole, action):
                return None
        if (near or bare) and not _meets(whole, action):
            end = whole[1]
            if end < last < len(parse.tokens) and parse.tokens[last].upos == "PUNCT":
                end = last  # a mark ends a clause more surely than a tree that lost its last word
            if last < end < len(parse.tokens) and parse.tokens[end].upos == "AUX":
                end = last  # nor is "if it fires, Britain | will strike" about Britain
            first, last = (first if opener and not bare else whole[0]), end
        if opener is None and parse.tokens[first].upos == "NOUN":
            whole = phrase(parse, first)
            first = whole[0] if parse.tokens[whole[0]].text.lower() == "any" else first
        last = self._before_another(first, self._unbroken(first, last, action))
        return trim(parse, *self._said_again(first, last))

    def _before_another(self, first: int, last: int) -> int:
        """Return the end of a condition without what somebody else does to who would act in it.

        "If Iran fired, and gave Iran a week": nobody gives himself a week, so that "gave" goes on
        with the sentence around the condition.
        """
        tokens, head = self.parse.tokens, head_of(self.parse, first, last)
        subject = child(self.parse, head, ("nsubj",))
        acting = set() if subject is None else self._named(subject)
        for index in range(head + 1, last):
            joined = tokens[index].deprel == "conj" and tokens[index].head == head
            if not joined or tokens[index].upos != "VERB" or tokens[index - 2].text != ",":
                continue
            below = self.parse.children[index]
            hit = [i for i in below if tokens[i].deprel in ("obj", "iobj") and i > index]
            own = any(tokens[i].deprel.startswith("nsubj") for i in below)
            if not own and any(not acting.isdisjoint(self._named(i)) for i in hit):
                return index - 2
        return last

    def _named(self, index: int) -> set[str]:
        """Return the names in the phrase of a noun."""
        return {m.actor.name for m in self.cast.inside(*phrase(self.parse, index))}

    def _said_again(self, first: int, last: int) -> Range:
        """Return all of a condition that is said twice: "if they come, or if there is war"."""
        tokens = self.parse.tokens
        sentence = self.parse.sentences[tokens[first].sentence]
        opened = self.words.connective_of(self.lower(first, last))
        if opened is None:
            return first, last
        while last + 2 < sentence.last and tokens[last].text == ",":
            start = last + 1 + (tokens[last + 1].upos == "CCONJ")
            end = end_at_mark(self.parse, start)
            if self.words.connective_of(self.lower(start, end)) != opened:
                break
            last = end
        while first - 1 > sentence.first and tokens[first - 1].text == ",":
            before = first - 2
            while before > sentence.first and tokens[before].upos != "PUNCT":
                if self.words.connective_of(self.lower(before, first - 1)) == opened:
                    break
                before -= 1
            if self.words.connective_of(self.lower(before, first - 1)) != opened:
                break
            first = before
        return first, last

    def _at_opener(self, first: int, last: int) -> int:
        """Return where a condition opens behind a time of the act: "by May | unless they pay"."""
        tokens = self.parse.tokens
        if self.words.connective_of(self.lower(first, last)) is not None:
            return first
        for index in range(first + 1, min(first + MAX_TIME, last)):
            found = self.words.connective_of(self.lower(index, last))
            if found is not None and found[1] in _CONDITIONAL:
                before = tokens[first:index]
                timed = before[0].upos == "ADP" and before[-1].upos in ("PROPN", "NOUN", "NUM")
                plain = all(token.upos not in ("VERB", "AUX", "PUNCT") for token in before)
                return index if timed and plain else first
        return first

    def _opened(self, first: int) -> int:
        """Return where a range begins whose connective began before it: "so long" as."""
        found = self.words.connective_of(self.lower(first, first + 3))
        if found is not None:
            longer = first > 0 and self.words.connective_of(self.lower(first - 1, first + 3))
            led = longer[0].removesuffix(f" {found[0]}") if longer else ""
            return first - 1 if led in _LEADING_ON else first
        for before in (2, 1):
            start = first - before
            found = self.words.connective_of(self.lower(start, first + 3)) if start >= 0 else None
            if found is not None and len(found[0].split()) > before:
                return start
        return first

    def _unbroken(self, first: int, last: int, action: Range) -> int:
        """Return the end of a range that stops at a word whose head is still to come."""
        token = self.parse.tokens[last - 1]
        loose = token.deprel.startswith(("aux", "cop", "case", "det", "mark", "nsubj", "amod"))
        end = last
        if loose and token.head >= last:
            end = clause(self.parse, token.head)[1]
        elif token.upos == "VERB":
            end = clause(self.parse, last - 1)[1]
        inside = loose and action[0] <= first and end <= action[1]  # "answer any raid on | ships"
        return last if _meets((first, end), action) and not inside else max(last, end)

    def _in_one_sentence(self, first: int, last: int, action: Range) -> Range:
        """Return the part of a range in the sentence of an action, else its longest."""
        begin, end = sentence_of(self.parse, action[0])
        if max(first, begin) < min(last, end):
            return max(first, begin), min(last, end)
        parts = [(first, first)]
        while parts[-1][1] < last:
            start = parts[-1][1]
            parts.append((start, min(last, sentence_of(self.parse, start)[1])))
        return max(parts, key=lambda part: part[1] - part[0])

    def beside(self, action: Range, *, senses: Collection[str] = _CONDITIONAL) -> Range | None:
        """Return the conditional clause that the tree hangs on an action the model left bare.

        A clause of time ("when they are home") is one only where `senses` has "when".
        """
        inner = self.inside(action)
        if inner is not None:
            return inner
        head = head_of(self.parse, *action)
        whoever = self.whoever(head)
        if whoever is not None:
            return whoever
        for index in (head, self.parse.tokens[head].head):
            if index < 0:
                continue
            for below in self.parse.children[index]:
                # "… in two cases, he told them: if …": the tree may take the case for what he told.
                told = self.parse.tokens[below].deprel == "ccomp" and head < index < below
                if self.parse.tokens[below].deprel != "advcl" and not told:
                    continue
                first, last = clause(self.parse, below)
                found = self.words.connective_of(self.lower(first, last))
                if found and found[1] in senses and not _meets((first, last), action):
                    return first, last
        return None

    def whoever(self, verb: int) -> Range | None:
        """Return whoever will regret something: "anyone who attacks us", "any state that does"."""
        parse, token = self.parse, self.parse.tokens[verb]
        if not self._is_fate(verb, self.classes.lemma_of(token.text, token.lemma)):
            return None
        subject = child(parse, verb, ("nsubj", "nsubj:pass"))
        does = child(parse, verb, ("csubj", "csubj:pass"))  # "whoever helps them will …"
        subject = (
            child(parse, does, ("nsubj",)) if subject is None and does is not None else subject
        )
        future = child(parse, verb, ("aux",))
        if subject is None or future is None or not subject < future < verb:
            return None
        if does is None and child(parse, subject, ("acl:relcl", "acl")) is None:
            return None
        first = start_of(parse, subject)
        first -= first > 0 and parse.tokens[first - 1].head == subject  # its article
        plain = parse.tokens[future].text.lower() in self.words.plain
        if self.words.whoever.isdisjoint(self.lower(first, subject + 1)) or not plain:
            return None
        return trim(parse, first, future)

    def _is_fate(self, verb: int, lemma: str) -> bool:
        """Say whether a verb tells what somebody will meet: "regret it", "be treated as …"."""
        if child(self.parse, verb, ("aux:pass",)) is not None:
            return lemma in self.words.treated or lemma in self.words.undergone
        thing = child(self.parse, verb, ("obj",))
        noun = None if thing is None else self.parse.tokens[thing].lemma.lower()
        return lemma in self.words.fates or (lemma, noun) in self.words.fated

    def is_ready_anyway(self, action: Range) -> bool:
        """Say whether somebody is ready for an act as it is: "is ready to talk".

        A condition of another sentence is none of such an act; one "would be" ready, or is so then.
        """
        parse, first = self.parse, self.parse.sentences[self.parse.tokens[action[0]].sentence].first
        low = self.lower(first, action[0] + 2)
        ready = [i for i, word in enumerate(low) if word in self.words.readiness]
        if not ready or "then" in low or first + ready[-1] < action[0] - MAX_TO_READY:
            return False
        before = parse.tokens[first : first + ready[-1]]
        verbs = [token for token in before if token.upos in ("AUX", "VERB")]
        lemma = verbs[-1].lemma.lower() if verbs else ""
        return lemma in ("be", "stand", "remain") and verbs[-1].text.lower() != "be"

    def leaves(self, head: int) -> bool:
        """Say whether the verb of an act ends a treaty: that yields to nobody."""
        sense = sense_at(self.parse, head, self.classes, promised=True)
        return sense is not None and sense.event_class == LEAVING

    def joins(self, head: int) -> bool:
        """Say whether the verb of an act joins an alliance or signs a treaty."""
        sense = sense_at(self.parse, head, self.classes, promised=True)
        verbal = self.parse.tokens[head].upos == "VERB"
        return verbal and sense is not None and sense.event_class == JOINING

    def elliptical(self, action: Range) -> Range | None:
        """Return the "if not" that stands right before the clause of an action; None without."""
        first = self.parse.sentences[self.parse.tokens[action[0]].sentence].first
        subject = subject_of(self.parse, head_of(self.parse, *action))
        index = action[0] if subject is None or subject > action[0] else subject
        index = phrase(self.parse, index)[0] - 1 if index == subject else index - 1
        while index > first and self.parse.tokens[index].upos == "PUNCT":
            index -= 1
        last = index + 1
        if last - 2 < first or tuple(self.lower(last - 2, last)) != ELLIPSIS:
            return None
        return last - 2, last

    def inside(self, action: Range) -> Range | None:
        """Return the condition with which an action ends.

        It is a clause ("close it if they attack us") or the thing that is helped or answered,
        when that is itself only possible ("support for any mission in response to …").
        """
        tokens = self.parse.tokens
        for index in range(action[0] + 1, action[1] - 1):
            found = self.words.connective_of(self.lower(index, min(action[1], index + 4)))
            if found and found[0] in (*_INNER, *GUARDING) and not _is_as(self.parse, index - 1):
                return trim(self.parse, index, action[1])
            noun = tokens[index].head
            anything = tokens[index].text.lower() == "any"
            if anything and index == action[0] + 1 and self._replies(action):
                return trim(self.parse, index, min(self._clause_end(noun), self._by_means(action)))
            helped = anything and tokens[index - 1].upos == "ADP"
            if helped and index < noun < action[1] - 1 and tokens[noun + 1].lemma in _QUALIFIES:
                return trim(self.parse, index, self._clause_end(noun))
        return None

    def _by_means(self, action: Range) -> int:
        """Return where it is said by what an act answers ("with force"), else where it ends."""
        tokens, head = self.parse.tokens, head_of(self.parse, *action)
        means = (
            self.parse.subtree(i)[0]
            for i in self.parse.children[head]
            if tokens[i].deprel == "obl" and head < i < action[1]
        )
        return next((i for i in means if tokens[i].text.lower() == "with"), action[1])

    def _replies(self, action: Range) -> bool:
        """Say whether an act answers what is its object: "answer any raid"."""
        return self.words.promises.bearings.get(self.action_class(*action) or "") == "reply"

    def _clause_end(self, index: int) -> int:
        """Return where the words after a noun come to a mark or to the sentence's end."""
        last = self.parse.sentences[self.parse.tokens[index].sentence].last
        while index < last and self.parse.tokens[index].upos != "PUNCT":
            index += 1
        return index

    def read(
        self, span: Range, *, label: str, speaker: Actor | None, committer: Actor | None = None
    ) -> Condition:
        """Return the condition of a range; `label` is the class that the model gives it."""
        first, last = span
        parse = self.parse
        found = self.words.connective_of(self.lower(first, min(last, first + 4)))
        reader = TriggerReader(parse, self.cast, self.words, self.classes, committer)
        tree = reader.tree(span, label=label, sense=found[1] if found else "", speaker=speaker)
        node = first_of(tree)
        start, end = parse.span(first, last)
        return Condition(
            span=Evidence.of(parse.text, start, end),
            connective=found[0] if found else "(implicit)",
            event_class=label,
            actor=node.actor,
            target=node.target,
            tree=tree,
        )


def _is_as(parse: Parse, index: int) -> bool:
    """Say whether this word makes a comparison of an "if" behind it."""
    return parse.tokens[index].text.lower() == "as"


def _meets(a: Range, b: Range) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])
