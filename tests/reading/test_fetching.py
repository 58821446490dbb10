"""Pages are fetched from a real server on loopback, within bounds of time and size."""

from __future__ import annotations

import gzip
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from foedus.errors import UnreadableDocument
from foedus.reading import Failure, Original, fetching
from foedus.reading.fetching import MAX_FETCHED_BYTES, MAX_REDIRECTS, fetch
from foedus.reading.web import read_url

HERE = ("127.0.0.1",)
PAGE = (
    "<!doctype html><html><head><title>Norland Will Send Ships</title>"
    '<link rel="canonical" href="https://elsewhere.example/b"></head><body><article>'
    "<h1>Norland Will Send Ships</h1><p>The premier of Norland said on Monday that she would send"
    " ships if the strait was closed to the boats of her neighbours.</p><p>Her envoys had left the"
    " town by the time the meeting was over, two of the harbour’s pilots said.</p></article></body>"
    "</html>"
)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by the path; what it was asked is kept by its server."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = f"{self.headers['Host']} {self.path}"
        self.server.asked.append(asked)  # type: ignore[attr-defined] # set by `serve`
        name = self.path.partition("?")[0].strip("/").split("/")[0]
        getattr(self, f"_{name}", self._missing)()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send(self, body: bytes, status: int = 200, /, **headers: str) -> None:
        self.send_response(status, headers.pop("reason", None))
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> None:
        self._send(PAGE.encode("cp1252"), Content_Type="text/HTML; charset=windows-1252")

    def _text(self) -> None:
        self._send("Kvæfjord sails.".encode("latin-1"), Content_Type="text/plain; charset=latin-1")

    def _bare(self) -> None:
        self._send(PAGE.encode())

    def _packed(self) -> None:
        self._send(gzip.compress(PAGE.encode()), Content_Type="text/html", Content_Encoding="gzip")

    def _picture(self) -> None:
        self._send(b"\x89PNG", Content_Type="image/png")

    def _large(self) -> None:
        self._send(b"a" * (MAX_FETCHED_BYTES + 1), Content_Type="text/plain")

    def _bomb(self) -> None:
        pack = zlib.compressobj(9, wbits=31)
        block = b"\0" * 1_000_000
        body = b"".join(pack.compress(block) for _ in range(100)) + pack.flush()
        assert len(body) < MAX_FETCHED_BYTES
        self._send(body, Content_Type="text/html", Content_Encoding="gzip")

    def _halfpacked(self) -> None:
        body = gzip.compress(PAGE.encode())[:-9]
        self._send(body, Content_Type="text/html", Content_Encoding="gzip")

    def _oddlypacked(self) -> None:
        self._send(b"?", Content_Type="text/html", Content_Encoding="br")

    def _cut(self) -> None:
        self._send(b"Half a", Content_Type="text/plain", Content_Length="400")
        self.close_connection = True

    def _gone(self) -> None:
        self._send(b"", 410, reason="\x1b[31mred")

    def _loop(self) -> None:
        self._send(b"", 302, Location="/loop")

    def _hops(self) -> None:
        left = int(self.path.rpartition("/")[2])
        self._send(b"", 301, Location=f"/hops/{left - 1}" if left else "/text")

    def _accent(self) -> None:
        self._send(b"", 302, Location="/text?é".encode().decode("latin-1"))

    def _nowhere(self) -> None:
        self._send(b"", 308)

    def _inward(self) -> None:
        self._send(b"", 302, Location=self.path.partition("?")[2])

    def _slow(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        try:
            for _ in range(200):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass
        self.close_connection = True

    def _missing(self) -> None:
        self._send(b"no", 404)


class Web(http.server.ThreadingHTTPServer):
    """A server that keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []

    def at(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.server_port}/{path}"

    def handle_error(self, *_: object) -> None:
        """Pass over clients that went away."""


@contextmanager
def serving(web: Web) -> Iterator[Web]:
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.shutdown()
        web.server_close()
        thread.join()


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(Web()) as server:
        yield server


def test_fetch_returns_bytes_with_what_the_server_says(web: Web) -> None:
    text = fetch(web.at("text?a=b#c"), allowed=HERE)
    assert text.data.decode(text.encoding or "") == "Kvæfjord sails."
    assert (text.media_type, text.url) == ("text/plain", web.at("text?a=b"))
    bare = fetch(web.at("bare"), allowed=HERE)
    assert (bare.media_type, bare.encoding) == (None, None)
    assert fetch(web.at("packed"), allowed=HERE).data == PAGE.encode()
    assert web.asked[0] == f"127.0.0.1:{web.server_port} /text?a=b"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("no", "404 Not Found"),
        ("gone", "410 Gone"),
        ("large", "larger than 2 MB"),
        ("bomb", "larger than 2 MB"),
        ("cut", "cut off"),
        ("halfpacked", "cut off"),
        ("oddlypacked", "gzip was asked for"),
        ("nowhere", "does not say where to"),
        ("loop", f"more than {MAX_REDIRECTS} redirects"),
        (f"hops/{MAX_REDIRECTS}", f"more than {MAX_REDIRECTS} redirects"),
    ],
)
def test_fetch_says_in_one_line_what_was_wrong(web: Web, path: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said) as caught:
        fetch(web.at(path), allowed=HERE)
    message = str(caught.value)
    assert message.startswith("http://127.0.0.1:")
    assert message.isprintable()


def test_fetch_follows_redirects_to_their_end(web: Web) -> None:
    found = fetch(web.at(f"hops/{MAX_REDIRECTS - 1}"), allowed=HERE)
    assert (found.url, len(web.asked)) == (web.at("text"), MAX_REDIRECTS + 1)
    assert fetch(web.at("accent"), allowed=HERE).url == web.at("text?%C3%A9")


def test_fetch_checks_each_redirect_anew(web: Web) -> None:
    with socket.create_server(("127.0.0.2", 0)) as listener:
        listener.setblocking(False)
        inner = f"127.0.0.2:{listener.getsockname()[1]}"
        for location in (f"http://{inner}/", f"//{inner}/", "http://10.0.0.1/", "http://0x7f.2/"):
            with pytest.raises(UnreadableDocument, match=r"public net|no address"):
                fetch(web.at(f"inward?{location}"), allowed=HERE)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert len(web.asked) == 4


def test_fetch_resolves_a_name_once_and_asks_the_machine_that_was_checked(web: Web) -> None:
    asked: list[str] = []

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    found = fetch(f"http://news.example:{web.server_port}/bare", allowed=HERE, resolve=changing)
    assert (found.data, asked) == (PAGE.encode(), ["news.example"])
    assert web.asked == [f"news.example:{web.server_port} /bare"]
    hop = f"http://news.example:{web.server_port}/hops/0"
    asked.clear()
    with pytest.raises(UnreadableDocument, match=r"127\.0\.0\.2 is no machine"):
        fetch(hop, allowed=HERE, resolve=changing)
    assert asked == ["news.example", "news.example"]


def test_fetch_tries_the_next_machine_of_a_name(web: Web) -> None:
    url = f"http://news.example:{web.server_port}/bare"
    machines = ["127.0.0.3", "127.0.0.1"]
    found = fetch(url, allowed=machines, resolve=lambda *_: machines)
    assert found.data == PAGE.encode()


def test_fetch_ends_at_its_deadline(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(UnreadableDocument, match="too slow"):
        fetch(web.at("slow"), allowed=HERE)
    assert time.monotonic() - begun < 2


def test_fetch_says_that_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(UnreadableDocument, match=f"^http://127.0.0.1:{port}/: .*refused"):
        fetch(f"http://127.0.0.1:{port}/", allowed=HERE)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a key")
def test_fetch_asks_for_the_certificate_of_the_name(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    made += ["-nodes", "-days", "2", "-subj", "/CN=news.example"]
    made += ["-addext", "subjectAltName=DNS:news.example", "-keyout", str(key)]
    subprocess.run([*made, "-out", str(certificate)], check=True, capture_output=True)
    web, names = Web(), list[str | None]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    trust = ssl.create_default_context(cafile=str(certificate))
    with serving(web):
        for host, trusted, said in (
            ("news.example", trust, None),
            ("other.example", trust, "certificate"),
            ("news.example", None, "certificate"),
        ):
            url = f"https://{host}:{web.server_port}/bare"
            if said is not None:
                with pytest.raises(UnreadableDocument, match=said):
                    fetch(url, allowed=HERE, resolve=lambda *_: HERE, trust=trusted)
            else:
                found = fetch(url, allowed=HERE, resolve=lambda *_: HERE, trust=trusted)
                assert (found.data, found.url) == (PAGE.encode(), url)
    assert names == ["news.example", "other.example", "news.example"]


def test_read_url_reads_a_page_by_what_its_server_calls_it(web: Web) -> None:
    for path in ("page", "bare", "packed"):
        (found,) = read_url(web.at(path), allowed=HERE)
        assert isinstance(found, Original)
        assert found.document.text.startswith("Norland Will Send Ships\n\nThe premier")
        assert "harbour’s" in found.document.text
        # Where the page was fetched from counts before where it says that it stands.
        assert found.id == found.document.url == found.place == web.at(path)
        assert (found.known["url"], found.known["url.markup"]) == (
            "input",
            "https://elsewhere.example/b",
        )
    (text,) = read_url(web.at("hops/1"), allowed=HERE)
    assert isinstance(text, Original)
    assert (text.id, text.document.url) == (web.at("hops/1"), web.at("text"))
    assert (text.document.text, text.source) == (
        "Kvæfjord sails.",
        "Kvæfjord sails.".encode("cp1252"),
    )


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [("picture", "unknown_format", "image/png"), ("no", "unreadable", "404")],
)
def test_read_url_reports_what_is_no_page(web: Web, path: str, code: str, said: str) -> None:
    (failure,) = read_url(web.at(path), allowed=HERE)
    assert isinstance(failure, Failure)
    assert (failure.id, failure.code) == (web.at(path), code)
    assert said in failure.message
