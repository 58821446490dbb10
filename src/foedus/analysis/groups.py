"""Groups: whom "each", "both", "either side" and "the two countries" stand for.

They are the parties that the same sentence, or one shortly before, names together: joined by "and",
or one as the subject and the other behind "with".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.nominals import Nominal
from foedus.analysis.scene import Scene, joined
from foedus.records.actors import Actor

SENTENCES_BACK = 2
"""So many sentences before "each" the parties may be named."""
MAX_WORDS = 3
"""Words of "all three countries": longer phrases describe somebody else."""
_LINKS = frozenset({"and", "or", "the", ",", "&", "both"})
_PARTIES = (Sort.STATE, Sort.ORGANISATION, Sort.GROUP, Sort.PERSON)


def find_group(scene: Scene, phrase: Nominal) -> Actor | None:
    """Return the parties that a phrase counts or parts; None for other phrases, or without any.

    Args:
        scene: The text with its names.
        phrase: A noun phrase without a name at its head.
    """
    size = _size(scene, phrase)
    if size is None:
        return None
    number = scene.parse.tokens[phrase.head].sentence
    before = scene.before(phrase.first)
    for back in range(SENTENCES_BACK + 1):
        near = [m for m in before if scene.parse.tokens[m.first].sentence == number - back]
        for parties in (*_lists(scene, near)[::-1], _partners(scene, near)):
            names = {m.actor.name for m in parties}
            if len(names) == (size or len(names)) and len(names) > 1:
                return joined([m.actor for m in parties])
    return None


def _size(scene: Scene, phrase: Nominal) -> int | None:
    """Return how many parties a phrase stands for, 0 for two or more; None if for no such group."""
    words, tokens = scene.words, scene.parse.tokens
    low = [token.text.lower() for token in tokens[phrase.first : phrase.head + 1]]
    before = tokens[phrase.first - 1].text.lower() if phrase.first else ""
    counting = [words.counts.get(word, words.sharing.get(word)) for word in (before, *low)]
    said = [size for size in counting if size is not None]
    if len(low) > MAX_WORDS or not said or scene.inner(phrase.first, phrase.last):
        return None
    if scene.singular(phrase.head) in words.pairs:
        return max(said)
    if low == [low[-1]] and low[0] in words.sharing:
        return None if _is_of_others(scene, phrase.head) else words.sharing[low[0]]
    led = before in words.articles or low[0] in words.sharing or before in words.sharing
    return max(said) if low[-1] in words.counts and led else None


def _is_of_others(scene: Scene, index: int) -> bool:
    """Say whether a word parts things and not parties: "each ship", "both of the ships"."""
    tokens = scene.parse.tokens
    after = [token.text.lower() for token in tokens[index + 1 : index + 3]]
    if after[:1] == ["of"]:
        return scene.words.pronouns.get(after[-1]) != "many"
    before = index + 1 < len(tokens) and tokens[index + 1].upos in ("DET", "NOUN", "PROPN", "ADJ")
    joins = before and tokens[index].deprel in ("cc", "cc:preconj")  # "both Chad and Niger"
    return joins or tokens[index].deprel in ("det", "advmod")


def _lists(scene: Scene, near: Sequence[Mention]) -> list[list[Mention]]:
    """Return the names of a sentence that "and" or commas join, each list in order of the text."""
    found: list[list[Mention]] = []
    for left, right in pairwise(m for m in near if _is_party(m)):
        between = [t.text.lower() for t in scene.parse.tokens[left.last : right.first]]
        linked = bool(between) and set(between) <= _LINKS and between != ["the"]
        if linked and found and found[-1][-1] is left:
            found[-1].append(right)
        elif linked:
            found.append([left, right])
    return found


def _partners(scene: Scene, near: Sequence[Mention]) -> list[Mention]:
    """Return a subject and whom the sentence names behind "with": "Egypt signed … with Sudan"."""
    tokens = scene.parse.tokens
    parties = [m for m in near if _is_party(m)]
    subjects = [m for m in parties if tokens[m.last - 1].deprel.startswith("nsubj")]
    others = [m for m in parties if m.first and tokens[m.first - 1].text.lower() == "with"]
    return [subjects[0], *others[:1]] if subjects and others else []


def _is_party(mention: Mention) -> bool:
    return mention.sort in _PARTIES and not mention.adjective
