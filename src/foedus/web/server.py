"""The server: a site over a store, bound to this machine unless there are accounts."""

from __future__ import annotations

from pathlib import Path

import uvicorn
from fastapi import FastAPI

from foedus.errors import FoedusError
from foedus.stores import open_store
from foedus.web import (
    actors,
    adding,
    brief,
    commitments,
    conflicts,
    deciding,
    documents,
    entrance,
    least,
    lists,
    network,
    register,
    searching,
    start,
    stories,
    timeline,
    whatif,
)
from foedus.web.access import Access, load_accounts
from foedus.web.app import create_app
from foedus.web.guard import LOCAL_HOSTS, Limits
from foedus.web.jobs import Jobs
from foedus.web.kept import Kept
from foedus.web.site import Site

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PAGES = (
    lists, brief, start, documents, adding, register, deciding, commitments, actors, whatif, least,
    searching, conflicts, stories, timeline, network, entrance,
)  # fmt: skip
ROUTERS = tuple(page.router for page in PAGES)


class UnsafeAddress(FoedusError):
    """The server would be reached by others although nobody must sign in."""

    code = "unsafe_address"


def make_app(
    store: str, *, accounts: Path | None = None, hosts: frozenset[str] = LOCAL_HOSTS,
    limits: Limits | None = None, user: str = "local",
) -> FastAPI:  # fmt: skip
    """Return the application over a store, which is made if there is none."""
    known = None if accounts is None else load_accounts(accounts)
    writing = open_store(store, create=True)
    reading = open_store(store, readonly=True)
    site = Site(
        store=writing,
        pages=reading,
        kept=Kept(reading),
        access=Access(known, local_name=user),
        jobs=Jobs(),
    )
    return create_app(site, routers=ROUTERS, hosts=hosts, limits=limits)


def serve(
    store: str, *, host: str, port: int, accounts: Path | None = None, user: str = "local"
) -> None:
    """Serve a store until the process is stopped.

    Raises:
        UnsafeAddress: Another address than this machine's own, and no accounts.
    """
    if host not in LOOPBACK and accounts is None:
        raise UnsafeAddress(
            f"{host} can be reached by others: give --accounts FILE, or leave out --host"
        )
    hosts = LOCAL_HOSTS if host in LOOPBACK else LOCAL_HOSTS | {host.casefold()}
    app = make_app(store, accounts=accounts, hosts=hosts, user=user)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
