"""Which actor a noun phrase names."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.world import load_world

CASES = tomllib.loads((Path(__file__).parent / "cases/phrases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_resolve_names_the_actor_of_the_case(case: dict[str, object]) -> None:
    at = case.get("at")
    actor = load_world().resolve(str(case["text"]), at=None if at is None else str(at))
    expected = case["expected"]
    if expected == "none":
        assert actor is None
        return
    assert actor is not None
    assert isinstance(expected, dict)
    found = {key: getattr(actor, key) or "" for key in expected}
    assert found == expected


def test_resolve_keeps_the_members_of_joined_actors() -> None:
    actor = load_world().resolve("Poland, Lithuania and Latvia")
    assert actor is not None
    assert [one.code for one in actor.members] == ["POL", "LTU", "LVA"]


@given(st.text(max_size=120))
def test_resolve_never_fails_and_leaves_no_empty_name(text: str) -> None:
    actor = load_world().resolve(text, at="1999")
    assert actor is None or actor.name.strip()


@pytest.mark.parametrize("piece", ["and ", ", ", "the ", "of ", "(", "president of the "])
def test_resolve_is_quick_on_hostile_phrases(piece: str) -> None:
    load_world().resolve(piece * 50_000)
