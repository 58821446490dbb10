"""The verb `serve`: the pages over a store."""

from __future__ import annotations

import getpass
import importlib
import importlib.util
from pathlib import Path
from typing import Annotated, Optional

import typer

from foedus.cli.messages import say
from foedus.cli.settings import StoreOption, settings_of
from foedus.errors import MissingExtra

LOOPBACK = ("127.0.0.1", "::1", "localhost")
NEEDED = ("fastapi", "uvicorn", "jinja2", "multipart")


def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option(help="Where to listen; others need accounts.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    accounts: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it at run time
        typer.Option(
            exists=True, dir_okay=False, help="Accounts; without them only this machine is served."
        ),
    ] = None,
    name: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="A host name by which others reach it; may be given again."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Serve pages over the store: read, review, lay wordings side by side, ask what if.

    \b
    Examples:
      foedus serve
      foedus serve --store crisis.db --port 8080
      foedus serve --host 192.0.2.7 --name desk.example --accounts people.jsonl
    """
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise MissingExtra("the pages need: pip install 'foedus[web]'")
    if host not in LOOPBACK and accounts is None:
        said = f"{host} can be reached by others: give --accounts FILE (see foedus accounts)"
        raise typer.BadParameter(said, param_hint="--host")
    settings = settings_of(context, store)
    server = importlib.import_module("foedus.web.server")
    if settings.loudness >= 0:
        say(f"http://{host}:{port}/ serves {settings.store_name}; Control-C ends it")
    user = settings.reviewer or getpass.getuser()
    who = importlib.import_module("foedus.web.access")
    known = None if accounts is None else who.load_accounts(accounts)
    access = who.Access(known, local_name=user)
    server.serve(settings.store, access, host=host, port=port, names=frozenset(name or ()))
