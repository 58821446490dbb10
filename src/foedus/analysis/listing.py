"""Listing: when words that commas and "and" part are one actor all the same."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.scene import Scene

Range = tuple[int, int]


def is_one(scene: Scene, parts: Sequence[Range]) -> bool:
    """Say whether joined phrases are one actor: described anew, or by several fields.

    Args:
        scene: The text with its names.
        parts: The token ranges of two or more joined phrases.
    """
    return _is_apposed(scene, parts) or _has_fields(scene, parts) or _is_counted(scene, parts)


def _is_apposed(scene: Scene, parts: Sequence[Range]) -> bool:
    """Say whether a name is described behind a comma: "Oman, his friend and his lifeline, said"."""
    tokens, (first, last) = scene.parse.tokens, parts[0]
    end = parts[-1][1]
    set_off = tokens[last].text == "," and end < len(tokens) and tokens[end].text == ","
    named = any(i in scene.cover for i in range(first, last))
    return (
        set_off
        and named
        and any(
            tokens[i].deprel == "appos"
            and tokens[i].upos == "NOUN"
            and first <= tokens[i].head < last
            for i in range(*parts[1])
        )
    )


def _is_counted(scene: Scene, parts: Sequence[Range]) -> bool:
    """Say whether names spell out whom a noun counts: "the two allies, Iran and Syria"."""
    (first, last), names = parts[0], parts[1:]
    low = [token.text.lower() for token in scene.parse.tokens[first:last]]
    counted = [scene.words.counts[word] for word in low if word in scene.words.counts]
    named = all(a in scene.cover for a, _ in names)
    return counted == [len(names)] and named and scene.singular(last - 1) in scene.words.pairs


def _has_fields(scene: Scene, parts: Sequence[Range]) -> bool:
    """Say whether "and" joins what somebody knows: "experts on Sudan and desert warfare"."""
    tokens, (first, last) = scene.parse.tokens, parts[0]
    case = next((i for i in range(first + 1, last) if tokens[i].upos == "ADP"), None)
    if case is None or not scene.words.is_person(tokens[case - 1].text):
        return False
    return all(
        tokens[b - 1].upos == "NOUN"
        and not any(i in scene.cover for i in range(a, b))
        and not scene.words.is_person(tokens[b - 1].text)
        and not scene.words.is_body(tokens[b - 1].text)
        for a, b in parts[1:]
    )
