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

NEEDED = ("fastapi", "uvicorn", "jinja2", "multipart")


def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option(help="Where to listen; others need accounts.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    accounts: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads it at run time
        typer.Option(help="Accounts; without them only this machine is served."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Serve pages over the store: read, review, lay wordings side by side, ask what if.

    \b
    Examples:
      foedus serve
      foedus serve --store crisis.db --port 8080
    """
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise MissingExtra("the pages need: pip install 'foedus[web]'")
    settings = settings_of(context, store)
    server = importlib.import_module("foedus.web.server")
    if settings.loudness >= 0:
        say(f"http://{host}:{port}/ serves {settings.store_name}; Control-C ends it")
    user = settings.reviewer or getpass.getuser()
    server.serve(settings.store, host=host, port=port, accounts=accounts, user=user)
