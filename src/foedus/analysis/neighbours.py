"""Neighbours: the state that "its neighbour to the south" or "its Norwegian ally" means."""

from __future__ import annotations

from foedus.analysis.mentions import Sort
from foedus.analysis.nominals import Nominal
from foedus.analysis.scene import Scene
from foedus.records.actors import Actor


def named_ally(scene: Scene, phrase: Nominal) -> Actor | None:
    """Return the state that the adjective names in "its Norwegian ally"."""
    if scene.singular(phrase.head) not in scene.words.allies or scene.plural(phrase.head):
        return None
    inner = [m for m in scene.inner(phrase.core, phrase.tail) if m.sort is Sort.STATE]
    return inner[0].actor if len(inner) == 1 else None


def neighbour_of(scene: Scene, phrase: Nominal, code: str) -> Actor | None:
    """Return the only neighbour of a state in the direction that a phrase names."""
    directions = [
        scene.words.directions[token.text.lower()]
        for token in scene.parse.tokens[phrase.core : phrase.tail + 3]
        if token.text.lower() in scene.words.directions
    ]
    codes = scene.world.neighbours(code, directions[0] if directions else None)
    if len(codes) > 1:
        codes = tuple(found for found in codes if found in scene.states)
    if len(codes) != 1 or scene.plural(phrase.head):
        return None
    return scene.world.actor_of(codes[0])
