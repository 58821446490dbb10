"""The notebooks of docs/: kept without outputs, told in the tree of pages, and every cell runs."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))


def cells(path: Path, kind: str) -> list[str]:
    """Return the sources of a notebook's cells of a kind."""
    found = json.loads(path.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


def show(value: object) -> None:
    """Make of the last value of a cell what a notebook would show."""
    made = getattr(value, "_repr_html_", None)
    assert made() if made is not None else repr(value)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(path.parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, cell in enumerate(cells(path, "code")):
        tree = ast.parse(cell, f"{path.name}:{number}")
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, tree_name := f"{path.name}:{number}", "exec"), names)
        if isinstance(last, ast.Expr):
            show(eval(compile(ast.Expression(last.value), tree_name, "eval"), names))


def test_study_finds_the_red_lines_that_a_person_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (study,) = (path for path in NOTEBOOKS if path.stem == "red-lines")
    shutil.copytree(study.parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for cell in cells(study, "code"):
        exec(cell, names)
    assert names["as_statements"] == names["by_hand"]
    moves = names["moves"]
    told = set(zip(moves["drift"], moves["who"], moves["part"], moves["kinds"], strict=True))  # type: ignore[index]  # a dataframe
    assert ("position", "Chile", "action", "hardened") in told
    assert ("position", "Ecuador", "condition", "threshold_added") in told


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_leads_to_pages_that_are_there(path: Path) -> None:
    assert f"\nnotebooks/{path.stem}\n" in (DOCS / "index.md").read_text("utf-8")
    for text in cells(path, "markdown"):
        for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", text):
            assert (path.parent / target).exists(), target
