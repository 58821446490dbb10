"""The options of every question that reasons: switches, the day, treaties, proofs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Optional

import typer

AssumeOption = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads it at run time
    typer.Option("--assume", metavar="NAME=on|off", help="Throw a switch."),
]
AtOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--at", metavar="DATE", help="When; promises made later do not count."),
]
TreatiesOption = Annotated[
    bool, typer.Option("--with-treaties", help="Let alliances and treaties of the day join.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="With proofs, word for word.")]

_KNOWN = {
    "on": True, "true": True, "yes": True, "": True, "off": False, "false": False, "no": False
}  # fmt: skip


def read_switches(texts: Sequence[str] | None) -> dict[str, bool]:
    """Return how switches are thrown, by name; raises BadParameter for another value."""
    return dict(_read_switch(text) for text in texts or ())


def _read_switch(text: str) -> tuple[str, bool]:
    name, _, value = text.partition("=")
    if value.casefold() not in _KNOWN:
        said = f"{text!r}; right would be {name}=on or {name}=off"
        raise typer.BadParameter(said, param_hint="--assume")
    return name.strip(), _KNOWN[value.casefold()]
