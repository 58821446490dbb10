"""What is said of the documents of a run: failures, and what a text lacks and how to set it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from foedus.cli.messages import say
from foedus.reading import Failure, find_notes
from foedus.records.documents import Document, HowKnown

MAX_NAMES = 5
"""So many documents are named in a note; -v names all."""


def say_failure(failure: Failure) -> None:
    """Write the one line of an input that could not be read."""
    known = failure.message.startswith(failure.id) or failure.id in failure.message.split(": ")[0]
    say(f"{'' if known else failure.id + ': '}{failure.message} [{failure.code}]")


class Notes:
    """Gathers what readers should know of the documents of a run, and says it in a few lines."""

    def __init__(self, loudness: int) -> None:
        self._loudness = loudness
        self._about: dict[str, list[str]] = defaultdict(list)

    def take(self, document: Document) -> None:
        """Note what this document lacks."""
        for note in (*find_notes(document), *_missing(document)):
            self._about[note].append(document.id)

    def say_all(self) -> None:
        """Say each note once, with the documents that it concerns."""
        if self._loudness < 0:
            return
        for note, names in sorted(self._about.items()):
            say(f"{_listed(names, everything=self._loudness > 0)}: {note}")


def _missing(document: Document) -> Iterator[str]:
    published = document.published
    if published.how is HowKnown.UNKNOWN:
        yield (
            "no publication date in the text, so relative dates stay open;"
            " set it with --published 2022-02-06"
        )
    elif published.how is HowKnown.BOUNDS:
        yield (
            f"no publication date in the text, only bounds ({published.earliest or '?'} to"
            f" {published.latest or '?'}); set it with --published 2022-02-06"
        )
    if document.outlet is None:
        yield "no outlet named in the text; set it with --outlet NAME"


def _listed(names: list[str], *, everything: bool) -> str:
    if everything or len(names) <= MAX_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:MAX_NAMES])} and {len(names) - MAX_NAMES} more"
