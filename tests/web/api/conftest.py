"""An application over a store of three texts, and who may write into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from foedus.records import Analysis
from foedus.records.analyses import record_id
from foedus.records.codec import from_dict
from foedus.stores import open_store
from foedus.weaving import merge
from foedus.web.guard import Limits
from foedus.web.server import make_app
from foedus.web.site import Site

CASE = Path(__file__).parents[2] / "records" / "cases" / "analysis.json"
OUTLETS = ("Alda Courier", "Dorn Post", "Port Mail")


@pytest.fixture(scope="session")
def analysis() -> Analysis:
    return from_dict(json.loads(CASE.read_text("utf-8")))


@pytest.fixture
def address(tmp_path: Path, analysis: Analysis) -> str:
    path = tmp_path / "foedus.db"
    with open_store(path, create=True) as store:
        for outlet in OUTLETS:
            store.put(told_by(analysis, outlet))
        merge(store)
    return str(path)


def told_by(analysis: Analysis, outlet: str) -> Analysis:
    """Return the same report in another paper; its commitments have ids of their own."""
    document = replace(analysis.document, id=f"{outlet}.txt", outlet=outlet)
    commitments = tuple(
        replace(one, id=record_id("commitment", document.sha256, outlet, one.id))
        for one in analysis.commitments
    )
    return replace(analysis, document=document, commitments=commitments)


@pytest.fixture
def app(address: str) -> FastAPI:
    return make_app(address, limits=Limits(requests_per_second=1e6, burst_requests=10**6))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost") as opened:
        yield opened


@pytest.fixture
def token(app: FastAPI) -> dict[str, str]:
    site: Site = app.state.site
    return {"authorization": f"Bearer {site.access.local_token}"}
