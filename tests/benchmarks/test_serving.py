"""The benchmark of the server measures a real one, and what it measures is what was answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks import serving
from benchmarks.callers import UNANSWERED, Caller

COMMITMENTS = 40


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serving") / "serving.db"
    serving.make_store(path, COMMITMENTS, seed=3)
    return path


def test_flood_counts_every_request_and_measures_health(store: Path) -> None:
    async def flood() -> tuple[dict[str, float], float, float]:
        async with serving.served(store) as (process, port):
            kinds = await serving.kinds_of(port)
            times = await serving.ask_at_once(port, [kinds["document"]() for _ in range(5)])
            assert len(times) == 5
            figures = await serving.flood(port, rate=40, seconds=1)
            memory, busy = (
                serving.peak_megabytes(process.pid),
                serving.processor_seconds(process.pid),
            )
            return figures, memory, busy

    figures, memory, busy = asyncio.run(flood())
    answered = figures["answered 200"] + figures["answered 429"] + figures["other"]
    assert answered == pytest.approx(100)
    assert figures["other"] == 0
    assert figures["health p99"] > 0
    assert memory > 10
    assert busy > 0


def test_status_of_says_that_nobody_answers() -> None:
    assert asyncio.run(Caller(1).status_of("/")) == UNANSWERED
