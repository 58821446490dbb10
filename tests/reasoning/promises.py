"""Promises written as "TRIGGER => ACT", for tests that need many of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from foedus.reasoning.parsing import parse_expression, parse_pattern
from foedus.reasoning.rules import Rule
from foedus.records.commitments import Kind, Strength
from foedus.world import World


def build_rule(row: Mapping[str, Any], world: World) -> Rule:
    """Return the rule of a row: `rule`, and any slot of a Rule under its own name."""
    trigger, _, act = row["rule"].partition("=>")
    consequence = parse_pattern(act, world)
    return Rule(
        id=row["id"],
        committer=consequence.actor.names[0],
        trigger=parse_expression(trigger, world) if trigger.strip() else None,
        consequence=consequence,
        kind=Kind(row.get("kind", "pledge")),
        strength=Strength(row.get("strength", "firm")),
        beneficiary=row.get("beneficiary"),
        defensive=row.get("defensive", False),
        refused=row.get("refused", False),
        spoken_for=row.get("spoken_for", False),
        hedges=tuple(row.get("hedges", ())),
        since=row.get("since"),
        action_words=row.get("words"),
    )


def build_rules(rows: Iterable[Mapping[str, Any]], world: World) -> tuple[Rule, ...]:
    """Return the rules of several rows, in their order."""
    return tuple(build_rule(row, world) for row in rows)
