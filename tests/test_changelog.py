"""The changelog: a section of this version from the fragments, older sections kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.changelog import KINDS, fragments, write_changelog

ROOT = Path(__file__).parents[1]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.2.0"\n', "utf-8")
    folder = tmp_path / "changelog.d"
    folder.mkdir()
    (folder / "12.added.md").write_text("A new verb,\nlong awaited.\n\nAnother thing.\n", "utf-8")
    (folder / "7.fixed.md").write_text("See [pages](../docs/pages.md).\n", "utf-8")
    (folder / "3.added.md").write_text("The first thing.\n", "utf-8")
    sections = "## 0.2.0 (not released yet)\n\n- stale\n\n## 0.1.0 (2026-11-30)\n\n- kept (#1)\n"
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n{sections}", "utf-8")
    return tmp_path


def test_write_changelog_makes_the_section_of_the_version_anew(root: Path) -> None:
    text = write_changelog(root)
    assert text.endswith(
        "## 0.2.0 (not released yet)\n\n"
        "### Added\n\n- The first thing. (#3)\n- A new verb,\n  long awaited. (#12)\n"
        "- Another thing. (#12)\n\n"
        "### Fixed\n\n- See [pages](docs/pages.md). (#7)\n\n"
        "## 0.1.0 (2026-11-30)\n\n- kept (#1)\n"
    )


def test_write_changelog_gives_the_same_again(root: Path) -> None:
    (root / "CHANGELOG.md").write_text(once := write_changelog(root), "utf-8")
    assert write_changelog(root) == once


def test_write_changelog_dates_a_release(root: Path) -> None:
    assert "\n## 0.2.0 (2027-01-31)\n" in write_changelog(root, released="2027-01-31")


def test_fragments_with_another_name_are_refused(root: Path) -> None:
    (root / "changelog.d/8.improved.md").write_text("Better.\n", "utf-8")
    with pytest.raises(ValueError, match=r"8\.improved\.md: a fragment is NUMBER\.KIND\.md"):
        write_changelog(root)


def test_changelog_of_the_project_has_its_version() -> None:
    assert {kind for _, kind in fragments(ROOT).values()} <= set(KINDS)
    sections = write_changelog(ROOT).split("\n## ")
    held = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")
    assert [one.partition(" ")[0] for one in held] == [one.partition(" ")[0] for one in sections]
