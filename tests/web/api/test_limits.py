"""Much at once is turned away with 429, health answers on, long and slow bodies are refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from foedus.web.guard import Guard, Limits, TooLarge, TooSlow
from foedus.web.server import make_app

Message = MutableMapping[str, Any]


class Doors:
    """An application that keeps every request inside until it is let go, and counts them."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self.go = asyncio.Event()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            if scope["path"] != "/health":
                await self.go.wait()
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"done"})
        finally:
            self.inside -= 1


async def ask(
    guard: Guard, path: str, *pieces: bytes, wait: float = 0.0, host: bytes = b"localhost"
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Send one request in pieces, and return status, headers and body of its answer."""
    waiting = list(pieces) or [b""]
    sent: list[Message] = []

    async def receive() -> Message:
        if len(sent) or not waiting:
            await asyncio.Event().wait()
        await asyncio.sleep(wait)
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"host", host)]}
    await guard(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_guard_turns_the_surplus_away_and_answers_health() -> None:
    async def flood() -> None:
        doors = Doors()
        guard = Guard(doors, limits=Limits(requests_at_once=3))
        waiting = [asyncio.create_task(ask(guard, "/commitments")) for _ in range(3)]
        await asyncio.sleep(0)
        for path in ("/commitments", "/api/v1/commitments"):
            status, headers, body = await ask(guard, path)
            assert (status, headers[b"retry-after"]) == (429, b"1")
        assert headers[b"content-type"] == b"application/problem+json"
        assert json.loads(body)["code"] == "too_many_requests"
        assert (await ask(guard, "/health"))[0] == 200
        doors.go.set()
        assert [status for status, *_ in await asyncio.gather(*waiting)] == [200] * 3
        assert (await ask(guard, "/commitments"))[0] == 200
        assert doors.most == 4

    asyncio.run(flood())


def test_guard_lets_the_next_in_after_a_fault() -> None:
    async def failing(scope: Message, receive: Any, send: Any) -> None:
        raise OSError("gone")

    async def ask_twice() -> None:
        guard = Guard(failing, limits=Limits(requests_at_once=1))
        for _ in range(2):
            with pytest.raises(OSError, match="gone"):
                await ask(guard, "/")

    asyncio.run(ask_twice())


def test_guard_keeps_to_its_rate() -> None:
    async def flood() -> list[int]:
        doors = Doors()
        doors.go.set()
        guard = Guard(doors, limits=Limits(requests_per_second=1e-6, burst_requests=5))
        return [(await ask(guard, "/"))[0] for _ in range(8)]

    assert asyncio.run(flood()) == [200] * 5 + [429] * 3


def test_guard_refuses_a_body_that_is_too_long_or_too_slow() -> None:
    async def send_bodies() -> None:
        doors = Doors()
        doors.go.set()
        guard = Guard(doors, limits=Limits(body_bytes=10, body_seconds=0.05))
        assert (await ask(guard, "/", b"12345", b"67890"))[0] == 200
        with pytest.raises(TooLarge):
            await ask(guard, "/", b"12345", b"678901")
        with pytest.raises(TooSlow):
            await ask(guard, "/", b"12345", b"67", wait=0.5)

    asyncio.run(send_bodies())


def test_app_refuses_a_long_body_in_the_shape_of_every_error(address: str) -> None:
    app = make_app(address, limits=Limits(body_bytes=1000))
    token = {"authorization": f"Bearer {app.state.site.access.local_token}"}
    with TestClient(app, base_url="http://localhost") as client:
        long = b'{"left": "' + b"x" * 2000 + b'"}'
        said = client.post("/api/v1/judgements", content=long, headers=token)
        assert (said.status_code, said.json()["code"]) == (413, "too_large")
        pieces = client.post("/api/v1/judgements", content=iter([long]), headers=token)
        assert pieces.status_code in (400, 413)
        assert pieces.headers["content-type"] == "application/problem+json"
