"""Organs: whose army or ministry a noun means that names no state itself.

"China's navy … The navy", "a spokesman for the ministry": the organ of the state with which the
same noun stood last; and of "its spokesman" the state that the sentence before speaks of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.nominals import start_of
from foedus.analysis.parse import Parse
from foedus.languages.actors import ActorWords
from foedus.records.actors import Actor

MAX_MENTIONS_BACK = 200
"""So many names before a noun its owner is looked for: long texts stay linear."""
MAX_SENTENCES_BACK = 1
"""So near a bare noun means the organ named last, though the text has several of that name."""
MAX_WORDS_BETWEEN = 3
"""So many words may stand between a state and its organ: "China's coast guard"."""
_BETWEEN = frozenset({"ADJ", "NOUN", "PART", "PROPN"})
_SUBJECTS = ("nsubj", "nsubj:pass")


@dataclass(frozen=True, slots=True)
class Organ:
    """Where the text names an organ with its state: tokens[first:last], "China's coast guard"."""

    first: int
    last: int
    owner: Actor


def named_organ(
    parse: Parse, mentions: Sequence[Mention], index: int, *, words: ActorWords
) -> Organ | None:
    """Return where the organ at tokens[index] was last named with its state.

    None for a plural or another noun, for "the ministry there", where the text names no state with
    it before, and where it names several, none of them just before.
    """
    noun, behind = parse.tokens[index].text.lower(), parse.tokens[index + 1 : index + 2]
    if noun not in words.organs or any(token.text.lower() == "there" for token in behind):
        return None
    place = bisect_left(mentions, index, key=lambda mention: mention.first)
    own = _qualifiers(parse, start_of(parse, index), index)
    found: list[Organ] = []
    for mention in reversed(mentions[max(0, place - MAX_MENTIONS_BACK) : place]):
        last = _end(parse, mention, noun, stop=index, words=words)
        if last is None or mention.sort is not Sort.STATE:
            continue
        named = _qualifiers(parse, mention.last, last - 1)
        if own in ([], named):  # a foreign ministry is no defence ministry
            found.append(Organ(mention.first, last, mention.actor))
    if not found:
        return None
    away = parse.tokens[index].sentence - parse.tokens[found[0].first].sentence
    alone = len({organ.owner.code for organ in found}) == 1
    return found[0] if alone or away <= MAX_SENTENCES_BACK else None


def _qualifiers(parse: Parse, first: int, last: int) -> list[str]:
    """Return the words that tell one organ of a state from another: "foreign", "coast"."""
    tokens = parse.tokens[first:last]
    return [token.text.lower() for token in tokens if token.upos in ("ADJ", "NOUN", "PROPN")]


def owner_inside(
    parse: Parse, mentions: Sequence[Mention], span: tuple[int, int], *, words: ActorWords
) -> Actor | None:
    """Return the owner of the first organ among tokens[span], or of what is "its"."""
    for index in range(*span):
        found = named_organ(parse, mentions, index, words=words)
        if found is not None:
            return found.owner
    opens = span[0] < span[1] and parse.tokens[span[0]].text.lower() == "its"
    return _spoken_of(parse, mentions, parse.tokens[span[0]].sentence - 1) if opens else None


def _end(parse: Parse, mention: Mention, noun: str, *, stop: int, words: ActorWords) -> int | None:
    """Return where the organ ends that a name stands right before; None without one."""
    last = min(mention.last + MAX_WORDS_BETWEEN, stop - 1)
    for index in range(mention.last, last + 1):
        token = parse.tokens[index]
        if token.text.lower() == noun:
            return index + 1
        if token.upos not in _BETWEEN or token.text.lower() in words.local:
            return None
    return None


def _spoken_of(parse: Parse, mentions: Sequence[Mention], sentence: int) -> Actor | None:
    """Return the only state in the subject of a sentence."""
    if sentence < 0:
        return None
    bounds = parse.sentences[sentence]
    root = next((i for i in range(bounds.first, bounds.last) if parse.tokens[i].head < 0), None)
    if root is None:
        return None
    found: dict[str, Actor] = {}
    for below in parse.children[root]:
        if parse.tokens[below].deprel in _SUBJECTS:
            inside = set(parse.subtree(below))
            place = bisect_left(mentions, bounds.first, key=lambda mention: mention.first)
            for mention in mentions[place:]:
                if mention.first >= bounds.last:
                    break
                if mention.sort is Sort.STATE and mention.first in inside:
                    found[mention.actor.name] = mention.actor
    return next(iter(found.values())) if len(found) == 1 else None
