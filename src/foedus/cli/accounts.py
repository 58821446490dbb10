"""The verb `accounts`: who may use the pages from elsewhere, and as what."""

from __future__ import annotations

import importlib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.messages import say
from foedus.cli.settings import settings_of


class RoleName(StrEnum):
    """What an account may do; each may do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


def accounts(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who it is; stands in histories.")],
    *,
    file: Annotated[Path, typer.Option("--accounts", help="The file of accounts.")],
    role: Annotated[RoleName, typer.Option(help="What they may do.")] = RoleName.READER,
    remove: Annotated[bool, typer.Option("--remove", help="Take the account away.")] = False,
) -> None:
    """Make an account for `foedus serve --accounts FILE`, and print its token once.

    Only a salted hash of the token is kept. The same name again gets a new token.

    \b
    Examples:
      foedus accounts ana --role reviewer --accounts people.jsonl
      foedus accounts ana --remove --accounts people.jsonl
    """
    settings = settings_of(context)
    access = importlib.import_module("foedus.web.access")
    held = access.load_accounts(file) if file.exists() else []
    others = [one for one in held if one.name != name]
    if remove:
        if len(others) == len(held):
            raise typer.BadParameter(f"no account {name!r} in {file}", param_hint="NAME")
        access.save_accounts(file, others)
        return
    made, token = access.new_account(name, access.Role[role.name])
    access.save_accounts(file, [*others, made])
    if settings.loudness >= 0:
        say(f"{name} is a {role} of {file}; the token is shown this once:")
    print(token)
