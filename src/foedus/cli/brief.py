"""The verb `brief`: chosen records and scenarios as a report, every word of it cited."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Optional

import typer

from foedus.briefing import Question, make_brief
from foedus.cli.asked import first_day
from foedus.cli.settings import StoreOption, settings_of
from foedus.cli.supposing import AssumeOption, read_switches
from foedus.export.brief import lay_out
from foedus.export.sheet_html import to_html
from foedus.export.sheet_markdown import to_markdown
from foedus.stores import open_store


class Shape(StrEnum):
    """What a brief is written in."""

    MD = "md"
    HTML = "html"


_TEXTS = Optional[list[str]]  # noqa: UP045 - typer reads it at run time
_WRITERS = {Shape.MD: to_markdown, Shape.HTML: to_html}


def brief(
    context: typer.Context,
    ids: Annotated[
        _TEXTS, typer.Argument(metavar="ID…", help="Records or threads, in order.")
    ] = None,
    *,
    whatif: Annotated[
        _TEXTS, typer.Option("--whatif", metavar="EVENT", help="A scenario; again for another.")
    ] = None,
    assume: AssumeOption = None,
    at: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--at", metavar="DATE", help="The day of the scenarios."),
    ] = None,
    treaties: Annotated[
        bool, typer.Option("--with-treaties", help="Let treaties of the day join.")
    ] = False,
    title: Annotated[Optional[str], typer.Option(help="A title of your own.")] = None,  # noqa: UP045
    shape: Annotated[Shape, typer.Option("--format", help="Markdown or HTML.")] = Shape.MD,
    store: StoreOption = None,
) -> None:
    """Write a brief: promises with who says so, scenarios, numbered sources, all quotations.

    \b
    Examples:
      foedus brief c-0123456789ab t-ba9876543210 > brief.md
      foedus brief c-0123456789ab --format html > brief.html
      foedus brief --whatif "Poland attacks Russian territory" --format html > scenario.html
    """
    settings = settings_of(context, store)
    switches = read_switches(assume)
    day = first_day(at, "--at")
    questions = [
        Question(events=(event,), assume=switches, at=day, treaties=treaties)
        for event in whatif or ()
    ]
    with open_store(settings.store, readonly=True) as opened:
        made = make_brief(opened, ids or (), questions, title=title)
    sys.stdout.write(_WRITERS[shape](lay_out(made)))
