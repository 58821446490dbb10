"""Folds: passages that are kept out of training, to see what weights make of the unseen."""

from __future__ import annotations

from typing import NamedTuple

FOLDS = 5
"""How many folds the passages of the training corpora are dealt to."""


class Fold(NamedTuple):
    """Every record whose place in its file leaves `fold` when divided by `folds`."""

    fold: int
    folds: int

    @classmethod
    def of(cls, text: str) -> Fold:
        """Return the fold that is written as "0/5"."""
        fold, _, folds = text.partition("/")
        found = cls(int(fold), int(folds))
        if not 0 <= found.fold < found.folds:
            raise ValueError(f"no fold {text!r}: write the first of five as 0/5, the last as 4/5")
        return found

    def holds(self, place: int) -> bool:
        """Return whether the record at this place of its file is in the fold."""
        return place % self.folds == self.fold
