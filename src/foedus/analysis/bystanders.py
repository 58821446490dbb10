"""Bystanders: names beside an event that take no part in it."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child, head_of
from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords


@dataclass(frozen=True, slots=True)
class Bystanders:
    """Tells those who act or are acted on from those who only stand in the sentence."""

    parse: Parse
    cast: Cast
    words: ActionWords

    def takes_part(self, mention: Mention) -> bool:
        """Say whether a name may be somebody who acts or is acted on."""
        checks = (self._only_helps, self._names_paper, self._names_more)
        return not any(check(mention) for check in checks)

    def _names_paper(self, mention: Mention) -> bool:
        """Say whether a place only names what was signed there: "the Geneva agreement"."""
        unknown = mention.actor.id is None and mention.actor.code is None
        if unknown and self._lemma(mention.last - 1) in self.words.sets["treaty"]:
            return True
        if mention.sort not in (Sort.PLACE, Sort.STATE) or mention.demonym:
            return False
        head = self.parse.tokens[mention.last - 1].head
        inner = self.parse.tokens[mention.last - 1].deprel in ("compound", "amod")
        return inner and self._lemma(head) in self.words.sets["treaty"]

    def _only_helps(self, mention: Mention) -> bool:
        """Say whether a name only backs or brokers: "UN-backed", "a swap brokered by Qatar".

        Or tells off whose coast something is.
        """
        tokens, helping = self.parse.tokens, self.words.words["helping"]
        if mention.first and tokens[mention.first - 1].text.lower() == "off":
            return True
        after = tokens[mention.last : mention.last + 2]
        if len(after) == 2 and after[0].text == "-" and after[1].text.lower() in helping:
            return True
        name = head_of(self.parse, mention.first, mention.last)
        while tokens[name].deprel in ("conj", "appos"):  # "led by its chief, N. N."
            name = tokens[name].head
        head = tokens[name].head
        return (
            head >= 0 and case_of(self.parse, name) == "by" and tokens[head].text.lower() in helping
        )

    def is_scene(self, mention: Mention) -> bool:
        """Say whether a name tells where something is, or which: "at Adre", "the ship Mary"."""
        first = mention.first
        before = self.parse.tokens[first - 1].text.lower() if first else ""
        relation = self.parse.tokens[head_of(self.parse, first, mention.last)].deprel
        beside = relation == "appos" or (relation == "compound" and mention.sort is Sort.PLACE)
        return beside or before in self.words.words["place"]

    def _names_more(self, mention: Mention) -> bool:
        """Say whether a state or place only begins the name of a thing: "the Gibraltar Eagle"."""
        tokens, index = self.parse.tokens, mention.last - 1
        if mention.sort not in (Sort.PLACE, Sort.STATE) or mention.demonym:
            return False
        if index + 1 >= len(tokens) or tokens[index].deprel not in ("compound", "flat"):
            return False
        after, words = tokens[index + 1], self.cast.words
        if after.upos != "PROPN" or self.cast.inside(after.index, after.index + 1):
            return False
        head = words.singular(after.text)
        return not (
            words.is_person(after.text) or words.is_body(after.text) or head in words.forces
        )

    def _lemma(self, index: int) -> str:
        token = self.parse.tokens[index]
        return self.words.lemma_of(token.text, token.lemma)


def case_of(parse: Parse, index: int) -> str:
    """Return the preposition of a noun in lower case, empty without one."""
    case = child(parse, index, ("case",))
    return parse.tokens[case].text.lower() if case is not None else ""
