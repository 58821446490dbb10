"""Pages over a store of three of the example reports, and a visitor of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from foedus.ingest import read_paths
from foedus.reading import Given
from foedus.stores import Store, open_store
from foedus.weaving import merge
from foedus.web.access import Access
from foedus.web.guard import Limits
from foedus.web.server import make_app
from tests.web.visiting import Visitor

EXAMPLES = Path(__file__).parents[2] / "examples"
REPORTS = ("01-two-cases.txt", "02-over-the-weekend.txt", "06-night-in-the-gulf.txt")
UNBOUNDED = Limits(requests_per_second=1e6, burst_requests=10**6)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a store that holds the reports; it is copied, never changed."""
    path = tmp_path_factory.mktemp("examples") / "foedus.db"
    with open_store(path, create=True) as store:
        report = read_paths([EXAMPLES / name for name in REPORTS], store, given=Given())
        assert not report.failed
        merge(store)
    return path


@pytest.fixture
def place(examples: Path, tmp_path: Path) -> str:
    """Return the address of a store of one's own that holds the reports."""
    return str(shutil.copy(examples, tmp_path / "foedus.db"))


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """Return the store behind the pages."""
    with open_store(place) as opened:
        yield opened


@pytest.fixture
def pages(place: str) -> FastAPI:
    return make_app(place, Access(local_name="ana"), limits=UNBOUNDED)


@pytest.fixture
def visitor(pages: FastAPI) -> Iterator[Visitor]:
    with TestClient(pages, base_url="http://localhost") as client:
        visitor = Visitor(client)
        visitor.get("/documents")
        yield visitor
