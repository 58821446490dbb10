"""What is handed out: the source archive, the notices, and versions that agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

import foedus

ROOT = Path(__file__).parents[1]
NOT_HANDED_OUT = {".ci/run", ".gitignore"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git says what belongs to the sources")
def test_source_archive_is_what_git_tracks(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        inside = {name.partition("/")[2] for name in opened.getnames()}
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    known = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    wanted = {name for name in known.splitlines() if (ROOT / name).exists()}
    assert wanted - NOT_HANDED_OUT - inside == set()
    assert inside - wanted == {"PKG-INFO"}


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    cited = re.search(r"^version: (.+)$", citation, re.MULTILINE)
    assert cited is not None
    assert project["version"] == foedus.__version__ == cited.group(1)


def test_notice_is_shipped_and_names_what_readme_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license-files"] == ["LICENSE", "NOTICE"]
    notice = (ROOT / "NOTICE").read_text("utf-8")
    licences = (ROOT / "README.md").read_text("utf-8").partition("## Licences")[2]
    for name in ("MiniLM-L6", "EWT", "GUM", "WikiGold", "re3d", "PolNeAR", "GeoNames"):
        assert name in licences
        assert name in notice
