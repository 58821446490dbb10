"""Extra: a part of the installation, and whether its libraries are there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

PURPOSES = {
    "web": "pages and the API (foedus serve)",
    "frames": "Parquet and dataframes",
    "bulk": "reading archives on one machine (foedus bulk)",
    "cluster": "reading archives on a Ray cluster",
    "postgres": "stores on PostgreSQL",
    "spacy": "the component for spaCy",
    "ftm": "checking exports for FollowTheMoney",
    "asp": "the second solver that benchmarks compare with",
}
"""What each extra that is of use to a user is for; dev, docs and train are for makers."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """An extra: what it is for, the versions found and the names of the libraries that lack."""

    name: str
    purpose: str
    found: tuple[str, ...]
    missing: tuple[str, ...]


def find_extras() -> tuple[Extra, ...]:
    """Return every extra of PURPOSES; none where foedus runs from a folder without metadata."""
    try:
        declared = requires("foedus") or []
    except PackageNotFoundError:
        return ()
    return tuple(_look_up(name, purpose, declared) for name, purpose in PURPOSES.items())


def find_libraries() -> Extra | None:
    """Return what foedus cannot do without; None where it runs from a folder without metadata."""
    try:
        declared = requires("foedus") or []
    except PackageNotFoundError:
        return None
    return _look_up(None, "reading, storing and asking", declared)


def _look_up(name: str | None, purpose: str, declared: list[str]) -> Extra:
    """Return what is there of an extra's libraries; None: of those that are always needed."""
    found, missing = [], []
    for requirement in declared:
        of = _EXTRA.search(requirement)
        library = _NAME.match(requirement)
        if library is None or (of.group(1) if of else None) != name:
            continue
        try:
            found.append(f"{library.group()} {version(library.group())}")
        except PackageNotFoundError:
            missing.append(library.group())
    return Extra(
        name=name or "libraries",
        purpose=purpose,
        found=tuple(dict.fromkeys(found)),  # an extra may build on another, which names them too
        missing=tuple(dict.fromkeys(missing)),
    )
