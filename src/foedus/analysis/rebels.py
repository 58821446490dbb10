"""Rebels: phrases that name whom no state leads, though they name a state."""

from __future__ import annotations

from foedus.analysis.nominals import Nominal
from foedus.analysis.scene import Scene

AGAINST_STATES = frozenset({"REB", "OPP"})
"""Sectors of who fights or blackmails a state, or wants to govern it, and does not act for it."""


def against_states(scene: Scene, phrase: Nominal) -> str | None:
    """Return the sector of rebels, kidnappers or an armed group, whom no state leads.

    In "the rebel army" or "a group linked to Hezbollah" other words say so than the noun.
    """
    words = scene.words
    head = scene.singular(phrase.head)
    if head in words.nonstate:
        return words.nonstate[head]
    between = range(phrase.core, phrase.head)
    before = {scene.singular(i) for i in between if i not in scene.cover}
    rebels = words.nonstate["rebel"]
    before -= {"armed"} if head == "force" else set()  # a state's armed forces are its own
    if not words.is_person(head) and not before.isdisjoint(words.rebellious):
        return rebels
    named = (mention.actor.sector for mention in scene.inner(phrase.tail, phrase.last))
    return rebels if head in words.companies and rebels in named else None
