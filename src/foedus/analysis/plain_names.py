"""Plain names: states and bodies inside a description under the names that they go by."""

from __future__ import annotations

from foedus.analysis.mentions import Sort
from foedus.analysis.scene import Scene

MIN_LONG_NAME = 4
"""A state's name of so many words is its official one, which nobody says in full."""


def plainly(scene: Scene, words: str, first: int, last: int) -> str:
    """Return words with the states and initials in them under the names they go by.

    "The navy of the Hellenic Republic" is that of Greece, and an "SDF spokesman" one of the body
    that the text spells out.

    Args:
        scene: The text and its names.
        words: Words of the text as a name.
        first: The first token that they stand in.
        last: The end of these tokens.
    """
    for mention in scene.inner(first, last):
        name, said = mention.actor.name, scene.line(mention.first, mention.last)
        long = mention.sort is Sort.STATE and mention.last - mention.first >= MIN_LONG_NAME
        body = mention.sort in (Sort.ORGANISATION, Sort.GROUP)
        short = body and said.isupper() and " " in name and name in scene.parse.text
        if (long or short) and said != name:
            words = words.replace(f"the {said}", name).replace(said, name)
    return words
