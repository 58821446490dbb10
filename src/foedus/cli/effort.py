"""The options by which one says how much of a text is read, and for which kinds of records."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from foedus.records.analyses import KINDS, Effort, Plan

FAST_NOTE = (
    "a fast reading: what by its words hardly holds {kinds} was passed over; docs/speed.md says"
    " how much that loses, and without --effort all is read"
)

EffortOption = Annotated[
    Effort,
    typer.Option(
        "--effort",
        help="fast: the model reads only what by its words may hold a record; best with --only.",
    ),
]
OnlyOption = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it at run time
    typer.Option(
        "--only",
        metavar="KIND",
        help=f"Kinds of records that are wanted, each with an --only: {', '.join(KINDS)}.",
    ),
]


def planned(effort: Effort, only: list[str] | None) -> Plan:
    """Return the plan of a reading; a kind that is none is a fault of usage."""
    try:
        return Plan(effort=effort, only=tuple(only or ()))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--only") from error


def note_of(plan: Plan) -> str | None:
    """Return what should be said of a reading that is fast; None of one in full."""
    if plan.effort is Effort.FULL:
        return None
    return FAST_NOTE.format(kinds=" or ".join(plan.kinds))
