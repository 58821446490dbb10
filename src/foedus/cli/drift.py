"""The verb `drift`: how a promise is worded by whom, and how its wording moves."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from foedus.cli.found import Found, write
from foedus.cli.render import Page
from foedus.cli.settings import Format, FormatOption, StoreOption, settings_of
from foedus.records.threads import Drift
from foedus.spelling.threads import change_block, change_row, thread_block
from foedus.stores import open_store
from foedus.weaving import find_drift

_HEADINGS = {
    Drift.REPORTING: "Reporting drift: how tellings of the same words differ",
    Drift.POSITION: "Position drift: what the same author says at other times",
}


def drift(
    context: typer.Context,
    any_id: Annotated[str, typer.Argument(metavar="ID", help="A record or a thread.")],
    other_id: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it at run time
        typer.Argument(metavar="[ID]", help="Lay it beside this one only."),
    ] = None,
    *,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Lay the wordings of a promise side by side, reporting drift apart from position drift.

    Removed words stand in [-…-], added ones in {+…+}.

    \b
    Examples:
      foedus drift c-0123456789ab
      foedus drift t-0123456789ab t-ba9876543210
      foedus drift c-0123456789ab --format jsonl
    """
    settings = settings_of(context, store, output)
    with open_store(settings.store) as opened:
        movement = find_drift(opened, any_id, other_id)
    found = [Found(row=change_row(one), block=change_block(one)) for one in movement.changes]
    if settings.format not in (Format.TABLE, Format.MD):
        write(iter(found), "drift", settings)
        return
    page = Page(settings.format)
    page.heading("Wordings")
    for thread in movement.threads:
        page.block(thread_block(thread))
    for kind, heading in _HEADINGS.items():
        blocks = [change_block(one) for one in movement.changes if one.drift is kind]
        if blocks:
            page.heading(heading)
        for block in blocks:
            page.block(block, numbered=False)
    if not movement.changes:
        page.note("No other wording is known.")
