"""What is said of the documents of a run: failures, and what a text lacks and how to set it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from foedus.cli.messages import say
from foedus.reading import Failure, find_notes
from foedus.records.documents import Document, HowKnown

MAX_NAMES = 5
"""So many documents are named in a note; -v names each when it is read."""


def say_failure(failure: Failure) -> None:
    """Write the one line of an input that could not be read."""
    known = failure.message.startswith(failure.id) or failure.id in failure.message.split(": ")[0]
    say(f"{'' if known else failure.id + ': '}{failure.message} [{failure.code}]")


@dataclass(slots=True)
class _Concerned:
    """The documents that a note concerns: the first by name, all by number."""

    names: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.names) < MAX_NAMES:
            self.names.append(name)

    def __str__(self) -> str:
        more = self.count - len(self.names)
        return ", ".join(self.names) + (f" and {more} more" if more else "")


class Notes:
    """Gathers what readers should know of the documents of a run, and says it in a few lines.

    It takes as much memory for a hundred thousand documents as for a hundred.
    """

    def __init__(self, loudness: int) -> None:
        self._loudness = loudness
        self._about: dict[str, _Concerned] = {}

    def take(self, document: Document) -> None:
        """Note what this document lacks; where more is to be said, say it at once."""
        for note in (*find_notes(document), *_missing(document)):
            if self._loudness > 0:
                say(f"{document.id}: {note}")
            else:
                self._about.setdefault(note, _Concerned()).add(document.id)

    def say_all(self) -> None:
        """Say each note once, with the documents that it concerns."""
        if self._loudness < 0:
            return
        for note, concerned in sorted(self._about.items()):
            say(f"{concerned}: {note}")


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
