"""Verdicts: of all that was judged of a pair, what holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.merging.digests import VERSION
from foedus.merging.weighing import is_veto
from foedus.records.threads import MACHINE, Judgement, Relation, Verdict

Pair = tuple[str, str]

JOINING = (Relation.UTTERANCE, Relation.RESTATEMENT)
"""The relations that make one thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The judgements that hold: a person's (newest first) and, best first, the machine's.

    `machine` leaves out pairs that a person has decided; `apart` are pairs of which the machine
    says that what they state cannot be one; `matters` are POSITION pairs.
    """

    persons: tuple[Judgement, ...] = ()
    machine: tuple[Judgement, ...] = ()
    apart: tuple[Pair, ...] = ()
    matters: tuple[Judgement, ...] = ()


def held(judgements: Iterable[Judgement], *, version: str = VERSION) -> Held:
    """Return what holds of all judgements ever made, whatever their order.

    The latest word of each person counts until he withdraws it, and of several persons the latest.
    The machine's counts where no person has decided, and only under this version of the rules.
    """
    persons: dict[tuple[Pair, bool], dict[str, Judgement]] = {}
    machine: dict[tuple[Pair, Relation], Judgement] = {}
    for one in sorted(judgements, key=_order):
        pair = (one.left, one.right)
        if one.judge == MACHINE:
            if one.version == version:
                machine[pair, one.relation] = one
        else:
            persons.setdefault((pair, one.relation in JOINING), {})[one.judge] = one
    decided = {key: latest for key, said in persons.items() if (latest := _latest(said))}
    free = [one for (pair, joins), one in _undecided(machine, decided)]
    matters = [one for one in free if one.relation is Relation.POSITION]
    matters += [one for (_, joins), one in decided.items() if not joins]
    return Held(
        persons=tuple(
            sorted((one for (_, joins), one in decided.items() if joins), key=_order, reverse=True)
        ),
        machine=tuple(
            sorted(
                (one for one in free if one.verdict is Verdict.SAME and one.relation in JOINING),
                key=lambda one: (-(one.score or 0.0), one.left, one.right),
            )
        ),
        apart=tuple(sorted({(one.left, one.right) for one in free if rules_out(one)})),
        matters=tuple(one for one in matters if one.verdict is Verdict.SAME),
    )


def _undecided(
    machine: dict[tuple[Pair, Relation], Judgement],
    decided: dict[tuple[Pair, bool], Judgement],
) -> list[tuple[tuple[Pair, bool], Judgement]]:
    found = []
    for (pair, relation), one in machine.items():
        key = (pair, relation in JOINING)
        if key not in decided:
            found.append((key, one))
    return found


def _latest(said: dict[str, Judgement]) -> Judgement | None:
    """Return the latest word of several persons; None where all are withdrawn."""
    standing = [one for one in said.values() if one.verdict is not Verdict.WITHDRAWN]
    return max(standing, key=_order, default=None)


def rules_out(one: Judgement) -> bool:
    """Say whether a machine's judgement names something that keeps two records from being one."""
    apart = one.verdict is Verdict.NOT_SAME or one.relation is Relation.POSITION
    return apart and any(is_veto(given.weight) for given in one.reasons)


def _order(one: Judgement) -> tuple[str, str, str, str, str, str]:
    return one.at, one.judge, one.left, one.right, one.relation, one.verdict
