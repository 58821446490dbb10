"""What stands before every request: host, rate, number, size; and the headers of every answer.

Written as plain ASGI, so that nothing of a refused request is read.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from foedus.web.problem import MEDIA_TYPE, problem_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

API = "/api/"
OPEN_PATHS = ("/health",)
"""What is answered however much is asked."""

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is taken: requests a second with a reserve for bursts, bytes of a body.

    `requests_at_once` may be inside at the same moment, of which `workers` are worked on: pages
    are made by Python alone, which does one thing at a time, so that more would only be slower
    together. `uploads_bytes` holds for the paths in `upload_paths`, `body_bytes` for every other;
    each piece of a body must come within `body_seconds`.
    """

    requests_per_second: float = 200.0
    burst_requests: int = 400
    requests_at_once: int = 32
    workers: int = 2
    body_seconds: float = 30.0
    body_bytes: int = 1_000_000
    uploads_bytes: int = 20_000_000
    upload_paths: tuple[str, ...] = ("/documents", "/api/v1/documents")


class Bucket:
    """A token bucket: `take` says whether one more request may pass now."""

    def __init__(self, rate: float, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._size, self._clock = rate, float(size), clock
        self._tokens, self._at = float(size), clock()

    def take(self) -> bool:
        """Take one token if there is one."""
        now = self._clock()
        self._tokens = min(self._size, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True


class Guard:
    """The outermost application: refuses what must not come in, and marks what goes out."""

    def __init__(
        self,
        inner: Application,
        *,
        hosts: frozenset[str] = LOCAL_HOSTS,
        limits: Limits | None = None,
    ) -> None:
        self._inner = inner
        self._hosts = hosts
        self._limits = limits or Limits()
        self._bucket = Bucket(self._limits.requests_per_second, self._limits.burst_requests)
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        path: str = scope["path"]
        headers = dict(scope["headers"])
        refusal = self._refusal(path, headers)
        if refusal is not None:
            await _refuse(send, path, *refusal)
            return
        bounded = _bounded(receive, self._limit(path), self._limits.body_seconds)
        if path in OPEN_PATHS:
            await self._inner(scope, bounded, _marked(send))
            return
        self._inside += 1
        try:
            await self._inner(scope, bounded, _marked(send))
        finally:
            self._inside -= 1

    def _refusal(self, path: str, headers: MutableMapping[bytes, bytes]) -> tuple[int, str] | None:
        if _host(headers.get(b"host", b"")) not in self._hosts:
            return 421, "this host name is not served here"
        full = self._inside >= self._limits.requests_at_once
        if path not in OPEN_PATHS and (full or not self._bucket.take()):
            return 429, "too many requests at once; try again in a second"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._limit(path):
            return 413, f"a request here may have {self._limit(path):,} bytes"
        return None

    def _limit(self, path: str) -> int:
        upload = path in self._limits.upload_paths
        return self._limits.uploads_bytes if upload else self._limits.body_bytes


class TooLarge(Exception):
    """A body without a length turned out longer than what is taken."""


class TooSlow(Exception):
    """A piece of a body did not come in time."""


def _host(value: bytes) -> str:
    """Return the host without its port."""
    text = value.decode("latin-1").casefold()
    if text.startswith("["):
        return text.partition("]")[0] + "]"
    return text.partition(":")[0]


def _bounded(receive: Receive, limit_bytes: int, limit_seconds: float) -> Receive:
    taken, coming = 0, True

    async def bounded() -> Message:
        nonlocal taken, coming
        if not coming:  # the body is whole: what is waited for now is that the caller leaves
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), limit_seconds)
        except TimeoutError as error:
            raise TooSlow from error
        coming = message.get("more_body", False)
        taken += len(message.get("body", b""))
        if taken > limit_bytes:
            raise TooLarge
        return message

    return bounded


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            named = {name for name, _ in message.get("headers", ())}
            added = [(name, value) for name, value in HEADERS if name not in named]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return marked


async def _refuse(send: Send, path: str, status: int, said: str) -> None:
    programs = path.startswith(API)
    kind = MEDIA_TYPE if programs else "text/plain; charset=utf-8"
    body = json.dumps(problem_of(status, said)) if programs else f"{said}\n"
    headers = [(b"content-type", kind.encode()), *HEADERS]
    if status == 429:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
