"""Contracting: whom the parties of a treaty stand for, as roles: "each:NATO", "other:EU"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from foedus.analysis.actors import Cast
from foedus.analysis.scene import joined
from foedus.analysis.signatories import Signatory
from foedus.analysis.wording import Sentence
from foedus.languages.treaties import TreatyWords
from foedus.records.actors import Actor
from foedus.records.commitments import Condition, Trigger
from foedus.records.documents import Document, Evidence
from foedus.world.instruments import instruments

Range = tuple[int, int]
_ORGANISATION = "org:"
_BESIDES = re.compile(r"\s*\([^)]*\)|[,;(].*$")
_ARTICLE = re.compile(r"\b(?:the|a|an)\b|\bof \d{4}\b|\b\d{4}\b", re.IGNORECASE)
_NOUN = re.compile(
    r"^(?:treaty|convention|agreement|pact|protocol)\s+(?:of|on|for|establishing|between)?\s*"
    r"|\s+(?:treaty|pact|agreement|convention|covenant)$",
    re.IGNORECASE,
)
_PROTOCOL = re.compile(r"((?:\w+ )?protocol(?: [ivx]+\b)?) to ", re.IGNORECASE)
_BEHIND = re.compile(r",\s*((?:\w+ )?protocol(?: [ivx]+\b)?)", re.IGNORECASE)
_MUTUAL = (("each", "other"), ("one", "another"), ("together",), ("jointly",))
_FOES = frozenset({"against"})
_VICTIM = frozenset({"against", "on", "upon", "of"})


@dataclass(frozen=True)
class Contracting:
    """Knows what the treaty of one document is called, so that its parties have names.

    `key` names it in roles; None where neither title nor text tells.
    """

    document: Document
    cast: Cast
    words: TreatyWords
    key: str | None

    @classmethod
    def of(cls, document: Document, cast: Cast, words: TreatyWords) -> Contracting:
        """Return what is known of a document's treaty by its title."""
        return cls(document, cast, words, _key(document.title))

    def committer(self, sentence: Sentence, signatory: Signatory | None) -> Actor:
        """Return who is bound; without a subject all parties are, and no words say so."""
        if signatory is None:
            return Actor(name=self._name("parties", "the parties"))
        start, end = sentence.place(signatory.first, signatory.last)
        span = Evidence.of(self.document.text, start, end)
        if signatory.role is None:
            return self._named(sentence, signatory, span)
        said = " ".join(span.exact.split())
        return Actor(name=self._name(signatory.role, said), span=span)

    def other_side(
        self,
        sentence: Sentence,
        signatories: Sequence[Signatory],
        act: Range,
        committer: Actor,
    ) -> Actor | None:
        """Return whom an act is done to or for: "each other", "the Party so attacked", a state."""
        first, last = act
        for one in signatories:
            if not first <= one.first < last or one.pronoun:
                continue
            found = self.committer(sentence, one)
            if one.role is None and (
                found.name == committer.name or _is_owner(sentence, one, found)
            ):
                continue
            behind = sentence.texts[one.last : one.last + 6]
            if one.role is not None and "attacked" in behind:
                return replace(found, name=self._name("attacked", found.name))
            return found
        for place in range(first, last):
            for phrase in _MUTUAL:
                if sentence.begins(place, phrase):
                    start, end = sentence.place(place, place + len(phrase))
                    span = Evidence.of(self.document.text, start, end)
                    return Actor(name=self._name("parties", "the parties"), span=span)
        return None

    def is_outside(self, actor: Actor) -> bool:
        """Say whether somebody is named who is not spoken of as a party, nor in the title."""
        said = actor.span.exact.removeprefix("the ") if actor.span is not None else actor.name
        titled = any(name in (self.document.title or "") for name in (actor.name, said))
        return bool(actor.code or actor.id) and not titled

    def before_foe(self, sentence: Sentence, signatories: Sequence[Signatory], act: Range) -> int:
        """Return the end of an act without the parties that it is "against"."""
        first, last = act
        for one in signatories:
            place = one.first - 1
            if one.role is not None and first < place < last and sentence.texts[place] in _FOES:
                return place
        return last

    def with_roles(
        self,
        condition: Condition,
        sentence: Sentence,
        signatories: Sequence[Signatory],
        place: Range,
    ) -> Condition:
        """Return a condition whose victim, where it is any party, is named as such."""
        for one in signatories:
            if one.role is None or not place[0] <= one.first < place[1]:
                continue
            name = self._name("any", " ".join(sentence.texts[one.first : one.last]))
            before = sentence.texts[one.first - 1] if one.first else ""
            acts = before == "by" or self._requests(sentence, one, before)
            changed = {"actor" if acts else "target": name}
            tree = condition.tree
            if tree.event_class is not None:
                tree = _changed(tree, changed)
            return replace(condition, tree=tree, **changed)  # type: ignore[arg-type]  # both fields are names
        return condition

    def _requests(self, sentence: Sentence, one: Signatory, before: str) -> bool:
        behind = sentence.texts[one.last : one.last + 4]
        asks = not self.words.requests.isdisjoint(behind)
        opening = sentence.texts[max(0, one.first - 3) : one.first]
        return asks or (before == "of" and not self.words.requests.isdisjoint(opening))

    def _name(self, role: str, said: str) -> str:
        return f"{role}:{self.key}" if self.key is not None else said

    def _named(self, sentence: Sentence, signatory: Signatory, span: Evidence) -> Actor:
        """Return the states of a phrase that names them, else the phrase itself."""
        tokens = sentence.tokens(signatory.first, signatory.last)
        found = self.cast.actor(*tokens)
        sides = [self.cast.side_of(m.actor) or m.actor for m in self.cast.inside(*tokens)]
        listed = joined([side for side in sides if side.code or side.id])
        side = listed if len(sides) > 1 else self.cast.side_of(found)
        if side is not None and (side.code or side.id or side.members):
            return replace(side, span=span)
        for word in sentence.texts[signatory.first : signatory.last]:
            name = self.words.organisations.get(word)
            if name is not None:
                return Actor(name=name, span=span)
        name = found.name if found is not None else " ".join(span.exact.split())
        return Actor(name=name, span=span)


