"""Asked: what a list is narrowed to, as the address of its page says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote_plus

from fastapi import Depends, Request

from foedus.reading.given import parse_published
from foedus.stores import Filters, Status
from foedus.web.site import Refused

NAMES = ("committer", "speaker", "target", "kind", "class", "document", "from", "to")
"""What an address may ask for, besides the status."""
LONGEST_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: pairs of a name and a value that is not empty."""

    pairs: tuple[tuple[str, str], ...] = ()
    status: Status = Status.KEPT

    def get(self, name: str) -> str:
        """Return what is asked under a name; empty where nothing is."""
        return dict(self.pairs).get(name, "")

    @property
    def filters(self) -> Filters:
        """Return it as a store reads it; raises Refused for a date that is none."""
        asked = dict(self.pairs)
        return Filters(
            committer=asked.get("committer"),
            speaker=asked.get("speaker"),
            target=asked.get("target"),
            kind=asked.get("kind"),
            event_class=asked.get("class"),
            document_id=asked.get("document"),
            since=_day(asked.get("from"), last=False),
            until=_day(asked.get("to"), last=True),
            status=self.status,
        )

    def narrowed(self, **changes: str) -> Asked:
        """Return it with some things asked otherwise; an empty value asks for all."""
        kept = {**dict(self.pairs), **{name: str(value) for name, value in changes.items()}}
        return replace(self, pairs=tuple((n, v) for n, v in kept.items() if v))

    def link(self, page: str, **changes: object) -> str:
        """Return the address of a page that asks for the same, but for some changes."""
        plain = {**dict(self.pairs), "status": "" if self.status is Status.KEPT else self.status}
        plain |= {name: str(value) for name, value in changes.items()}
        kept = {name: value for name, value in plain.items() if value}
        said = "&".join(f"{name}={_encode(value)}" for name, value in kept.items())
        return f"{page}?{said}" if said else page

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield what a form must carry to ask for the same."""
        yield from self.pairs
        if self.status is not Status.KEPT:
            yield "status", self.status.value


async def asked_of(request: Request) -> Asked:
    """Return what the address of a request asks for.

    It waits for nothing; as a coroutine it is run where it stands, without a thread.
    """
    said = request.query_params
    pairs = [(name, said.get(name, "").strip()) for name in NAMES]
    if any(len(value) > LONGEST_CHARACTERS for _, value in pairs):
        raise Refused(422, f"what is asked may have {LONGEST_CHARACTERS} characters")
    return Asked(pairs=tuple(pair for pair in pairs if pair[1]), status=_status(said.get("status")))


Wanted = Annotated[Asked, Depends(asked_of)]


def _encode(value: str) -> str:
    """Return a value as an address has it; most are a plain word."""
    return value if value.isascii() and value.isalnum() else quote_plus(value)


def _status(text: str | None) -> Status:
    try:
        return Status(text or Status.KEPT)
    except ValueError as error:
        known = ", ".join(status.value for status in Status)
        raise Refused(422, f"no status {text!r}; known: {known}") from error


def _day(text: str | None, *, last: bool) -> str | None:
    """Return the first or last day of a year, month or day."""
    if text is None:
        return None
    try:
        interval = parse_published(text)
    except ValueError as error:
        raise Refused(422, str(error)) from error
    chosen = interval.latest if last else interval.earliest
    return None if chosen is None else chosen[:10]
