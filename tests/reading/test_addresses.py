"""Addresses: which are refused before anything is asked, and where the others lead."""

from __future__ import annotations

import socket
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import UnreadableDocument
from foedus.reading.addresses import find_machines, follow, is_public, parse_address
from foedus.reading.fetching import fetch

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("refused.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def listeners() -> Iterator[tuple[socket.socket, ...]]:
    """Return sockets that listen on one port of 127.0.0.1 and, where there is one, of ::1."""
    with ExitStack() as stack:
        first = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        found = [first]
        try:
            port = first.getsockname()[1]
            second = socket.create_server(("::1", port), family=socket.AF_INET6)
            found.append(stack.enter_context(second))
        except OSError:
            pass  # a machine without IPv6
        for listener in found:
            listener.setblocking(False)
        yield tuple(found)


def _port(listeners: tuple[socket.socket, ...]) -> int:
    port: int = listeners[0].getsockname()[1]
    return port


def _saw_nothing(listeners: tuple[socket.socket, ...]) -> bool:
    for listener in listeners:
        with pytest.raises(BlockingIOError):
            listener.accept()
    return True


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["url"])
def test_fetch_refuses_without_a_connection(
    case: dict[str, str], listeners: tuple[socket.socket, ...]
) -> None:
    url = case["url"].format(port=_port(listeners))
    with pytest.raises(UnreadableDocument) as caught:
        fetch(url)
    assert "://" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert _saw_nothing(listeners), case["why"]


def test_fetch_refuses_a_name_with_one_machine_that_is_not_public(
    listeners: tuple[socket.socket, ...],
) -> None:
    for numbers in (["127.0.0.1"], ["9.9.9.9", "127.0.0.1"], ["::1"], ["10.0.0.1"], []):
        with pytest.raises(UnreadableDocument, match="machine"):
            fetch(f"http://news.example:{_port(listeners)}/", resolve=lambda *_, n=numbers: list(n))
    assert _saw_nothing(listeners)


def test_find_machines_names_what_it_looked_for() -> None:
    with pytest.raises(UnreadableDocument, match=r"no host 'nowhere\.invalid'"):
        find_machines(parse_address("https://nowhere.invalid/a"))


def test_parse_address_takes_addresses_of_the_web() -> None:
    for url, expected in (
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a?b=c&d#e", "https://example.org/a?b=c&d"),
        ("http://example.org:8080/a b".replace(" ", "%20"), "http://example.org:8080/a%20b"),
        ("https://zürich.example/é?ü=1", "https://xn--zrich-kva.example/%C3%A9?%C3%BC=1"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("http://9.9.9.9/x", "http://9.9.9.9/x"),
    ):
        assert parse_address(url).url == expected
        assert parse_address(expected).url == expected


def test_follow_checks_where_a_redirect_leads() -> None:
    here = parse_address("https://example.org/a/b")
    assert follow(here, "../c?d").url == "https://example.org/c?d"
    assert follow(here, "//example.com/x").url == "https://example.com/x"
    for location in (
        "file:///etc/hostname",
        "http://example.org/",
        "https://0x7f.1/",
        "gopher://a/",
    ):
        with pytest.raises(UnreadableDocument):
            follow(here, location)


@given(st.integers(0, 2**32 - 1))
def test_is_public_refuses_every_number_inside_another(number: int) -> None:
    plain = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    assert not is_public(f"::ffff:{plain}")
    assert not is_public(f"::{plain}")
    assert not is_public(f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1")
    assert is_public(f"64:ff9b::{plain}") == is_public(plain)


@given(st.text(max_size=40))
def test_parse_address_returns_or_refuses_whatever_it_is_given(text: str) -> None:
    for url in (text, f"http://{text}", f"http://a.example/{text}", f"http://{text}:80/"):
        try:
            found = parse_address(url)
        except UnreadableDocument:
            continue
        assert found.url.isascii()
        assert parse_address(found.url) == found
