"""Variants: "the official", "the regulator": who spoke just before, under another description.

News varies its names. A definite description that no title and no name of the text explains is
most often whoever spoke in the sentences before it. Only who speaks is read so, and only where
nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import head_of
from foedus.analysis.mentions import Sort
from foedus.analysis.page import NOWHERE, Page, Range
from foedus.analysis.partitives import one_of_those
from foedus.records.actors import Actor

MAX_BACK_SENTENCES = 3
"""How far back the speaker may stand whom a description takes up."""
MAX_DESCRIPTION_TOKENS = 8
MEDIA_SECTOR = "MED"
Spoke = tuple[Range, Actor]
"""A source and who it is."""


def rename_speaker(
    page: Page, source: Range, *, actor: Actor, before: Sequence[Spoke], cast: Cast
) -> Actor:
    """Return who is meant by a description, or by the pronoun for one: whoever spoke before.

    The arguments are those of `find_variant`; the actor itself where nobody fits.
    """
    variant = find_variant(page, source, actor=actor, before=before, cast=cast)
    if variant is None and not before:
        variant = _named_later(page, source, actor=actor, cast=cast)
    variant = variant or one_of_those(page, source, before=before, cast=cast)
    if variant is not None:
        return replace(variant, span=actor.span)
    for span, other in before:
        words = page.words(*span)
        same = words[:1] == ["the"] and " ".join(words[1:]) == actor.name.lower()
        if same and other.name != actor.name and source[1] - source[0] == 1:
            return replace(other, span=actor.span)
    return actor


def find_variant(
    page: Page, source: Range, *, actor: Actor, before: Sequence[Spoke], cast: Cast
) -> Actor | None:
    """Return who spoke before and is now described otherwise; None where that is not said.

    Args:
        page: The text.
        source: The description, whole.
        actor: How it reads by itself.
        before: Who spoke before it, in order of the text.
        cast: Everybody named in the text.

    Returns:
        The named person, or the organisation, of the latest source that the description fits.
    """
    noun = head_of(page.parse, *source)
    if not _is_description(page, source, noun, actor, cast):
        return None
    token, words = page.parse.tokens[noun], cast.words
    for (first, _), other in reversed(before):
        if token.sentence - page.parse.tokens[first].sentence > MAX_BACK_SENTENCES:
            return None
        if words.singular(token.text) in words.documents:
            if _issued(page, first, token.text.lower(), other):
                return other
        elif _fits(other, token.text.lower(), actor, cast):
            return other
    return None


def _named_later(page: Page, source: Range, *, actor: Actor, cast: Cast) -> Actor | None:
    """Return the only person whom a text that opens with a description may name by it later."""
    noun = head_of(page.parse, *source)
    token = page.parse.tokens[noun]
    if not _is_description(page, source, noun, actor, cast) or token.sentence:
        return None
    if not cast.words.is_person(token.text):
        return None
    found = {
        m.actor.name: m.actor
        for m in cast.mentions
        if _fits(m.actor, token.text.lower(), actor, cast)
        and page.parse.tokens[m.last - 1].deprel.startswith("nsubj")
        and page.quoted[m.first] == NOWHERE
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _issued(page: Page, source: int, noun: str, other: Actor) -> bool:
    """Say whether somebody spoke in a document: "said in a statement", "the paper reported"."""
    sentence = page.parse.sentences[page.parse.tokens[source].sentence]
    told = page.words(sentence.first, sentence.last)
    return noun in told or (noun == "report" and "reported" in told and other.name[:1].isupper())


def _is_description(page: Page, source: Range, noun: int, actor: Actor, cast: Cast) -> bool:
    """Say whether a source is one definite description of nobody the text has introduced."""
    tokens, (first, last) = page.parse.tokens, source
    token = tokens[noun]
    if last - first > MAX_DESCRIPTION_TOKENS or tokens[first].text.lower() != "the":
        return False
    ruling = (
        cast.words.offices.get(cast.words.singular(token.text)) == "GOV"
    )  # "the Prime Minister"
    common = token.text.islower() or (cast.words.is_person(token.text) and not ruling)
    noun_like = token.upos == "NOUN" or (token.upos == "PROPN" and common)
    if actor.id is not None or actor.members or not noun_like or token.xpos == "NNS":
        return False
    if not cast.words.is_person(token.text) and _has_word(page, actor, token.text.lower(), cast):
        return False  # "the agency" that has the word in its name
    words = cast.words
    if words.singular(token.text) in words.documents:
        return all(t.upos == "ADJ" for t in tokens[first + 1 : noun]) and noun == last - 1
    if not (words.is_person(token.text) or words.is_body(token.text)):
        return False
    body = not words.is_person(token.text)
    if body and any(t.upos in ("NOUN", "PROPN") for t in tokens[first:noun]):
        return False
    person = words.is_person(token.text)
    named = any(
        m.last - 1 >= noun and (m.sort is Sort.PERSON or not person or m.last - 1 > noun)
        for m in cast.inside(first, last)
    )
    introduced = _introduced(page, range(first), token.text.lower())
    return not named and not introduced


def _has_word(page: Page, actor: Actor, noun: str, cast: Cast) -> bool:
    """Say whether the text names somebody by a name with this noun in it."""
    return any(
        m.actor.name == actor.name
        and noun in (word.lower() for word in page.words(m.first, m.last))
        for m in cast.mentions
    )


def _introduced(page: Page, indices: Iterable[int], noun: str) -> bool:
    """Say whether the text names somebody by this noun with "a" before it: "a spokesman said"."""
    tokens = page.parse.tokens
    for index in indices:
        if tokens[index].text.lower() != noun:
            continue
        for back in range(index - 1, max(-1, index - 5), -1):
            if tokens[back].text.lower() in ("a", "an", "another", "one"):
                return True
            if tokens[back].upos in ("VERB", "PUNCT", "ADP"):
                break
    return False


def _fits(other: Actor, noun: str, actor: Actor, cast: Cast) -> bool:
    """Say whether a speaker may be called so: a person by a person's noun, a body by a body's."""
    if actor.code is not None and other.code is not None and actor.code != other.code:
        return False
    words = cast.words
    if words.is_person(noun):
        if not cast.describer.is_named_person(other):
            return False
        titles = _titles(other, cast)
        return noun not in words.offices or not titles or noun in titles
    if other.members or other.id is not None or not other.name[:1].isupper():
        return False
    if cast.describer.is_person(other) or other.sector == "GOV" or cast.describer.is_plural(other):
        return False
    return (other.sector == MEDIA_SECTOR) == (noun in words.papers)


def _titles(person: Actor, cast: Cast) -> frozenset[str]:
    """Return the offices that the text or the tables give a person."""
    named = (t.words for t in cast.describer.scene.titles if t.mention.actor.name == person.name)
    words = frozenset(word for row in named for word in row)
    held = [
        title for office, title in cast.words.holders.items() if cast.world.has_held(person, office)
    ]
    return (words | frozenset(word for title in held for word in title)) & frozenset(
        cast.words.offices
    )