def _is_owner(sentence: Sentence, signatory: Signatory, actor: Actor) -> bool:
    """Say whether an organisation only owns what is named: "the Charter of the United Nations"."""
    before = sentence.texts[signatory.first - 1] if signatory.first else ""
    return (actor.id or "").startswith(_ORGANISATION) and before == "of"


def _changed(tree: Trigger, changed: dict[str, str]) -> Trigger:
    return replace(tree, **changed)  # type: ignore[arg-type]  # actor and target are names


def _key(title: str | None) -> str | None:
    """Return what a treaty is called in roles: its organisation's name, or its own in short."""
    if title is None:
        return None
    short = _short(title)
    for instrument in instruments():
        if short.casefold() in _names(instrument.name):
            if instrument.organisation is not None:
                return instrument.organisation.removeprefix(_ORGANISATION)
            return _short(instrument.name)
    return short or None


@cache
def _names(instrument: str) -> frozenset[str]:
    """Return the short names, case folded, that a title may call an instrument of this name by."""
    inside = re.findall(r"\(([^)]*)\)", instrument)
    parts = [instrument, *(name for text in inside for name in re.split("[,;] ", text))]
    return frozenset(name.casefold() for name in map(_short, parts) if name)


def _short(title: str) -> str:
    """Return a title without its articles, years, brackets and nouns like "Treaty of"."""
    bare = " ".join(_ARTICLE.sub(" ", _BESIDES.sub(" ", title)).split())
    first = _PROTOCOL.match(bare)
    if first is not None:
        return f"{_short(bare[first.end() :])} {first[1]}".strip()
    behind = _BEHIND.search(title)  # its parties are others than those of its treaty
    return f"{_NOUN.sub('', bare).strip()} {behind[1] if behind else ''}".strip()
