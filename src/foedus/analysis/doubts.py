"""Doubts: what shows that a probable frame is nobody's promise, whatever its score.

A state of things, a question, a vow that is itself only supposed, a forecast of what
will happen to somebody, or the business of companies and unions.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.analysis.clauses import child, head_of, phrase, subject_of
from foedus.analysis.conditions import FAILING_WHICH, IN_WHICH_CASE
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.parties import Parties
from foedus.analysis.sure_frames import is_somebody
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor

Range = tuple[int, int]
MAX_STEPS = 12
_INNER_MARKS = ("'", "‘")
_BESIDE = ("appos", "flat", "compound", "nmod:desc")


@dataclass(frozen=True)
class Doubts:
    """Doubts the frames of one text."""

    parse: Parse
    words: ConditionWords
    parties: Parties

    def is_no_act(self, frame: Frame, action: Range, speaker: Actor | None) -> bool:
        """Say whether a frame is about no act of anybody's."""
        head = head_of(self.parse, *action)
        tokens = self.parse.tokens
        relations = {tokens[index].deprel for index in self.parse.children[head]}
        if tokens[head].upos == "ADJ" and "cop" in relations and "xcomp" not in relations:
            return True
        victim = self.parties.is_victim(head)
        return (
            self._is_foretold(speaker)
            or (speaker is None and victim)
            or self._is_asked(head)
            or self._is_supposed(head)
            or self._happens(action, head)
            or self._is_the_case(action)
            or self._is_retracted(head)
            or (not frame.roles["condition"] and self._is_planned(head))
            or (not frame.roles["condition"] and self._is_others_word(head))
            or self._ends(head)
            or self._is_of_all(head)
            or self._is_left_to_others(action, head)
            or self._is_past(head)
            or (not victim and self.parties.is_impersonal(frame, action, speaker))
        )

    def _is_foretold(self, speaker: Actor | None) -> bool:
        """Say whether the speaker is somebody who only says what others will do: an analyst.

        What he is stands in his name ("two analysts") or beside it ("N. N., an analyst", "N. N. of
        the Northern Institute").
        """
        if speaker is None or speaker.code is not None or speaker.id is not None:
            return False
        words = {*speaker.name.lower().split(), *self._said_of(speaker)}
        singular = {word.removesuffix("s") for word in words}
        foretells = not self.words.forecasters.isdisjoint(words | singular)
        return foretells or not self.words.institutes.isdisjoint(words)

    def _said_of(self, speaker: Actor) -> set[str]:
        """Return the words of the phrase in which a speaker is named, in lower case."""
        if speaker.span is None:
            return set()
        first = self.parse.token_at(speaker.span.start)
        index = head_of(self.parse, first, self.parse.token_at(speaker.span.end - 1) + 1)
        while self.parse.tokens[index].deprel in _BESIDE:
            index = self.parse.tokens[index].head
        return {
            token.text.lower() for token in self.parse.tokens[slice(*phrase(self.parse, index))]
        }

    def _is_asked(self, index: int) -> bool:
        """Say whether a predicate is what somebody is asked, and nobody says yes."""
        tokens, sentence = self.parse.tokens, self.parse.tokens[index].sentence
        link = child(self.parse, index, ("cc",))
        if link is not None and tokens[link].text.lower() == "or":
            return False  # "asked them to leave or face eviction"
        last = self.parse.sentences[sentence].last
        questioned = any(t.text == "?" for t in tokens[max(index, last - 3) : last])
        mark = child(self.parse, index, ("mark",)) or 0
        if mark and tokens[mark - 1].lemma.lower() in self.words.asking:
            index = mark - 1  # "asked if they would", where the tree hangs the answer on it
        while index >= 0 and tokens[index].lemma.lower() not in self.words.asking:
            index = tokens[index].head
        if index < 0 and not questioned:
            return False
        words = self.parse.text[tokens[max(index, 0)].start : tokens[last - 1].end].lower()
        if index >= 0 and " ".join(FAILING_WHICH) in words:
            return False  # "asked it to pull back, failing which it would go to court"
        first = index if index >= 0 else last
        after = tokens[
            first : self.parse.sentences[min(sentence + 1, len(self.parse.sentences) - 1)].last
        ]
        return self.words.assents.isdisjoint(token.text.lower() for token in after)

    def _is_supposed(self, index: int) -> bool:
        """Say whether a vow stands inside an if: "if we make it clear that we would act"."""
        tokens, below = self.parse.tokens, index
        for _ in range(MAX_STEPS):
            token = tokens[below]
            if token.head < 0:
                return False
            if token.deprel == "advcl" and below != index:
                mark = child(self.parse, below, ("mark",))
                return mark is not None and tokens[mark].text.lower() in ("if", "unless")
            told = token.deprel == "parataxis" and self._is_told(below)
            if token.deprel not in ("ccomp", "xcomp", "conj") and not told:
                return False
            below = token.head
        return False

    def _is_told(self, index: int) -> bool:
        """Say whether a clause opens with "that", whatever the tree calls it."""
        mark = child(self.parse, index, ("mark",))
        return mark is not None and self.parse.tokens[mark].text.lower() == "that"

    def _is_planned(self, head: int) -> bool:
        """Say whether somebody only plans, or has plans, to do something: no promise of his."""
        above = self.parse.tokens[head].head
        governed = above >= 0 and self.parse.tokens[head].deprel in ("xcomp", "acl")
        return governed and self.parse.tokens[above].lemma.lower() in self.words.planning

    def _is_others_word(self, head: int) -> bool:
        """Say whether a clause is quoted inside a quotation: "they write: 'X will fight'"."""
        subject = subject_of(self.parse, head)
        first = head if subject is None else phrase(self.parse, subject)[0]
        if first == 0 or self.parse.tokens[first - 1].text not in _INNER_MARKS:
            return False
        before = self.parse.text[: self.parse.tokens[first - 1].start].rpartition("\n\n")[2]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def _is_of_all(self, head: int) -> bool:
        """Say whether the subject of an act can promise nothing: "the whole world will move"."""
        subject = subject_of(self.parse, head)
        return subject is not None and self.parse.tokens[subject].lemma.lower() in self.words.unable

    def _is_past(self, head: int) -> bool:
        """Say whether an act was only once thinkable: "would have closed the pipeline"."""
        tokens = self.parse.tokens
        leads = [i for i in self.parse.children[head] if tokens[i].deprel.startswith("aux")]
        lemmas = {tokens[i].lemma.lower() for i in leads if i < head}
        return tokens[head].xpos == "VBN" and {"would", "have"} <= lemmas

    def _is_left_to_others(self, action: Range, head: int) -> bool:
        """Say whether others have no choice but to act: "they will have to fight for it"."""
        forced = [t.lemma.lower() for t in self.parse.tokens[action[0] : action[0] + 2]]
        subject = subject_of(self.parse, head)
        if forced != ["have", "to"] or subject is None:
            return False
        kind = self.parties.cast.words.pronoun(self.parse.tokens[subject].text)
        return kind in ("many", "person")

    def _ends(self, head: int) -> bool:
        """Say whether a predicate is the end of what nobody is: "it would be the end of summer"."""
        tokens = self.parse.tokens
        whose, subject = (child(self.parse, head, (name,)) for name in ("nmod", "nsubj"))
        if whose is None or subject is None or tokens[head].lemma.lower() not in self.words.ends:
            return False
        impersonal = tokens[subject].text.lower() in self.words.impersonal
        return impersonal and not is_somebody(self.parse, whose, self.parties.cast.words)

    def _is_retracted(self, head: int) -> bool:
        """Say whether an act is that of a threat or pledge taken back: "withdrew its threat to"."""
        tokens = self.parse.tokens
        noun = tokens[head].head if tokens[head].deprel == "acl" else -1
        if noun < 0 or tokens[noun].deprel != "obj":
            return False
        verb = tokens[noun].head
        lemma, behind = tokens[verb].lemma.lower(), tokens[verb + 1 : verb + 2]
        forms = {lemma, *(f"{lemma} {token.text.lower()}" for token in behind)}  # "take back"
        return not forms.isdisjoint(self.words.retracting)

    def _is_the_case(self, action: Range) -> bool:
        """Say whether it is what another act depends on: "it would be war, in which case …"."""
        behind = self.parse.tokens[action[1] : action[1] + 1 + len(IN_WHICH_CASE)]
        return [token.text.lower() for token in behind] == [",", *IN_WHICH_CASE]

    def _happens(self, action: Range, head: int) -> bool:
        """Say whether an act only befalls its subject: "have no time", "be seen as a defeat"."""
        tokens = self.parse.tokens[slice(*action)]
        words = {token.text.lower() for token in tokens} | {t.lemma.lower() for t in tokens}
        lemma = self.parse.tokens[head].lemma.lower()
        bare = child(self.parse, head, ("obj",)) is None
        befalls = any(
            verb == lemma and (bare if not objects else not objects.isdisjoint(words))
            for verb, objects in self.words.befalling
        )
        return befalls and self.words.grave.isdisjoint(words)
