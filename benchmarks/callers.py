"""Caller: one kept connection to a server on this machine, with little between it and the clock."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

UNANSWERED = 0
"""The status of a request whose connection broke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Caller:
    """Sends one request after the other over one connection, and opens it anew if it was closed."""

    def __init__(self, port: int, *, cookie: str = "", wait_seconds: float = 60.0) -> None:
        self.cookie = cookie
        self._port, self._wait = port, wait_seconds
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def status_of(self, path: str) -> int:
        """Return the status of an answer; UNANSWERED where the connection broke or it took long."""
        try:
            return (await self.get(path)).status
        except (OSError, EOFError, TimeoutError, ValueError):
            self.close()
            return UNANSWERED

    async def get(self, path: str) -> Answer:
        """Return the answer to a GET."""
        return await asyncio.wait_for(self._get(path), self._wait)

    async def _get(self, path: str) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        cookie = f"cookie: {self.cookie}\r\n" if self.cookie else ""
        writer.write(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n{cookie}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = [line.partition(":")[::2] for line in head[1:] if line]
        headers = {name.strip().casefold(): value.strip() for name, value in fields}
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].partition(";")[0]
        body = await _read_body(reader, headers)
        if headers.get("connection") == "close":
            self.close()
        return Answer(status=int(head[0].split()[1]), body=body)

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body
