"""Sides: with whom of two that fight a promise stands, upon an event that it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.merging.acts import load_acts
from foedus.merging.parties import is_known, parties_of
from foedus.merging.triggers import Leaf, is_kind
from foedus.records.commitments import Commitment

FORCE = "use_of_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """A use of force that two promises may both wait for: who strikes whom."""

    attacker: str
    victim: str


def takes_side(record: Commitment, act: str) -> bool:
    """Say whether a promise may stand with either side of a fight."""
    acts = load_acts()
    return act in acts.harms or act in acts.helps or record.beneficiary is not None


def find_scenes(leaves: Sequence[Leaf]) -> frozenset[str | None]:
    """Return whom the uses of force of a trigger strike; None for one that strikes anybody."""
    return frozenset(_victim(leaf) for leaf in leaves if _is_blow(leaf))


def find_blows(left: Sequence[Leaf], right: Sequence[Leaf]) -> Iterator[Blow]:
    """Yield each blow that an event of either trigger may be, as far as both tell of it.

    Where one names nobody ("any attack on …"), the other's names stand; what neither names is no
    known blow.
    """
    for one in filter(_is_blow, left):
        for other in filter(_is_blow, right):
            attacker = _joined(one.actor, other.actor)
            victim = _joined(_victim(one), _victim(other))
            if attacker and victim and attacker != victim:
                yield Blow(attacker=attacker, victim=victim)


def friend_of(record: Commitment, act: str, blow: Blow) -> str | None:
    """Return with whom a promise stands upon a blow, None where its words do not say.

    Harm without a named target is done to whoever strikes, as everywhere.
    """
    sides, acts = (blow.attacker, blow.victim), load_acts()
    friends, targets = parties_of(record.beneficiary), parties_of(record.target)
    if act in acts.helps:
        return _one_of(sides, friends or targets)
    if act not in acts.harms:
        return _one_of(sides, friends)
    if targets:
        enemy = _one_of(sides, targets)
        return None if enemy is None else next(side for side in sides if side != enemy)
    return _one_of(sides, friends) or blow.victim


def _is_blow(leaf: Leaf) -> bool:
    return not leaf.negated and is_kind(leaf.event_class, FORCE)


def _victim(leaf: Leaf) -> str | None:
    """Return whom an attack strikes, a name that no table knows too; None for anybody."""
    return leaf.target if leaf.target is not None else leaf.land


def _joined(one: str | None, other: str | None) -> str | None:
    """Return the party of both, if they do not differ; None where it is not known."""
    told = {party for party in (one, other) if party is not None}
    if len(told) != 1:
        return None
    (party,) = told
    return party if is_known(party) else None


def _one_of(sides: tuple[str, str], parties: frozenset[str]) -> str | None:
    found = [side for side in sides if side in parties]
    return found[0] if len(found) == 1 else None
