"""The options that narrow records down, the same for every verb, and what they ask of a store."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from foedus.cli.asked import first_day, last_day
from foedus.stores import Filters, Status

_TEXT = Optional[str]  # noqa: UP045 - typer reads it at run time

CommitterOption = Annotated[_TEXT, typer.Option(help="Who is bound or acts: name, id, code.")]
SpeakerOption = Annotated[_TEXT, typer.Option(help="Who says so.")]
TargetOption = Annotated[_TEXT, typer.Option(help="Whom it is for, against or addressed to.")]
KindOption = Annotated[_TEXT, typer.Option(help="Kind, act, type, status or unit.")]
ClassOption = Annotated[_TEXT, typer.Option("--class", help="Class of event.")]
DocumentOption = Annotated[_TEXT, typer.Option(help="Only this document.")]
SinceOption = Annotated[_TEXT, typer.Option(metavar="DATE", help="Said or done on or after.")]
UntilOption = Annotated[_TEXT, typer.Option(metavar="DATE", help="Said or done up to.")]
StatusOption = Annotated[Status, typer.Option(help="What people decided.")]


def filters_of(context: typer.Context) -> Filters:
    """Return what these options, as the verb of this context was given them, narrow a list to.

    Raises:
        BadParameter: A date that is none.
    """
    given = context.params
    return Filters(
        committer=given["committer"],
        speaker=given["speaker"],
        target=given["target"],
        kind=given["kind"],
        event_class=given["event_class"],
        document_id=given["document"],
        since=first_day(given["since"], "--since"),
        until=last_day(given["until"], "--until"),
        status=given["status"],
        limit=given["limit"],
    )
