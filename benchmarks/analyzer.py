"""Gold files as input of `foedus analyze`, and the command itself."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

PASSED_ON = ("id", "text", "date", "outlet", "title", "author", "url")
OUTLET = frozenset({"outlet"})


def command() -> str:
    """Return the path of the installed command, that of this environment first."""
    beside = Path(sys.executable).with_name("foedus")
    found = str(beside) if beside.exists() else shutil.which("foedus")
    if found is None:
        raise SystemExit("the command foedus is not installed here; `make bench` installs it")
    return found


def read_rows(path: Path) -> list[dict[str, object]]:
    """Return the objects of a JSON Lines file, gzipped or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def to_input(
    rows: Iterable[dict[str, object]], path: Path, *, withheld: frozenset[str] = frozenset()
) -> None:
    """Write gold passages as input: their text and metadata, never their labels."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            given = {**row, "outlet": row.get("outlet") or row.get("publisher")}
            kept = {key: given[key] for key in PASSED_ON if given.get(key) and key not in withheld}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")


def analyze(paths: Iterable[Path], output: Path) -> None:
    """Write what `foedus analyze` says of these inputs; exit status 1 (some failed) is let pass."""
    with output.open("wb") as file:
        run = subprocess.run([command(), "analyze", *map(str, paths)], stdout=file, check=False)
    if run.returncode not in (0, 1):
        raise SystemExit(f"foedus analyze ended with status {run.returncode}")


def analyze_gold(gold: Path, folder: Path, *, withheld: frozenset[str] = frozenset()) -> Path:
    """Return the file of what foedus says of the passages of a gold file.

    Args:
        gold: Passages with their labels.
        folder: Where input and output are written.
        withheld: Keys of metadata that foedus is not told.
    """
    name = "-without-".join([gold.parent.name, *sorted(withheld)])
    given, output = folder / f"{name}.input.jsonl", folder / f"{name}.output.jsonl"
    to_input(read_rows(gold), given, withheld=withheld)
    analyze([given], output)
    return output
