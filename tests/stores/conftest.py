"""Every store there is: a file, and a database of a server that is started for these tests."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from benchmarks.cluster import Cluster, NoServer, open_cluster
from foedus.records import Analysis
from foedus.records.codec import from_dict
from foedus.stores import Store, open_store

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"


@pytest.fixture(scope="session")
def analysis() -> Analysis:
    return from_dict(json.loads(CASE.read_text("utf-8")))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with started_cluster() as started:
        yield started


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """Yield a server for one test that stops it: the other tests' databases stay out of it."""
    with started_cluster() as started:
        yield started


@contextmanager
def started_cluster() -> Iterator[Cluster]:
    with ExitStack() as stack:
        try:
            started = stack.enter_context(open_cluster(durable=False))
        except NoServer as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(error))
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "foedus.db")
    started: Cluster = request.getfixturevalue("cluster")
    return started.make_database()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address, create=True) as opened:
        yield opened
