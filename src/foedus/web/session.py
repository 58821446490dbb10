"""Session: who makes a request, and proof that a change comes from a form or program of his.

Plain ASGI: a request that only reads passes with nothing but its headers looked at.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from foedus.web.access import COOKIE, NOBODY, Caller
from foedus.web.guard import API, Application, Message, Receive, Scope, Send, TooLarge, TooSlow
from foedus.web.site import Site, find_proof, keep_session

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OPEN_PATHS = ("/login", "/health")
WITHOUT_SESSION = (API, "/static", "/health")

Refuse = Callable[[Request, int, str], Response]
"""Makes the answer to a request that is refused: the status and one line."""


class Session:
    """Finds out who calls; refuses a change that no form or program of his can have sent."""

    def __init__(self, inner: Application, *, site: Site, refuse: Refuse) -> None:
        self._inner, self._site, self._refuse = inner, site, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        request, access = Request(scope, receive), self._site.access
        caller, fresh = _caller(request, self._site), False
        reads = scope["method"] in SAFE_METHODS
        if caller is NOBODY and not access.has_accounts and reads:
            fresh = not scope["path"].startswith(WITHOUT_SESSION)
            caller = access.open_session() if fresh else caller
        scope.setdefault("state", {})["caller"] = caller
        if not reads and scope["path"] not in OPEN_PATHS:
            refusal = await self._check(request, caller)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
            receive = await _again(request, receive) if caller.session is not None else receive
        await self._inner(scope, receive, _keeping(send, caller) if fresh else send)

    async def _check(self, request: Request, caller: Caller) -> Response | None:
        """Return the refusal of a change; None for one that may pass."""
        if caller is NOBODY:
            said = "sign in, or show a token: Authorization: Bearer …"
            return self._refuse(request, 401, said)
        # A token proves itself; whatever body comes with it is read where it belongs.
        try:
            proof = await _proof(request) if caller.session is not None else None
        except TooSlow:
            return self._refuse(request, 408, "the rest of the request did not come in time")
        except TooLarge:
            return self._refuse(request, 413, "the request is larger than what is taken here")
        if not self._site.access.is_ours(caller, proof):
            return self._refuse(request, 403, "this form is not from this page; load it again")
        return None


async def _proof(request: Request) -> str | None:
    """Return the proof that a form carries; None for one that is broken."""
    try:
        return await find_proof(request)
    except HTTPException:
        return None


async def _again(request: Request, receive: Receive) -> Receive:
    """Return what hands out once more the body that was read for its proof."""
    if not hasattr(request, "_body"):  # the proof came in a header, and nothing was read
        return receive
    body, told = await request.body(), False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _caller(request: Request, site: Site) -> Caller:
    shown = request.headers.get("authorization", "")
    if shown.lower().startswith("bearer "):
        return site.access.of_token(shown[len("bearer ") :].strip())
    return site.access.of_session(request.cookies.get(COOKIE))


def _keeping(send: Send, caller: Caller) -> Send:
    """Give a new session to the browser with the answer."""

    async def keeping(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = Response()
            keep_session(kept, caller)
            cookies = [one for one in kept.raw_headers if one[0] == b"set-cookie"]
            message = {**message, "headers": [*message.get("headers", ()), *cookies]}
        await send(message)

    return keeping
