"""What follows every change of a store: its new records are compared with the others."""

from __future__ import annotations

import importlib
import os

from foedus.cli.messages import bar, say
from foedus.cli.settings import Settings
from foedus.stores import open_store


def merge_new(settings: Settings) -> None:
    """Compare what is new with what the store holds, and say what is told again."""
    # Merging is loaded by the first run that has something to compare.
    weaving = importlib.import_module("foedus.weaving")
    done = 0
    with (
        open_store(settings.store) as opened,
        bar(lambda: weaving.count_unmerged(opened), shown=settings.loudness >= 0) as tick,
    ):

        def on_step(records: int) -> None:
            nonlocal done
            tick(records - done)
            done = records

        merged = weaving.merge(opened, on_step=on_step, beside=(os.cpu_count() or 1) - 1)
    if settings.loudness >= 0 and merged.pairs:
        say(
            f"{merged.records} records compared: {merged.same} pairs tell the same,"
            f" {merged.matters} are on one matter, {merged.unsure} in doubt"
            f"{' (foedus review --pairs)' if merged.unsure else ''}"
        )
