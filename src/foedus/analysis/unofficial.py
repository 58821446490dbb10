"""Unofficial: who is of a state and does not speak for it: its opposition, its former ministers.

What they promise binds themselves, and what they say that the state will do they say of another.
"""

from __future__ import annotations

from foedus.analysis.nominals import Nominal
from foedus.analysis.scene import Scene
from foedus.analysis.titles import OPPOSITION
from foedus.records.actors import Actor


def words_beside(scene: Scene, phrase: Nominal) -> frozenset[str]:
    """Return the words before the noun of a person's title ("former", "opposition")."""
    person = scene.words.is_person(scene.parse.tokens[phrase.head].text)
    before = range(phrase.core, phrase.head) if person else ()
    return frozenset(scene.singular(index) for index in before)


def sector_of(scene: Scene, phrase: Nominal, sector: str | None) -> str | None:
    """Return the sector of a description: that of its noun, unless the words before it end it."""
    beside = words_beside(scene, phrase)
    if not scene.words.is_unofficial(beside):
        return sector
    return None if beside.isdisjoint(scene.words.opposing) else OPPOSITION


def is_unofficial(scene: Scene, actor: Actor) -> bool:
    """Say whether all that a text calls somebody is no office: "the opposition leader"."""
    rows = [
        title.words
        for title in scene.titles
        if title.mention.actor.name == actor.name and title.home is not None
    ]
    if not rows and (actor.id is None or not actor.id.startswith("person:")):
        rows = [frozenset(actor.name.lower().split())]
    return bool(rows) and all(scene.words.is_unofficial(row) for row in rows)
