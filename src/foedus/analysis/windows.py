"""Windows: the stretches of a text that the encoder reads at once, and a memory of their answers.

Every window is read by itself. So its answers depend on its words alone, not on what else is read
beside it: a copied paragraph costs nothing, and passing over a window changes no other.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.analysis.frames import FAMILIES, probabilities

Values = NDArray[np.float32]
Arrays = Mapping[str, Values]
"""Outputs of the model by name; those that are places or labels hold whole numbers."""
MAX_WINDOWS_KEPT = 1_000
"""About 30 kB each."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [first, last) of a text, cut into pieces."""

    first: int
    last: int
    pieces: list[int]
    shapes: list[int]
    begins: list[int]
    ends: list[int]

    @property
    def key(self) -> tuple[bytes, bytes, bytes]:
        """Return what the answers depend on: pieces, shapes and where words begin and end."""
        places = np.array([self.begins, self.ends], dtype=np.int16)
        pieces = np.array(self.pieces, dtype=np.int32)
        return pieces.tobytes(), bytes(self.shapes), places.tobytes()


class Memory:
    """Keeps the answers of the windows that were read last."""

    def __init__(self, limit: int = MAX_WINDOWS_KEPT) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[bytes, bytes, bytes], Arrays] = OrderedDict()

    def answers(self, window: Window, read: Callable[[Window], Arrays]) -> Arrays:
        """Return the answers of a window, read now if they are not kept."""
        key = window.key
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = condensed(read(window))
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return kept


def condensed(answers: Arrays) -> Arrays:
    """Return answers with the probabilities of marks and without word 0, with which the model has
    every list of anchors begin."""
    found = dict(answers, odds=probabilities(answers["marks"]))
    for name, values in answers.items():
        family, _, slot = name.partition(".")
        if family in FAMILIES:
            found[name] = values[1:] if slot else values[:, 1:]
    return found


def overlapping(
    tokens: Sequence[tuple[int, int]],
    cuts: Sequence[tuple[int, int]],
    spans: Sequence[tuple[int, int]],
) -> frozenset[int]:
    """Return which windows (their places in `cuts`) hold characters of one of the spans."""
    found, place = set(), 0
    for number, (first, last) in enumerate(cuts):
        start, end = tokens[first][0], tokens[last - 1][1]
        while place < len(spans) and spans[place][1] <= start:
            place += 1
        if place < len(spans) and spans[place][0] < end:
            found.add(number)
    return frozenset(found)
