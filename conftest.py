"""What tests and doctests share: the shipped language and one sentence that was read with it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent
MODEL = ROOT / "src/foedus/languages/en/model"


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT
