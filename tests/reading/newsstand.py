"""A server on loopback with a feed and the pages it leads to, which behaves as a test asks."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HERE = ("127.0.0.1",)


@dataclass(kw_only=True)
class Item:
    """One entry of the feed; its page is at /page/NAME. `link` and `guid` may say otherwise."""

    name: str
    text: str = "Norland will send ships if the strait is closed, its premier said on Monday."
    guid: str | None = None
    link: str | None = None
    date: str | None = "Tue, 04 Mar 2031 10:00:00 GMT"
    head: str = ""
    status: int = 200
    redirect: str | None = None


@dataclass
class Answer:
    """What the feed's address answers in place of the feed."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


class Newsstand(http.server.ThreadingHTTPServer):
    """The server: `items` and `answers` may be changed between requests; `asked` is what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.items: list[Item] = []
        self.answers: list[Answer] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.etag: str | None = '"1"'

    @property
    def feed(self) -> str:
        return self.at("feed.xml")

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def take_asked(self) -> list[str]:
        """Return the paths that were asked since the last call."""
        found = [path for path, _ in self.asked]
        self.asked.clear()
        return found

    def to_xml(self) -> str:
        items = "".join(
            f"<item><title>On {item.name}</title>"
            f"<link>{item.link or self.at(f'page/{item.name}')}</link>"
            + (f'<guid isPermaLink="false">{item.guid}</guid>' if item.guid else "")
            + (f"<pubDate>{item.date}</pubDate>" if item.date else "")
            + "</item>"
            for item in self.items
        )
        return f"<rss version='2.0'><channel><title>Norland Wire</title>{items}</channel></rss>"

    def handle_error(self, *_: object) -> None:
        """Pass over clients that went away."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Newsstand

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {n.lower(): v for n, v in self.headers.items()}))
        if self.path == "/feed.xml":
            self._send_feed()
            return
        item = next((i for i in self.server.items if self.path == f"/page/{i.name}"), None)
        if item is None:
            self._send(404)
        elif item.redirect:
            self._send(302, {"Location": item.redirect})
        else:
            body = f"<html><head>{item.head}</head><body><article><p>{item.text}</p></article>"
            self._send(item.status, {"Content-Type": "text/html; charset=utf-8"}, body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send_feed(self) -> None:
        server = self.server
        if server.answers:
            answer = server.answers.pop(0)
            self._send(answer.status, answer.headers, answer.body)
        elif server.etag and self.headers.get("If-None-Match") == server.etag:
            self._send(304)
        else:
            stated = {"ETag": server.etag, "Last-Modified": "Tue, 04 Mar 2031 11:00:00 GMT"}
            named = {name: value for name, value in stated.items() if server.etag and value}
            self._send(200, {"Content-Type": "application/rss+xml", **named}, server.to_xml())

    def _send(self, status: int, headers: dict[str, str] | None = None, body: str = "") -> None:
        self.send_response(status)
        data = body.encode()
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def open_newsstand() -> Iterator[Newsstand]:
    """Yield a server that runs."""
    server = Newsstand()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
