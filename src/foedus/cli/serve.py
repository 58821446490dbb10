"""The verb `serve`: the pages over a store."""

from __future__ import annotations

import getpass
import importlib
import importlib.util
import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from foedus.cli.messages import say
from foedus.cli.settings import StoreOption, settings_of
from foedus.errors import MissingExtra

LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEFAULT_WORKERS = 2
"""Each holds what is worked out from a store; a machine with one core has one."""
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
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            min=1, max=64, help="Processes that make pages; 1: the one that listens.  [default: 2]"
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Serve pages over the store: read, review, lay wordings side by side, ask what if.

    \b
    Examples:
      foedus serve
      foedus serve --store crisis.db --port 8080 --workers 1
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
    makers = workers or min(os.cpu_count() or 1, DEFAULT_WORKERS)
    server.serve(
        settings.store, access, host=host, port=port, names=frozenset(name or ()),
        makers=makers if makers > 1 else 0,
    )  # fmt: skip
