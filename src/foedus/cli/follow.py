"""`read --follow`: feeds asked again and again, a line for each new document, until Ctrl-C."""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Annotated, Optional

import typer

from foedus.cli.comparing import merge_new
from foedus.cli.messages import say
from foedus.cli.notes import say_failure
from foedus.cli.settings import ExitCode, Settings
from foedus.following import Rhythm, follow, seconds_until_next
from foedus.ingest import Step, ingest
from foedus.pipeline import Source
from foedus.reading import Failure
from foedus.reading.feed_memory import FeedState
from foedus.records.documents import Document
from foedus.remembering import StoreMemory
from foedus.stores import Put, open_store

MIN_EVERY_SECONDS = 60
UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}

FollowOption = Annotated[
    bool, typer.Option("--follow", help="Ask feeds again and again; Ctrl-C ends it.")
]
EveryOption = Annotated[
    str, typer.Option("--every", metavar="15m|2h|1d", help="How often a feed is asked.")
]
AllowOption = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it at run time
    typer.Option(
        "--allow-address",
        metavar="IP",
        help="Ask this machine although it is not of the public net.",
    ),
]


def seconds_of(every: str) -> int:
    """Return the seconds of a time such as "15m"; raises BadParameter for what is none."""
    found = re.fullmatch(r"([0-9]{1,6})\s?([smhd])", every.strip())
    seconds = int(found[1]) * UNITS[found[2]] if found else 0
    if seconds < MIN_EVERY_SECONDS:
        said = f"{every!r} is no time of at least a minute; right would be 15m, 2h or 1d"
        raise typer.BadParameter(said, param_hint="--every")
    return seconds


def follow_feeds(source: Source, settings: Settings, *, every: int, again: bool) -> None:
    """Read feeds into the store until all have ended or somebody presses Ctrl-C.

    Raises:
        BadParameter: Something else than addresses is given, or all are to be read again.
        Exit: Not one of the feeds could be read, and none will be.
    """
    urls = tuple(entry for entry in source.inputs if isinstance(entry, str))
    if len(urls) != len(source.inputs):
        raise typer.BadParameter("only feeds are followed; give their addresses (https://…)")
    if again:
        raise typer.BadParameter("--again goes with one reading, not with --follow")
    following = _Following(source, settings, Rhythm(every=every))
    with _terminated_as_interrupted():
        try:
            follow(urls, following.read, rhythm=following.rhythm)
        except KeyboardInterrupt:
            following.say_summary("stopped")
            return
    following.say_summary("all feeds have ended")
    raise typer.Exit(ExitCode.UNREADABLE if not following.sound else ExitCode.SOME_FAILED)


class _Following:
    """A run that follows feeds: what each round does, and what became of all of them."""

    def __init__(self, source: Source, settings: Settings, rhythm: Rhythm) -> None:
        self.rhythm = rhythm
        self.sound = False
        self._source, self._settings = source, settings
        self._counts: Counter[str] = Counter()
        self._said: set[Failure] = set()

    def read(self, url: str) -> FeedState | None:
        """Read one round of a feed into the store, and return how the feed answered."""
        before = self._counts["read"]
        with open_store(self._settings.store, create=True) as opened:
            memory = StoreMemory(opened, following=True)
            source = replace(self._source, inputs=(url,), memory=memory)
            ingest(source, opened, on_step=self._take)
            state = memory.recall(url)
        self._counts["rounds"] += 1
        if self._counts["read"] > before:
            merge_new(self._settings)
        if state is not None:
            self._say_state(url, state)
        return state

    def say_summary(self, why: str) -> None:
        """Say what became of all rounds."""
        if self._settings.loudness >= 0:
            read, failed, rounds = (self._counts[what] for what in ("read", "failed", "rounds"))
            after = f"{rounds} round{'' if rounds == 1 else 's'}"
            say(f"{why} after {after}: {read} read, {failed} failed -> {self._settings.store_name}")

    def _take(self, step: Step) -> None:
        if step.failure is not None:
            self._take_failure(step.failure)
        elif step.document is not None and step.put is not Put.UNCHANGED:
            self._counts["read"] += 1
            if self._settings.loudness >= 0:
                say(_line(step.document))

    def _take_failure(self, failure: Failure) -> None:
        """Say a failure once: what cannot be read this round often cannot be read the next."""
        if failure not in self._said:
            self._said.add(failure)
            self._counts["failed"] += 1
            say_failure(failure)

    def _say_state(self, url: str, state: FeedState) -> None:
        self.sound = self.sound or not state.faults
        if state.ended:
            say(f"{url}: no longer asked")
        elif state.faults and self._settings.loudness >= 0:
            least = seconds_until_next(state, replace(self.rhythm, chance=lambda: 0.0))
            say(f"{url}: asked again in {least / 60:.0f} minutes or later")


def _line(document: Document) -> str:
    """Return the line of a new document: when it was published, its title, its id."""
    title = document.title or document.text[:80]
    return " ".join(filter(None, (document.published.latest, title, f"({document.id})")))


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """End as with Ctrl-C where a supervisor of services asks for it."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
