"""Parts of lists behind opaque cursors, and tags that say whether an answer is still the same."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

import foedus
from foedus.records.codec import to_line
from foedus.spelling.days import first_day, last_day
from foedus.stores import Filters, Status
from foedus.web.api.problems import Fault
from foedus.web.site import site_of

MOST_ITEMS = 500
_DAYS = (
    "(0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]))?",
    "(0[469]|11)(-(0[1-9]|[12][0-9]|30))?",
    "02(-(0[1-9]|1[0-9]|2[0-9]))?",
)
DAY = f"^[1-9][0-9]{{3}}(-({'|'.join(_DAYS)}))?$"

Name = Annotated[str | None, Field(min_length=1, max_length=200)]
Day = Annotated[str | None, Field(pattern=DAY, description="ISO 8601 year, month or day")]


class Part(BaseModel):
    """Which part of a list is asked for; a name that is not known here is refused."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=50, ge=1, le=MOST_ITEMS)
    cursor: str | None = Field(
        default=None, max_length=2000, description="`next` of the part before; opaque"
    )


class Narrowed(Part):
    """What a list of records is narrowed to; names match as in `foedus list`."""

    committer: Name = Field(default=None, description="who is bound or acts: name, id, code")
    speaker: Name = None
    target: Name = Field(default=None, description="whom it is for, against or addressed to")
    kind: Name = None
    event_class: Name = Field(default=None, alias="class")
    document: Name = None
    since: Day = None
    until: Day = None
    status: Status = Status.KEPT

    def filters(self) -> Filters:
        """Return it as a store reads it, with the place where this part begins."""
        asked = Filters(
            committer=self.committer,
            speaker=self.speaker,
            target=self.target,
            kind=self.kind,
            event_class=self.event_class,
            document_id=self.document,
            since=None if self.since is None else first_day(self.since),
            until=None if self.until is None else last_day(self.until),
            status=self.status,
        )
        return part_of(asked, self)


class Dated(Part):
    """What a list of documents is narrowed to."""

    since: Day = None
    until: Day = None

    def filters(self) -> Filters:
        """Return it as a store reads it, with the place where this part begins."""
        asked = Filters(
            since=None if self.since is None else first_day(self.since),
            until=None if self.until is None else last_day(self.until),
        )
        return part_of(asked, self)


Listing = Annotated[Narrowed, Query()]
DocumentListing = Annotated[Dated, Query()]


def part_of(asked: Filters, part: Part) -> Filters:
    """Return filters that list one record more than a part holds, from its cursor on."""
    after = None if part.cursor is None else read_cursor(part.cursor, asked)
    return replace(asked, after=after, limit=part.limit + 1)


def write_cursor(last: tuple[str, str], asked: Filters) -> str:
    """Return the cursor of the part that begins behind this record (document id, record id)."""
    plain = json.dumps([*last, _print(asked)], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(cursor: str, asked: Filters) -> tuple[str, str]:
    """Return where a part begins; raises Fault for a cursor that is none, or of another list."""
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        document_id, record_id, printed = json.loads(plain)
        after = (str(document_id), str(record_id))
    except (ValueError, TypeError) as error:
        raise Fault(404, "unknown_cursor", "cursor: use `next` of an answer as it is") from error
    if printed != _print(asked):
        raise Fault(
            404, "unknown_cursor", "cursor: it belongs to a list that is narrowed otherwise"
        )
    return after


def _print(asked: Filters) -> str:
    plain = repr(replace(asked, after=None, limit=None, skip=0))
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def tag_of(*parts: object) -> str:
    """Return an entity tag for an answer that is made of these parts."""
    said = "\x1f".join(map(str, parts))
    return f'"{hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:32]}"'


class Unchanged(Exception):
    """What is asked for is what the caller has already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def check_tag(request: Request) -> None:
    """Keep the tag of the answer to a reading request; raise Unchanged if the caller has it."""
    if request.method not in ("GET", "HEAD"):
        return
    state = site_of(request).pages.state()
    # A scenario is asked for today, and another foedus may answer otherwise.
    made = (foedus.__version__, datetime.now(UTC).date(), *state)
    tag = f"W/{tag_of(*made, request.url.path, request.url.query)}"
    request.state.tag = tag
    if has_tag(request.headers.get("if-none-match"), tag):
        raise Unchanged(tag)


def has_tag(header: str | None, tag: str) -> bool:
    """Say whether a header of entity tags names this one; weak and strong are the same here."""
    if header is None:
        return False
    given = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in given or tag.removeprefix("W/") in given


def answer(
    request: Request, body: Mapping[str, object], *, status: int = 200, tag: str | None = None
) -> Response:
    """Return a JSON answer with its tag."""
    headers = {"cache-control": "private, no-cache"}
    known = tag or getattr(request.state, "tag", None)
    headers |= {"etag": known} if known else {}
    return Response(to_line(body), status, headers, "application/json")


def page_of(
    rows: Iterable[tuple[tuple[str, str], Mapping[str, object]]], asked: Filters
) -> dict[str, object]:
    """Return a part of a list: rows with their places, one more of them than the part holds."""
    found = list(rows)
    most = (asked.limit or MOST_ITEMS + 1) - 1
    more = len(found) > most
    return {
        "items": [row for _, row in found[:most]],
        "next": write_cursor(found[most - 1][0], asked) if more else None,
    }
