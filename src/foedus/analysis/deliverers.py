"""Deliverers: for which state a speech says "we", by how it presents itself.

A speech before an assembly seldom names its speaker in the passage at hand. It says "my country,
Norway", "we in Norway" or "on behalf of Norway", opens with "Mr. HOLM (Norway):", or its title
tells by whom it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.scene import Scene
from foedus.languages.actors import ActorWords
from foedus.records.actors import Actor
from foedus.records.documents import Document
from foedus.world import World

MAX_STEPS = 8
"""So many light words may stand between "we" or "on behalf of" and the name of the state."""
_PLACING = frozenset({"in", "into", "inside", "on", "against", "to", "toward", "towards", "from"})
_WHOSE = ("amod", "compound", "nmod:poss")
MAX_LABEL_TOKENS = 8
"""A label names its speaker within so many words and marks, before the state and behind it."""


def find_own_state(document: Document, scene: Scene, quoted: Sequence[bool]) -> Actor | None:
    """Return the state that a text speaks for in the first person; None where it tells of none.

    Args:
        document: Supplies the title.
        scene: The text with its names.
        quoted: For each token whether it stands in a quotation; nobody presents himself there.
    """
    found = {
        mention.actor.name: mention.actor
        for mention in scene.mentions
        if mention.sort is Sort.STATE
        and not quoted[mention.first]
        and any(sign(scene, mention) for sign in _SIGNS)
    }
    if found:
        return next(iter(found.values())) if len(found) == 1 else None
    return _titled(document, scene)


def is_agent(scene: Scene, state: Actor) -> bool:
    """Say whether a text names a state other than as a place, or as whom something is done to."""
    tokens = scene.parse.tokens
    for mention in scene.mentions:
        if mention.actor.name != state.name:
            continue
        leads = {token.text.lower() for token in tokens[max(0, mention.first - 2) : mention.first]}
        # "In the Soviet government's statement": there a government acts.
        if tokens[mention.last - 1].deprel in _WHOSE or _PLACING.isdisjoint(leads):
            return True
    return False


def _titled(document: Document, scene: Scene) -> Actor | None:
    """Return the state of whoever gave the speech that a title names: "Address by Norway to …"."""
    title = (document.title or "").split()
    low = [word.lower().strip(".,:;") for word in title]
    words, at = scene.words, document.published.latest
    giver = next((word for word in ("by", "of", "from") if word in low), "")
    if not giver or words.speeches.isdisjoint(low[: low.index(giver)]):
        return None
    first = low.index(giver) + 1
    stops = (i for i in range(first + 1, len(low)) if low[i] in words.speech_places)
    actor = scene.world.resolve(" ".join(title[first : next(stops, len(low))]), at=at)
    side = scene.world.represented(actor, at) if actor is not None else None
    return side if side is not None and side.id == side.code else None


def _apposed(scene: Scene, mention: Mention) -> bool:
    """Say whether a name stands beside "my country"."""
    tokens, first = scene.parse.tokens, mention.first
    if first < 3 or tokens[first - 1].text != ",":
        return False
    whole = scene.singular(first - 2) in {"country", "nation", "homeland", "government", "republic"}
    return whole and tokens[first - 3].text.lower() in ("my", "our")


def _in_ones_name(scene: Scene, mention: Mention) -> bool:
    """Say whether "I" or "we" speak on behalf of a state, or as one of its offices."""
    tokens = scene.parse.tokens
    index = _before(scene, mention)
    behalf = tokens[index].text.lower() in ("behalf", "name")
    office = scene.singular(index) in scene.words.offices and index < mention.first - 1
    while office and index and scene.title_word(index - 1):
        index -= 1
    while office and index and tokens[index - 1].upos in ("DET", "ADJ", "CCONJ", "NOUN", "PROPN"):
        index -= 1
    acting = office and index > 0 and tokens[index - 1].text.lower() == "as"
    sentence = scene.parse.sentences[tokens[index].sentence]
    own = any(scene.pronoun(i) in ("me", "us") for i in range(sentence.first, sentence.last))
    return (behalf or acting) and own


def _joined_to_we(scene: Scene, mention: Mention) -> bool:
    """Say whether a name says who "we" are: "we in Norway", "we, the people of Norway"."""
    index = _before(scene, mention)
    tokens = scene.parse.tokens
    if tokens[index].text == ",":
        index -= 1
    between = {t.text.lower() for t in tokens[index + 1 : mention.first]}
    linked = not between.isdisjoint({"in", "of"}) or (mention.demonym and not mention.adjective)
    return index >= 0 and tokens[index].text.lower() in ("we", "us") and linked


def _labelled(scene: Scene, mention: Mention) -> bool:
    """Say whether a state stands in the label of a turn: "Mr. HOLM (Norway):"."""
    tokens, first, last = scene.parse.tokens, mention.first, mention.last
    if not 0 < first < last < len(tokens) - 1 or tokens[first - 1].text != "(":
        return False
    low = max(0, first - MAX_LABEL_TOKENS)
    polite = any(t.text.lower().strip(".") in scene.words.courtesy for t in tokens[low : first - 1])
    named = all(t.upos != "VERB" for t in tokens[low : first - 1])
    rest = tokens[last + 1 : last + MAX_LABEL_TOKENS]
    return polite and named and tokens[last].text == ")" and any(t.text == ":" for t in rest)


def _before(scene: Scene, mention: Mention) -> int:
    """Return the word before a name and the light words that lead to it ("the people of")."""
    index = mention.first - 1
    for _ in range(MAX_STEPS):
        light = index > 0 and scene.singular(index) in scene.words.leading_to_state
        if (
            not light
            or scene.parse.tokens[index].sentence != scene.parse.tokens[mention.first].sentence
        ):
            break
        index -= 1
    return max(index, 0)


_SIGNS: tuple[Callable[[Scene, Mention], bool], ...] = (
    _apposed,
    _in_ones_name,
    _joined_to_we,
    _labelled,
)


def find_home(document: Document, world: World, words: ActorWords) -> Actor | None:
    """Return the state whose government or leader publishes a document, None for the press."""
    at = document.published.latest
    for name in (document.author, document.outlet):
        actor = _publisher(name, world, words=words, at=at) if name else None
        if actor is not None and actor.sector == "GOV":
            return world.represented(actor, at)
    return None


def _publisher(name: str, world: World, *, words: ActorWords, at: str | None) -> Actor | None:
    """Return who publishes under a name, or whose press office does."""
    actor = world.resolve(name, at=at)
    hits = world.find_mentions(name)
    if actor is not None or len(hits) != 1:
        return actor
    rest = (name[: hits[0].start] + name[hits[0].end :]).lower().replace(",", " ").split()
    if rest and all(word in words.press_offices for word in rest):
        return world.actor_of(hits[0].key, at)
    return None
