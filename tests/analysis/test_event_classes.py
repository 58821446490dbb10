from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.analysis.event_classes import action_class, condition_class
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords

ReadTree = Callable[[str, str], Parse]
CASES = tomllib.loads((Path(__file__).parent / "cases/event_classes.toml").read_text("utf-8"))[
    "case"
]


@pytest.fixture(scope="module")
def words() -> ActionWords:
    return ActionWords.load()


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_condition_class_reads_predicate_first(
    read_tree: ReadTree, words: ActionWords, case: dict[str, str]
) -> None:
    parse = read_tree(case["text"], case["tree"])
    if "condition" in case or "action" not in case:
        found = condition_class(parse, 0, len(parse.tokens), words)
        assert found == case.get("condition"), case["why"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_action_class_reads_predicate_first(
    read_tree: ReadTree, words: ActionWords, case: dict[str, str]
) -> None:
    parse = read_tree(case["text"], case["tree"])
    assert action_class(parse, 0, len(parse.tokens), words) == case.get("action"), case["why"]
