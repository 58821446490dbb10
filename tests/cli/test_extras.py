"""Which optional parts are found, from the declarations of the installed package."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from foedus.cli import extras
from foedus.cli.extras import PURPOSES, find_extras

ROOT = Path(__file__).parents[2]
MAKERS = {"dev", "docs", "train"}


def test_purposes_know_every_extra_of_users() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(PURPOSES) == set(project["optional-dependencies"]) - MAKERS


def test_find_extras_tells_present_from_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = [
        "numpy>=2.0",
        'pytest>=9; extra == "web"',
        "no-such-library[x]>=1; extra == 'web'",
        "pytest>=9; python_version > '3' and extra == 'frames'",
    ]
    monkeypatch.setattr(extras, "requires", lambda name: declared)
    found = {extra.name: extra for extra in find_extras()}
    assert found["web"].found == (f"pytest {metadata.version('pytest')}",)
    assert found["web"].missing == ("no-such-library",)
    assert found["frames"].missing == ()


def test_find_libraries_tells_what_no_extra_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = ["pytest>=9", "pytest", "no-such-library>=1", 'numpy; extra == "web"']
    monkeypatch.setattr(extras, "requires", lambda name: declared)
    found = extras.find_libraries()
    assert found is not None
    assert found.found == (f"pytest {metadata.version('pytest')}",)
    assert found.missing == ("no-such-library",)


def test_find_extras_says_none_without_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(extras, "requires", absent)
    assert find_extras() == ()
    assert extras.find_libraries() is None
