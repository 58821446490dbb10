"""Makers: processes beside the server that make the pages which only read.

Python does one thing at a time, so a second core makes pages only in a process of its own. All that
a server remembers of its callers (sessions, notices, readings that go on, how much was asked) stays
in the process that listens, which also takes every change; a maker has a store that it can only
read and what it worked out from that. It is given one request at a time together with its caller.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from inspect import iscoroutinefunction
from multiprocessing.connection import Connection
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from foedus.web.guard import Application, Message, Receive, Scope, Send

READS = ("GET", "HEAD")
OWN_PATHS = ("/static", "/health", "/login", "/jobs/", "/api/v1/jobs/", "/api/v1/openapi.json")
"""What the listening process answers itself: it alone knows it, or it costs nothing."""
OWN_ENDINGS = (".json", ".csv")
"""Whole lists are written as fast as the caller takes them, which may be slowly."""
NOTED = b"done="
"""In an address: a notice is to be shown, which the listening process holds."""
PLAIN = (
    "type", "http_version", "method", "scheme", "path", "raw_path", "query_string", "root_path",
    "headers", "client", "server",
)  # fmt: skip
"""What of a request a maker is told, besides its caller."""

Build = Callable[[], Application]
"""Makes the application of a maker, in its process."""
Refuse = Callable[[Request, int, str], Response]
_Asked = dict[str, object]
_Answer = list[Message]


class MakerEnded(Exception):
    """The process that made a page ended before it was made."""


class Maker:
    """One process; it ends with the one that started it, however that ends."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._begin()

    def ask(self, asked: _Asked) -> _Answer:
        """Return the messages of an answer; raises MakerEnded, after which another process asks."""
        try:
            self._connection.send(asked)
            answer: _Answer = self._connection.recv()
        except (EOFError, OSError) as error:
            self.close()
            self._begin()
            raise MakerEnded from error
        return answer

    def close(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.join()
        self._connection.close()

    def _begin(self) -> None:
        started = multiprocessing.get_context("spawn")
        self._connection, theirs = started.Pipe()
        self.process = started.Process(
            target=make_pages, args=(theirs, self._build), name="foedus-maker", daemon=True
        )
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the connection


class Makers:
    """So many makers; whichever is free makes the next page."""

    def __init__(self, build: Build, *, count: int) -> None:
        self.all = tuple(Maker(build) for _ in range(count))
        self._free: asyncio.Queue[Maker] = asyncio.Queue()
        for maker in self.all:
            self._free.put_nowait(maker)
        self._waiting = ThreadPoolExecutor(count, thread_name_prefix="foedus-maker")

    async def make(self, asked: _Asked) -> _Answer:
        """Return the messages of an answer, once a maker is free and has made it."""
        maker = await self._free.get()
        made = asyncio.get_running_loop().run_in_executor(self._waiting, maker.ask, asked)
        # A maker is free when it has answered, whether or not anybody still waits for that.
        made.add_done_callback(lambda _: self._free.put_nowait(maker))
        return await asyncio.shield(made)

    def close(self) -> None:
        """End all makers."""
        self._waiting.shutdown(wait=False, cancel_futures=True)
        for maker in self.all:
            maker.close()


class Making:
    """The application that hands what only reads to makers, and everything else on."""

    def __init__(self, inner: Application, *, makers: Makers, refuse: Refuse) -> None:
        self._inner, self._makers, self._refuse = inner, makers, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not only_reads(scope):
            await self._inner(scope, receive, send)
            return
        asked = {name: scope[name] for name in PLAIN if name in scope}
        asked["state"] = {"caller": scope["state"]["caller"]}
        try:
            answer = await self._makers.make(asked)
        except MakerEnded:
            said = "the process that made this page ended, and another was started; load it again"
            await self._refuse(Request(scope, receive), 503, said)(scope, receive, send)
            return
        for message in answer:
            await send(message)


def only_reads(scope: Scope) -> bool:
    """Say whether a request can be answered from the store alone."""
    path: str = scope["path"]
    own = path.startswith(OWN_PATHS) or path.endswith(OWN_ENDINGS)
    return scope["method"] in READS and not own and NOTED not in scope["query_string"]


def without_threads(router: APIRouter) -> APIRouter:
    """Return the pages of a router, each made where its request stands.

    Elsewhere a page is made in a thread, so that others can be asked for meanwhile; a maker makes
    one at a time, and a tenth of that was the way to the thread and back.
    """
    own = APIRouter()
    for route in router.routes:
        if isinstance(route, APIRoute):
            own.add_api_route(
                route.path,
                _as_coroutine(route.endpoint),
                methods=sorted(route.methods or ()),
                name=route.name,
                include_in_schema=False,
            )
    return own


def _as_coroutine(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if iscoroutinefunction(endpoint):
        return endpoint

    @wraps(endpoint)
    async def made(*given: Any, **named: Any) -> Any:
        return endpoint(*given, **named)

    return made


def make_pages(connection: Connection, build: Build) -> None:
    """Answer requests until the process that sends them ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    asyncio.run(_work(connection, build()))


async def _work(connection: Connection, application: Application) -> None:
    while True:
        try:
            asked = connection.recv()  # nothing else goes on here, so it may wait
            connection.send(await answer(application, asked))
        except (EOFError, OSError):
            return


async def answer(application: Application, asked: _Asked) -> _Answer:
    """Return the messages with which an application answers a request without a body."""
    messages: _Answer = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    # By this version an answer that is sent in parts does not wait for its caller to leave.
    scope: Scope = {**asked, "asgi": {"version": "3.0", "spec_version": "2.4"}}
    try:
        await application(scope, receive, send)
    except Exception:  # told to the caller by the application, and here to whoever serves
        logging.getLogger(__name__).exception("a fault in making %s", asked.get("path"))
    return messages
