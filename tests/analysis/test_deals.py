"""Deals read with the shipped model: kind, act, whom it helps and harms, what triggers it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import foedus
from foedus.records import Commitment

CASES = tomllib.loads((Path(__file__).parent / "cases" / "deals.toml").read_text("utf-8"))["case"]


def _deal(commitment: Commitment) -> list[str]:
    act = f"{commitment.action.action_class} {commitment.polarity}"
    sides = (commitment.beneficiary, commitment.target)
    return [
        commitment.kind.value,
        act,
        commitment.committer.name,
        *("" if side is None else side.name for side in sides),
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_deal_tells_kind_act_and_whom_it_helps_and_harms(
    case: dict[str, list[list[str]] | list[bool] | str],
) -> None:
    found = foedus.analyze(str(case["text"])).commitments
    assert [_deal(commitment) for commitment in found] == case["deals"]
    conditions = [c.condition for c in found if c.condition is not None]
    if "triggers" in case:
        triggers = [[c.event_class, c.actor or "", c.target or ""] for c in conditions]
        assert triggers == case["triggers"]
    assert [c.spoken_for for c in found] == case.get("spoken_for", [False] * len(found))
