"""A PostgreSQL server of one's own: a new cluster on a free port of this machine."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "foedus"
START_SECONDS = 60


class NoServer(RuntimeError):
    """The programs of PostgreSQL are not on this machine; Debian's package is `postgresql`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running server: its folder, port and the password of its only user.

    One that is not `durable` does not wait for the disk: it outlives its own end, not a machine's.
    """

    folder: Path
    programs: Path
    port: int
    password: str
    durable: bool = True

    def make_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"foedus_{secrets.token_hex(6)}"
        self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", "postgres",
                  "-qc", f'CREATE DATABASE "{name}"')  # fmt: skip
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{name}"

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server; `at_once` as if the machine had failed."""
        mode = "immediate" if at_once else "fast"
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off"
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", str(START_SECONDS),
                  "-l", str(self.folder / "log"), "-o", options, "start")  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        environment = {**os.environ, "PGPASSWORD": self.password}
        done = subprocess.run(
            [*_as_nobody(), str(self.programs / program), *arguments],
            capture_output=True, text=True, env=environment, cwd=self.folder, timeout=120,
        )  # fmt: skip
        if done.returncode:
            raise NoServer(f"{program}: {done.stderr.strip() or done.stdout.strip()}")


@contextmanager
def open_cluster(*, durable: bool = True) -> Iterator[Cluster]:
    """Yield a new cluster; raises NoServer where PostgreSQL is not installed."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="foedus-cluster-"))
    try:
        cluster = Cluster(
            folder=folder,
            programs=programs,
            port=_free_port(),
            password=secrets.token_hex(16),
            durable=durable,
        )
        secret = folder / "password"
        secret.write_text(cluster.password)
        if os.geteuid() == 0:  # the server refuses to run as root
            for path in (folder, secret):
                shutil.chown(path, "postgres")
        cluster._run("initdb", "-D", str(folder / "data"), "-U", USER, "--pwfile", str(secret),
                     "--auth", "scram-sha-256", "-E", "UTF8", "--locale", "C", "-N")  # fmt: skip
        cluster.start()
        try:
            yield cluster
        finally:
            _stop_quietly(cluster)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs; raises NoServer if there is none."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    folders = [*newest, *([Path(on_path).resolve().parent] if on_path else [])]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "psql").exists():
            return folder
    raise NoServer("no PostgreSQL on this machine; on Debian: apt-get install postgresql")


def _as_nobody() -> list[str]:
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] * (
        os.geteuid() == 0
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _stop_quietly(cluster: Cluster) -> None:
    try:
        cluster.stop(at_once=True)
    except NoServer:
        pid = cluster.folder / "data" / "postmaster.pid"
        if pid.exists():
            os.kill(int(pid.read_text().split()[0]), signal.SIGKILL)
            time.sleep(0.1)
