"""The server: a site over a store, bound to this machine unless there are accounts."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from functools import partial

import uvicorn
from fastapi import FastAPI

from foedus.errors import FoedusError
from foedus.scenarios import load_promises, renew_promises
from foedus.stores import Store, open_store
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
from foedus.web.access import Access
from foedus.web.app import create_app, create_pages
from foedus.web.guard import LOCAL_HOSTS, Limits
from foedus.web.jobs import Jobs
from foedus.web.kept import Kept
from foedus.web.makers import Makers, without_threads
from foedus.web.site import Site

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SWITCH_SECONDS = 0.001
"""A page that is being made lets the others, and who refuses requests, go on after so long."""
PAGES = (
    lists, brief, start, documents, adding, register, deciding, commitments, actors, whatif, least,
    searching, conflicts, stories, timeline, network, entrance,
)  # fmt: skip
ROUTERS = tuple(page.router for page in PAGES)


class UnsafeAddress(FoedusError):
    """The server would be reached by others although nobody must sign in."""

    code = "unsafe_address"


def make_app(
    store: str, access: Access | None = None, *, hosts: frozenset[str] = LOCAL_HOSTS,
    limits: Limits | None = None, makers: int = 0,
) -> FastAPI:  # fmt: skip
    """Return the application over a store, which is made if there is none.

    Args:
        store: A file or the address of a database.
        access: Who may do what; None: whoever reaches this machine's own address.
        hosts: The names that a request may ask for, in lower case, without ports.
        limits: How much is taken at once.
        makers: So many processes make the pages that only read; 0: this one makes them.
    """
    access = access or Access()
    writing = open_store(store, create=True)
    reading = open_store(store, readonly=True)
    site = _site(reading, access, writing=writing)
    beside = Makers(partial(make_reader, store, access), count=makers) if makers else None
    return create_app(site, routers=ROUTERS, hosts=hosts, limits=limits, makers=beside)


def make_reader(store: str, access: Access) -> FastAPI:
    """Return the pages over a store that they can only read: the application of a maker."""
    site = _site(open_store(store, readonly=True), access)
    threading.Thread(target=_warm, args=(site,), daemon=True).start()
    return create_pages(site, routers=[without_threads(router) for router in ROUTERS])


def serve(
    store: str, access: Access, *, host: str, port: int, names: frozenset[str] = frozenset(),
    makers: int = 0,
) -> None:  # fmt: skip
    """Serve a store until the process is stopped.

    Args:
        store: A file or the address of a database.
        access: Who may do what.
        host: Where to listen.
        port: On which port.
        names: The names by which others reach the server.
        makers: So many processes make the pages that only read; 0: this one makes them.

    Raises:
        UnsafeAddress: Another address than this machine's own, and nobody must sign in.
    """
    if host not in LOOPBACK and not access.has_accounts:
        raise UnsafeAddress(
            f"{host} can be reached by others: give --accounts FILE, or leave out --host"
        )
    hosts = LOCAL_HOSTS | {name.casefold() for name in (host, *names)}
    app = make_app(store, access, hosts=hosts, makers=makers)
    sys.setswitchinterval(SWITCH_SECONDS)
    if not makers:
        threading.Thread(target=_warm, args=(app.state.site,), daemon=True).start()
    # The other parser that uvicorn takes where it is installed reads a head of any length into
    # memory; this one refuses it at 64 KB.
    uvicorn.run(app, host=host, port=port, http="h11", log_level="warning", server_header=False)


def _site(reading: Store, access: Access, *, writing: Store | None = None) -> Site:
    """Return what pages need; where nothing writes, a change is refused by the store itself."""
    return Site(
        store=writing or reading,
        pages=reading,
        kept=Kept(reading),
        access=access,
        jobs=Jobs(),
    )


def _warm(site: Site) -> None:
    """Work out what scenarios need before the first of them is asked."""
    # A store that is closed or locked meanwhile is told to whoever asks; nobody waits here.
    with contextlib.suppress(FoedusError):
        # Everything there is by now stays: to look through it again and again for what could be
        # freed takes half a second each time, in which no page is made.
        site.kept.of("promises", load_promises, renew=renew_promises)
        gc.collect()
        gc.freeze()
