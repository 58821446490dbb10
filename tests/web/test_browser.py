"""A real browser on a real server: journeys with keys, mouse and no scripts; looks and access.

It needs Debian's chromium, node, and `npm install` in tests/web/browser. Where one of them is
missing the tests are skipped, unless FOEDUS_BROWSER is set: then they fail.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(__file__).parent / "browser"
EXAMPLES = ROOT / "examples"
OUT = ROOT / "build" / "browser"
MANNERS = ("keys", "mouse", "plain")
"""By keyboard alone, by mouse, and by mouse with scripts switched off."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the browser; what is missing for it is named."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    missing = [
        said
        for said, there in (
            ("chromium", found),
            ("node", shutil.which("node")),
            ("npm install in tests/web/browser", (SCRIPTS / "node_modules").is_dir()),
        )
        if not there
    ]
    if missing or found is None:
        said = f"no browser here; missing: {', '.join(missing)}"
        if os.environ.get("FOEDUS_BROWSER"):
            pytest.fail(said)
        pytest.skip(said)
    OUT.mkdir(parents=True, exist_ok=True)
    return found


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve a store by the verb, in a process of its own, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    verb = [
        sys.executable,
        "-m",
        "foedus",
        "--store",
        str(store),
        "-q",
        "serve",
        "--port",
        str(port),
    ]
    with subprocess.Popen(verb, cwd=ROOT) as server:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer after a minute")


def run_script(name: str, *args: str) -> list[dict[str, object]]:
    done = subprocess.run(
        ["node", str(SCRIPTS / name), *args], capture_output=True, text=True, timeout=1200
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (OUT / f"{name.removesuffix('.mjs')}-{args[-1].rsplit('/', 1)[-1]}.json").write_text(
        done.stdout
    )
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("manner", MANNERS)
def test_journeys_end_where_they_should(chromium: str, tmp_path: Path, manner: str) -> None:
    with served(tmp_path / "foedus.db") as address:
        steps = run_script("journeys.mjs", chromium, address, str(EXAMPLES), str(OUT), manner)
    assert [(step["name"], step["fault"]) for step in steps if step["fault"]] == []
    assert [step["faults"] for step in steps if step["faults"]] == []
    assert len(steps) == 8


def test_pages_look_well_and_are_accessible(chromium: str, tmp_path: Path) -> None:
    store = tmp_path / "foedus.db"
    read = [sys.executable, "-m", "foedus", "-q", "--store", str(store), "read", str(EXAMPLES)]
    assert subprocess.run(read, cwd=ROOT, check=False).returncode in (0, 1)
    with served(store) as address:
        looks = run_script("looks.mjs", chromium, address, str(OUT))
    assert len(looks) > 80
    assert [one for one in looks if one["violations"]] == []
    assert [one for one in looks if one["faults"]] == []
    assert [(one["page"], one["window"]) for one in looks if int(str(one["wider"])) > 0] == []
