"""Pages made in processes of their own: the same pages, and what is remembered stays in one."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI, Query
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient

from foedus.records.entries import Listed
from foedus.records.reviews import Decision, Review
from foedus.stores import open_store
from foedus.web.access import Access
from foedus.web.makers import Makers, answer, only_reads, without_threads
from foedus.web.server import make_app, make_reader
from tests.web.conftest import UNBOUNDED
from tests.web.visiting import Visitor

SHOWN = (
    "/", "/documents", "/commitments?kind=threat", "/review", "/what-if", "/gaps", "/stories",
    "/documents/01-two-cases.txt", "/documents/nobody-knows-it", "/commitments?from=never",
    "/what-if?event=armed_attack(RUS%2C%20UKR)", "/timeline", "/network", "/brief", "/brief.md",
    "/commitments.atom", "/api/v1/commitments", "/api/v1/nothing", "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def shared(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(shutil.copy(examples, tmp_path_factory.mktemp("makers") / "foedus.db"))


@pytest.fixture(scope="module")
def access() -> Access:
    return Access(local_name="ana")


@pytest.fixture(scope="module")
def reader(shared: str, access: Access) -> Iterator[Visitor]:
    """Return a visitor of pages that one process beside the server makes."""
    app = make_app(shared, access, limits=UNBOUNDED, makers=1)
    with TestClient(app, base_url="http://localhost") as client:
        visitor = Visitor(client)
        visitor.get("/documents")
        yield visitor


@pytest.fixture(scope="module")
def makers(reader: Visitor) -> Makers:
    found: Makers = reader.client.app.state.makers  # type: ignore[attr-defined]
    return found


def test_makers_make_the_pages_that_the_server_would(
    shared: str, access: Access, reader: Visitor
) -> None:
    plain = make_app(shared, access, limits=UNBOUNDED)
    with TestClient(plain, base_url="http://localhost", cookies=reader.client.cookies) as client:
        for address in SHOWN:
            alone, beside = client.get(address), reader.client.get(address)
            assert beside.status_code == alone.status_code, address
            assert beside.text == alone.text, address
            assert beside.headers["content-type"] == alone.headers["content-type"]
            assert "default-src 'none'" in beside.headers["content-security-policy"]
        tag = client.get("/api/v1/totals").headers["etag"]
    again = reader.client.get("/api/v1/totals", headers={"if-none-match": tag})
    assert again.status_code == 304


def test_a_form_that_a_maker_made_is_taken_and_its_outcome_seen(
    shared: str, reader: Visitor
) -> None:
    with open_store(shared, readonly=True) as store:
        record_id = next(iter(store.find_records(Listed.COMMITMENTS))).id
    page = reader.get("/commitments")
    taken = reader.post(
        "/review", record_id=record_id, decision="accept", back="/commitments?status=accepted"
    )
    assert taken.find("article", id=record_id)
    assert page.find("input", name="record_id", value=record_id)
    done = reader.post("/review/bulk", record_id=record_id, decision="reject", count=1)
    assert "1 rejected." in done.text
    assert reader.get("/commitments?status=rejected").find("article", id=record_id)


def test_a_maker_that_ends_is_replaced(reader: Visitor, makers: Makers) -> None:
    (maker,) = makers.all
    before = maker.process
    before.kill()
    before.join()
    refused = reader.client.get("/documents")
    assert refused.status_code == 503
    assert "load it again" in refused.text
    assert reader.client.get("/documents").status_code == 200
    assert maker.process.pid != before.pid


def test_makers_end_with_the_application(shared: str) -> None:
    app = make_app(shared, limits=UNBOUNDED, makers=1)
    with TestClient(app, base_url="http://localhost") as client:
        (maker,) = app.state.makers.all
        assert client.get("/health").text == "ok\n"
        assert maker.process.is_alive()
    assert not maker.process.is_alive()


def test_make_reader_cannot_change_the_store(shared: str, access: Access) -> None:
    site = make_reader(shared, access).state.site
    entry = next(iter(site.store.find_records(Listed.COMMITMENTS)))
    step = Review(record_id=entry.id, decision=Decision.ACCEPT, reviewer="ana", at="2026-01-01")
    with pytest.raises(Exception, match="cannot be written"):
        site.store.review(step)
    site.store.close()


@pytest.mark.parametrize(
    ("method", "path", "query", "expected"),
    [
        ("GET", "/commitments", b"kind=threat", True),
        ("HEAD", "/commitments", b"", True),
        ("GET", "/api/v1/commitments", b"", True),
        ("POST", "/review", b"", False),
        ("GET", "/jobs/abc", b"", False),
        ("GET", "/api/v1/jobs/abc", b"", False),
        ("GET", "/commitments", b"done=abc", False),
        ("GET", "/commitments.csv", b"", False),
        ("GET", "/login", b"", False),
        ("GET", "/static/foedus.css", b"", False),
        ("GET", "/health", b"", False),
    ],
)
def test_only_reads_leaves_to_the_server_what_it_alone_knows(
    method: str, path: str, query: bytes, expected: bool
) -> None:
    assert only_reads({"method": method, "path": path, "query_string": query}) is expected


def test_without_threads_makes_a_page_where_its_request_stands() -> None:
    router = APIRouter()

    @router.get("/places/{name}")
    def place(name: str, number: Annotated[int, Query(ge=0)] = 0) -> PlainTextResponse:
        return PlainTextResponse(f"{name} {number + 1} {threading.get_ident()}")

    @router.get("/waiting")
    async def waiting() -> PlainTextResponse:
        return PlainTextResponse("it waited")

    app = FastAPI()
    app.include_router(without_threads(router))

    def ask(path: str, query: bytes = b"") -> tuple[object, bytes]:
        asked: dict[str, object] = {"type": "http", "method": "GET", "path": path}
        asked |= {"headers": [], "query_string": query}
        head, body = asyncio.run(answer(app, asked))
        return head["status"], body["body"]

    assert ask("/places/hall", b"number=2") == (200, f"hall 3 {threading.get_ident()}".encode())
    assert ask("/places/hall", b"number=-2")[0] == 422
    assert ask("/waiting") == (200, b"it waited")
