"""How fast a large store is served, and what a flood of requests does to the server.

usage: python -m benchmarks.serving [--commitments 100000] [--seed 7] [--store FILE]
                                    [--rate 1000] [--seconds 60] [--workers N]

A generated store (made without the model, merged as a real one; kept if --store names a file) is
served by `foedus serve` in a process of its own. First ten callers at once ask for varied pages and
the table gives the 95th percentile of each kind, after the server has read the promises and a few
requests have warmed what is kept of the store, and what each costs the processors of the server's
processes, which does not hang on what else the machine does. Then requests come at a fixed rate,
whatever becomes of those before, while one caller asks /health twenty times a second: the table
gives its 99th percentile, what was answered, and the largest memory of the server.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.callers import Caller
from benchmarks.merging import fill
from benchmarks.promises import load_table
from benchmarks.table import Target, to_table
from foedus.stores import open_store
from foedus.weaving import merge

AT_ONCE = 10
REQUESTS = {"what-if": 30}
"""So many of a kind are asked; of the others USUAL_REQUESTS."""
USUAL_REQUESTS = 200
CALLERS_IN_FLOOD = 150
HEALTH_EVERY_SECONDS = 0.05
WAIT_SECONDS = 900
"""What is kept of a store of 100,000 promises is worked out by the first who asks."""

TARGETS = [
    Target(key="register p95", what="register with facets, p95", unit="ms", at_most=150),
    Target(key="register cpu", what="register, processor of the server a request", unit="ms"),
    Target(key="search p95", what="search, p95", unit="ms", at_most=150),
    Target(key="search cpu", what="search, processor of the server a request", unit="ms"),
    Target(key="document p95", what="document page, p95", unit="ms", at_most=100),
    Target(key="document cpu", what="document page, processor of the server a request", unit="ms"),
    Target(key="what-if p95", what="what-if, p95", unit="ms", at_most=500),
    Target(key="what-if cpu", what="what-if, processor of the server a request", unit="ms"),
    Target(key="api p95", what="API, a list of 50 commitments, p95", unit="ms"),
    Target(key="api cpu", what="API list, processor of the server a request", unit="ms"),
    Target(key="health p99", what="health under the flood, p99", unit="ms", at_most=500),
    Target(key="answered 200", what="answered in the flood", unit="%"),
    Target(key="answered 429", what="turned away with 429", unit="%"),
    Target(key="other", what="answered otherwise or not at all", unit="%", at_most=0),
    Target(key="sent a second", what="requests sent a second"),
    Target(key="peak memory", what="largest memory of the server", unit="MB", at_most=1000),
]

Paths = Callable[[], str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--commitments", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--store", type=Path, help="made if it does not exist, and kept")
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--workers", type=int, help="as of `foedus serve`")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "serving.db"
        if not store.exists():
            make_store(store, given.commitments, seed=given.seed)
        reached = asyncio.run(
            measure(store, rate=given.rate, seconds=given.seconds, workers=given.workers)
        )
    print(to_table(TARGETS, reached))


def make_store(path: Path, commitments: int, *, seed: int) -> None:
    """Make a store of so many generated commitments, compared with each other."""
    with open_store(path, create=True) as store:
        fill(store, commitments, seed=seed)
        merge(store)


async def measure(
    store: Path, *, rate: int, seconds: int, workers: int | None = None
) -> dict[str, float]:
    """Return the figures of a store that is served."""
    figures: dict[str, float] = {}
    async with served(store, workers=workers) as (process, port):
        kinds = await kinds_of(port)
        await wait_until_read(port, kinds["what-if"])
        for kind, paths in kinds.items():
            asked = [paths() for _ in range(REQUESTS.get(kind, USUAL_REQUESTS))]
            await ask_at_once(port, [paths() for _ in range(AT_ONCE)])
            before = processor_seconds(process.pid)
            times = await ask_at_once(port, asked)
            spent = processor_seconds(process.pid) - before
            figures[f"{kind} p95"] = 1000 * statistics.quantiles(times, n=20)[-1]
            figures[f"{kind} cpu"] = 1000 * spent / len(times)
            print(kind, *(f"{figures[f'{kind} {what}']:.0f} ms {what}" for what in ("p95", "cpu")),
                  file=sys.stderr)  # fmt: skip
        figures |= await flood(port, rate=rate, seconds=seconds)
        figures["peak memory"] = peak_megabytes(process.pid)
    return figures


@asynccontextmanager
async def served(
    store: Path, *, workers: int | None = None
) -> AsyncIterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve a store in a process of its own, with as many workers; yield it and its port."""
    port = random.randint(20_000, 60_000)
    command = [sys.executable, "-m", "foedus", "-q", "serve", "--port", str(port)]
    command += [] if workers is None else ["--workers", str(workers)]
    process = subprocess.Popen([*command, "--store", str(store)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with Caller(port) as caller:
                    await caller.get("/health")
                break
            except OSError:
                await asyncio.sleep(0.1)
        yield process, port
    finally:
        process.terminate()
        process.wait()


async def kinds_of(port: int) -> Mapping[str, Paths]:
    """Return for each kind of page what makes its varied addresses."""
    chance, table = random.Random(1), load_table()
    states = [code for code, _ in table["states"]]
    kinds = ("threat", "pledge", "offer", "assurance")
    with Caller(port) as caller:
        listed = json.loads((await caller.get("/api/v1/documents?limit=500")).body)["items"]
    documents = [quote(one["id"], safe="") for one in listed]
    words = ["brigades", "rockets", "gas", "border", '"oil terminal"', "talk*", "weapons troops"]
    attacks = ("armed_attack", "invasion", "sanctions", "deployment")

    def register() -> str:
        asked = [f"committer={chance.choice(states)}"] if chance.random() < 0.7 else []
        asked += [f"kind={chance.choice(kinds)}"] if chance.random() < 0.5 else []
        asked += [f"from=202{chance.randint(1, 8)}"] if chance.random() < 0.5 else []
        return f"/commitments?{'&'.join(asked)}"

    def what_if() -> str:
        actor, target = chance.sample(states, 2)
        return f"/what-if?event={quote(f'{chance.choice(attacks)}({actor}, {target})')}"

    return {
        "register": register,
        "search": lambda: f"/search?q={quote(chance.choice(words))}",
        "document": lambda: f"/documents/{chance.choice(documents)}",
        "api": lambda: f"/api/v1/commitments?committer={chance.choice(states)}",
        "what-if": what_if,
    }


async def wait_until_read(port: int, paths: Paths) -> None:
    """Wait until every process that makes pages has read the promises: until then it says so."""
    begin = time.perf_counter()
    statuses: set[int] = set()
    while statuses != {200} and time.perf_counter() - begin < WAIT_SECONDS:
        statuses = set(await asyncio.gather(*(_status(port, paths()) for _ in range(AT_ONCE))))
    if statuses != {200}:
        raise SystemExit(f"{paths()}: {statuses}")
    print(f"ready after {time.perf_counter() - begin:.0f} s", file=sys.stderr)


async def _status(port: int, path: str) -> int:
    with Caller(port, wait_seconds=WAIT_SECONDS) as caller:
        return (await caller.get(path)).status


async def ask_at_once(port: int, asked: list[str]) -> list[float]:
    """Return how many seconds each answer took, with ten callers asking at once."""
    times: list[float] = []

    async def call() -> None:
        with Caller(port, wait_seconds=WAIT_SECONDS) as caller:
            while asked:
                path = asked.pop()
                begin = time.perf_counter()
                answer = await caller.get(path)
                times.append(time.perf_counter() - begin)
                if answer.status != 200:
                    raise SystemExit(f"{path}: {answer.status}")

    await asyncio.gather(*(call() for _ in range(AT_ONCE)))
    return times


async def flood(port: int, *, rate: int, seconds: int) -> dict[str, float]:
    """Send so many requests a second for so many seconds, and ask after the health meanwhile."""
    kinds = await kinds_of(port)
    paths = [kinds[kind] for kind in ("register", "document", "search", "api")]
    answered: Counter[int] = Counter()
    waiting: asyncio.Queue[str] = asyncio.Queue()
    over = asyncio.Event()

    async def send() -> None:
        with Caller(port) as caller:
            while True:
                path = await waiting.get()
                answered[await caller.status_of(path)] += 1
                waiting.task_done()

    healthy = asyncio.create_task(_ask_health(port, over))
    callers = [asyncio.create_task(send()) for _ in range(CALLERS_IN_FLOOD)]
    begin = time.perf_counter()
    for number in range(rate * seconds):
        due = begin + number / rate - time.perf_counter()
        if due > 0:
            await asyncio.sleep(due)
        waiting.put_nowait(paths[number % len(paths)]())
    await waiting.join()
    taken = time.perf_counter() - begin
    over.set()
    times = await healthy
    for one in callers:
        one.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    every = sum(answered.values())
    share = {status: 100 * count / every for status, count in answered.items()}
    return {
        "health p99": 1000 * statistics.quantiles(times, n=100)[-1],
        "answered 200": share.get(200, 0.0),
        "answered 429": share.get(429, 0.0),
        "other": sum(part for status, part in share.items() if status not in (200, 429)),
        "sent a second": every / taken,
    }


async def _ask_health(port: int, over: asyncio.Event) -> list[float]:
    times = []
    with Caller(port) as caller:
        while not over.is_set():
            begin = time.perf_counter()
            answer = await caller.get("/health")
            if answer.status != 200:
                raise SystemExit(f"/health: {answer.status}")
            times.append(time.perf_counter() - begin)
            await asyncio.sleep(HEALTH_EVERY_SECONDS)
    return times


def processor_seconds(process_id: int) -> float:
    """Return how long a process and its own have kept processors busy so far (Linux only)."""
    return sum(map(_busy_seconds, family_of(process_id)))


def peak_megabytes(process_id: int) -> float:
    """Return the largest memories that a process and its own had so far, summed (Linux only).

    Parts that they share count for each.
    """
    return sum(map(_peak_megabytes, family_of(process_id)))


def family_of(process_id: int) -> list[int]:
    """Return a process and those that it started, and they in turn (Linux only)."""
    found = [process_id]
    for one in found:
        for thread in Path(f"/proc/{one}/task").iterdir():
            found += map(int, (thread / "children").read_text("ascii").split())
    return found


def _busy_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_megabytes(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
