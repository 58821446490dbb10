"""CHANGELOG.md, made from the fragments of changelog.d/.

`python docs/changelog.py` writes the section of the version that pyproject.toml names, in place of
an older one of that version. `--release` also sets today's date and removes the fragments.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """\
# Changes

What changed for users, the newest version first. Sections are made from the fragments of
`changelog.d` by `make changelog`; the number behind a line is that of the issue.
"""
KINDS = ("added", "changed", "fixed", "removed")
UNRELEASED = "not released yet"

_SECTION = re.compile(r"^## (\S+) .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def write_changelog(root: Path, *, released: str | None = None) -> str:
    """Return the whole changelog with the section of the project's version made anew.

    Args:
        root: The folder of pyproject.toml, changelog.d and CHANGELOG.md, which may be missing.
        released: The ISO date of the release; None: it is still to come.

    Raises:
        ValueError: A fragment whose name is not NUMBER.KIND.md.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    version = project["version"]
    path = root / "CHANGELOG.md"
    held = path.read_text("utf-8") if path.exists() else ""
    older = [found[0] for found in _SECTION.finditer(held) if found[1] != version]
    section = f"## {version} ({released or UNRELEASED})\n" + "".join(_kinds(root))
    return "\n".join([HEAD, section, *(text.strip() + "\n" for text in older)])


def fragments(root: Path) -> dict[Path, tuple[int, str]]:
    """Return every fragment with its number and kind, in the order of the numbers."""
    found = {}
    for path in (root / "changelog.d").glob("*.md"):
        number, _, kind = path.stem.partition(".")
        if not number.isdigit() or kind not in KINDS:
            raise ValueError(f"{path.name}: a fragment is NUMBER.KIND.md, KIND {', '.join(KINDS)}")
        found[path] = (int(number), kind)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _kinds(root: Path) -> Iterator[str]:
    held = fragments(root)
    for kind in KINDS:
        paths = [path for path, (_, of) in held.items() if of == kind]
        if paths:
            yield f"\n### {kind.capitalize()}\n\n"
        for path in paths:
            yield from _items(path.read_text("utf-8"), held[path][0])


def _items(text: str, number: int) -> Iterator[str]:
    """Yield an item for each paragraph; links are told from the root, as the changelog stands."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in paragraph.replace("](../", "](").splitlines()]
        told = "\n  ".join(lines)
        yield f"- {told} (#{number})\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write CHANGELOG.md; with --release, close the version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", action="store_true", help="date it and remove the fragments")
    release = parser.parse_args(arguments).release
    today = datetime.now(UTC).date().isoformat() if release else None
    (ROOT / "CHANGELOG.md").write_text(write_changelog(ROOT, released=today), "utf-8")
    if release:
        for path in fragments(ROOT):
            path.unlink()


if __name__ == "__main__":
    main()
