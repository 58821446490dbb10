"""Random networks of promises: small ones with every construct, large ones for the clock."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.reasoning.language import (
    ANYBODY,
    Expression,
    Pattern,
    Role,
    RoleKind,
    all_of,
    any_of,
    named,
    negated,
)
from foedus.reasoning.rules import Rule

STATES = ("AUS", "NZL", "USA", "RUS", "BLR", "KAZ", "ARM", "TJK")
ORGANISATIONS = ("org:ANZUS", "org:CSTO", "org:UnionState")
FORCE = ("use_of_force", "armed_attack", "invasion", "joins_war")
ACTS = (*FORCE, "sanctions", "supply_cut", "military_aid", "deployment", "mobilisation", "request")
ATTACKER = Role(kind=RoleKind.ATTACKER)
ATTACKED = Role(kind=RoleKind.ATTACKED)


@dataclass(frozen=True, slots=True)
class Network:
    """Promises and the events to try them with."""

    rules: tuple[Rule, ...]
    events: tuple[Pattern, ...]


def make_small(seed: int) -> Network:
    """Return up to 8 actors and 15 promises: organisations, requests, unless, doubts, or."""
    chance = random.Random(seed)
    actors = chance.sample(STATES, chance.randint(3, len(STATES)))
    rules = tuple(_small_rule(chance, actors, number) for number in range(chance.randint(3, 15)))
    events = tuple(_small_event(chance, actors) for _ in range(chance.randint(1, 3)))
    return Network(rules, events)


def make_large(actors: int, promises: int, seed: int) -> Network:
    """Return a network for the clock and three attacks on its best defended actors.

    Six promises in ten stand by a friend who is attacked, with force or with arms; the others
    answer a named attacker, whoever joins a war, sanctions or deployments. Some ask for two things
    or have an "unless". Friends are drawn with weight, so that some actors have very many.
    """
    chance = random.Random(seed)
    names = [f"A{number}" for number in range(actors)]
    drawn = chance.choices(names, weights=[1 / (1 + n) ** 0.5 for n in range(actors)], k=promises)
    rules = tuple(
        _large_rule(chance, names, friend=friend, number=n) for n, friend in enumerate(drawn)
    )
    attackers = chance.sample(names[actors // 2 :], 3)
    events = tuple(
        Pattern(event_class="armed_attack", actor=named(attacker), target=named(victim))
        for attacker, victim in zip(attackers, names, strict=False)
    )
    return Network(rules, events)


def _small_rule(chance: random.Random, actors: Sequence[str], number: int) -> Rule:
    committer = chance.choice(actors)
    ways: list[Expression] = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        parts: list[Expression] = [
            _condition(chance, actors, committer) for _ in range(chance.choice((1, 1, 1, 2)))
        ]
        if chance.random() < 0.3:
            parts.append(negated(_condition(chance, actors, committer)))
        ways.append(all_of(*parts))
    act = chance.choice(ACTS)
    target = chance.choice((ATTACKER, ATTACKER, ATTACKED, named(chance.choice(actors)), ANYBODY))
    return Rule(
        id=f"c-{number}",
        committer=committer,
        trigger=any_of(*ways),
        consequence=Pattern(event_class=act, actor=named(committer), target=target),
        refused=chance.random() < 0.1,
        beneficiary=chance.choice((None, chance.choice(actors))),
    )


def _condition(chance: random.Random, actors: Sequence[str], committer: str) -> Pattern:
    event_class = chance.choice((*["armed_attack"] * 4, *ACTS))
    force = event_class in FORCE
    return Pattern(
        event_class=event_class,
        actor=_role(chance, actors, but=committer if force and chance.random() < 0.5 else None),
        target=_role(chance, actors, but=None),
        manner=("first",) if force and chance.random() < 0.4 else (),
        loose=chance.random() < 0.1,
    )


def _role(chance: random.Random, actors: Sequence[str], *, but: str | None) -> Role:
    kind = chance.random()
    if kind < 0.45:
        return Role(kind=RoleKind.ANY, but=(but,) if but is not None else ())
    if kind < 0.8:
        return named(chance.choice(actors))
    organisation = (chance.choice(ORGANISATIONS),)
    if kind < 0.88:
        return Role(kind=RoleKind.ANY, names=organisation)
    if kind < 0.96:
        return Role(kind=RoleKind.OTHER, names=organisation)
    return named(*organisation)


def _small_event(chance: random.Random, actors: Sequence[str]) -> Pattern:
    actor, target = chance.sample(actors, 2)
    return Pattern(
        event_class=chance.choice(("armed_attack", "armed_attack", "invasion", *ACTS)),
        actor=ANYBODY if chance.random() < 0.1 else named(actor),
        target=ANYBODY if chance.random() < 0.1 else named(target),
    )


def _large_rule(chance: random.Random, names: Sequence[str], *, friend: str, number: int) -> Rule:
    committer, other = chance.choice(names), chance.choice(names)
    kind = chance.random()
    friends, others = named(friend), named(other)
    anybody = Role(kind=RoleKind.ANY, but=(committer,))
    attack = Pattern(event_class="armed_attack", actor=anybody, target=friends, manner=("first",))
    trigger: Expression
    if kind < 0.6:
        act, target = chance.choice(
            (("joins_war", ATTACKER), ("use_of_force", ATTACKER), ("military_aid", friends))
        )
        asked = Pattern(event_class="request", actor=friends, target=named(committer))
        trigger = all_of(attack, asked) if chance.random() < 0.1 else attack
    elif kind < 0.75:
        trigger = Pattern(event_class="armed_attack", actor=others, target=friends)
        act, target = chance.choice((("sanctions", ATTACKER), ("use_of_force", ATTACKER)))
    elif kind < 0.85:
        trigger = Pattern(event_class="joins_war", actor=others)
        act, target = "use_of_force", others
    elif kind < 0.93:
        trigger = Pattern(event_class="sanctions", target=friends)
        act, target = "supply_cut", ATTACKER
    else:
        trigger = Pattern(event_class="military_aid", actor=others, target=friends)
        act, target = "mobilisation", ANYBODY
    if chance.random() < 0.03:
        trigger = all_of(trigger, negated(Pattern(event_class="mobilisation", actor=others)))
    return Rule(
        id=f"c-{number}",
        committer=committer,
        trigger=trigger,
        consequence=Pattern(event_class=act, actor=named(committer), target=target),
        beneficiary=friend if kind < 0.6 else None,
    )
