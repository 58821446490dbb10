"""Signatories: the words of a treaty that name its parties, and the roles that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.wording import Sentence, Word
from foedus.languages.treaties import TreatyWords

_INTO = frozenset({"to", "of"})
_CLOSING = frozenset({"and", "or"})
_AFTER = frozenset({"represented", "signatory", "thereto", "hereto"})
_CLOSED = frozenset({",", ";", ":", "and", "or", "that", "but", ")"})
MAX_BODY_WORDS = 5
"""Words from "members" to the body that they are members of."""
MAX_PHRASE_WORDS = 9
"""Words of "to this Treaty", "of the Organisation", "represented by …" behind a party."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """A phrase that names who is bound: words [first, last).

    `role` is how it is meant: "parties", "each", "other", "any", or None for states by name.
    `pronoun` marks "they" and the like; `negated` "no Party", "neither of them".
    """

    first: int
    last: int
    role: str | None
    pronoun: bool = False
    negated: bool = False


@dataclass(frozen=True)
class SignatoryReader:
    """Finds the parties in the sentences of one document."""

    cast: Cast
    words: TreatyWords

    def find(self, sentence: Sentence, *, spoken_of: bool = True) -> list[Signatory]:
        """Return the parties of a sentence, in order, none inside another.

        `spoken_of` says whether the sentence before was about a party: "it" may be the treaty.
        """
        named = [*self._by_words(sentence), *self._by_name(sentence)]
        first = min((one.first for one in named), default=len(sentence.words))
        found = [
            *named,
            *(one for one in self._pronouns(sentence) if spoken_of or one.first > first),
        ]
        kept: list[Signatory] = []
        for one in sorted(found, key=lambda s: (s.first, -s.last)):
            if kept and one.first < kept[-1].last:
                continue
            while kept and self._continues(sentence, kept[-1], one):
                one = replace(one, first=kept.pop().first, role=None)
            kept.append(one)
        return kept

    def _continues(self, sentence: Sentence, before: Signatory, one: Signatory) -> bool:
        """Say whether a party closes a list that the one before is in: "Norway and Finland".

        A comma alone joins only what an "and" closes: "…, Norway" may begin the main clause.
        """
        if one.pronoun or before.pronoun or before.role is not None:
            return False
        between = sentence.texts[before.last : one.first]
        listed = any(text in _CLOSING for text in sentence.texts[one.first : one.last])
        return between in (["and"], ["or"], [",", "and"], ["and", "of"]) or (
            between == [","] and listed
        )

    def _by_words(self, sentence: Sentence) -> Iterator[Signatory]:
        """Yield "the Parties", "each of the Contracting States", "the undersigned Governments"."""
        for index, word in enumerate(sentence.words):
            if not self._is_head(sentence, index):
                continue
            first = self._begin(sentence.words, index)
            before = set(sentence.texts[first:index])
            if before & self.words.foreign or not self._is_party(sentence, first, index):
                continue
            last = self._end(sentence, index + 1)
            yield self._signatory(sentence, first, last, many=word.text.endswith("s"))

    def _is_head(self, sentence: Sentence, index: int) -> bool:
        text = sentence.texts[index]
        if text in self.words.heads:
            # "State Party": the last of two heads governs; "or Parties" goes on with it.
            return sentence.texts[index + 1 : index + 2] != ["states"]
        following = sentence.texts[index + 1 : index + 2]
        return text in self.words.qualified and not (following and following[0] in self.words.heads)

    def _is_party(self, sentence: Sentence, first: int, index: int) -> bool:
        if sentence.texts[index] in self.words.heads:
            behind = sentence.texts[index + 1 : index + 1 + MAX_BODY_WORDS]
            return behind[:1] != ["of"] or self.words.bodies.isdisjoint(behind)
        near = {*sentence.texts[first:index], *sentence.texts[index + 1 : index + 2]}
        return not near.isdisjoint(self.words.qualifiers)

    def _begin(self, words: Sequence[Word], index: int) -> int:
        """Return where a phrase begins, with "each of" before it."""
        first = index
        while first and words[first - 1].text in self.words.modifiers:
            first -= 1
        if (
            first >= 2
            and words[first - 1].text == "of"
            and words[first - 2].text in self.words.shares
        ):
            first -= 2
            one = (
                words[first].text == "one" and first and words[first - 1].text in self.words.shares
            )
            first -= bool(one)
        return first

    def _end(self, sentence: Sentence, last: int) -> int:
        """Return where a phrase ends: behind "to this Treaty", "represented by …"."""
        texts, size = sentence.texts, len(sentence.texts)
        if last < size and texts[last] in _AFTER:
            stop = last + 1
            while stop < size and stop - last < MAX_PHRASE_WORDS and self._goes_on(sentence, stop):
                stop += 1
            return stop
        if (
            last + 1 < size
            and texts[last] in _INTO
            and texts[last + 1] in ("this", "the", "present")
        ):
            stop = last + 2
            while stop < size and sentence.words[stop].upos in ("ADJ", "NOUN", "PROPN"):
                stop += 1
            return stop if stop > last + 2 else last
        return last

    def _goes_on(self, sentence: Sentence, index: int) -> bool:
        word = sentence.words[index]
        finite = word.xpos in ("MD", "VBZ", "VBP", "VBD") or word.text in self.words.modals
        return (
            not finite
            and word.text not in (",", ";", ":")
            and word.lemma not in (self.words.undertaking | self.words.adverbs)
        )

    def _signatory(self, sentence: Sentence, first: int, last: int, *, many: bool) -> Signatory:
        opening = sentence.texts[first]
        role = "parties" if many else "each"
        if opening in self.words.distributive or opening in self.words.negative:
            role = "each"
        if "other" in sentence.texts[first:last]:
            role = "other"
        return Signatory(first, last, role, negated=opening in self.words.negative)

    def _by_name(self, sentence: Sentence) -> Iterator[Signatory]:
        """Yield the states and organisations that are named, with "the Government of" before."""
        tokens = {word.token: place for place, word in reversed(list(enumerate(sentence.words)))}
        if not tokens:
            return
        for mention in self.cast.mentions:
            place = tokens.get(mention.first)
            last = tokens.get(mention.last - 1)
            if place is None or last is None or last < place or not self._acts(mention.actor):
                continue
            first = place
            while first and sentence.texts[first - 1] in ("the", "of", "republic", "federation"):
                first -= 1
            opening = sentence.texts[first - 1] if first else ""
            if opening in self.words.governments:
                first -= 2 if first > 1 and sentence.texts[first - 2] == "the" else 1
            elif "of" in sentence.texts[first:place]:
                first = place - (sentence.texts[place - 1] == "the")
            yield Signatory(first, last + 1, None)
        for place, text in enumerate(sentence.texts[:-1]):
            if text == "the" and sentence.texts[place + 1] in self.words.organisations:
                yield Signatory(place, place + 2, None)

    def _acts(self, actor: object) -> bool:
        code, identity = getattr(actor, "code", None), getattr(actor, "id", None)
        return bool(code or (identity or "").startswith("org:"))

    def _is_bare(self, sentence: Sentence, index: int) -> bool:
        """Say whether "the other" stands here without a noun."""
        texts = sentence.texts
        if texts[index] not in self.words.bare or not index or texts[index - 1] != "the":
            return False
        behind = sentence.words[index + 1] if index + 1 < len(texts) else None
        return behind is None or behind.upos in ("AUX", "VERB", "ADV", "PUNCT")

    def _pronouns(self, sentence: Sentence) -> Iterator[Signatory]:
        """Yield "they", "each of them": parties where a clause begins with them."""
        for index, text in enumerate(sentence.texts):
            if self._is_bare(sentence, index):
                yield Signatory(index - 1, index + 1, "other", pronoun=True)
            if text not in self.words.pronouns:
                continue
            before = sentence.words[index - 1] if index else None
            if before is not None and before.text not in _CLOSED:
                continue
            last = index + 1
            if sentence.texts[last : last + 2] in (["of", "them"], ["of", "these"]):
                last += 2
            elif text not in ("they", "it", "both", "each"):
                continue
            role = "parties" if text in ("they", "both") else "each"
            yield Signatory(index, last, role, pronoun=True, negated=text in self.words.negative)
