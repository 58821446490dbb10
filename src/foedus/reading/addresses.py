"""Addresses of the web: which may be fetched, and to which machines their names lead.

Only machines of the public net are asked. A page must not be able to make foedus ask a machine of
the reader's own net, so every form in which such a machine can be named is refused before any
connection.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from foedus.errors import UnreadableDocument

MAX_ADDRESS_CHARACTERS = 2_000
PORTS = {"http": 80, "https": 443}

Resolver = Callable[[str, int], Sequence[str]]
"""From a host and a port to the numbers of its machines."""

_IPNumber = ipaddress.IPv4Address | ipaddress.IPv6Address
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
_SAFE = "/%:@!$&'()*+,;=~?"
_NUMBER = re.compile(r"(?i)[0-9]+|0x[0-9a-f]*")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the net's way to an IPv4 machine
_DETOURS = tuple(
    # 6to4, Teredo and their relays carry an IPv4 number inside; the last two are for documents and
    # segment routing, and the tables of older Pythons lack them.
    ipaddress.ip_network(net)
    for net in ("2002::/16", "2001::/32", "192.88.99.0/24", "3fff::/20", "5f00::/16")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of the web, taken apart; `target` is its path and query, in ASCII."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """Return the address in one line, in ASCII and without a fragment."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Return host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def parse_address(url: str) -> Address:
    """Return the parts of an address.

    Raises:
        UnreadableDocument: Not of the web, or written so that readers may take it for another.
    """
    try:
        if len(url) > MAX_ADDRESS_CHARACTERS or _UNFIT.search(url):
            raise ValueError("too long, or with blanks, control characters or backslashes in it")
        return _to_address(urlsplit(url))
    except ValueError as error:  # UnicodeError of a host that is no name is one, too
        shown = url if len(url) <= 100 else f"{url[:100]}…"
        raise UnreadableDocument(
            f"{shown}: no address that is fetched ({error}); right would be https://example.org/a"
        ) from error


def follow(address: Address, location: str) -> Address:
    """Return where a redirect leads; raises UnreadableDocument as `parse_address` does."""
    found = parse_address(urljoin(address.url, location.strip()))
    if (address.scheme, found.scheme) == ("https", "http"):
        raise UnreadableDocument(f"{address.url}: a secure page leads to {found.url}, which is not")
    return found


def _to_address(parts: SplitResult) -> Address:
    if parts.scheme not in PORTS:
        raise ValueError("only http:// and https:// are fetched")
    if "@" in parts.netloc:
        raise ValueError("it holds a user's name or password")
    host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    if ":" in host and "%" not in host:
        host = str(ipaddress.IPv6Address(host))
    elif not _HOST.fullmatch(host):
        raise ValueError("it names no host")
    elif _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]):
        # Systems read 2130706433, 0x7f.1 and 0177.0.0.1 as 127.0.0.1; only one form is taken.
        host = str(ipaddress.IPv4Address(host))
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Address(
        scheme=parts.scheme,
        host=host,
        port=parts.port or PORTS[parts.scheme],
        target=(quote(parts.path, safe=_SAFE.rstrip("?")) or "/") + query,
    )


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """Return the numbers of the machines behind a name, each once, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def find_machines(
    address: Address, *, resolve: Resolver = resolve_host, allowed: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the numbers of the machines behind an address, all of which may be asked.

    Args:
        address: Where to.
        resolve: Finds the machines behind a name.
        allowed: Numbers that may be asked although they are not public.

    Raises:
        UnreadableDocument: No such name, or one of its machines is not of the public net.
    """
    try:
        numbers = tuple(resolve(address.host, address.port))
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableDocument(f"{address.url}: no host {address.host!r}: {reason}") from error
    for number in numbers:
        if number not in allowed and not is_public(number):
            raise UnreadableDocument(
                f"{address.url}: {number} is no machine of the public net; only those are asked"
            )
    if not numbers:
        raise UnreadableDocument(f"{address.url}: no machine behind {address.host!r}")
    return numbers


def is_public(number: str) -> bool:
    """Say whether an IP number is one of the public net, in its plain form.

    Example:
        >>> [is_public(number) for number in ("9.9.9.9", "10.0.0.1", "::ffff:9.9.9.9")]
        [True, False, False]
    """
    try:
        found = ipaddress.ip_address(number)
    except ValueError:  # with a zone ("fe80::1%eth0"), or none at all
        return False
    if found in _TRANSLATED:
        return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)))
    return found.is_global and not _is_special(found)


def _is_special(number: _IPNumber) -> bool:
    """Say whether a number is one for many, for later, or for another number inside it."""
    if number.version == 6 and number not in _GLOBAL_UNICAST:
        return True
    detour = any(number.version == net.version and number in net for net in _DETOURS)
    return detour or number.is_multicast or number.is_reserved or number.is_unspecified
