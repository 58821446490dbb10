"""The API is what its OpenAPI says: asked many odd questions, it answers within it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from foedus.records import Analysis
from foedus.stores import open_store
from foedus.weaving import merge
from foedus.web.api.application import describe, make_routes
from foedus.web.guard import Limits
from foedus.web.server import make_app
from tests.web.api.conftest import OUTLETS, told_by

EXAMPLES = int(os.environ.get("FOEDUS_API_EXAMPLES", "3"))
"""Questions of each kind to each operation; a run before a release asks hundreds."""

FREE_TEXT = ("/what-if", "/least", "/search")
"""A schema cannot say which words name an event, or hold a word at all: 422 is right there."""

schema = schemathesis.openapi.from_dict(describe(make_routes()))


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, analysis: Analysis
) -> Iterator[dict[str, str]]:
    """Serve a store on this machine, and yield where and with which token."""
    path: Path = tmp_path_factory.mktemp("served") / "foedus.db"
    with open_store(path, create=True) as store:
        for outlet in OUTLETS:
            store.put(told_by(analysis, outlet))
        merge(store)
    app = make_app(str(path), limits=Limits(requests_per_second=1e6, burst_requests=10**6))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    token = app.state.site.access.local_token
    yield {"url": f"http://127.0.0.1:{port}/api/v1", "token": f"Bearer {token}"}
    server.should_exit = True
    thread.join()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
def test_every_answer_is_within_the_description(
    case: schemathesis.Case, served: dict[str, str]
) -> None:
    excluded = [positive_data_acceptance] if case.operation.path in FREE_TEXT else []
    case.call_and_validate(
        base_url=served["url"],
        headers={"authorization": served["token"]},
        excluded_checks=excluded,
    )


def test_description_is_openapi_3_1_with_one_shape_of_error() -> None:
    described = describe(make_routes())
    assert str(described["openapi"]).startswith("3.1")
    operations = [
        operation for path in described["paths"].values() for operation in path.values()
    ]  # fmt: skip
    assert len(operations) > 15
    for operation in operations:
        assert "application/problem+json" in operation["responses"]["default"]["content"]
        assert "422" not in operation["responses"]
