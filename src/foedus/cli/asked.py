"""What is asked of a store: the nouns that can be listed and the options that narrow a list."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import typer

from foedus.errors import InvalidPattern
from foedus.spelling import days
from foedus.stores import Filters, Status


class Noun(StrEnum):
    """What can be listed."""

    COMMITMENTS = "commitments"
    STATEMENTS = "statements"
    EVENTS = "events"
    FIGURES = "figures"
    DOCUMENTS = "documents"
    FAILURES = "failures"
    THREADS = "threads"
    STORIES = "stories"
    COPIES = "copies"
    CONFLICTS = "conflicts"
    GAPS = "gaps"
    LOOPS = "loops"
    TREATIES = "treaties"


class Told(StrEnum):
    """What threads can be of."""

    COMMITMENTS = "commitments"
    STATEMENTS = "statements"
    EVENTS = "events"
    FIGURES = "figures"


RECORDS = (Noun.COMMITMENTS, Noun.STATEMENTS, Noun.EVENTS, Noun.FIGURES)
"""The nouns that are records and take every option."""

WHOLE = (Noun.FAILURES, Noun.STORIES, Noun.COPIES)
"""The nouns that are listed as a whole."""

REASONED = (Noun.GAPS, Noun.LOOPS)
"""The nouns that follow from all promises together: at a date, and with treaties if asked."""


def check_filters(noun: Noun, filters: Filters, *, by_speaker: bool, of: Told) -> None:
    """Refuse an option that would be passed over in silence."""
    asked = {
        "--committer": filters.committer,
        "--speaker": filters.speaker,
        "--target": filters.target,
        "--kind": filters.kind,
        "--class": filters.event_class,
        "--status": None if filters.status is Status.KEPT else filters.status,
    }
    if noun in (Noun.DOCUMENTS, *WHOLE):
        wrong = [name for name, value in asked.items() if value is not None]
        if wrong:
            raise typer.BadParameter(f"{noun} have none to compare", param_hint=wrong[0])
    if noun in WHOLE and filters != Filters():
        raise typer.BadParameter(f"{noun} are listed as a whole, without options to narrow them")
    if noun in REASONED and filters != Filters(kind=filters.kind, limit=filters.limit):
        said = f"{noun} follow from all promises together; only --kind and --limit narrow them"
        raise typer.BadParameter(said)
    told = Filters(document_id=filters.document_id, kind=filters.kind, limit=filters.limit)
    if noun is Noun.TREATIES and filters != told:
        said = "only --document, --kind (a duty) and --limit narrow treaties"
        raise typer.BadParameter(said)
    if of is not Told.COMMITMENTS and noun is not Noun.THREADS:
        raise typer.BadParameter(f"only threads are of records, not {noun}", param_hint="--of")
    if by_speaker and noun is not Noun.STATEMENTS:
        raise typer.BadParameter("only statements are summed up so", param_hint="--by-speaker")


def check_day(noun: Noun, at: str | None, *, treaties: bool) -> None:
    """Refuse a day, or treaties, for what is listed as it was read."""
    if noun not in (*REASONED, Noun.TREATIES) and (at is not None or treaties):
        wrong = "--at" if at is not None else "--with-treaties"
        dated = " and ".join([", ".join(REASONED), Noun.TREATIES])
        said = f"only {dated} are of a day and with treaties, not {noun}"
        raise typer.BadParameter(said, param_hint=wrong)
    if noun is Noun.TREATIES and at is not None and not treaties:
        said = "a text does not say when its treaty is in force; the table does: --with-treaties"
        raise typer.BadParameter(said, param_hint="--at")


def first_day(text: str | None, option: str) -> str | None:
    """Return the first day of an ISO year, month or day; None for None."""
    return _day(text, option, days.first_day)


def last_day(text: str | None, option: str) -> str | None:
    """Return the last day of an ISO year, month or day; None for None."""
    return _day(text, option, days.last_day)


def _day(text: str | None, option: str, read: Callable[[str], str]) -> str | None:
    try:
        return None if text is None else read(text)
    except InvalidPattern as error:
        raise typer.BadParameter(str(error), param_hint=option) from error
