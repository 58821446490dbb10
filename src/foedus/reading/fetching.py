"""Fetch one page of the web, within bounds of time and size, from the machine that was checked.

A name is resolved once; the connection goes to the very number that was checked, so a name that
leads elsewhere a moment later changes nothing. Each redirect is an address of its own and checked
anew.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from foedus.errors import UnreadableDocument
from foedus.reading.addresses import (
    Address,
    Resolver,
    find_machines,
    follow,
    parse_address,
    resolve_host,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_FETCHED_BYTES = 2_000_000
"""Of the page itself, after decompression; the reader of pages takes no more either."""
MAX_REDIRECTS = 5
MAX_SECONDS = 30.0
"""For the whole fetch, with its redirects; finding a host is bounded by the system."""
MAX_CONNECT_SECONDS = 10.0

_REDIRECTS = (301, 302, 303, 307, 308)
_BLOCK_BYTES = 65_536
_HEADERS = {
    "User-Agent": "foedus",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, application/rss+xml;q=0.8,"
    " application/atom+xml;q=0.8, application/feed+json;q=0.8, application/xml;q=0.7",
    "Accept-Encoding": "gzip, identity",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered: its bytes, decompressed, and what its server says of them.

    `url` is the address after all redirects. `media_type` is in lower case ("text/html"),
    `encoding` is the charset; both are None where the server does not name them. `headers` are the
    server's other words, their names in lower case. Only a `status` of 200 comes with bytes.
    """

    url: str
    data: bytes
    media_type: str | None = None
    encoding: str | None = None
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def refuse(self) -> UnreadableDocument:
        """Return the error that an answer without a page is."""
        return UnreadableDocument(f"{self.url}: the server answers {_named(self.status)}")


def fetch(
    url: str,
    *,
    allowed: Collection[str] = (),
    resolve: Resolver = resolve_host,
    trust: ssl.SSLContext | None = None,
) -> Fetched:
    """Return what stands at an address of the web.

    Args:
        url: An address that begins with http:// or https://.
        allowed: IP numbers that are asked although they are not public, as tests have reason to.
        resolve: Finds the machines behind a name.
        trust: Whose certificates count; those that the system trusts if None.

    Raises:
        UnreadableDocument: No such address, one that may not be asked, an answer other than 200,
            too slow, too large, cut off or broken; the message begins with the address.
    """
    page = ask(url, allowed=allowed, resolve=resolve, trust=trust)
    if page.status != HTTPStatus.OK:
        raise page.refuse()
    return page


def ask(
    url: str,
    *,
    allowed: Collection[str] = (),
    resolve: Resolver = resolve_host,
    trust: ssl.SSLContext | None = None,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """Return what an address answers, be it a page, "not modified" or a refusal; see `fetch`.

    Args:
        url: As for `fetch`, like `allowed`, `resolve` and `trust`.
        allowed: See there.
        resolve: See there.
        trust: See there.
        headers: What the request says besides, such as If-None-Match.

    Raises:
        UnreadableDocument: As for `fetch`, but not for an answer of another status.
    """
    sent = {**_HEADERS, **(headers or {})}
    deadline = time.monotonic() + MAX_SECONDS
    address = parse_address(url)
    for _ in range(MAX_REDIRECTS + 1):
        machines = find_machines(address, resolve=resolve, allowed=allowed)
        try:
            answer = _ask(address, machines, sent, deadline=deadline, trust=trust)
        except TimeoutError as error:
            raise UnreadableDocument(f"{address.url}: too slow, no whole answer") from error
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            said = str(error) or type(error).__name__
            raise UnreadableDocument(f"{address.url}: {said[:200]}") from error
        if isinstance(answer, Fetched):
            return answer
        address = follow(address, answer)
    raise UnreadableDocument(f"{url}: more than {MAX_REDIRECTS} redirects")


def _ask(
    address: Address,
    machines: tuple[str, ...],
    headers: Mapping[str, str],
    *,
    deadline: float,
    trust: ssl.SSLContext | None,
) -> Fetched | str:
    """Return what an address answers: a page or a refusal, or where it redirects to."""
    connection = http.client.HTTPConnection(address.host, address.port)
    plugged = _connect(address, machines, deadline)
    try:
        if address.scheme == "https":
            context = trust or ssl.create_default_context()
            plugged = context.wrap_socket(plugged, server_hostname=address.host)
        connection.sock = _Timed(plugged, deadline)
        connection.request("GET", address.target, headers={"Host": address.authority, **headers})
        response = connection.getresponse()
        if response.status in _REDIRECTS:
            return _location(response)
        named = response.headers.get("Content-Type") is not None
        return Fetched(
            url=address.url,
            data=_read_body(response) if response.status == HTTPStatus.OK else b"",
            media_type=response.headers.get_content_type() if named else None,
            encoding=response.headers.get_content_charset(),
            status=response.status,
            headers={name.lower(): value for name, value in response.headers.items()},
        )
    finally:
        plugged.close()


def _connect(address: Address, machines: tuple[str, ...], deadline: float) -> socket.socket:
    """Return a connection to the first of the machines that takes one; all of them were checked."""
    fault: OSError = TimeoutError()
    for machine in machines:
        seconds = min(MAX_CONNECT_SECONDS, _left(deadline))
        try:
            return socket.create_connection((machine, address.port), timeout=seconds)
        except OSError as error:
            fault = error
    raise fault


def _location(response: http.client.HTTPResponse) -> str:
    """Return where a redirect leads; servers write UTF-8, which http.client takes for Latin-1."""
    location = response.headers.get("Location")
    if not location:
        raise ValueError(f"the server answers {_named(response.status)} and does not say where to")
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _named(status: int) -> str:
    """Return a status with its usual words; the server's own may say anything."""
    known = status in HTTPStatus._value2member_map_
    return f"{status} {HTTPStatus(status).phrase}" if known else str(status)


def _read_body(response: http.client.HTTPResponse) -> bytes:
    """Return the body, decompressed; ValueError where it is too large, cut off or broken."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise ValueError(f"the page is packed as {coding[:40]!r}; gzip was asked for")
    unpack = None if coding == "identity" else zlib.decompressobj(wbits=31)
    announced, received, found = response.length, 0, bytearray()
    while block := response.read1(_BLOCK_BYTES):
        received += len(block)
        found += unpack.decompress(block, MAX_FETCHED_BYTES + 1) if unpack else block
        if max(received, len(found)) > MAX_FETCHED_BYTES or (unpack and unpack.unconsumed_tail):
            raise ValueError(f"larger than {MAX_FETCHED_BYTES // 1_000_000} MB")
    if received != (announced or received) or (unpack and (not unpack.eof or unpack.unused_data)):
        raise ValueError("the answer is cut off or broken")
    return bytes(found)


def _left(deadline: float) -> float:
    """Return the seconds that are left; raises TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed:
    """A socket as http.client uses it, all of whose waiting ends at the deadline."""

    def __init__(self, plugged: socket.socket, deadline: float) -> None:
        self._plugged, self._deadline = plugged, deadline

    def sendall(self, data: bytes) -> None:
        self._plugged.settimeout(_left(self._deadline))
        self._plugged.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._plugged, self._deadline))

    def close(self) -> None:
        """Leave the socket open: http.client closes its own before the body has come."""


class _TimedReader(io.RawIOBase):
    """What a socket receives: one byte every few seconds does not put off the deadline."""

    def __init__(self, plugged: socket.socket, deadline: float) -> None:
        self._plugged, self._deadline = plugged, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._plugged.settimeout(_left(self._deadline))
        return self._plugged.recv_into(buffer)
