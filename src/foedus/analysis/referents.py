"""Referents: the phrases of a text that a later pronoun may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from foedus.analysis.echoes import find_echo
from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.nominals import read_nominal, start_of
from foedus.analysis.pronouns import Referent
from foedus.analysis.scene import Scene

MIN_FRAME_SCORE = 0.4
"""Cues less probable than this make nobody a speaker."""
MAX_TITLE_TOKENS = 12
_SORTS = {
    Sort.PERSON: frozenset({"person"}),
    Sort.STATE: frozenset({"thing", "many"}),
    Sort.ORGANISATION: frozenset({"thing", "many"}),
    Sort.GROUP: frozenset({"many"}),
    Sort.PLACE: frozenset[str](),
}
_PRONOUNS = ("person", "thing", "many")
_MANY = frozenset({"many"})


def find_referents(scene: Scene, *, quoted: Sequence[bool]) -> dict[int, tuple[Referent, ...]]:
    """Return the phrases of each sentence: names, nouns for people and bodies, pronouns, lists."""
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
        rows = parse.tokens[start_of(parse, first) : last]
        before = parse.tokens[rows[0].index - 1] if rows[0].index else rows[0]
        compared = before.upos == "ADP" and before.sentence == rows[0].sentence
        found[rows[0].sentence].append(
            Referent(
                first=first,
                last=last,
                head=last - 1,
                key=key,
                sorts=sorts,
                subject=not compared and any(_is_subject(scene, t.index) for t in rows),
                speaker=first in speakers,
                quoted=quoted[first],
                own=rows[0].text.lower() in ("our", "my"),
                named=any(i in scene.cover for i in range(first, last)) or rows[0].xpos == "PRP$",
            )
        )
    return {number: (*rows, *_lists(scene, rows)) for number, rows in found.items()}


def _is_subject(scene: Scene, index: int) -> bool:
    """Say whether a token is its verb's subject; of two, the first is, where the tree has both."""
    token = scene.parse.tokens[index]
    if not token.deprel.startswith("nsubj"):
        return False
    others = scene.parse.children[token.head] if 0 <= token.head < index else ()
    return not any(i < index and scene.parse.tokens[i].deprel == token.deprel for i in others)


def _phrases(scene: Scene) -> Iterator[tuple[int, int, str, frozenset[str]]]:
    """Yield (first, last, key, sorts) of every phrase, in order of the text."""
    parse, words = scene.parse, scene.words
    for token in parse.tokens:
        index = token.index
        mention = scene.cover.get(index)
        kind = words.pronoun(token.text) if mention is None else None
        if mention is not None:
            sorts = _sorts_of(scene, mention)
            if index == mention.last - 1 and not mention.adjective and sorts:
                yield mention.first, mention.last, mention.actor.name, sorts
        elif kind in _PRONOUNS:
            yield index, index + 1, token.text.lower(), frozenset({kind})
        elif token.upos in ("NOUN", "PROPN") and not _continues(scene, index):
            sorts = _sorts_of_noun(scene, index)
            first = start_of(parse, index) if sorts else index
            if sorts and not (sorts == {"person"} and _describes_name(scene, first, index)):
                yield first, index + 1, _key(scene, first, index + 1), sorts


def _sorts_of(scene: Scene, mention: Mention) -> frozenset[str]:
    """Return which pronouns fit a name; "Americans" are many."""
    if mention.demonym and scene.plural(mention.last - 1):
        return _MANY
    if mention.actor.sector == "MED":
        return frozenset({"thing"})
    return _SORTS[mention.sort]


def _sorts_of_noun(scene: Scene, index: int) -> frozenset[str]:
    """Return which pronouns fit a common noun; none for nouns that act for nobody."""
    word = scene.parse.tokens[index].text
    person, body = scene.words.is_person(word), scene.words.is_body(word)
    document = scene.singular(index) in scene.words.documents
    if not (person or body or document):
        return frozenset()
    if scene.plural(index) or (scene.singular(index) != word.lower()):
        return _MANY if person or body else frozenset()
    if person:
        return frozenset({"person"})
    return frozenset({"thing", "many"}) if body else frozenset({"thing"})


def _key(scene: Scene, first: int, last: int) -> str:
    """Return what is equal for phrases of one actor: whom "the president" repeats, or words."""
    words = " ".join(t.text.lower() for t in scene.parse.tokens[first:last])
    if not words.startswith("the "):
        return words
    phrase = read_nominal(scene.parse, first, last, cover=scene.cover, words=scene.words)
    actor = find_echo(scene, phrase, None)
    return words if actor is None else actor.name


def _describes_name(scene: Scene, first: int, noun: int) -> bool:
    """Say whether a noun only describes a person named beside it, set off by a comma."""
    tokens = scene.parse.tokens
    if first >= 2 and tokens[first - 1].text in (",", "(", "—"):
        before = scene.cover.get(first - 2)
        if before is not None and before.sort is Sort.PERSON:
            return True
    comma = False
    for index in range(noun + 1, min(noun + MAX_TITLE_TOKENS, len(tokens))):
        after = scene.cover.get(index)
        if after is not None and after.sort is Sort.PERSON and after.first == index:
            # "Secretary of State John Kerry": the rest of a title stands before the name
            return comma or (index > noun + 1 and tokens[index - 1].upos in ("NOUN", "PROPN"))
        if tokens[index].upos in ("VERB", "AUX", "PRON", "CCONJ") or tokens[index].text in '.;:"“”':
            return False
        comma = comma or tokens[index].text == ","
    return False


def _lists(scene: Scene, rows: Sequence[Referent]) -> list[Referent]:
    """Return the phrases that "and" joins in a sentence, each list as one more for "they"."""
    found: list[Referent] = []
    plain = sorted((r for r in rows if r.key not in scene.words.pronouns), key=lambda r: r.first)
    for place, (left, right) in enumerate(pairwise(plain)):
        alike = left.subject == right.subject or _is_joined_to(scene, left, right)
        if _between(scene, left, right) not in (["and"], [",", "and"]) or not alike:
            continue
        listed = [left, right]
        for before in reversed(plain[:place]):
            if not before.named or _between(scene, before, listed[0]) != [","]:
                break
            listed.insert(0, before)
        leading = listed[0]
        found.append(
            replace(
                leading,
                last=right.last,
                key="; ".join(dict.fromkeys(row.key for row in listed)),
                sorts=_MANY,
                own=left.own or right.own,
                joint=True,
            )
        )
    return found


def _between(scene: Scene, left: Referent, right: Referent) -> list[str]:
    """Return the words between two phrases, without articles."""
    tokens = scene.parse.tokens[left.last : right.first]
    return [token.text.lower() for token in tokens if token.upos != "DET"]


def _is_joined_to(scene: Scene, left: Referent, right: Referent) -> bool:
    """Say whether the tree hangs the second of two names on the first, which may be a subject.

    "X and its partners" are sooner X, where they speak.
    """
    if scene.parse.tokens[start_of(scene.parse, right.first)].xpos == "PRP$":
        return False
    token = scene.parse.tokens[right.head]
    at = token if token.deprel == "conj" else scene.parse.tokens[right.first]
    return left.subject and at.deprel == "conj" and left.first <= at.head < left.last


def _continues(scene: Scene, index: int) -> bool:
    """Say whether the next word belongs to the same noun phrase, so that this is not its head."""
    parse = scene.parse
    if index + 1 >= len(parse.tokens):
        return False
    after = parse.tokens[index + 1]
    if after.sentence != parse.tokens[index].sentence:
        return False
    return after.upos in ("NOUN", "PROPN") or index + 1 in scene.cover
