"""Referents: the phrases of a text that a later pronoun may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from foedus.analysis.mentions import Sort
from foedus.analysis.nominals import start_of
from foedus.analysis.pronouns import Referent
from foedus.analysis.scene import Scene

MIN_FRAME_SCORE = 0.4
_SORTS = {
    Sort.PERSON: frozenset({"person"}),
    Sort.STATE: frozenset({"thing", "many"}),
    Sort.ORGANISATION: frozenset({"thing", "many"}),
    Sort.GROUP: frozenset({"many"}),
    Sort.PLACE: frozenset({"thing"}),
}
_PRONOUNS = ("person", "thing", "many")


def find_referents(scene: Scene, *, quoted: Sequence[bool]) -> dict[int, tuple[Referent, ...]]:
    """Return the phrases for each sentence: names, nouns for people and bodies, earlier pronouns."""
    parse = scene.parse
    speakers = {
        index
        for frame in parse.attributions
        if frame.score >= MIN_FRAME_SCORE
        for first, last in frame.roles.get("source", ())
        for index in range(first, last)
    }
    found: defaultdict[int, list[Referent]] = defaultdict(list)
    for first, last, key, sorts in _phrases(scene):
        rows = parse.tokens[first:last]
        found[rows[0].sentence].append(
            Referent(
                first=first,
                last=last,
                head=last - 1,
                key=key,
                sorts=sorts,
                subject=any(t.deprel.startswith("nsubj") for t in rows),
                speaker=first in speakers,
                quoted=quoted[first],
            )
        )
    return {sentence: tuple(rows) for sentence, rows in found.items()}


def _phrases(scene: Scene) -> list[tuple[int, int, str, frozenset[str]]]:
    """Return (first, last, key, sorts) of every phrase, in order of the text."""
    parse, words, found = scene.parse, scene.words, []
    for token in parse.tokens:
        index, low = token.index, token.text.lower()
        mention = scene.cover.get(index)
        if mention is not None:
            if index == mention.last - 1 and not mention.adjective:
                plural = token.xpos in ("NNPS", "NNS") and mention.demonym
                sorts = frozenset({"many"}) if plural else _SORTS[mention.sort]
                found.append((mention.first, mention.last, mention.actor.name, sorts))
        elif words.pronoun(token.text) in _PRONOUNS:
            found.append((index, index + 1, low, frozenset({words.pronouns[low]})))
        elif token.upos in ("NOUN", "PROPN") and not _continues(scene, index):
            person, body = words.is_person(low), words.is_body(low)
            if person or body:
                first = start_of(parse, index)
                key = " ".join(t.text.lower() for t in parse.tokens[first : index + 1])
                if words.singular(low) != low or token.xpos in ("NNS", "NNPS"):
                    sorts = frozenset({"many"})
                else:
                    sorts = frozenset({"person"} if person else {"thing", "many"})
                found.append((first, index + 1, key, sorts))
    return found


def _continues(scene: Scene, index: int) -> bool:
    """Say whether the next word belongs to the same noun phrase, so that this is not its head."""
    parse = scene.parse
    if index + 1 >= len(parse.tokens):
        return False
    after = parse.tokens[index + 1]
    if after.sentence != parse.tokens[index].sentence:
        return False
    if after.upos in ("NOUN", "PROPN"):
        return True
    return index + 1 in scene.cover
