"""The ledger: which shards are done, which are begun, which were split, and what stands where.

It is files in the folder of the run, so that every machine that sees the folder sees the same:

    ledger/run.json              code, model and limits that the folder was made with
    ledger/done/<part>.json      written last, when all tables of the part are in their places
    ledger/begun/<part>.<n>      one for each attempt in this run, with machine and process
    ledger/split/<part>.json     the part killed its worker and is read in pieces since
    ledger/quarantine/<part>.json  the document that killed its worker by itself, and the reason
    documents/<part>.parquet     and so on, a folder for each table

Whatever is written goes to a temporary name, is synced, and renamed.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from foedus.bulk.shards import Part
from foedus.errors import StoreFault

TABLES = ("documents", "statements", "commitments", "events", "figures", "failures")
MOST_ATTEMPTS = 2
"""A part that was begun so often and killed its worker each time is not begun again whole."""

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of the run in a folder."""

    folder: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs out of the folder meanwhile; raises StoreFault if one is in it."""
        try:
            self._ledger.mkdir(parents=True, exist_ok=True)
            stream = (self._ledger / "lock").open("w")
        except OSError as error:
            said = f"{self.folder} cannot be written: {error.strerror or error}"
            raise StoreFault(said) from error
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                said = f"another run writes to {self.folder}; wait for it, or name another folder"
                raise StoreFault(said) from error
            yield

    def open(self, settings: Plain) -> None:
        """Make the folder, or go on in it; attempts of a run before are forgotten.

        Raises:
            StoreFault: The folder was made with other settings, or cannot be written.
        """
        try:
            for name in ("done", "split", "quarantine"):
                (self._ledger / name).mkdir(parents=True, exist_ok=True)
            for table in TABLES:
                (self.folder / table).mkdir(exist_ok=True)
            # Who killed a run killed its workers too, and their shards are not to blame.
            shutil.rmtree(self._ledger / "begun", ignore_errors=True)
            (self._ledger / "begun").mkdir()
            self._hold_to(settings)
        except OSError as error:
            said = f"{self.folder} cannot be written: {error.strerror or error}"
            raise StoreFault(said) from error

    def _hold_to(self, settings: Plain) -> None:
        path = self._ledger / "run.json"
        if not path.exists():
            write_json(path, settings)
        held = read_json(path)
        for name, value in settings.items():
            if held.get(name) != value:
                raise StoreFault(
                    f"{self.folder} was made with {name} {held.get(name)!r}, this is {value!r};"
                    " name another folder with --out, or remove this one"
                )

    @property
    def _ledger(self) -> Path:
        return self.folder / "ledger"

    def path_of(self, table: str, part_id: str) -> Path:
        """Return the file of a part's rows in a table."""
        return self.folder / table / f"{part_id}.parquet"

    def is_done(self, part: Part) -> bool:
        """Say whether all tables of a part are in their places."""
        return self._done(part.id).exists()

    def begin(self, part: Part) -> int:
        """Note that a worker begins a part; return how often it was begun before in this run."""
        noted = json.dumps({"machine": socket.gethostname(), "process": os.getpid()})
        before = 0
        while True:
            path = self._ledger / "begun" / f"{part.id}.{before}"
            try:
                with path.open("x") as stream:
                    stream.write(noted)
                return before
            except FileExistsError:
                before += 1

    def count_attempts(self, part: Part) -> int:
        """Return how often a part was begun in this run."""
        return sum(1 for _ in self._attempts(part))

    def _attempts(self, part: Part) -> Iterator[Path]:
        """Yield the file of every attempt; they are asked one by one, for the folder is long."""
        number = 0
        while (path := self._ledger / "begun" / f"{part.id}.{number}").exists():
            yield path
            number += 1

    def is_running(self, part: Part) -> bool:
        """Say whether a process of this machine that began the part is still alive."""
        for path in self._attempts(part):
            noted = read_json(path)
            if noted.get("machine") == socket.gethostname() and _is_alive(noted.get("process")):
                return True
        return False

    def finish(self, part: Part, outcome: Plain) -> None:
        """Note that a part is done; its tables must be in their places."""
        inputs = sorted({piece.path for piece in part.shard.pieces})
        write_json(self._done(part.id), {**outcome, "shard": part.shard.id, "inputs": inputs})

    def split(self, part: Part, pieces: Sequence[Part]) -> None:
        """Note that a part killed its worker and is read in these pieces from now on."""
        path = self._ledger / "split" / f"{part.id}.json"
        write_json(path, {"pieces": [[one.first, one.last] for one in pieces]})

    def find_split(self, part: Part) -> tuple[Part, ...]:
        """Return the pieces in which a part is read; none where it is read whole."""
        path = self._ledger / "split" / f"{part.id}.json"
        if not path.exists():
            return ()
        noted = read_json(path).get("pieces", ())
        return tuple(replace(part, first=first, last=last) for first, last in noted)

    def quarantine(self, part: Part, reason: Plain) -> None:
        """Note the document that stands alone in a part, and why."""
        write_json(self._ledger / "quarantine" / f"{part.id}.json", reason)

    def get_outcome(self, part: Part) -> Plain:
        """Return what came of a part that is done."""
        return read_json(self._done(part.id))

    def find_quarantined(self) -> Iterator[Plain]:
        """Yield what is known of the documents in quarantine, in order of their parts."""
        for path in sorted((self._ledger / "quarantine").glob("*.json")):
            yield read_json(path)

    def find_done(self) -> Iterator[tuple[str, Plain]]:
        """Yield the id of every part that is done, and what came of it."""
        for path in sorted((self._ledger / "done").glob("*.json")):
            yield path.name.removesuffix(".json"), read_json(path)

    def forget(self, part_id: str) -> None:
        """Remove a part that no input holds any more: first the mark, then the tables."""
        self._done(part_id).unlink(missing_ok=True)
        for name in ("split", "quarantine"):
            (self._ledger / name / f"{part_id}.json").unlink(missing_ok=True)
        for table in TABLES:
            self.path_of(table, part_id).unlink(missing_ok=True)

    def _done(self, part_id: str) -> Path:
        return self._ledger / "done" / f"{part_id}.json"


def write_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file under a temporary name, sync it, and put it in its place."""
    # Two workers may write the same shard for a moment: each has a name of its own.
    temporary = path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}")
    try:
        with temporary.open("wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write_json(path: Path, value: Plain) -> None:
    """Write a value as JSON, durably."""
    write_file(path, lambda stream: _dump(value, stream))


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a file; empty where it was cut off by a crash."""
    try:
        read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    return read


def _dump(value: Plain, stream: BinaryIO) -> None:
    stream.write(
        json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    )


def _is_alive(process: object) -> bool:
    if not isinstance(process, int):
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
