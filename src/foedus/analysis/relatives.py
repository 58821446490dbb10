"""Relatives: "the sister of leader X" is not X."""

from __future__ import annotations

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.nominals import Nominal
from foedus.analysis.scene import Scene


def relative_of(scene: Scene, phrase: Nominal) -> Mention | None:
    """Return the person whose relative a phrase means; None where it means nobody's."""
    tokens = scene.parse.tokens
    if scene.singular(phrase.head) not in scene.words.relatives or phrase.tail >= phrase.last:
        return None
    if tokens[phrase.tail].text.lower() != "of":
        return None
    for mention in scene.inner(phrase.tail, phrase.last):
        if mention.sort is Sort.PERSON:
            between = tokens[phrase.tail : mention.first]
            return None if any(token.upos == "PUNCT" for token in between) else mention
    return None
